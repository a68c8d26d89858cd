"""The widgets where readers meet them: in the built pages, from a server and from the folder."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from convbook.alike import shortened
from playwright.sync_api import Browser, Page, expect

from convlib import convolve, correlate

CHAPTER = "chapters/01-sliding-and-flipping.html"


@pytest.fixture(params=["server", "folder"])
def base(request: pytest.FixtureRequest, site: Path, server: str) -> str:
    """Where the pages are, without a slash at the end."""
    return server if request.param == "server" else site.as_uri()


def pages_with_widgets(site: Path) -> list[str]:
    """Every built page that holds a widget."""
    found = [p for p in site.rglob("*.html") if "<conv-widget" in p.read_text("utf-8")]
    return sorted(str(p.relative_to(site)) for p in found)


def test_every_widget_of_every_page_is_drawn_and_slides_show_convlibs_numbers(
    page: Page, base: str, site: Path
) -> None:
    pages = pages_with_widgets(site)
    assert CHAPTER in pages
    for path in pages:
        page.goto(f"{base}/{path}")
        page.wait_for_load_state()
        for widget in page.locator("conv-widget").all():
            expect(widget).to_have_attribute("data-ready", "true")
            if widget.get_attribute("data-kind") != "slide":
                continue  # the other kinds' numbers are compared in their own tests
            state = json.loads(widget.locator("script").text_content() or "")
            slide = convolve if state["flip"] else correlate
            arrays = np.array(state["input"]), np.array(state["kernel"])
            expected = slide(*arrays, state["stride"], state["padding"], state["dilation"])
            shown = widget.locator('[data-view="output"]').evaluate_all(
                "cells => cells.map(cell => Number(cell.dataset.value))"
            )
            assert shown == expected.ravel().tolist(), path


def test_a_link_opens_the_page_at_the_very_picture(page: Page, base: str) -> None:
    page.goto(f"{base}/{CHAPTER}#slide-nine~padding=1&flip=true&pin=output%3A6&step=7")
    widget = page.locator("#slide-nine")
    expect(widget).to_have_attribute("data-ready", "true")
    expect(widget).to_be_in_viewport()
    expect(widget.locator('[name="padding"]')).to_have_value("1")
    expect(widget.locator('[data-role="sum"]')).to_have_text(re.compile(r"^y1,2 = .* = 11$"))
    expect(widget.locator(".cv-count")).to_have_text("7 / 16")


def test_the_theme_switch_changes_the_widget_too(page: Page, base: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{base}/{CHAPTER}")
    ground = "getComputedStyle(document.querySelector('.cv-live')).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 24, 31)"
    page.emulate_media(color_scheme="light")
    page.reload()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_without_script_the_still_picture_stands_there(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{base}/{CHAPTER}")
    expect(tab.locator("#slide-nine figure svg")).to_be_visible()
    context.close()


def test_a_finger_holds_a_cell_with_one_tap_and_edits_with_the_next(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"{base}/{CHAPTER}")
    cell = tab.locator('#slide-nine [data-view="input"][data-index="1,1"]')
    cell.tap()
    expect(cell).to_have_attribute("data-held", "true")
    expect(cell).to_be_focused()
    cell.tap()
    expect(cell.locator("input")).to_be_focused()
    tab.keyboard.type("0")
    expect(tab.locator('#slide-nine [data-role="sum"]')).to_contain_text("x1,1 = 0")
    context.close()


WATCH = """
globalThis.heights = [];
requestAnimationFrame(function look() {
  const widget = document.querySelector("conv-widget");
  if (widget?.nextSibling || document.readyState !== "loading") {
    heights.push(widget.getBoundingClientRect().height);
  }
  requestAnimationFrame(look);
});
"""


def test_a_widget_is_drawn_before_it_is_seen_and_stepping_moves_nothing(
    page: Page, base: str
) -> None:
    page.add_init_script(WATCH)
    page.goto(f"{base}/intro.html")
    widget = page.locator("#welcome")
    expect(widget).to_have_attribute("data-ready", "true")
    page.wait_for_function("heights.length > 3")
    heights = page.evaluate("heights")
    # The page's font may still arrive and change a line by a few pixels.
    assert min(heights) > 0.9 * max(heights) > 300
    before = widget.bounding_box()
    for name in ("forward", "forward", "back"):
        widget.locator(f'[name="{name}"]').click()
    assert widget.bounding_box() == before


def test_no_id_stands_twice_on_a_page(page: Page, server: str, site: Path) -> None:
    for path in pages_with_widgets(site):
        page.goto(f"{server}/{path}")
        expect(page.locator("conv-widget").last).to_have_attribute("data-ready", "true")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
        assert sorted({i for i in ids if ids.count(i) > 1}) == [], path


def test_a_page_carries_little_script_for_its_widgets(site: Path) -> None:
    for page in site.rglob("*.html"):
        names = set(re.findall(r"_static/(convviz[\w-]*\.js)", page.read_text("utf-8")))
        weight = sum((site / "_static" / name).stat().st_size for name in names)
        # One page shows every kind, and has them all.
        assert weight < (160_000 if page.name == "widgets.html" else 80_000), page


def test_a_page_loads_the_kinds_that_stand_on_it(site: Path) -> None:
    html = (site / "chapters" / "01-sliding-and-flipping.html").read_text("utf-8")
    shown = set(re.findall(r'<conv-widget id="[^"]*" data-kind="(\w+)"', html))
    loaded = set(re.findall(r"_static/convviz-(\w+)\.js", html))
    assert shown == loaded
    assert html.index("_static/convviz.js") < html.index(f"_static/convviz-{min(loaded)}.js")


def test_a_long_value_that_two_widgets_share_stands_in_the_page_once() -> None:
    def widget(name: str, **state: object) -> str:
        inline = json.dumps(state).replace("<", "\\u003c")
        return (
            f'<conv-widget id="{name}" data-kind="cnn">'
            f'<script type="application/json">{inline}</script></conv-widget>'
        )

    long, other = [n / 7 for n in range(500)], list(range(-900, 0))
    page = [
        widget("a", digit=[1, 2], weights=long),
        widget("b", digit=[1, 2], weights=long, said="<p>"),
        widget("c", weights=other, samples=long),
    ]
    second = widget("b", digit=[1, 2], weights={"like": "a"}, said="<p>")
    assert shortened("".join(page)) == page[0] + second + page[2]


def test_widgets_that_share_a_network_have_all_its_weights(page: Page, base: str) -> None:
    page.goto(f"{base}/chapters/17-cnn.html")
    widgets = page.locator('conv-widget[data-kind="cnn"]')
    states = widgets.locator("script").all_text_contents()
    weights = [json.loads(state)["weights"] for state in states]
    names = [widget.get_attribute("id") for widget in widgets.all()]
    assert weights[1:] == [{"like": names[0]}] * (len(names) - 1) != []
    for widget in widgets.all():
        expect(widget).to_have_attribute("data-ready", "true")
        assert widget.evaluate("widget => widget.initial.weights") == weights[0]
