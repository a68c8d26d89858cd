"""What holds for every kind of widget, each seen in a real browser."""

import json
import random
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from convviz import front
from convviz.gallery import EXAMPLES, LARGEST, alone
from tests.axe import serious
from tests.convviz.conftest import Opened
from tests.convviz.test_live_host import HOST

HEAVY = {"cnn", "filters"}  # their state holds weights or a photograph

# All that a reader sees or hears, but for the words of the moment.
PICTURE = """widget => {
  const live = widget.querySelector(".cv-live");
  const seen = [...live.querySelectorAll("*")].filter(e =>
    !e.closest(".cv-status, .cv-hint, option") && e.checkVisibility());
  return seen.map(e => [e.tagName, e.children.length ? "" : e.textContent, e.value ?? "",
    e.checked ?? "", e.getAttribute("aria-label") ?? "",
    ...Object.entries(e.dataset).map(String).sort(),
    e.tagName === "CANVAS" ? e.toDataURL() : "", e.getAttribute("d") ?? ""].join("|"));
}"""

# Pairs of things that cover one another, and words that are cut off.
CROWDED = """widget => {
  const live = widget.querySelector(".cv-live");
  const wanted = "td, th, button, select, summary, input:not(td input, .cv-switch input), p, label";
  const boxes = [...live.querySelectorAll(wanted)].filter(e => e.checkVisibility()).map(e => {
    const { left, right, top, bottom } = e.getBoundingClientRect();
    return { e, left, right, top, bottom };
  }).filter(b => b.right - b.left > 2 && b.bottom - b.top > 2);
  const name = e =>
    [e.tagName, e.getAttribute("name") ?? e.dataset.index ?? e.textContent].join(" ");
  const found = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const apart = wide < 2 || high < 2 || a.e.contains(b.e) || b.e.contains(a.e);
    const scrolled = a.e.closest("[data-scrolls]") !== b.e.closest("[data-scrolls]");
    if (!apart && !scrolled) found.push(`${name(a.e)} covers ${name(b.e)}`);
  }));
  for (const { e } of boxes) {
    const cut = e.matches("td, button, summary, label, p") && e.scrollWidth > e.clientWidth + 2;
    if (cut && getComputedStyle(e).display !== "inline") found.push(`${name(e)} is cut off`);
  }
  return found;
}"""

# Controls that a finger would miss.
SMALL = """widget => [...widget.querySelectorAll(
    ".cv-live :is(button, select, summary, .cv-switch, input:not(td input, .cv-switch input))")]
  .filter(e => e.checkVisibility()).map(e => [e, e.getBoundingClientRect()])
  .filter(([e, { width, height }]) => height < 24 || (width < 24 && e.tagName !== "INPUT"))
  .map(([e, box]) => `${e.tagName} ${e.name || e.textContent} ${box.width} × ${box.height}`)"""

every_kind = pytest.mark.parametrize("kind", sorted(EXAMPLES))
large_too = pytest.mark.parametrize("size", ["usual", "largest"])


def made(kind: str, size: str = "usual"):
    return (LARGEST if size == "largest" else EXAMPLES)[kind]()


def picture(widget: Locator, page: Page) -> list[str]:
    """What can be seen when the reader's hand is off the widget."""
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur()")
    return widget.evaluate(PICTURE)


def act(widget: Locator, page: Page, draw: random.Random) -> None:
    """Something a hasty reader might do."""
    sort = draw.choice(["button", "button", "td, [role=gridcell]", "select", "switch", "key"])
    if sort == "key":
        page.keyboard.press(draw.choice(["Tab", "ArrowRight", "ArrowDown", "Space", "Escape"]))
        return
    where = {
        "button": "button:not([name=link], [data-opens])",
        "switch": "input[role=switch], input[type=checkbox], input[type=radio], summary",
    }.get(sort, sort)
    found = [one for one in widget.locator(f".cv-live :is({where})").all() if one.is_visible()]
    if not found:
        return
    one = draw.choice(found)
    if sort == "select":
        one.select_option(index=draw.randrange(one.locator("option").count()))
    else:
        one.evaluate("e => e.scrollIntoView({ block: 'center' })")
        one.click(force=True, no_wait_after=True)


def usual_speed(widget: Locator) -> None:
    """The pace of play is no part of the state, so neither a link nor Python sets it."""
    if widget.locator("[name=speed]").count():
        widget.locator("[name=speed]").select_option("steady")


def test_every_kind_has_its_example() -> None:
    assert set(front.kinds()) == set(EXAMPLES) == set(LARGEST)


@every_kind
@large_too
def test_its_state_is_small(kind: str, size: str) -> None:
    assert len(json.dumps(made(kind, size).state())) < (120_000 if kind in HEAVY else 10_000)


@every_kind
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_covers_another_or_is_cut_off_or_scrolls_sideways(
    opened: Opened, page: Page, kind: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    widget = opened(made(kind))
    for fold in widget.locator("details:not([open]) > summary").all():
        fold.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert widget.evaluate(CROWDED) == []


@every_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Opened, page: Page, kind: str, scheme: str) -> None:
    widget = opened(made(kind))
    page.evaluate(f"document.documentElement.dataset.theme = '{scheme}'")
    page.add_style_tag(content="body { background: var(--cv-ground); color: var(--cv-text) }")
    for fold in widget.locator("details:not([open]) > summary").all():
        fold.click()
    assert serious(page) == []


@every_kind
def test_steps_to_the_end_and_back_lead_to_the_start(opened: Opened, page: Page, kind: str) -> None:
    widget = opened(made(kind))
    forward, back = (widget.locator(f"[name={name}]") for name in ("forward", "back"))
    if not forward.count():
        return  # a kind without steps
    first = picture(widget, page)
    steps = 0
    while forward.get_attribute("data-end") == "false" and steps < 2000:
        forward.evaluate("button => button.click()")
        steps += 1
    assert steps > 0
    assert picture(widget, page) != first
    while back.get_attribute("data-end") == "false":
        back.evaluate("button => button.click()")
        steps -= 1
    assert steps == 0
    assert picture(widget, page) == first


@every_kind
def test_where_less_motion_is_asked_for_play_is_one_step(
    opened: Opened, page: Page, kind: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    widget = opened(made(kind))
    play, count = widget.locator("[name=play]"), widget.locator(".cv-count")
    if not play.count():
        return
    play.click()
    shown = count.inner_text()
    page.wait_for_timeout(900)
    assert count.inner_text() == shown
    moving = "() => document.getAnimations().filter(a => a.playState === 'running').length"
    assert page.evaluate(moving) == 0


@every_kind
def test_a_hundred_hasty_actions_leave_no_error_and_reset_leads_back(
    opened: Opened, page: Page, kind: str
) -> None:
    seed = secrets.randbits(32)
    draw = random.Random(seed)
    widget = opened(made(kind))
    for fold in widget.locator("details:not([open]) > summary").all():
        fold.click()
    first = picture(widget, page)
    for _ in range(100):
        act(widget, page, draw)
    for fold in widget.locator("details:not([open]) > summary").all():
        fold.click()
    widget.locator("[name=reset]").click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    assert picture(widget, page) == first, f"seed {seed}"
    assert page.evaluate("document.getAnimations().length") == 0, f"seed {seed}"


@every_kind
def test_a_link_opens_what_hasty_actions_led_to(opened: Opened, page: Page, kind: str) -> None:
    seed = secrets.randbits(32)
    draw = random.Random(seed)
    widget = opened(made(kind))
    for _ in range(25):
        act(widget, page, draw)
    # Looked for and pressed at once: a play may end by itself.
    widget.evaluate("w => w.querySelector('[name=play][aria-label=Pause]')?.click()")
    usual_speed(widget)
    shown = picture(widget, page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget.locator("[name=link]").click()
    expect(widget.get_by_role("status")).to_contain_text("The link is copied")
    address = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(address)
    page.locator("conv-widget[data-ready=true]").wait_for()
    for fold in widget.locator("details:not([open]) > summary").all():
        fold.click()
    if any("SUMMARY" in line for line in shown):
        return_ = {line for line in shown if line.startswith(("TD|", "CANVAS|", "P|"))}
        again = set(picture(widget, page))
        assert return_ <= again, f"seed {seed}: {sorted(return_ - again)[:5]}"
    else:
        assert picture(widget, page) == shown, f"seed {seed}"


@every_kind
def test_paper_and_a_page_without_script_show_the_still_picture(
    opened: Opened, page: Page, kind: str
) -> None:
    widget = opened(made(kind))
    page.emulate_media(media="print")
    still = widget.locator(".cv-static > svg")
    assert still.is_visible()
    assert len(still.get_attribute("aria-label") or "") > 30
    assert not widget.locator(".cv-live").is_visible()


@every_kind
def test_python_and_the_page_hear_one_another(page: Page, kind: str) -> None:
    widget = made(kind)
    state = widget.state() | {"kind": widget.kind, "fields": widget.fields}
    page.goto("about:blank")
    page.set_content(f"<style>{front.css()}</style><main></main>")
    page.evaluate(f"globalThis.source = {json.dumps(front.module())}")
    page.evaluate(HOST, state)
    host = page.locator(".cv-host")
    first = picture(host, page)
    draw, saved = random.Random(1), "model.saved.length"
    while not page.evaluate(saved):
        act(host, page, draw)
    page.wait_for_timeout(400)
    page.keyboard.press("Escape")
    page.evaluate(
        "state => { Object.assign(model.values, state); model.set('kind', state.kind); }", state
    )
    for fold in host.locator("details[open] > summary").all():
        fold.click()
    expect(host.get_by_role("status")).to_be_empty()
    usual_speed(host)
    assert picture(host, page) == first


@every_kind
def test_a_cell_in_focus_may_go_away_at_any_change(opened: Opened, kind: str) -> None:
    widget = opened(made(kind))
    # Pressed without a pointer, as a play or Python does it: the focus stays where it is.
    press = "(w, names) => names.forEach(name => w.querySelector(`[name=${name}]`)?.click())"
    pad = "w => w.querySelector('button[aria-label=\"more padding\"]')?.click()"
    focus = """(w, view) => [...w.querySelectorAll(`[data-view="${view}"]`)]
      .filter(cell => cell.checkVisibility()).at(-1)?.focus()"""
    shown = widget.locator("[data-view]:visible")
    for view in sorted(set(shown.evaluate_all("cells => cells.map(c => c.dataset.view)"))):
        for names in (["forward"], ["transpose"], ["gradient"], ["gradient", "forward"]):
            widget.evaluate(focus, view)
            widget.evaluate(press, names)
            widget.evaluate(focus, view)
            widget.evaluate(pad)
            widget.evaluate(press, ["reset"])


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page under a finger."""
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def laid_out(kind: str, page: Page, tmp_path: Path) -> Locator:
    """The widget on a page of its own, with all folds open."""
    path = tmp_path / "phone.html"
    path.write_text(alone(made(kind)), encoding="utf-8")
    page.goto(path.as_uri())
    page.locator("conv-widget[data-ready=true]").wait_for()
    widget = page.locator("conv-widget")
    for fold in widget.locator("details:not([open]) > summary").all():
        fold.tap()
    return widget


@every_kind
def test_a_finger_finds_every_control_and_holds_every_sort_of_cell(
    kind: str, phone: Page, tmp_path: Path
) -> None:
    widget = laid_out(kind, phone, tmp_path)
    tabs = widget.locator("[data-tab]").all()
    for tab in [*tabs, None]:
        assert widget.evaluate(SMALL) == []
        if tab:
            tab.tap()
    shown = widget.locator("[data-view]:visible")
    for view in sorted(set(shown.evaluate_all("cells => cells.map(c => c.dataset.view)"))):
        cells = widget.locator(f'[data-view="{view}"]:visible')
        cells.nth(0).tap()
        assert widget.locator("[data-on=true], [data-held=true]").count(), view
        for field in cells.locator("input").all()[:1]:
            assert field.get_attribute("inputmode") == "text", "a minus may have to be typed"
    if widget.locator("[name=forward]").count():
        widget.locator("[name=reset]").tap()
        widget.locator("[name=forward]").tap()
        expect(widget.locator(".cv-count")).to_have_text(re.compile("^2 /"))


@every_kind
def test_ten_of_them_stand_on_one_page(opened: Opened, page: Page, kind: str) -> None:
    opened(*(made(kind) for _ in range(10)))
    assert page.locator("conv-widget[data-ready=true]").count() == 10


def test_without_script_the_still_picture_stands_there(browser: Browser, tmp_path: Path) -> None:
    body = "".join(made(kind).page_html() for kind in EXAMPLES)
    path = tmp_path / "page.html"
    path.write_text(f"<meta charset=utf-8><style>{front.css()}</style>{body}", encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    for still in page.locator(".cv-static > svg").all():
        assert still.is_visible()
    context.close()
