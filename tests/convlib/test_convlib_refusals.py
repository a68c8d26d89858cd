import inspect
import re
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import convlib
from convlib import (
    convolve,
    correlate,
    effective_kernel_size,
    flip,
    kernels,
    output_size,
    receptive_field,
    same_padding,
    taps,
    transposed_output_size,
)
from tests.convlib.cases import cases, quick

FUNCTIONS = [
    convolve,
    correlate,
    effective_kernel_size,
    flip,
    output_size,
    receptive_field,
    same_padding,
    taps,
    transposed_output_size,
    *(getattr(kernels, name) for name in ("box", "gaussian", "identity", "sharpen")),
]


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (
            lambda: output_size((7, 7), 3, stride=0),
            ValueError,
            "stride: needs a whole number of at least 1, or one per axis (2 axes); got 0",
        ),
        (
            lambda: output_size(7, 3, dilation=(1, 2)),
            ValueError,
            "dilation: needs a whole number of at least 1, or one per axis (1 axis); got (1, 2)",
        ),
        (
            lambda: taps(7, 3, padding=-1),
            ValueError,
            "padding: needs a whole number of at least 0, one or a pair (before, after) per axis "
            "(1 axis), 'valid' or 'same'; got -1",
        ),
        (lambda: taps((5, 5), (3, 3), padding=((1, 2), (1,))), ValueError, "padding: needs"),
        (lambda: taps(7, 3, padding=(1, 2)), ValueError, "padding: needs"),
        (lambda: taps(7, 3, padding="full"), ValueError, "padding: needs"),
        (lambda: taps(7, 3, padding=0.5), TypeError, "padding: needs"),
        (lambda: taps(7, 3, padding=True), TypeError, "padding: needs"),
        (lambda: taps(7, 3.0), TypeError, "kernel_shape: needs a whole number"),
        (lambda: taps((5, 5), (3, 3, 3)), ValueError, "kernel_shape: needs a whole number"),
        (lambda: taps(2, 3), ValueError, "kernel_shape: needs to fit the padded input"),
        (lambda: taps((), 3), ValueError, "input_shape: needs 1 to 31 axes; got ()"),
        (lambda: taps(10**9, 1), ValueError, "input_shape: needs to ask for at most"),
        (lambda: taps(None, 3), TypeError, "input_shape: needs a whole number"),
        (lambda: output_size("7", 3), TypeError, "n: needs a whole number"),
        (lambda: output_size(7, Fraction(3)), TypeError, "kernel_size: needs a whole number"),
        (lambda: output_size(7, np.True_), TypeError, "kernel_size: needs a whole number"),
        (lambda: output_size(10**12, 3), ValueError, "n: needs at most 2147483648"),
        (lambda: same_padding(0), ValueError, "kernel_size: needs a whole number"),
        (lambda: effective_kernel_size(3, 0), ValueError, "dilation: needs a whole number"),
        (lambda: transposed_output_size(3, 3, 2, 0, -1), ValueError, "output_padding: needs"),
        (lambda: transposed_output_size(1, 1, 1, 1), ValueError, "padding: needs to leave"),
        (lambda: receptive_field(3), TypeError, "layers: needs a list of layers; got 3"),
        (lambda: receptive_field([3, (3, 0)]), ValueError, "layers[1] stride: needs"),
        (lambda: receptive_field([(3, 1, -1)]), ValueError, "layers[0] padding: needs"),
        (lambda: receptive_field([()]), ValueError, "layers[0]: needs (kernel_size"),
        (lambda: receptive_field([3, (3, 1, 0, 1, 1)]), ValueError, "layers[1]: needs"),
        (lambda: correlate([[1, 2]], [1]), ValueError, "w: needs as many axes as x (2); got 1"),
        (lambda: correlate([1], [1, 2]), ValueError, "w: needs to fit the padded input"),
        (lambda: correlate(3, [1]), ValueError, "x: needs at least one axis and one entry"),
        (lambda: correlate([1], []), ValueError, "w: needs at least one axis and one entry"),
        (lambda: correlate([[1, 2], [3]], [[1]]), ValueError, "x: needs numbers in rows of equal"),
        (lambda: correlate([1, None], [1]), TypeError, "x: needs an array of numbers"),
        (lambda: correlate("123", [1]), TypeError, "x: needs an array of numbers"),
        (lambda: correlate([1], ["1"]), TypeError, "w: needs an array of numbers"),
        (lambda: correlate(np.array(["1"], object), [1]), TypeError, "x: needs an array of"),
        (lambda: correlate(np.array(["2024"], "M8[Y]"), [1]), TypeError, "x: needs an array of"),
        (lambda: flip(np.zeros(2, "i4,f4")), TypeError, "w: needs an array of numbers"),
        (lambda: correlate(np.ma.array([1], mask=[True]), [1]), TypeError, "x: needs a plain"),
        (lambda: correlate([1, 2], [1], mode="mirror"), ValueError, "mode: needs one of zeros"),
        (lambda: correlate([1, 2], [1], mode=None), TypeError, "mode: needs one of zeros"),
        (lambda: correlate([1, 2], [1], padding=2, mode="reflect"), ValueError, "padding: needs"),
        (lambda: correlate([1, 2], [1], padding=3, mode="wrap"), ValueError, "padding: needs"),
        (lambda: correlate([1], [1], padding=2**30), ValueError, "padding: needs to ask for"),
        (lambda: correlate([10**400], [0.5]), ValueError, "x, w: needs entries that multiply"),
        (lambda: correlate([Decimal(1)], [0.5]), TypeError, "x, w: needs entries that multiply"),
        (lambda: flip(np.zeros((2, 0))), ValueError, "w: needs at least one axis and one entry"),
        (lambda: kernels.identity(2), ValueError, "size: needs odd numbers"),
        (lambda: kernels.box(0), ValueError, "size: needs a whole number"),
        (lambda: kernels.box(3, ndim=0), ValueError, "ndim: needs a whole number"),
        (lambda: kernels.box(1, ndim=32), ValueError, "ndim: needs at most 31"),
        (lambda: kernels.box(2**15), ValueError, "size: needs to ask for at most"),
        (lambda: kernels.gaussian(3, 0), ValueError, "sigma: needs a finite number above 0"),
        (lambda: kernels.gaussian(3, np.float32(0)), ValueError, "sigma: needs a finite"),
        (lambda: kernels.gaussian(3, np.inf), ValueError, "sigma: needs a finite number"),
        (lambda: kernels.gaussian(3, np.nan), ValueError, "sigma: needs a finite number"),
        (lambda: kernels.gaussian(3, "1"), TypeError, "sigma: needs a finite number"),
        (lambda: kernels.sharpen(-1), ValueError, "amount: needs a number from 0"),
        (lambda: kernels.sharpen(True), TypeError, "amount: needs a number from 0"),
    ],
)
def test_a_refusal_names_the_argument_and_says_what_it_needs(call, kind, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert caught.type is kind
    assert str(caught.value).startswith(words)


def test_numpy_integers_are_whole_numbers():
    options = {"stride": np.int8(2), "padding": (np.uint8(1),), "dilation": np.int64(1)}
    assert output_size(np.int16(7), np.uint64(3), **options) == output_size(7, 3, 2, 1)
    assert all(type(value) is int for value in output_size((np.int64(7), 7), 3))


def test_the_largest_sums_of_indices_do_not_wrap():
    out, inp, _ = taps(2, 2, stride=2**31, padding=((2**31, 1),), dilation=2**31)
    assert (out.tolist(), inp.tolist()) == ([[0]], [[0]])
    assert correlate([5, 6], [1, 1], 2**31, ((2**20, 1),), 2**20).tolist() == [5]


numbers = st.one_of(
    st.integers(-3, 9),
    st.sampled_from([2**31, 2**63, 2**64, 10**30, -(10**30)]),
    st.booleans(),
    st.floats(),
    st.floats(width=16),
    st.fractions(),
    st.decimals(),
    st.complex_numbers(),
    st.integers(-3, 9).map(np.int8),
    st.integers(0, 9).map(np.uint64),
)
odd = st.one_of(
    numbers,
    st.none(),
    st.text(max_size=3),
    st.sampled_from(
        ["same", "valid", "zeros", "reflect", "edge", "wrap", b"", {}, set(), object()]
    ),
    st.sampled_from([..., int, np.nan, np.array(3), np.arange(3), np.eye(2), np.array([None])]),
    st.sampled_from([np.array(["2024-01-01"], "M8[D]"), np.zeros(2, "i4,f4"), Decimal("sNaN")]),
)
anything = st.recursive(odd, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner))


def outcome(function, arguments):
    """Return the result, or the message of one of the two errors allowed; let others through."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return function(**arguments), None
        except (ValueError, TypeError) as error:
            return None, str(error)


@settings(quick, max_examples=2000)
@given(st.sampled_from(FUNCTIONS), st.data())
def test_whatever_comes_gives_a_result_or_an_error_that_names_an_argument(function, data):
    names = list(inspect.signature(function).parameters)
    count = data.draw(st.integers(1, len(names)))
    sound = st.integers(1, 4) | st.lists(st.integers(1, 4), min_size=1, max_size=4)
    mixed = st.lists(numbers, min_size=1, max_size=4)
    given_names = [names[0], *data.draw(st.permutations(names[1:]))[: count - 1]]
    arguments = {name: data.draw(anything | sound | mixed, label=name) for name in given_names}
    missing = [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty and name not in arguments
    ]
    arguments |= {name: data.draw(sound, label=name) for name in missing}
    result, message = outcome(function, arguments)
    if message is None:
        assert np.size(result) > 0
    else:
        assert re.match(r"[a-z_]+", message)[0] in names
        assert ": needs " in message


@settings(quick, max_examples=300)
@given(cases(), st.sampled_from(["stride", "dilation", "padding"]), anything)
@example(None, "stride", 0)
def test_one_odd_option_among_sound_ones_is_refused_or_understood(case, name, value):
    shape, kernel, options = (5, 5), (2, 2), {"stride": 1}
    if case is not None:
        shape, kernel, options = case.shape, case.kernel, case.options
    options |= {name: value}
    found, message = outcome(taps, {"input_shape": shape, "kernel_shape": kernel} | options)
    if message is None:
        assert (found[0] < output_size(shape, kernel, **options)).all()
        assert len(found[0]) == len(found[1]) == len(found[2])
    else:
        assert message.split(":")[0] in (name, "padding", "kernel_shape", "input_shape")


def test_every_public_function_is_thrown_at():
    named = {name for name in convlib.__all__ if name != "kernels"}
    with_arguments = {
        name
        for name, found in inspect.getmembers(kernels, inspect.isfunction)
        if not name.startswith("_")
        and found.__module__ == "convlib.kernels"
        and inspect.signature(found).parameters
    }
    assert {function.__name__ for function in FUNCTIONS} == named | with_arguments
