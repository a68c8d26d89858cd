"""What a still picture says aloud: how the kernel slides, in numbers that can be listened to."""

import re

import numpy as np
import pytest

from convlib.kernels import box, gaussian
from convviz import Channels, Filters, Matrix, Slide
from convviz.widget import ConvWidget

SEVEN, ONES = np.arange(49).reshape(7, 7) % 5, np.ones((3, 3), int)


def words(widget: ConvWidget) -> str:
    found = re.search(r'aria-label="([^"]*)"', type(widget).still(**widget.state()))
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("widget", "said"),
    [
        (Slide([3, 1, 4, 2], [1, 2]), "with the kernel [1, 2] is [5, 9, 8]."),
        (Slide(SEVEN, ONES, stride=2, dilation=2), ", stride 2, dilation 2, is [[19, 17], "),
        (Matrix(np.eye(3, dtype=int), [[1, 2], [3, 4]], padding=1), ", padding 1, as a sparse"),
        (Channels.preset("2 groups"), "A layer of 2 filters over 4 channels, groups 2. Filter 0"),
        (Channels.preset("depthwise"), "Filter 0 has 1 slice and the bias 1."),
        (Filters("china", box(7)), "with the kernel of 49 weights of 0.0204, and"),
        (Filters("china", gaussian(3)), "with the kernel (0.0625, 0.125, 0.0625), (0.125, 0.25"),
    ],
)
def test_a_still_picture_says_how_its_kernel_slides(widget: ConvWidget, said: str) -> None:
    assert said in words(widget)
