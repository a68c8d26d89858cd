from fractions import Fraction

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
import sympy
from hypothesis import given
from hypothesis import strategies as st

from convlib import convolve, correlate, flip, kernels, taps
from tests.convlib.cases import TYPES, cases, filled_cases, quick, sum_over_taps, whole_arrays

PADS = st.sampled_from(["reflect", "edge", "wrap"])


@quick
@given(filled_cases())
def test_correlate_is_the_sum_over_the_taps(filled):
    case, x, w = filled
    assert correlate(x, w, **case.options).tolist() == sum_over_taps(x, w, case).tolist()


@quick
@given(filled_cases())
def test_convolve_is_the_sum_over_the_flipped_taps(filled):
    case, x, w = filled
    y = convolve(x, w, **case.options)
    assert y.tolist() == sum_over_taps(x, w, case, flip=True).tolist()
    out, inp, ker = (tuple(c.T) for c in taps(x.shape, w.shape, **case.options, flip=True))
    again = np.zeros_like(y)
    np.add.at(again, out, w[ker] * x[inp])
    assert (again == y).all()


@quick
@given(filled_cases(forms=("int", "axis", "pairs")), PADS)
def test_the_other_modes_are_numpys_padding_followed_by_a_valid_correlation(filled, mode):
    case, x, w = filled
    room = {"reflect": -1, "edge": 99, "wrap": 0}[mode]
    if any(max(pair) > n + room for pair, n in zip(case.pairs, case.shape, strict=True)):
        with pytest.raises(ValueError, match=f"padding: needs at most .* in mode '{mode}'"):
            correlate(x, w, **case.options, mode=mode)
    else:
        padded = np.pad(x, case.pairs, mode=mode)
        expected = correlate(padded, w, stride=case.stride, dilation=case.dilation)
        assert (correlate(x, w, **case.options, mode=mode) == expected).all()


def test_each_mode_fills_the_padding_in_its_own_way():
    fill = {
        mode: correlate([1, 2, 3], [1], padding=2, mode=mode).tolist()
        for mode in ("zeros", "reflect", "edge", "wrap")
    }
    assert fill == {
        "zeros": [0, 0, 1, 2, 3, 0, 0],
        "reflect": [3, 2, 1, 2, 3, 2, 1],
        "edge": [1, 1, 1, 2, 3, 3, 3],
        "wrap": [2, 3, 1, 2, 3, 1, 2],
    }


@quick
@given(st.integers(1, 3), st.data())
def test_scipy_ndimage_agrees_on_every_mode_for_odd_kernels(axes, data):
    shape = data.draw(st.tuples(*[st.integers(3, 5)] * axes))
    kernel = data.draw(st.tuples(*[st.sampled_from([1, 3])] * axes))
    x, w = data.draw(whole_arrays(shape)), data.draw(whole_arrays(kernel))
    theirs = {"zeros": "constant", "reflect": "mirror", "edge": "nearest", "wrap": "wrap"}
    for ours, name in theirs.items():
        expected = scipy.ndimage.correlate(x, w, mode=name)
        assert (correlate(x, w, padding="same", mode=ours) == expected).all()
        expected = scipy.ndimage.convolve(x, w, mode=name)
        assert (convolve(x, w, padding="same", mode=ours) == expected).all()


@quick
@given(st.integers(1, 3), st.data())
def test_scipy_signal_agrees_on_the_valid_and_the_full_form(axes, data):
    kernel = data.draw(st.tuples(*[st.integers(1, 3)] * axes))
    shape = tuple(k + data.draw(st.integers(0, 3)) for k in kernel)
    x, w = data.draw(whole_arrays(shape)), data.draw(whole_arrays(kernel))
    full = tuple(k - 1 for k in kernel)
    for ours, theirs in ((correlate, scipy.signal.correlate), (convolve, scipy.signal.convolve)):
        assert (ours(x, w) == theirs(x, w, "valid", "direct")).all()
        assert (ours(x, w, padding=full) == theirs(x, w, "full", "direct")).all()


@quick
@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_the_full_one_dimensional_convolution_is_numpys_and_commutes(n, k, data):
    x, w = data.draw(whole_arrays((n,))), data.draw(whole_arrays((k,)))
    y = convolve(x, w, padding=k - 1)
    assert (y == np.convolve(x, w)).all()
    assert (y == convolve(w, x, padding=n - 1)).all()


@quick
@given(st.integers(1, 2), st.data())
def test_the_full_convolution_is_associative(axes, data):
    shapes = [data.draw(st.tuples(*[st.integers(1, 3)] * axes)) for _ in range(3)]
    a, b, c = (data.draw(whole_arrays(shape)) for shape in shapes)

    def full(x, w):
        return convolve(x, w, padding=tuple(k - 1 for k in w.shape))

    assert (full(full(a, b), c) == full(a, full(b, c))).all()


@quick
@given(filled_cases(), st.integers(-3, 3), st.data())
def test_correlate_is_linear_in_the_input_and_in_the_kernel(filled, factor, data):
    case, x, w = filled
    x2, w2 = data.draw(whole_arrays(case.shape)), data.draw(whole_arrays(case.kernel))

    def run(signal, weight):
        return correlate(signal, weight, **case.options)

    assert (run(factor * x + x2, w) == factor * run(x, w) + run(x2, w)).all()
    assert (run(x, factor * w + w2) == factor * run(x, w) + run(x, w2)).all()


@quick
@given(whole_arrays((6, 5)), whole_arrays((3, 2)), st.integers(0, 5), st.integers(0, 4))
def test_a_shifted_picture_gives_the_shifted_result_when_it_wraps(x, w, down, right):
    shifted = np.roll(x, (down, right), axis=(0, 1))
    y = correlate(x, w, padding="same", mode="wrap")
    expected = np.roll(y, (down, right), axis=(0, 1))
    assert (correlate(shifted, w, padding="same", mode="wrap") == expected).all()


@quick
@given(whole_arrays((3, 2, 4)))
def test_flip_turns_every_axis_and_twice_is_nothing(w):
    for index in np.ndindex(w.shape):
        assert flip(w)[index] == w[tuple(n - 1 - i for n, i in zip(w.shape, index, strict=True))]
    assert (flip(flip(w)) == w).all()


def test_flip_gives_a_copy():
    w = np.arange(3)
    flip(w)[0] = 99
    assert w.tolist() == [0, 1, 2]


@pytest.mark.parametrize(("x", "w", "result"), [*TYPES, ("complex64", "float32", "complex64")])
def test_the_type_of_the_result(x, w, result):
    assert correlate(np.ones(3, x), np.ones(2, w)).dtype == np.dtype(result)


def test_small_integers_are_widened_before_they_are_multiplied():
    x, w = np.array([255, 255], np.uint8), np.array([-128, -128], np.int8)
    assert correlate(x, w).tolist() == [2 * 255 * -128]
    assert correlate([True, True], [True, True]).tolist() == [2]


def test_a_sum_that_could_leave_int64_is_refused_and_one_that_just_fits_is_exact():
    assert correlate([2**62 - 1, 2**62 - 1], [1, 1]).tolist() == [2**63 - 2]
    for x, w in (([2**62, 0], [1, 1]), ([-(2**63)], [-1]), ([2**63], [1])):
        with pytest.raises(ValueError, match=r"x, w: needs sums below 2\*\*63, else floats"):
            correlate(x, w)
    exact = correlate(np.array([2**62, 2**62], object), [1, 1])
    assert exact.tolist() == [2**63]


@quick
@given(cases(), st.data())
def test_fractions_stay_exact(case, data):
    parts = st.fractions(-2, 2, max_denominator=7)

    def draw(shape):
        values = data.draw(st.lists(parts, min_size=1, max_size=5))
        found = np.empty(int(np.prod(shape)), dtype=object)
        found[:] = [values[i % len(values)] for i in range(found.size)]
        return found.reshape(shape)

    x, w = draw(case.shape), draw(case.kernel)
    y = correlate(x, w, **case.options)
    assert y.tolist() == sum_over_taps(x, w, case).tolist()
    assert all(isinstance(value, Fraction | int) for value in y.flat)


def test_symbols_go_through_every_mode_in_both_arguments():
    a, b, c, u, v = sympy.symbols("a b c u v")
    assert correlate([a, b, c], [u, v], padding=1).tolist() == [
        a * v,
        a * u + b * v,
        b * u + c * v,
        c * u,
    ]
    assert correlate([a, b, c], [u, v], padding=1, mode="wrap").tolist()[0] == c * u + a * v
    assert convolve([a, b], [u, v]).tolist() == [a * v + b * u]


def test_the_kernel_is_the_left_factor_where_products_do_not_commute():
    a, u = sympy.Symbol("a", commutative=False), sympy.Symbol("u", commutative=False)
    assert correlate([a], [u]).tolist() == [u * a]


def test_complex_weights_are_not_conjugated():
    assert correlate([1j, 1], [1j, 2]).tolist() == [-1 + 2 + 0j]


def test_an_infinite_weight_over_the_padding_makes_no_nan_and_one_over_a_zero_does():
    w = [np.inf, 1.0]
    assert correlate([2.0, 3.0], w, padding=((1, 0),)).tolist() == [2.0, np.inf]
    with np.errstate(invalid="ignore"):
        assert np.isnan(correlate([0.0, 3.0], w)).all()


def test_nan_and_infinity_in_the_input_reach_the_windows_that_hold_them():
    y = correlate([1.0, np.nan, 1.0, 1.0, np.inf], [1.0, 1.0])
    assert np.isnan(y).tolist() == [True, True, False, False]
    assert y[2:].tolist() == [2.0, np.inf]


def test_a_cell_that_sees_only_padding_is_zero():
    assert correlate([5], [3], padding=2).tolist() == [0, 0, 15, 0, 0]


def test_the_inputs_are_never_changed():
    x, w = np.arange(12.0).reshape(3, 4), np.arange(4.0).reshape(2, 2)
    x.flags.writeable = w.flags.writeable = False
    before = x.copy(), w.copy()
    for mode in ("zeros", "reflect", "edge", "wrap"):
        y = convolve(x, w, padding=1, mode=mode)
        y[:] = -1
    assert (x == before[0]).all()
    assert (w == before[1]).all()


def test_a_view_with_negative_strides_reads_as_the_array_it_shows():
    x = np.arange(12).reshape(3, 4)[::-1, ::2]
    assert (correlate(x, [[1, 2]]) == correlate(x.copy(), [[1, 2]])).all()


def test_floats_agree_with_exact_arithmetic_to_rounding():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(9, 8)), rng.normal(size=(3, 4))
    exact = correlate(
        np.vectorize(Fraction, otypes=[object])(x),
        np.vectorize(Fraction, otypes=[object])(w),
        stride=2,
        padding=1,
    )
    np.testing.assert_allclose(correlate(x, w, 2, 1), exact.astype(float), rtol=0, atol=1e-14)


def test_correlating_with_the_identity_changes_nothing_on_four_axes():
    x = np.arange(2 * 3 * 2 * 3).reshape(2, 3, 2, 3)
    assert (correlate(x, kernels.identity(3, ndim=4), padding="same") == x).all()
