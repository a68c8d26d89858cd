"""Every widget in Firefox: the same settings lead to the same numbers as in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from convviz.gallery import EXAMPLES, alone
from tests.convviz import firefox
from tests.convviz.test_every_kind import CROWDED

SETTINGS = 400

# Settings made by hand, always the same ones: a switch, a choice, a number, a cell, a tab.
WALK = """(count) => {
  const live = document.querySelector("conv-widget .cv-live");
  let seed = 7;
  const draw = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const tell = (field, ...events) =>
    events.forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
  const act = (e) => {
    if (e.matches("select")) {
      e.selectedIndex = draw(e.options.length);
      tell(e, "input", "change");
    } else if (e.matches("[role=spinbutton]")) {
      const [least, most] = ["min", "max"].map((end) => Number(e.getAttribute(`aria-value${end}`)));
      e.focus();
      e.value = least + draw(Math.min(most - least, 6) + 1);
      tell(e, "input");
      e.blur();
    } else if (e.matches("td input")) {
      e.focus();
      e.value = draw(19) - 9;
      tell(e, "input");
      e.blur();
    } else e.click();
  };
  const shown = (all) => [...live.querySelectorAll(all)].filter((e) => e.checkVisibility());
  const rounded = (e) => Number(e.dataset.value).toPrecision(9);
  const wanted = "select, [role=spinbutton], td input, [role=switch], [role=tab]";
  shown("details:not([open]) > summary").forEach((e) => e.click());
  return Array.from({ length: count }, () => {
    const found = shown(wanted);
    act(found[draw(found.length)]);
    const cells = shown("[data-value]").map((e) => [e.dataset.view, e.dataset.index, rounded(e)]);
    return [...cells, live.querySelector("[data-role=sum]")?.textContent].join(" ");
  });
}"""


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[firefox.Firefox]:
    """A running Firefox."""
    if firefox.COMMAND is None:
        pytest.skip("Firefox is not installed here")
    with firefox.started(tmp_path_factory.mktemp("profile")) as running:
        yield running


def page_of(kind: str, folder: Path) -> Path:
    """A page with the example of this kind."""
    path = folder / "page.html"
    path.write_text(alone(EXAMPLES[kind]()), encoding="utf-8")
    return path


@pytest.mark.xdist_group("firefox")
@pytest.mark.parametrize("kind", EXAMPLES)
def test_hundreds_of_settings_lead_to_chromiums_numbers(
    fox: firefox.Firefox, page: Page, tmp_path: Path, kind: str
) -> None:
    path = page_of(kind, tmp_path)
    page.goto(path.as_uri())
    expected = page.evaluate(WALK, SETTINGS)
    assert len(set(expected)) > SETTINGS / 4
    fox.errors.clear()
    fox.open(path)
    assert fox.evaluate(f"({WALK})({SETTINGS})") == expected
    assert fox.errors == []


@pytest.mark.xdist_group("firefox")
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", EXAMPLES)
def test_nothing_covers_another_in_firefox(
    fox: firefox.Firefox, tmp_path: Path, kind: str, width: int
) -> None:
    fox.open(page_of(kind, tmp_path), width)
    crowded = f"({CROWDED})(document.querySelector('conv-widget'))"
    assert fox.evaluate(crowded) == []
    assert fox.evaluate("document.documentElement.scrollWidth") <= width
