"""Who sees whom in a layer: as many cells are drawn as convlib has weights."""

import re

import numpy as np
import pytest

from convlib import conv2d
from convviz.blocks import who_sees_whom

CELL = 'fill: var(--cv-kernel)"/>'  # how one weight ends


@pytest.mark.parametrize(
    "layer", [(4, 4, 3, 1), (4, 4, 3, 2), (4, 4, 3, 4), (4, 2, 1, 1), (6, 3, 2, 3), (2, 6, 3, 2)]
)
def test_a_slice_stands_where_the_channel_changes_the_map(layer) -> None:
    channels, filters, size, groups = layer
    picture = who_sees_whom({"one": layer})
    assert picture.svg.count(CELL) == filters * channels // groups * size**2
    assert picture.svg.count("stroke: var(--cv-line)") == filters * channels
    weight = np.ones((filters, channels // groups, size, size))
    sees = [conv2d(one[None], weight, groups=groups)[0].any(axis=(1, 2)) for one in units(channels)]
    drawn = [CELL in place for place in re.split("stroke: var", picture.svg)[1:]]
    np.testing.assert_array_equal(np.reshape(drawn, (filters, channels)), np.transpose(sees))


def units(channels: int) -> np.ndarray:
    """For each channel an input in which it alone is not 0."""
    return np.eye(channels)[:, :, None, None] * np.ones((3, 3))


def test_it_says_what_it_shows() -> None:
    picture = who_sees_whom({"all": (4, 4, 3, 1), "each its own": (4, 4, 3, 4)})
    assert "all: 4 filters see 4 of 4 channels each, 144 weights" in picture.alt
    assert "each its own: 4 filters see 1 of 4 channels each, 36 weights" in picture.alt
    assert "4 · 1 · 9 = 36 weights" in picture.svg


def test_groups_that_divide_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="'odd' needs groups that divide"):
        who_sees_whom({"odd": (4, 4, 3, 3)})
