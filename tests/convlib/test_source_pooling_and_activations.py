"""What the sources teach of pooling and activations, and where they slip, in plain loops."""

from itertools import product

import numpy as np
import pytest
import sympy

from convlib import correlate
from convlib.activations import (
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from convlib.pooling import avg_pool2d, max_pool2d, max_pool2d_backward

ROWS = ["100100", "110100", "100100", "111111", "100100", "100100"]
PICTURE = [[int(cell) for cell in row] for row in ROWS]
STROKES = correlate(PICTURE, [[1, 0, 0], [1, 0, 0], [1, 0, 0]])
SIGNED = np.array([[-3, -1, 4], [-2, -5, 0], [6, -7, -8]])
POINTS = np.array([-2, -1, 0, 1, 3])


def window_cells(a_shape, size, stride):
    """Yield (i, j) of the output and (row, column) of each x_(i+s)(j+t) in its window."""
    for i, j, s, t in product(*map(range, a_shape), range(size), range(size)):
        yield (i, j), (i * stride + s, j * stride + t)


def printed_gradient(x, delta, size, stride):
    """Evaluate S1's rule: δ_ij to every x_(i+s)(j+t) that equals a_ij, added over the windows."""
    a = max_pool2d([[x]], size, stride)[0, 0]
    gradient = np.zeros(x.shape)
    for out, inp in window_cells(a.shape, size, stride):
        gradient[inp] += delta[out] if a[out] == x[inp] else 0
    return gradient


@pytest.mark.parametrize("stride", [1, 2])
def test_max_pooling_takes_the_largest_of_x_at_i_plus_s_and_j_plus_t(stride):
    """S1.6 forward, read as a_ij = max over s, t of x_(i+s)(j+t)."""
    x = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8], [9, 7, 9, 3]])
    y = max_pool2d([[x]], 2, stride)[0, 0]
    for out in np.ndindex(y.shape):
        assert y[out] == max(x[inp] for o, inp in window_cells(y.shape, 2, stride) if o == out)


@pytest.mark.parametrize("stride", [1, 2])
def test_max_pooling_sends_the_gradient_to_the_cell_that_equals_the_maximum(stride):
    """S1.6 backward, on an input without ties."""
    x = np.random.default_rng(0).permutation(25).reshape(5, 5)
    delta = np.arange(1, 17).reshape(4, 4)[: 4 // stride, : 4 // stride]
    dx = max_pool2d_backward([[delta]], [[x]], 2, stride)[0, 0]
    assert (dx == printed_gradient(x, delta, 2, stride)).all()


def test_pooling_the_strokes_gives_the_printed_tables():
    """S3.4: 2 by 2 windows at stride 1; the slides print the mean as 2.x 1 1.x / 2.x 1.x 2 / …"""
    assert STROKES.tolist() == [[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]]
    largest, mean = max_pool2d([[STROKES]], 2, 1)[0, 0], avg_pool2d([[STROKES]], 2, 1)[0, 0]
    for i, j in np.ndindex(3, 3):
        cells = [STROKES[i + s, j + t] for s, t in product(range(2), repeat=2)]
        assert (largest[i, j], mean[i, j]) == (max(cells), sum(cells) / 4)
    assert largest.tolist() == [[3, 2, 3], [3, 2, 3], [3, 1, 3]]
    assert mean.tolist() == [[2.25, 1, 1.75], [2.25, 1.25, 2], [2, 1, 2]]


def test_a_zero_in_the_maximum_is_wrong_where_a_window_holds_negative_cells_only():
    """E3: a_ij = max(0, x_(i+s)(j+t)) against the maximum over the window."""
    y = max_pool2d([[SIGNED]], 2, 1)[0, 0]
    slipped = np.zeros_like(y)
    for out, inp in window_cells(y.shape, 2, 1):
        slipped[out] = max(0, slipped[out], SIGNED[inp])
    assert y.tolist() == [[-1, 4], [6, 0]]
    assert slipped.tolist() == [[0, 4], [6, 0]]
    assert (max_pool2d([[relu(SIGNED)]], 2, 1)[0, 0] == slipped).all()


def test_the_printed_rule_counts_a_gradient_as_often_as_cells_tie():
    """E7, on the strokes: lifting all of x by 1 lifts every maximum by 1, so dx sums to Σ δ."""
    delta = np.arange(1, 10).reshape(3, 3)
    slipped = printed_gradient(STROKES, delta, 2, 1)
    dx = max_pool2d_backward([[delta]], [[STROKES]], 2, 1)[0, 0]
    everyone = max_pool2d_backward([[delta]], [[STROKES]], 2, 1, ties="all")[0, 0]
    rise = max_pool2d([[STROKES + 1]], 2, 1) - max_pool2d([[STROKES]], 2, 1)
    assert dx.sum() == np.sum(delta * rise) == 45
    assert slipped.sum() == 99
    assert dx.tolist() == [[1, 0, 0, 3], [4, 7, 0, 6], [7, 8, 0, 9], [0, 0, 0, 0]]
    assert slipped.tolist() == [[1, 0, 0, 3], [5, 7, 0, 9], [11, 8, 8, 15], [7, 8, 8, 9]]
    assert (everyone == slipped).all()


def test_the_printed_rule_for_relu_is_right_away_from_zero():
    """S1.5: a = max(0, x), and δ passes where x is positive."""
    delta = 10 * np.arange(1, 6)
    assert relu(POINTS).tolist() == [max(0, x) for x in POINTS] == [0, 0, 0, 1, 3]
    dx = relu_backward(delta, POINTS)
    assert all(dx[i] == (delta[i] if POINTS[i] >= 0 else 0) for i in (0, 1, 3, 4))


def test_relu_passes_no_gradient_at_zero_and_the_printed_rule_does():
    """E4: x ≥ 0 differs at 0 alone; a ≥ 0, as printed, holds everywhere and stops nothing."""
    delta = 10 * np.arange(1, 6)
    dx = relu_backward(delta, POINTS)
    on_x = np.array([d if x >= 0 else 0 for d, x in zip(delta, POINTS, strict=True)])
    on_a = np.array([d if a >= 0 else 0 for d, a in zip(delta, relu(POINTS), strict=True)])
    assert dx.tolist() == [0, 0, 0, 40, 50]
    assert np.flatnonzero(dx != on_x).tolist() == [2]
    assert (on_a == delta).all()


@pytest.mark.parametrize(
    ("forward", "backward", "formula"),
    [
        (sigmoid, sigmoid_backward, "1 / (1 + exp(-x))"),
        (tanh, tanh_backward, "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"),
    ],
)
def test_sigmoid_and_tanh_and_their_slopes_are_those_of_their_formulas(forward, backward, formula):
    """S1.5."""
    x, printed = sympy.Symbol("x"), sympy.sympify(formula)
    expected = [[float(f.subs(x, p)) for p in POINTS] for f in (printed, sympy.diff(printed, x))]
    np.testing.assert_allclose(forward(POINTS), expected[0], rtol=1e-15, atol=1e-15)
    np.testing.assert_allclose(backward(5 * np.ones(5), POINTS), 5 * np.array(expected[1]), 1e-14)


@pytest.mark.parametrize(
    ("forward", "low", "middle", "high"), [(sigmoid, 0, 0.5, 1), (tanh, -1, 0, 1)]
)
def test_sigmoid_and_tanh_rise_from_end_to_end_and_are_odd_about_the_middle(
    forward, low, middle, high
):
    """S1.5, the shapes."""
    x = np.linspace(-5, 5, 101)
    y = forward(x)
    assert (np.diff(y) > 0).all()
    np.testing.assert_allclose(y + y[::-1], 2 * middle, atol=1e-15)
    assert forward([-1000.0, 1000.0]).tolist() == [low, high]
