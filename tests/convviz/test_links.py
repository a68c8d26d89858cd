"""A widget's state in the address."""

import json

import pytest
from playwright.sync_api import Page

from convviz import front

AGAIN = """([state, start]) => {
  const { writeState, readState } = front.link;
  const text = writeState(state, start);
  location.hash = text;
  return [text, readState(location.hash.slice(1), start)];
}"""
START = {
    "n": 1,
    "word": "a",
    "on": False,
    "one": [0],
    "two": [[0]],
    "three": [[[0]]],
    "four": [[[[0]]]],
}


@pytest.fixture
def links(page: Page) -> Page:
    """A page with the front's modules at hand."""
    page.goto("about:blank")
    page.add_script_tag(content=f"{front.modules()}\nglobalThis.front = modules;")
    return page


@pytest.mark.parametrize(
    "change",
    [
        {"n": -2.5, "on": True},
        {"word": "ü & = ~ ; 50 %"},
        {"one": [1, -2, 1e-7]},
        {"two": [[1, 2]]},
        {"two": [[1], [2]]},
        {"three": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]},
        {"four": [[[[1, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]], [[[9, 0]], [[1, 2]]]]},
    ],
)
def test_a_link_gives_back_the_state_it_was_made_of(links: Page, change: dict[str, object]) -> None:
    text, again = links.evaluate(AGAIN, [START | change, START])
    assert again == START | change
    assert text.count("=") == len(change), json.dumps(text)


def test_what_is_as_at_the_start_is_left_out(links: Page) -> None:
    assert links.evaluate(AGAIN, [START, START])[0] == ""
