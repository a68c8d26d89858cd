"""The trimmed style sheet dresses every page exactly as the whole one would."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pydata_sphinx_theme import __path__ as pydata

WHOLE = Path(pydata[0]) / "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css"
PAGES = ["intro.html", "search.html", "chapters/01-sliding-and-flipping.html"]
# One element of each sort: its own classes and those around it. Icons are drawn in another way
# on purpose, so the forms that hold one differ in width.
LOOK = """() => {
    const sorts = new Map();
    const sort = e => e.tagName + '.' + e.className;
    for (const e of document.querySelectorAll('body *')) {
        if (e.closest('.fas, .fab, .far, .fa-solid, form')) continue;
        if (e.closest('conv-widget, .katex, dialog, script')) continue;
        const name = [e, e.parentElement, e.parentElement.parentElement].map(sort).join(' < ');
        if (sorts.has(name)) continue;
        const style = getComputedStyle(e);
        sorts.set(name, [...style].filter(key => !/^(--|mask)/.test(key))
            .map(key => key + ':' + style.getPropertyValue(key)));
    }
    return [...sorts];
}"""


def myst(site: Path) -> str:
    """MyST-NB's own style sheet, the other half of what was trimmed."""
    return next((site / "_static").glob("mystnb.*.css")).read_text("utf-8")


def styles(page: Page, address: str) -> dict[str, list[str]]:
    """The computed style of each sort of element, once the page has come to rest."""
    page.goto(address, wait_until="load")
    # On a busy machine the network may be idle before the page is read.
    page.wait_for_load_state("networkidle")
    return dict(page.evaluate(LOOK))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_trimming_changes_nothing_to_be_seen(
    page: Page, server: str, site: Path, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    trimmed = styles(page, f"{server}/{name}")
    whole = re.sub(r"@font-face\{[^}]*\}", "", WHOLE.read_text("utf-8")) + myst(site)
    page.route("**/theme.css*", lambda route: route.fulfill(body=whole, content_type="text/css"))
    wanted = styles(page, f"{server}/{name}")
    assert trimmed.keys() == wanted.keys()
    told = [
        f"{name}: {'; '.join(sorted(set(wanted[name]) - set(trimmed[name])))[:300]}"
        for name in wanted
        if wanted[name] != trimmed[name]
    ]
    assert not told, "\n".join(told[:20])
