import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
import scipy.signal
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convlib import (
    _windows,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    correlate,
    numerical_gradient,
)
from tests.convlib.cases import layer_by_loops, layers, quick, row

VECTORS = json.loads(
    (Path(__file__).parent / "vectors" / "torch_conv2d.json").read_text(encoding="utf-8")
)
BLOCKS = st.sampled_from([1, 300, 5000, _windows.BLOCK_BYTES])


def blocks_of(size):
    return patch.object(_windows, "BLOCK_BYTES", size)


def forward(layer):
    return conv2d(layer.x, layer.weight, layer.bias, **layer.options)


def backward(layer):
    return conv2d_backward(layer.dy, layer.x, layer.weight, **layer.options)


def in_type(layer, dtype):
    names = ("x", "weight", "bias", "dy")
    return replace(layer, **{name: getattr(layer, name).astype(dtype) for name in names})


X = [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]]
WEIGHT = [[[[1, 10]], [[0, 1]]], [[[-1, 0]], [[2, 0]]]]
DY = [[[[1], [2]], [[3], [0]]]]


def test_two_channels_under_two_kernels_by_hand():
    y = conv2d(X, WEIGHT, bias=[100, 0])
    assert y[0, 0].tolist() == [[100 + 1 + 20 + 6], [100 + 3 + 40 + 8]]
    assert y[0, 1].tolist() == [[-1 + 10], [-3 + 14]]


def test_the_three_gradients_of_that_layer_by_hand():
    dx, dweight, dbias = conv2d_backward(DY, X, WEIGHT)
    assert dx.tolist() == [[[[1 - 3, 10], [2, 20]], [[2 * 3, 1], [0, 2]]]]
    assert dweight[0].tolist() == [[[1 + 6, 2 + 8]], [[5 + 14, 6 + 16]]]
    assert dweight[1].tolist() == [[[3, 6]], [[15, 18]]]
    assert dbias.tolist() == [3, 3]


def test_the_kernels_of_a_group_see_the_channels_of_that_group_only():
    x, weight = [[[[1, 2]], [[3, 5]]]], [[[[1]]], [[[10]]], [[[100]]], [[[1000]]]]
    y = conv2d(x, weight, groups=2)
    assert y[0, :, 0].tolist() == [[1, 2], [10, 20], [300, 500], [3000, 5000]]
    dx, dweight, _ = conv2d_backward(np.ones((1, 4, 1, 2), int), x, weight, groups=2)
    assert dx[0, :, 0].tolist() == [[11, 11], [1100, 1100]]
    assert dweight.ravel().tolist() == [3, 3, 8, 8]


def test_dilation_spreads_the_kernel_and_its_gradient():
    x, weight = row(1, 2, 3, 4, 5), row(1, 10)
    assert conv2d(x, weight, dilation=(1, 3)).tolist() == row(41, 52)
    dx, dweight, _ = conv2d_backward(row(1, 2), x, weight, dilation=(1, 3))
    assert (dx.tolist(), dweight.tolist()) == (row(1, 2, 0, 10, 20), row(1 + 4, 4 + 10))


def test_each_side_has_a_padding_of_its_own():
    weight = [[[[1, 10], [100, 1000]]]]
    options = {"padding": ((0, 1), (2, 0))}
    assert conv2d(row(1, 2), weight, **options).tolist() == row(0, 10, 21)
    dx, dweight, _ = conv2d_backward(row(1, 2, 3), row(1, 2), weight, **options)
    assert dx.tolist() == row(2 * 10 + 3, 3 * 10)
    assert dweight.tolist() == [[[[3 * 1, 2 * 1 + 3 * 2], [0, 0]]]]

    beyond = {"padding": ((0, 0), (0, 2))}  # more than the kernel reaches
    dx, dweight, _ = conv2d_backward(row(1, 2, 3, 4), row(6, 7), row(10), **beyond)
    assert (dx.tolist(), dweight.tolist()) == (row(10, 20), row(1 * 6 + 2 * 7))


def test_cells_that_a_stride_leaves_unused_have_gradient_zero():
    x, weight = row(1, 2, 3, 4, 5, 6), row(1, 10)
    assert conv2d(x, weight, stride=(1, 3)).tolist() == row(21, 54)
    dx, dweight, _ = conv2d_backward(row(1, 2), x, weight, stride=(1, 3))
    assert (dx.tolist(), dweight.tolist()) == (row(1, 10, 0, 2, 20, 0), row(9, 12))
    no_number = conv2d_backward(row(np.nan, np.inf), x, weight, stride=(1, 3))[0]
    assert no_number[..., [2, 5]].tolist() == row(0.0, 0.0)


def test_a_transposed_convolution_stamps_the_kernel_once_for_each_cell_by_hand():
    x, w = row(1, 2), row(1, 10)
    assert conv_transpose2d(x, w).tolist() == row(1, 10 + 2, 20)
    assert conv_transpose2d(x, w, bias=[5]).tolist() == row(6, 17, 25)
    assert conv_transpose2d(x, w, padding=(0, 1)).tolist() == row(12)
    assert conv_transpose2d(x, w, padding=(0, (1, 0))).tolist() == row(12, 20)
    wider = conv_transpose2d(x, w, stride=(1, 2), output_padding=(0, 1))
    assert wider.tolist() == row(1, 10, 2, 20, 0)
    assert conv_transpose2d(x, w, dilation=(1, 3)).tolist() == row(1, 2, 0, 10, 20)


def test_the_kernels_of_a_transposed_convolution_are_sorted_by_its_input_channels():
    x, w = [[[[2]], [[3]]]], [[[[1]], [[10]]], [[[100]], [[1000]]]]
    assert conv_transpose2d(x, w).ravel().tolist() == [2 + 300, 20 + 3000]
    assert conv_transpose2d(x, w, groups=2).ravel().tolist() == [2, 20, 300, 3000]


@pytest.mark.parametrize("groups", [1, 2, 3])
def test_a_layer_and_its_gradients_are_what_pytorch_gives(groups):
    records = [record for record in VECTORS["layers"] if record["groups"] == groups]
    assert len(records) == 15
    for record in records:
        options = {name: record[name] for name in ("stride", "padding", "dilation", "groups")}
        x, weight, bias, dy = (np.array(record[n], float) for n in ("x", "weight", "bias", "dy"))
        gradients = conv2d_backward(dy, x, weight, **options)
        assert conv2d(x, weight, bias, **options).tolist() == record["y"], record
        for name, gradient in zip(("dx", "dweight", "dbias"), gradients, strict=True):
            assert gradient.tolist() == record[name], (name, record)


def test_a_transposed_layer_is_what_pytorch_gives():
    names = ("stride", "padding", "output_padding", "groups", "dilation")
    assert len(VECTORS["transposed"]) == 15
    for record in VECTORS["transposed"]:
        x, weight, bias = (np.array(record[name], float) for name in ("x", "weight", "bias"))
        in_order = [record[name] for name in names]
        assert conv_transpose2d(x, weight, bias, *in_order).tolist() == record["z"], record


@settings(quick, max_examples=400)
@given(layers(batches=(1, 2, 3, 9)), BLOCKS, st.sampled_from(["i8", "f8", "f4"]))
def test_a_layer_and_its_gradients_are_the_sums_over_the_taps(layer, block, dtype):
    found = in_type(layer, dtype)
    with blocks_of(block):
        results = forward(found), *backward(found)
    for result, expected in zip(results, layer_by_loops(layer), strict=True):
        assert result.dtype == dtype
        assert result.tolist() == expected.tolist()


@quick
@given(layers(), BLOCKS, st.data())
def test_a_transposed_layer_stamps_each_kernel_at_each_cell(layer, block, data):
    case, x, weight = layer.case, layer.dy, layer.weight
    rows = list(zip(case.strides, case.dilations, case.kernel, case.pairs, strict=True))
    extra = [data.draw(st.integers(0, max(s, d) - 1)) for s, d, _, _ in rows]
    sizes = [
        (n - 1) * s + d * (k - 1) + 1 - sum(pair) + e
        for n, e, (s, d, k, pair) in zip(x.shape[2:], extra, rows, strict=True)
    ]
    assume(min(sizes) >= 1)
    bias = np.arange(layer.x.shape[1])
    arguments = (x, weight, bias, case.stride, case.padding, extra, layer.groups, case.dilation)
    with blocks_of(block):
        z = conv_transpose2d(*arguments)
    expected = np.zeros((len(x), len(bias), *sizes), int)
    expected += bias[:, None, None]
    inputs = weight.shape[1]
    for o, c in product(range(len(weight)), range(inputs)):
        channel = o // (len(weight) // layer.groups) * inputs + c
        for cell, offset in product(np.ndindex(x.shape[2:]), np.ndindex(case.kernel)):
            at = tuple(
                i * s + m * d - pair[0]
                for i, m, (s, d, _, pair) in zip(cell, offset, rows, strict=True)
            )
            if all(0 <= i < n for i, n in zip(at, sizes, strict=True)):
                expected[:, channel, *at] += weight[o, c, *offset] * x[:, o, *cell]
    assert z.tolist() == expected.tolist()


@quick
@given(layers(batches=(1, 2, 9)), BLOCKS)
def test_a_transposed_convolution_is_the_gradient_of_the_input_by_another_name(layer, block):
    case = layer.case
    rows = zip(case.shape, case.kernel, case.strides, case.pairs, case.dilations, strict=True)
    unused = [(n + sum(pair) - d * (k - 1) - 1) % s for n, k, s, pair, d in rows]
    with blocks_of(block):
        z = conv_transpose2d(layer.dy, layer.weight, output_padding=unused, **layer.options)
    assert z.tolist() == backward(layer)[0].tolist()


@quick
@given(layers(most_kernel=2))
def test_finite_differences_in_every_entry_give_the_gradients(layer):
    """With steps of 1: a layer is a straight line in each argument, so nothing is rounded."""
    found = in_type(layer, float)
    for name, gradient in zip(("x", "weight", "bias"), backward(found), strict=True):

        def changed(value, name=name):
            return forward(replace(found, **{name: value}))

        expected = numerical_gradient(changed, getattr(found, name), found.dy, eps=1)
        assert gradient.tolist() == expected.tolist()


@quick
@given(layers())
def test_the_output_the_input_and_the_kernel_meet_the_gradients_in_one_number(layer):
    dx, dweight, dbias = backward(layer)
    y = conv2d(layer.x, layer.weight, **layer.options)
    met = (y * layer.dy).sum()
    assert met == (layer.x * dx).sum() == (layer.weight * dweight).sum()
    assert (forward(layer) * layer.dy).sum() - met == (layer.bias * dbias).sum()


@quick
@given(layers(), st.integers(-3, 3), st.integers(0, 2**32 - 1))
def test_a_layer_is_linear_in_the_input_and_in_the_kernels(layer, factor, seed):
    rng = np.random.default_rng(seed)
    x2, weight2 = (rng.integers(-9, 10, a.shape) for a in (layer.x, layer.weight))

    def run(x, weight):
        return conv2d(x, weight, **layer.options)

    y = run(layer.x, layer.weight)
    assert (run(factor * layer.x + x2, layer.weight) == factor * y + run(x2, layer.weight)).all()
    right = factor * y + run(layer.x, weight2)
    assert (run(layer.x, factor * layer.weight + weight2) == right).all()


@quick
@given(layers(batches=(3,)))
def test_the_pictures_of_a_batch_do_not_meet(layer):
    y, (dx, dweight, _) = forward(layer), backward(layer)
    alone = [replace(layer, x=layer.x[n, None], dy=layer.dy[n, None]) for n in range(3)]
    assert (np.concatenate([forward(one) for one in alone]) == y).all()
    assert (np.concatenate([backward(one)[0] for one in alone]) == dx).all()
    assert (sum(backward(one)[1] for one in alone) == dweight).all()


@quick
@given(layers())
def test_with_a_group_for_each_channel_each_is_correlated_alone(layer):
    channels = layer.x.shape[1]
    weight = np.resize(layer.weight, (channels, 1, *layer.case.kernel))
    y = conv2d(layer.x, weight, **layer.case.options, groups=channels)
    for n, c in np.ndindex(layer.x.shape[:2]):
        alone = correlate(layer.x[n, c], weight[c, 0], **layer.case.options)
        assert (y[n, c] == alone).all()


def test_kernels_of_one_cell_are_a_matrix_between_the_channels():
    rng = np.random.default_rng(1)
    x, weight = rng.integers(-9, 10, (2, 3, 4, 5)), rng.integers(-9, 10, (6, 3, 1, 1))
    dy = rng.integers(-9, 10, (2, 6, 4, 5))
    matrix, pixels, slope = weight[:, :, 0, 0], x.reshape(2, 3, 20), dy.reshape(2, 6, 20)
    assert (conv2d(x, weight).reshape(2, 6, 20) == matrix @ pixels).all()
    dx, dweight, _ = conv2d_backward(dy, x, weight)
    assert (dx.reshape(2, 3, 20) == matrix.T @ slope).all()
    assert (dweight[:, :, 0, 0] == (slope @ pixels.swapaxes(1, 2)).sum(axis=0)).all()


def spread(cells, steps):
    """Return `cells` with `step − 1` zeros between any two of its last axes."""
    sizes = [step * (n - 1) + 1 for n, step in zip(cells.shape[2:], steps, strict=True)]
    found = np.zeros((*cells.shape[:2], *sizes), cells.dtype)
    found[:, :, :: steps[0], :: steps[1]] = cells
    return found


@quick
@given(layers())
def test_scipy_agrees_on_the_way_there_and_on_the_way_back(layer):
    """With the kernel spread by its dilation, and the gradient of y by the stride."""
    case, (kernels, inputs) = layer.case, layer.weight.shape[:2]
    padded = np.pad(layer.x, [(0, 0), (0, 0), *case.pairs])
    weight, slope = spread(layer.weight, case.dilations), spread(layer.dy, case.strides)
    y, back = np.zeros_like(layer.dy), np.zeros_like(padded)
    for n, o, c in product(range(len(y)), range(kernels), range(inputs)):
        channel = o // (kernels // layer.groups) * inputs + c
        window = scipy.signal.correlate2d(padded[n, channel], weight[o, c], "valid")
        y[n, o] += window[:: case.strides[0], :: case.strides[1]]
        stamps = scipy.signal.convolve2d(slope[n, o], weight[o, c], "full")
        back[n, channel, : stamps.shape[0], : stamps.shape[1]] += stamps
    inside = tuple(slice(b, b + n) for (b, _), n in zip(case.pairs, case.shape, strict=True))
    assert (conv2d(layer.x, layer.weight, **layer.options) == y).all()
    assert (backward(layer)[0] == back[:, :, *inside]).all()


def test_a_large_picture_goes_through_in_many_blocks_and_gives_what_one_block_gives():
    rng = np.random.default_rng(2)
    x, weight = rng.integers(-9, 10, (10, 3, 61, 47)), rng.integers(-9, 10, (4, 3, 5, 3))
    options = {"stride": (2, 1), "padding": (2, 1)}

    def results():
        y = conv2d(x, weight, **options)
        dy = np.resize(np.arange(-9, 10), y.shape)
        transposed = conv_transpose2d(dy, weight, **options)
        return y, transposed, *conv2d_backward(dy, x, weight, **options)

    many = results()
    columns = weight[0].size * many[0][:, 0].size
    assert columns * x.itemsize > 8 * _windows.BLOCK_BYTES
    with blocks_of(2**40):
        whole = results()
    for in_many, in_one in zip(many, whole, strict=True):
        assert (in_many == in_one).all()
    assert (many[1] == many[2]).all()


SPECIAL = np.array([0.0, 1.0, -2.0, np.nan, np.inf, -np.inf])


@quick
@given(layers(), BLOCKS, st.integers(0, 2**32 - 1))
def test_nan_and_infinity_pass_as_numpys_products_and_sums_pass_them(layer, block, seed):
    """The padding multiplies as a zero does, so the loops run over an input padded by hand.

    On the way back flipped kernels may gather over zeros around `dy`, which makes more NaN where
    a weight is not finite, and never less.
    """
    rng = np.random.default_rng(seed)
    names = ("x", "weight", "bias", "dy")
    drawn = {name: rng.choice(SPECIAL, getattr(layer, name).shape) for name in names}
    chance = {name: rng.random(a.shape) < 0.1 for name, a in drawn.items()}
    special = {n: np.where(chance[n], a, getattr(layer, n)) for n, a in drawn.items()}
    found, case = replace(layer, **special), layer.case
    x = np.pad(found.x, [(0, 0), (0, 0), *case.pairs])
    bare = replace(case, shape=x.shape[2:], padding=0, pairs=((0, 0), (0, 0)))
    with np.errstate(invalid="ignore"):
        with blocks_of(block):
            results = forward(found), *backward(found)
        y, padded, *others = layer_by_loops(replace(found, x=x, case=bare))
    inside = [slice(b, b + n) for (b, _), n in zip(case.pairs, case.shape, strict=True)]
    dx, expected = results[1], padded[:, :, *inside]
    if not np.isfinite(found.weight).all():
        assert np.isnan(dx[np.isnan(expected)]).all()
        expected = np.where(np.isnan(dx), dx, expected)
    for result, right in zip(results, (y, expected, *others), strict=True):
        np.testing.assert_array_equal(result, right)
