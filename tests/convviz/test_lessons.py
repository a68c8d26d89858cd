"""What a kernel learns behind a pooling: the numbers drawn are those of convlib."""

import re

import numpy as np
import pytest

from convlib import avg_pool2d_backward, conv2d, conv2d_backward, max_pool2d_backward
from convviz.lessons import lessons

X, W = np.array([[5, 1, 4], [2, 9, 3], [7, 0, 8]]), np.array([[1, -2], [0, 1]])


def test_each_row_ends_in_the_gradient_of_the_kernel() -> None:
    svg = lessons(X, W).svg
    layer, kernel = X[None, None], W[None, None]
    y, one = conv2d(layer, kernel), np.ones((1, 1, 1, 1))
    rows = svg.split("behind a ")[1:]
    for row, back in zip(rows, (max_pool2d_backward, avg_pool2d_backward), strict=True):
        dw = conv2d_backward(back(one, y, 2), layer, kernel)[1].ravel()
        shown = re.findall(r">(−?[\d.]+)</text>", row.split("Gradient dw")[1])
        np.testing.assert_allclose([float(n.replace("−", "-")) for n in shown], dw, rtol=0.01)


def test_behind_a_maximum_one_window_is_lit_and_behind_a_mean_all_are() -> None:
    first, second = lessons(X, W).svg.split("behind a ")[1:]
    assert first.count("stroke-width: 1.5") == 4
    assert second.count("stroke-width: 1.5") == 16
    shares = [re.findall(r">(\S+) × window \d, \d</text>", row) for row in (first, second)]
    assert shares == [["1", "0", "0", "0"], ["1/4"] * 4]


def test_too_many_windows_are_refused() -> None:
    with pytest.raises(ValueError, match="side by side; got 9"):
        lessons(np.ones((4, 4)), np.ones((2, 2)))
