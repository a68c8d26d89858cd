"""What is shown can be read: no number under its mark."""

import numpy as np
import pytest
from playwright.sync_api import Page

from convviz import Channels, Gradients, Matrix, Pooling, Slide
from convviz.gallery import EXAMPLES
from tests.convviz.conftest import Opened

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
