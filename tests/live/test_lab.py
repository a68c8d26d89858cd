"""Every widget in a real JupyterLab: what Python sets shows, what a hand does reaches Python."""

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, expect

from convcheck.notebook import notebook
from convviz.gallery import EXAMPLES
from tests.live.conftest import Image
from tests.live.jupyter import Kernel, Lab, until

NAME = "widgets.ipynb"
START = "import json, ipywidgets\nfrom convviz.gallery import EXAMPLES\nmade = {}"
PAIR = """left, right = EXAMPLES["slide"](), EXAMPLES["slide"]()
heard = []
left.observe(lambda change: heard.append(change.new), "stride")
tie = ipywidgets.link((left, "stride"), (right, "stride"))
ipywidgets.VBox([left, right])"""
CELL = "made[{kind!r}] = EXAMPLES[{kind!r}]()\nmade[{kind!r}]"


def seen(widget: Locator) -> list[str]:
    """Every number that a widget holds, in Lab's view or scrolled out of it."""
    numbers = "[data-value], input:not(td input), .cv-count"
    return widget.locator(numbers).evaluate_all(
        "all => all.map(e => e.dataset.value ?? e.value ?? e.textContent)"
    )


@pytest.fixture(scope="module")
def kernel(lab: Lab, image: Image) -> Iterator[Kernel]:
    """The kernel of a notebook with one widget of each kind, opened and run."""
    cells = [START, *(CELL.format(kind=kind) for kind in EXAMPLES), PAIR]
    nbformat.write(notebook(("code", cell) for cell in cells), image.home / NAME)
    lab.load(NAME)
    lab.run()
    until(lambda: lab.widgets().count() == len(EXAMPLES) + 2, "every widget")
    client = image.server.client(NAME)
    yield Kernel(client)
    client.stop_channels()


def state(kernel: Kernel, kind: str) -> Any:
    """The state of a widget as Python has it."""
    return kernel.value(f"made[{kind!r}].state()")


@pytest.mark.xdist_group("lab")
@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_hand_and_python_move_the_same_widget(lab: Lab, kernel: Kernel, kind: str) -> None:
    widget = lab.widgets(kind).first
    widget.scroll_into_view_if_needed()
    first, shown = state(kernel, kind), seen(widget)
    numbers = [n for n in widget.locator("[role=spinbutton]").all() if n.is_visible()]
    ends = ("aria-valuenow", "aria-valuemax")
    free = [n for n in numbers if len({n.get_attribute(end) for end in ends}) == 2]
    if free:
        free[0].focus()
        free[0].press("ArrowUp")
    else:
        widget.locator("[name=forward]").click()
    until(lambda: state(kernel, kind) != first, "Python to hear of it")
    now = state(kernel, kind)
    assert seen(widget) != shown
    back = {name: value for name, value in first.items() if value != now[name]}
    kernel.run(
        f"with made[{kind!r}].hold_trait_notifications():\n"
        f"    for name, value in {back!r}.items(): setattr(made[{kind!r}], name, value)"
    )
    until(lambda: seen(widget) == shown, "the page to hear of it")
    assert state(kernel, kind) == first


@pytest.mark.xdist_group("lab")
def test_two_widgets_in_a_box_are_linked_and_observed(lab: Lab, kernel: Kernel) -> None:
    left, right = (lab.page.locator(".widget-vbox .cv-host").nth(n) for n in (0, 1))
    left.scroll_into_view_if_needed()
    left.locator("[name=stride]").fill("2")
    expect(right.locator("[name=stride]")).to_have_value("2")
    until(lambda: kernel.value("heard") == [2], "the observer to hear")


@pytest.mark.xdist_group("lab")
def test_lab_met_no_error(lab: Lab) -> None:
    assert lab.errors == []
