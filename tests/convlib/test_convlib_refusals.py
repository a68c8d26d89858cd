from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from convlib import (
    check_gradients,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
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
        (lambda: output_size(10**12, 3), ValueError, "n: needs at most 2147483648; got"),
        (lambda: same_padding(0), ValueError, "kernel_size: needs a whole number"),
        (lambda: effective_kernel_size(3, 0), ValueError, "dilation: needs a whole number"),
        (lambda: transposed_output_size(3, 3, 2, 0, -1), ValueError, "output_padding: needs"),
        (lambda: transposed_output_size(1, 1, 1, 1), ValueError, "padding: needs to leave"),
        (lambda: receptive_field(3), TypeError, "layers: needs a list of layers; got 3"),
        (lambda: receptive_field([3, (3, 0)]), ValueError, "layers[1] stride: needs"),
        (lambda: receptive_field([(3, 1, -1)]), ValueError, "layers[0] padding: needs"),
        (lambda: receptive_field([()]), ValueError, "layers[0]: needs (kernel_size"),
        (lambda: receptive_field([3, (3, 1, 0, 1, 1)]), ValueError, "layers[1]: needs"),
        (
            lambda: correlate([[1, 2]], [1]),
            ValueError,
            "w: needs as many axes as x (2); got shape (1,)",
        ),
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
        (
            lambda: check_gradients(np.sin, np.cos, [1], [np.inf]),
            ValueError,
            "inputs[1]: needs finite entries; got [inf]",
        ),
        (lambda: flip(np.zeros((2, 0))), ValueError, "w: needs at least one axis and one entry"),
        (lambda: kernels.identity(2), ValueError, "size: needs odd numbers"),
        (lambda: kernels.box(0), ValueError, "size: needs a whole number"),
        (lambda: kernels.box(3, ndim=0), ValueError, "ndim: needs a whole number"),
        (lambda: kernels.box(1, ndim=32), ValueError, "ndim: needs at most 31; got 32"),
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


X, WEIGHT, DY = np.ones((2, 4, 5, 5)), np.ones((6, 2, 3, 3)), np.ones((2, 6, 3, 3))
SOUND = {
    conv2d: {"x": X, "weight": WEIGHT, "groups": 2},
    conv2d_backward: {"dy": DY, "x": X, "weight": WEIGHT, "groups": 2},
    conv_transpose2d: {"x": DY, "weight": WEIGHT, "groups": 2},
}
WHOLE = "needs a whole number of at least 1, or one per axis (2 axes); got "
PADDING = (
    "padding: needs a whole number of at least 0, one or a pair (before, after) per axis "
    "(2 axes), 'valid' or 'same'; got "
)


@pytest.mark.parametrize("function", SOUND)
@pytest.mark.parametrize(
    ("changes", "kind", "message"),
    [
        ({"x": X[0]}, ValueError, "x: needs 4 axes; got shape (4, 5, 5)"),
        ({"x": X[None]}, ValueError, "x: needs 4 axes; got shape (1, 2, 4, 5, 5)"),
        (
            {"x": X[:0]},
            ValueError,
            "x: needs at least one axis and one entry; got shape (0, 4, 5, 5)",
        ),
        ({"x": 3.5}, ValueError, "x: needs at least one axis and one entry; got shape ()"),
        ({"x": None}, TypeError, "x: needs an array of numbers; got None"),
        ({"x": "1234"}, TypeError, "x: needs an array of numbers; got '1234'"),
        ({"x": X.astype(object)}, TypeError, "x: needs real numbers; got dtype object"),
        ({"x": X * 1j}, TypeError, "x: needs real numbers; got dtype complex128"),
        (
            {"x": [[[[1, 2], [3]]]]},
            ValueError,
            "x: needs numbers in rows of equal length; got [[[[1, 2], [3]]]]",
        ),
        (
            {"x": np.ma.array(X)},
            TypeError,
            "x: needs a plain array; got a masked one, fill its gaps first",
        ),
        ({"weight": WEIGHT[0]}, ValueError, "weight: needs 4 axes; got shape (2, 3, 3)"),
        (
            {"weight": WEIGHT[:, :, :0]},
            ValueError,
            "weight: needs at least one axis and one entry; got shape (6, 2, 0, 3)",
        ),
        (
            {"weight": True},
            ValueError,
            "weight: needs at least one axis and one entry; got shape ()",
        ),
        ({"weight": [["a"]]}, TypeError, "weight: needs an array of numbers; got [['a']]"),
        ({"stride": 0}, ValueError, f"stride: {WHOLE}0"),
        ({"stride": (1, -2)}, ValueError, f"stride: {WHOLE}(1, -2)"),
        ({"stride": (1, 1, 1)}, ValueError, f"stride: {WHOLE}(1, 1, 1)"),
        ({"stride": 1.0}, TypeError, f"stride: {WHOLE}1.0"),
        ({"stride": True}, TypeError, f"stride: {WHOLE}True"),
        ({"stride": None}, TypeError, f"stride: {WHOLE}None"),
        ({"dilation": 0}, ValueError, f"dilation: {WHOLE}0"),
        ({"dilation": "2"}, TypeError, f"dilation: {WHOLE}'2'"),
        ({"dilation": Fraction(1)}, TypeError, f"dilation: {WHOLE}Fraction(1, 1)"),
        ({"padding": -1}, ValueError, f"{PADDING}-1"),
        ({"padding": (1, 1, 1)}, ValueError, f"{PADDING}(1, 1, 1)"),
        ({"padding": ((0, 1), (0, 1, 2))}, ValueError, f"{PADDING}((0, 1), (0, 1, 2))"),
        ({"padding": 0.5}, TypeError, f"{PADDING}0.5"),
        ({"padding": None}, TypeError, f"{PADDING}None"),
        ({"padding": "full"}, ValueError, f"{PADDING}'full'"),
        (
            {"padding": "same", "stride": 2},
            ValueError,
            "padding: needs stride 1 to be 'same'; got 2",
        ),
        ({"groups": 0}, ValueError, "groups: needs a whole number from 1 to"),
        ({"groups": True}, TypeError, "groups: needs a whole number from 1 to"),
        ({"groups": 2.0}, TypeError, "groups: needs a whole number from 1 to"),
        ({"groups": None}, TypeError, "groups: needs a whole number from 1 to"),
        ({"groups": (2, 2)}, TypeError, "groups: needs a whole number from 1 to"),
    ],
)
def test_the_layers_refuse_alike(function, changes, kind, message):
    function(**SOUND[function])  # so that True and 1.0 come after a 1 that was taken
    with pytest.raises((ValueError, TypeError)) as caught:
        function(**SOUND[function] | changes)
    assert caught.type is kind
    if "groups" in changes:
        assert str(caught.value).startswith(message)
    else:
        assert str(caught.value) == message


FITS = "weight: needs to fit the padded input; on axis"
LARGE = "needs to ask for at most 268435456 numbers; got"


@pytest.mark.parametrize(
    ("function", "changes", "message"),
    [
        (
            conv2d,
            {"x": X[:, :3]},
            "groups: needs to divide the 3 and 6 channels; got 2",
        ),
        (
            conv2d,
            {"weight": WEIGHT[:5]},
            "groups: needs to divide the 4 and 5 channels; got 2",
        ),
        (conv2d, {"groups": 3}, "groups: needs to divide the 4 and 6 channels; got 3"),
        (
            conv2d,
            {"groups": 1},
            "x: needs 2 channels, as weight has in 1 groups; got (2, 4, 5, 5)",
        ),
        (
            conv2d_backward,
            {"weight": WEIGHT[:, :1]},
            "x: needs 2 channels, as weight has in 2 groups; got (2, 4, 5, 5)",
        ),
        (conv2d, {"bias": np.ones(5)}, "bias: needs shape (6,); got (5,)"),
        (conv2d, {"bias": np.ones((6, 1))}, "bias: needs 1 axis; got shape (6, 1)"),
        (conv2d, {"bias": 1}, "bias: needs at least one axis and one entry; got shape ()"),
        (conv2d, {"bias": []}, "bias: needs at least one axis and one entry; got shape (0,)"),
        (conv2d, {"bias": [1j] * 6}, "bias: needs real numbers; got dtype complex128"),
        (conv2d, {"bias": "b"}, "bias: needs an array of numbers; got 'b'"),
        (
            conv2d,
            {"dilation": (1, 3)},
            f"{FITS} 1 it spans 7 cells (3 at dilation 3) and the input has 5 "
            "(5 with padding 0 + 0)",
        ),
        (
            conv2d_backward,
            {"weight": np.ones((6, 2, 8, 1)), "padding": ((0, 2), 0)},
            f"{FITS} 0 it spans 8 cells (8 at dilation 1) and the input has 7 "
            "(5 with padding 0 + 2)",
        ),
        (conv2d, {"padding": 2**20}, f"padding: {LARGE} {12 * (3 + 2**21) ** 2}"),
        (conv2d_backward, {"padding": 2**20}, f"padding: {LARGE} {12 * (3 + 2**21) ** 2}"),
        (conv_transpose2d, {"stride": 2**20}, f"stride, padding: {LARGE} {8 * (2**21 + 3) ** 2}"),
        (
            conv_transpose2d,
            {"dilation": 2**20},
            f"stride, padding: {LARGE} {8 * (2**21 + 3) ** 2}",
        ),
        (conv2d_backward, {"dy": DY[:1]}, "dy: needs shape (2, 6, 3, 3); got (1, 6, 3, 3)"),
        (conv2d_backward, {"dy": DY[:, :1]}, "dy: needs shape (2, 6, 3, 3); got (2, 1, 3, 3)"),
        (
            conv2d_backward,
            {"dy": DY[..., :1]},
            "dy: needs shape (2, 6, 3, 3); got (2, 6, 3, 1)",
        ),
        (conv2d_backward, {"stride": 2}, "dy: needs shape (2, 6, 2, 2); got (2, 6, 3, 3)"),
        (conv2d_backward, {"dy": DY[0]}, "dy: needs shape (2, 6, 3, 3); got (6, 3, 3)"),
        (conv2d_backward, {"dy": None}, "dy: needs an array of numbers; got None"),
        (conv2d_backward, {"dy": DY * 1j}, "dy: needs real numbers; got dtype complex128"),
        (conv_transpose2d, {"x": DY[:, :5]}, "groups: needs to divide the 5 channels; got 2"),
        (
            conv_transpose2d,
            {"x": DY[:, :4]},
            "weight: needs shape (4, 2, 3, 3); got (6, 2, 3, 3)",
        ),
        (conv_transpose2d, {"bias": np.ones(6)}, "bias: needs shape (4,); got (6,)"),
        (
            conv_transpose2d,
            {"output_padding": 2, "stride": (2, 3)},
            "output_padding: needs less than the stride or the dilation; got 2",
        ),
        (
            conv_transpose2d,
            {"output_padding": -1},
            "output_padding: needs a whole number of at least 0, or one per axis (2 axes); got -1",
        ),
        (
            conv_transpose2d,
            {"padding": (0, 3)},
            "padding: needs to leave a cell on each axis, not (5, -1); got (0, 3)",
        ),
    ],
)
def test_each_layer_says_what_does_not_fit(function, changes, message):
    with pytest.raises((ValueError, TypeError)) as caught:
        function(**SOUND[function] | changes)
    assert str(caught.value) == message


@pytest.mark.parametrize("function", SOUND)
def test_what_the_refused_calls_began_with_is_taken(function):
    assert np.size(function(**SOUND[function])[0]) > 0
