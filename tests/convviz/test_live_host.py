"""The same front under anywidget: a model stands in for Python, the page is real."""

import json

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from convviz import Slide, front

HOST = """(state) => {
  const heard = [];
  const model = {
    values: { ...state },
    saved: [],
    get(key) { return this.values[key]; },
    set(key, value) { this.values[key] = value; heard.forEach((hear) => hear()); },
    save_changes() { this.saved.push({ ...this.values }); },
    on(_, hear) { heard.push(hear); },
    off(_, hear) { heard.splice(heard.indexOf(hear), 1); },
  };
  globalThis.model = model;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(address).then((front) => {
    globalThis.stop = front.default.render({ model, el: document.querySelector("main") });
    return heard.length;
  });
}"""


@pytest.fixture
def live(page: Page) -> Page:
    """A page with one live widget; `model` plays Python's part."""
    slide = Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]])
    state = slide.state() | {"kind": slide.kind, "fields": slide.fields}
    page.goto("about:blank")
    page.set_content(f"<style>{front.css()}</style><main></main>")
    page.evaluate(f"globalThis.source = {json.dumps(front.module())}")
    assert page.evaluate(HOST, state) == 1
    return page


def output(page: Page) -> list[float]:
    """The output that the page shows."""
    cells = page.locator('[data-view="output"]')
    return cells.evaluate_all("cells => cells.map(cell => Number(cell.dataset.value))")


def test_a_change_by_python_shows_in_the_page(live: Page) -> None:
    live.evaluate("model.set('flip', true)")
    assert output(live) == [5, 11, 23, 29]
    assert live.evaluate("model.saved.length") == 0


def test_a_change_by_hand_reaches_python_whole(live: Page) -> None:
    live.locator('[data-view="output"][data-index="1,0"]').click()
    saved = live.evaluate("model.saved.at(-1)")
    assert (saved["pin"], saved["step"]) == ("output:2", 3)
    live.locator('[name="padding"]').fill("1")
    saved = live.evaluate("model.saved.at(-1)")
    assert (saved["pin"], saved["step"], saved["padding"]) == ("", 3, 1)


def test_the_address_of_a_notebook_is_left_alone(live: Page) -> None:
    live.locator('[name="padding"]').fill("1")
    live.wait_for_timeout(500)
    assert live.evaluate("location.href") == "about:blank"
    expect(live.locator('[name="link"]')).to_have_count(0)


def test_keys_do_not_reach_the_notebook(live: Page) -> None:
    live.evaluate("document.body.addEventListener('keydown', () => (globalThis.leaked = true))")
    live.locator('[data-view="input"]').first.focus()
    live.keyboard.press("ArrowDown")
    live.keyboard.press("d")
    assert live.evaluate("globalThis.leaked") is None


def test_a_closed_widget_hears_python_no_more(live: Page) -> None:
    live.evaluate("stop()")
    live.evaluate("model.set('flip', true)")
    assert output(live) == [19, 25, 37, 43]
