import warnings
from itertools import pairwise
from math import exp, fsum, inf, nan
from math import tanh as plain_tanh

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import activations
from convlib.activations import (
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from convlib.gradcheck import check_gradients
from tests.convlib.cases import quick

PAIRS = {
    relu: relu_backward,
    sigmoid: sigmoid_backward,
    tanh: tanh_backward,
    softmax: softmax_backward,
}
X = np.array([[-2.5, -1.0, 0.25], [0.5, 3.0, -0.125]])
shapes = st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple)


def test_every_activation_has_its_way_back_here():
    named = {name for name in vars(activations) if name.endswith("_backward")}
    assert {backward.__name__ for backward in PAIRS.values()} == named
    assert all(back.__name__ == f"{forward.__name__}_backward" for forward, back in PAIRS.items())


def test_each_function_gives_what_its_formula_gives():
    for x in X.flat:
        assert relu([x]) == max(x, 0)
        np.testing.assert_allclose(sigmoid([x]), 1 / (1 + exp(-x)), rtol=1e-15)
        np.testing.assert_allclose(tanh([x]), plain_tanh(x), rtol=1e-15)
    for axis, rows in ((-1, X), (1, X), (0, X.T)):
        expected = np.array([[exp(v) / fsum(map(exp, row)) for v in row] for row in rows])
        found = softmax(X, axis)
        np.testing.assert_allclose(found, expected.T if axis == 0 else expected, rtol=1e-15)


def test_each_gradient_gives_what_its_formula_gives():
    dy = np.array([[1.0, -2.0, 3.0], [5.0, -7.0, 11.0]])
    s, t, y = 1 / (1 + np.exp(-X)), np.tanh(X), np.exp(X) / np.exp(X).sum(axis=0)
    np.testing.assert_array_equal(relu_backward(dy, X), [[0, 0, 3], [5, -7, 0]])
    np.testing.assert_allclose(sigmoid_backward(dy, X), dy * s * (1 - s), rtol=1e-14)
    np.testing.assert_allclose(tanh_backward(dy, X), dy * (1 - t * t), rtol=1e-14)
    expected = np.zeros_like(X)
    for column, i, j in np.ndindex(3, 2, 2):  # ∂y_j / ∂x_i = y_j · (1 if i = j else 0) − y_i · y_j
        slope = y[j, column] * ((i == j) - y[i, column])
        expected[i, column] += dy[j, column] * slope
    np.testing.assert_allclose(softmax_backward(dy, X, axis=0), expected, rtol=1e-13)


@pytest.mark.parametrize("forward", PAIRS)
@given(shapes, st.integers(0, 999))
@quick
def test_each_gradient_agrees_with_differences_in_every_entry(forward, shape, seed):
    x = np.random.default_rng(seed).normal(size=shape)
    x += np.sign(x) / 100  # clear of relu's kink
    check_gradients(forward, PAIRS[forward], x, rng=seed)


@given(shapes, st.data())
@quick
def test_softmax_agrees_with_differences_along_any_axis_and_sums_to_one(shape, data):
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    x = np.random.default_rng(data.draw(st.integers(0, 999))).normal(size=shape)
    check_gradients(lambda x: softmax(x, axis), lambda dy, x: softmax_backward(dy, x, axis=axis), x)
    np.testing.assert_allclose(softmax(x, axis).sum(axis=axis), 1, rtol=1e-14)
    dx = softmax_backward(np.cos(x), x, axis)
    np.testing.assert_allclose(dx.sum(axis=axis), 0, atol=1e-14)


def test_adding_a_number_to_all_leaves_softmax_as_it_is():
    np.testing.assert_allclose(softmax(X + 700), softmax(X), rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nothing_overflows_at_a_thousand(dtype):
    x = np.array([-1000, 0, 1000], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert relu(x).tolist() == [0, 0, 1000]
        assert sigmoid(x).tolist() == [0, 0.5, 1]
        assert tanh(x).tolist() == [-1, 0, 1]
        assert softmax(x).tolist() == softmax(-x)[::-1].tolist() == [0, 0, 1]
        assert sigmoid_backward([4, 4, 4], x).tolist() == [0, 1, 0]
        assert tanh_backward([4, 4, 4], x).tolist() == [0, 4, 0]
        assert softmax_backward([4, 4, 4], x).tolist() == [0, 0, 0]


def test_the_slope_of_sigmoid_is_exact_far_out_on_both_sides():
    np.testing.assert_allclose(sigmoid_backward([1, 1], [-50.0, 50.0]), exp(-50), rtol=1e-14)


def test_relu_passes_nothing_at_zero_of_either_sign():
    assert relu_backward([5, 5, 5], [0.0, -0.0, 1e-300]).tolist() == [0, 0, 5]


def test_nan_and_infinity_pass_through():
    ends = [nan, inf, -inf]
    np.testing.assert_array_equal(relu(ends), [nan, inf, 0])
    np.testing.assert_array_equal(sigmoid(ends), [nan, 1, 0])
    np.testing.assert_array_equal(tanh(ends), [nan, 1, -1])
    np.testing.assert_array_equal(softmax([[nan, 0], [-inf, 0]]), [[nan, nan], [0, 1]])
    np.testing.assert_array_equal(relu_backward([2, inf, inf], ends), [2, inf, 0])


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32", "int64"])
def test_relu_keeps_whole_numbers_and_the_others_make_them_float64(dtype):
    x = np.array([[0, 1]], dtype)
    assert relu(x).dtype == dtype
    for forward, backward in PAIRS.items():
        assert forward is relu or forward(x).dtype == np.float64
        assert backward(x, x).dtype == np.float64
        assert (backward(x, x) == backward(x.astype(float), x.astype(float))).all()


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_floats_stay_in_their_type(dtype):
    x = X.astype(dtype)
    for forward, backward in PAIRS.items():
        assert forward(x).dtype == backward(x, x).dtype == dtype


def test_a_gradient_has_the_wider_type_of_the_two():
    for backward in PAIRS.values():
        assert backward(X.astype("f4"), X).dtype == backward(X, X.astype("f4")).dtype == "f8"


def test_the_inputs_are_never_changed_nor_shown_again():
    x, dy = np.abs(X), np.ones_like(X)
    x.flags.writeable = dy.flags.writeable = False
    before = x.copy()
    for forward, backward in PAIRS.items():
        for found in (forward(x), backward(dy, x)):
            assert not np.shares_memory(found, x)
            assert not np.shares_memory(found, dy)
            found[:] = -1
    assert (x == before).all()
    assert (dy == 1).all()


def test_the_functions_rise_and_softmax_keeps_the_order():
    x = np.linspace(-4, 4, 33)
    for forward in PAIRS:
        assert all(low <= high for low, high in pairwise(forward(x)))


@pytest.mark.parametrize("forward", PAIRS)
@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (3.0, ValueError, "x: needs at least one axis and one entry; got shape ()"),
        ([], ValueError, "x: needs at least one axis and one entry"),
        ([[1, 2], [3]], ValueError, "x: needs numbers in rows of equal length"),
        ([1j], TypeError, "x: needs real numbers; got dtype complex128"),
        ([None], TypeError, "x: needs an array of numbers"),
        ("1", TypeError, "x: needs an array of numbers"),
    ],
)
def test_what_is_no_array_of_real_numbers_is_refused_both_ways(forward, value, kind, words):
    for call in (lambda: forward(value), lambda: PAIRS[forward](value, value)):
        with pytest.raises(kind) as caught:
            call()
        assert str(caught.value).startswith(words)


@pytest.mark.parametrize("backward", PAIRS.values())
def test_a_gradient_of_another_shape_is_refused(backward):
    for dy in (X[0], X[:, :1], X.T, [X]):
        with pytest.raises(ValueError, match=r"^dy: needs shape \(2, 3\); got \("):
            backward(dy, X)
    with pytest.raises(TypeError, match=r"^dy: needs real numbers"):
        backward(X * 1j, X)


@pytest.mark.parametrize(
    ("axis", "kind"),
    [
        *((axis, ValueError) for axis in (2, -3, 10**30)),
        *((axis, TypeError) for axis in (1.0, nan, True, None, "0", (0,))),
    ],
)
def test_an_axis_that_is_not_there_is_refused(axis, kind):
    for call in (lambda: softmax(X, axis), lambda: softmax_backward(X, X, axis)):
        with pytest.raises(kind, match=r"^axis: needs (a whole number from -2 to|at most) 1; got "):
            call()


def test_a_numpy_integer_is_an_axis():
    assert (softmax(X, np.int8(0)) == softmax(X, 0)).all()


@pytest.mark.filterwarnings("error")
def test_relu_sends_back_plain_zeros_and_no_warning():
    dx = relu_backward([-5.0, -6.0], [-2, 3])
    assert np.signbit(dx).tolist() == [False, True]
    huge = np.float16([60000, 60000])
    assert relu_backward(huge, [1, -1]).tolist() == [60000, 0]
    assert relu_backward([np.inf, -np.inf], [-1, 1]).tolist() == [0, -np.inf]
