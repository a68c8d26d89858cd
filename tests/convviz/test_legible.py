"""What is shown can be read: no number under its mark, none cut off, none without a name."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from convviz import Channels, Cnn, Gradients, Matrix, Pooling, Sizes, Slide
from convviz.gallery import EXAMPLES
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, written

# Marks that lie on the number of their cell, or stick out of it. A digit is 0.73 em high.
OVERPRINTED = """widget => {
  const pen = document.createElement("canvas").getContext("2d");
  return [...widget.querySelectorAll("td[data-mark]")].flatMap(cell => {
    const look = getComputedStyle(cell, "::after");
    const text = cell.querySelector(".cv-number") ?? cell;
    const range = document.createRange();
    range.selectNodeContents(text);
    const [box, number] = [cell, range].map(one => one.getBoundingClientRect());
    if (look.display === "none" || !cell.dataset.mark || !number.width) return [];
    pen.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
    const edge = parseFloat(getComputedStyle(cell).borderBottomWidth);
    const right = box.right - edge - parseFloat(look.right);
    const left = right - pen.measureText(cell.dataset.mark).width;
    const middle = box.bottom - edge - parseFloat(look.bottom) - parseFloat(look.height) / 2;
    const half = one => 0.365 * parseFloat(one.fontSize);
    const low = (number.top + number.bottom) / 2 + half(getComputedStyle(text));
    const over = Math.min(right, number.right) > Math.max(left, number.left);
    const meets = over && low > middle - half(look) + 0.5;
    const words = `${cell.dataset.view ?? "padding"}: ${text.textContent} ${cell.dataset.mark}`;
    return meets || left < box.left - 1.5 ? [words] : [];
  });
}"""
# Cells that stand over the frame of the widget, or over those of another grid.
BEYOND = """widget => {
  const frame = widget.querySelector(".cv-live").getBoundingClientRect();
  const grids = [...widget.querySelectorAll(".cv-stage table")].map(table =>
    [...table.querySelectorAll("td")].map(cell => cell.getBoundingClientRect()));
  const out = grids.flat().filter(({ left, right }) => left < frame.left || right > frame.right);
  const within = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const met = grids.flatMap((cells, i) => cells.filter(one =>
    grids.slice(i + 1).flat().some(other => within(one, other))));
  return out.length + met.length;
}"""


def counted(*shape: int) -> np.ndarray:
    """Whole numbers about 0 of so many cells."""
    return np.arange(np.prod(shape)).reshape(shape) - 4


NINE = counted(3, 3)
MARKED = {
    "slide": lambda: [Slide(counted(3, 12), NINE, padding=2)],
    "one axis": lambda: [Slide(counted(12), counted(3), padding=2)],
    "channels": lambda: [
        Channels.preset("2 channels, 3 filters", padding=p, step=6) for p in range(3)
    ],
    "gradients": lambda: [
        Gradients(NINE, counted(2, 2), padding=1, step=6),
        Gradients(counted(7, 7), counted(4, 4), padding=2, step=9),
    ],
    "pooling": lambda: [Pooling(counted(9, 9), 3, stride=1, padding=1, view="backward", step=30)],
    "matrix": lambda: [Matrix(counted(8, 8), NINE, padding=1, step=20)],
    "filters": lambda: [EXAMPLES["filters"]()],
}


@pytest.mark.parametrize("kind", MARKED)
def test_a_mark_stands_clear_of_its_number(opened: Opened, page: Page, kind: str) -> None:
    opened(*MARKED[kind]())
    for width in (390, 600, 768):
        page.set_viewport_size({"width": width, "height": 900})
        found = [one.evaluate(OVERPRINTED) for one in page.locator("conv-widget").all()]
        assert not any(found), (width, found)


def test_the_usual_cell_shows_the_weight_it_is_multiplied_by(opened: Opened) -> None:
    lit = opened(EXAMPLES["slide"]()).locator('[data-view="input"][data-mark]').first
    assert lit.evaluate("cell => getComputedStyle(cell, '::after').fontSize") == "10.5px"


@pytest.mark.parametrize("width", [390, 714, 768])
def test_every_layer_of_the_network_fits_its_frame(opened: Opened, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    steps = [Cnn(step=step, gradient=back) for step in range(1, 8) for back in (False, True)]
    opened(*steps, Cnn(step=2, map=1, gradient=True, pin="kernel:4"))
    assert [one.evaluate(BEYOND) for one in page.locator("conv-widget").all()] == [0] * 15


def test_the_scores_of_the_network_stand_under_their_names(opened: Opened) -> None:
    head = opened(Cnn()).locator(".cv-cnn-head > *")
    expect(head).to_have_text(["softmax", "score"])
    middles = "spans => spans.map(one => one.getBoundingClientRect().right)"
    bar = opened(Cnn()).locator('[data-class="0"] > span')
    assert bar.evaluate_all(middles)[1:] == pytest.approx(head.evaluate_all(middles), abs=2)


def test_the_first_row_of_cells_is_whole_on_a_phone(opened: Opened, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    row = opened(EXAMPLES["sizes"](), Sizes(8, 3)).locator(".cv-sizes-rows")
    assert row.evaluate("row => row.scrollWidth - row.clientWidth") <= 0


def test_what_rounding_leaves_is_shown_as_the_nought_that_it_means(opened: Opened) -> None:
    rest = Slide([0.1, 1], [3, -0.3], name="rest")
    assert 0 < abs(rest.output()[0]) < 1e-15
    widget = opened(rest)
    assert cell(widget, "output", "0").inner_text() == "0"
    assert written(widget).endswith("= 0")
    assert "e−17" not in rest.still(**rest.state())


def test_the_verdict_counts_one_check_as_one(opened: Opened) -> None:
    trial = Gradients(NINE, [[0, 1], [2, 3]], [[1, 2], [0, 3]], view="check", mistake="flip")
    one = Gradients(
        NINE, [[0, 1], [2, 3]], [[1, 2], [0, 3]], padding=1, stride=2, view="check", mistake="flip"
    )
    told = [opened(widget).locator("[data-role=verdict]").inner_text() for widget in (trial, one)]
    assert told == [
        "2 of the 3 quick checks miss this mistake.",
        "1 of the 3 quick checks misses this mistake.",
    ]
    assert "1 of the 3 quick checks misses" in one.still(**one.state())
