"""The picture of stamps holds the shares of every tap, their sums, and how many meet."""

import re

import numpy as np
import pytest

from convlib import conv_transpose2d, taps
from convviz import stamps

SETTINGS = [([3, 5, 2], [1, 2, 4], 2, 1), ([1, -1], [2, 1], 3, 1), ([7], [1, 2], 1, 1),
            ([1, 2, 3, 4], [1, 0, -1], 1, 2)]  # fmt: skip


def words(svg: str) -> list[str]:
    """All words of an SVG in their order, minus signs as Python writes them."""
    return [word.replace("−", "-") for word in re.findall(r">([^<>]+)</text>", svg)]


@pytest.mark.parametrize(("y", "kernel", "stride", "dilation"), SETTINGS)
def test_it_shows_every_share_the_sums_and_how_many_meet(y, kernel, stride, dilation) -> None:
    layer = np.array(y)[None, None, None], np.array(kernel)[None, None, None]
    z = conv_transpose2d(*layer, stride=(1, stride), dilation=(1, dilation)).ravel()
    out, inp, ker = (c.ravel() for c in taps(len(z), len(kernel), stride, dilation=dilation))
    rows = [[str(y[o] * kernel[k]) for k in ker[out == o]] for o in range(len(y))]
    found = words(stamps(y, kernel, stride, dilation).svg)
    for o, row in enumerate(rows):
        assert found[: len(row) + 2][1:-1] == row, o
        found = found[len(row) + 2 :]
    meet = np.bincount(inp, minlength=len(z))
    assert found == ["sum z", *map(str, z), "stamps", *map(str, meet)]


def test_it_says_what_it_shows() -> None:
    picture = stamps([3, 5], [1, 2, 4], stride=2)
    assert picture.alt in picture.svg
    assert "2 stamps of the kernel 1, 2, 4, 2 cells apart" in picture.alt
    assert picture.alt.endswith("3, 6, 17, 10, 20, and 1, 1, 2, 1, 1 of them meet there.")
