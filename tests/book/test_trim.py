"""The trimmed style sheets dress every page exactly as the whole ones would."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from convbook import fonts, icons, slim
from convbook.minify import minified
from convbook.trim import Site, finish
from playwright.sync_api import Page, Route

PAGES = [
    "intro.html",
    "search.html",
    "chapters/01-sliding-and-flipping.html",
    "chapters/09-backprop.html",
    "reference/api.html",
    "reference/teachers.html",
]
SHEETS = {  # each trimmed file, and where its whole is
    "theme.css": ("pydata_sphinx_theme", "pydata-sphinx-theme.css"),
    "sphinx-book-theme.css": ("sphinx_book_theme", "sphinx-book-theme.css"),
    "copybutton.css": ("sphinx_copybutton", "copybutton.css"),
    "exercise.css": ("sphinx_exercise", "exercise.css"),
    "togglebutton.css": ("sphinx_togglebutton", "togglebutton.css"),
    "sphinx-design.min.css": ("sphinx_design", "sphinx-design.min.css"),
}
# One element of each sort: its own classes and those around it. Icons are drawn in another way
# on purpose, so the forms that hold one differ in width.
LOOK = """() => {
    const sorts = new Map();
    const sort = e => e.tagName + '.' + e.className;
    for (const e of document.querySelectorAll('body *')) {
        if (e.closest('.fas, .fab, .far, .fa-solid, form')) continue;
        if (e.closest('conv-widget, dialog, script')) continue;
        const name = [e, e.parentElement, e.parentElement.parentElement].map(sort).join(' < ');
        if (sorts.has(name)) continue;
        const style = getComputedStyle(e);
        sorts.set(name, [...style].filter(key => !/^(--|mask)/.test(key))
            .map(key => key + ':' + style.getPropertyValue(key)));
    }
    return [...sorts];
}"""


def wholes() -> dict[str, str]:
    """Every trimmed sheet as its makers wrote it, but for fonts, which are ours."""
    found = {
        name: next(Path(import_module(package).__path__[0]).rglob(file)).read_text("utf-8")
        for name, (package, file) in SHEETS.items()
    }
    found["theme.css"] += slim.MYSTNB.read_text("utf-8")
    found["marks.css"] = fonts.katex_css() + icons.css()
    return {name: re.sub(r"@font-face\s*\{[^}]*\}", "", css) for name, css in found.items()}


def served(css: str) -> Callable[[Route], None]:
    """Answer with this sheet."""
    return lambda route: route.fulfill(body=css, content_type="text/css")


def styles(page: Page, address: str) -> dict[str, list[str]]:
    """The computed style of each sort of element, once the page has come to rest."""
    page.goto(address, wait_until="load")
    # On a busy machine the network may be idle before the page is read.
    page.wait_for_load_state("networkidle", timeout=60_000)
    return dict(page.evaluate(LOOK))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_trimming_changes_nothing_to_be_seen(
    page: Page, server: str, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    trimmed = styles(page, f"{server}/{name}")
    for sheet, whole in wholes().items():
        page.route(f"**/{sheet}*", served(whole))
    wanted = styles(page, f"{server}/{name}")
    assert trimmed.keys() == wanted.keys()
    told = [
        f"{name}: {'; '.join(sorted(set(wanted[name]) - set(trimmed[name])))[:300]}"
        for name in wanted
        if wanted[name] != trimmed[name]
    ]
    assert not told, "\n".join(told[:20])


def test_a_font_is_cut_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        next(fonts.faces()).subset(frozenset("ab"))
    assert not caplog.records


def test_a_script_keeps_the_letters_that_it_may_write(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<script src="_static/a.js"></script>', "utf-8")
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "a.js").write_text(minified('say("6 ÷ 2")', "js"), "utf-8")
    assert "÷" in Site(tmp_path).letters()


def test_a_page_that_comes_later_gets_the_rules_and_letters_that_were_cut(tmp_path: Path) -> None:
    out, whole = tmp_path / "out", ".early{color:red}.late{font-family:Inter}"
    (out / "_static" / "fonts").mkdir(parents=True)
    app: Any = SimpleNamespace(outdir=out, srcdir=tmp_path, builder=SimpleNamespace(name="html"))
    link = '<link href="_static/basic.css"><p class="{}">{}</p>'

    def build(page: str, letter: str) -> tuple[str, str, str]:
        (out / "_static" / "basic.css").write_text(whole, "utf-8")  # as Sphinx does each time
        (out / f"{page}.html").write_text(link.format(page, letter), "utf-8")
        finish(app, None)
        files = ("_static/basic.css", "_static/fonts.css", "early.html")
        css, fonts_css, early = ((out / name).read_text("utf-8") for name in files)
        return css.strip(), fonts_css, early

    css, _, early = build("early", "a")
    assert css == ".early{color:red}"
    later, fonts_css, early_again = build("late", "Ω")
    assert later == whole
    assert "Inter" in fonts_css
    assert len(early_again) == len(early) > len(link)
    assert early_again != early  # the same sheet in a new version
    kept = {path.name for path in (tmp_path / "_build" / ".fonts").iterdir()}
    finish(app, None)
    assert kept == {path.name for path in (tmp_path / "_build" / ".fonts").iterdir()}
