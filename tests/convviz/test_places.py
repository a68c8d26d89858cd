"""The picture of every place of a kernel shows the taps, and no others."""

import re

import pytest

from convlib import output_size, taps
from convviz import places

SETTINGS = [(7, 3, 1, 0, 1), (8, 3, 2, 0, 1), (11, 3, 3, 1, 2), (5, 4, 2, 2, 1), (2, 2, 1, 0, 1)]


def columns(svg: str) -> list[list[int]]:
    """The columns of the cells of each row, from their corners; the left-over part is no cell."""
    found: dict[float, list[float]] = {}
    cells = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="\3"'
    for x, y, _ in re.findall(cells, svg):
        found.setdefault(float(y), []).append(float(x))
    first, second = found[2.0][:2]
    return [
        [round((x - first) / (second - first)) for x in row] for _, row in sorted(found.items())
    ]


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_window_lies_on_the_cells_that_feed_it(setting: tuple[int, ...]) -> None:
    n, k, s, p, d = setting
    row, *windows = columns(places(*setting).svg)
    out, inp, _ = taps(n + 2 * p, k, s, dilation=d)
    assert row == list(range(n + 2 * p))
    assert windows == [inp[out == o].tolist() for o in range(output_size(*setting))]


@pytest.mark.parametrize("setting", SETTINGS)
def test_what_no_window_reaches_is_counted(setting: tuple[int, ...]) -> None:
    n, k, s, p, d = setting
    left = n + 2 * p - 1 - int(taps(n + 2 * p, k, s, dilation=d)[1].max())
    words = f"{left} cell{'' if left == 1 else 's'} left over" if left else "none left over"
    assert words in places(*setting).alt


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="kernel_size"):
        places(3, 5)
