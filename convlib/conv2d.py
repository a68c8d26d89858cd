"""The convolution of a layer, many channels, many kernels, a batch; and its way back.

Whole numbers stay exact int64, float32 stays float32. Unlike in `correlate`, padding multiplies as
a zero does: an infinite weight over it makes a NaN. In memory the batch stands last, as the next
layer reads it fastest. A wrong value or shape and a kernel that does not fit raise `ValueError`, a
wrong type `TypeError`. Source: PyTorch's functions of these names, and its autograd.
"""

from math import prod
from typing import Any

from numpy.typing import ArrayLike

from convlib import _check
from convlib._axis import Axes, fitting_axes
from convlib._check import Array, Ints, Padding, of_shape, one_type, real_array
from convlib._windows import batch_last, forward, input_gradient, weight_gradient
from convlib.shapes import transposed_output_size


def conv2d(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None, stride: Ints = 1,
           padding: Padding = 0, dilation: Ints = 1, groups: int = 1) -> Array:  # fmt: skip
    """Return the layer `y[n, o] = bias[o] + Σ_c correlate(x[n, c], weight[o, c])`.

    `x` is (N, C, H, W), `weight` (O, C / groups, K_H, K_W), `bias` (O,), `y` (N, O, H_out, W_out)
    with the sizes that `output_size` gives. With `groups` the channels and the kernels are split
    into that many equal parts, and the kernels of a part see the channels of that part only.

    >>> conv2d([[[[0, 1, 2], [3, 4, 5], [6, 7, 8]]]], [[[[0, 1], [2, 3]]]], bias=[100]).tolist()
    [[[[119, 125], [137, 143]]]]
    """
    found, kernels, axes, count = _layer(x, weight, stride, padding, dilation, groups)
    found, kernels, *shift = one_type("x, weight", found, kernels, *_bias(bias, len(kernels)))
    return _shifted(forward(found, kernels, axes, count), shift)


def conv2d_backward(dy: ArrayLike, x: ArrayLike, weight: ArrayLike, stride: Ints = 1,
                    padding: Padding = 0, dilation: Ints = 1,
                    groups: int = 1) -> tuple[Array, Array, Array]:  # fmt: skip
    """Return `(dx, dweight, dbias)`, the gradients of a loss whose gradient of `y` is `dy`.

    Over the taps `(o, i, k)` and all kernels `dx[i] = Σ weight[k] · dy[o]`, over the taps and the
    batch `dweight[k] = Σ dy[o] · x[i]`; `dbias` is the sum of `dy` over positions and the batch.

    >>> [g.tolist() for g in conv2d_backward([[[[1, 10]]]], [[[[1, 2, 3]]]], [[[[4, 5]]]])]
    [[[[[4, 45, 50]]]], [[[[21, 32]]]], [11]]
    """
    return _gradients(True, dy, x, weight, stride, padding, dilation, groups)


def _gradients(with_dx: bool, dy: ArrayLike, x: ArrayLike, weight: ArrayLike, stride: Ints,
               padding: Padding, dilation: Ints, groups: int) -> tuple[Any, ...]:  # fmt: skip
    """Return what `conv2d_backward` does, with None for a `dx` that a first layer can spare."""
    found, kernels, axes, count = _layer(x, weight, stride, padding, dilation, groups)
    shape = (len(found), len(kernels), *(a.output for a in axes))
    slope = of_shape("dy", real_array("dy", dy), shape)
    found, _ = one_type("x, dy", found, slope)
    slope, kernels = one_type("dy, weight", slope, kernels)
    last = batch_last(slope)
    dx = input_gradient(last.transpose(3, 0, 1, 2), kernels, axes, count) if with_dx else None
    dweight = weight_gradient(last, found, axes, count).reshape(kernels.shape)
    return dx, dweight, last.reshape(len(kernels), -1).sum(axis=1)


def conv_transpose2d(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None,
                     stride: Ints = 1, padding: Padding = 0, output_padding: Ints = 0,
                     groups: int = 1, dilation: Ints = 1) -> Array:  # fmt: skip
    """Return the transposed convolution: `conv2d`'s gradient of the input, with `x` as `dy`.

    `z[n, :, i] = bias + Σ weight[k] · x[o]` over the taps of the `conv2d` that would lead from `z`
    back to `x`: each cell of `x` stamps a copy of the kernel. `x` is (N, C, H, W), `weight`
    (C, O / groups, K_H, K_W), `bias` (O,), `z` (N, O, …) with `transposed_output_size`.

    >>> conv_transpose2d([[[[1, 10]]]], [[[[4, 5]]]], stride=2).tolist()
    [[[[4, 5, 40, 50]]]]
    """
    found, kernels = real_array("x", x, 4), real_array("weight", weight, 4)
    channels, sizes = found.shape[1], kernels.shape[2:]
    count = _check.groups_of(groups, channels)
    of_shape("weight", kernels, (channels, *kernels.shape[1:]))
    options = (stride, padding, output_padding, dilation)
    whole = transposed_output_size(found.shape[2:], sizes, *options)
    outputs = count * kernels.shape[1]
    _check.few_enough("stride, padding", len(found) * outputs * prod(whole))
    axes = fitting_axes(("x", "weight"), whole, sizes, stride, padding, dilation)
    _check.few_enough("padding", len(found) * outputs * prod(a.padded for a in axes))
    found, kernels, *shift = one_type("x, weight", found, kernels, *_bias(bias, outputs))
    return _shifted(input_gradient(found, kernels, axes, count), shift)


def _layer(x: ArrayLike, weight: ArrayLike, stride: Ints, padding: Padding, dilation: Ints,
           groups: int) -> tuple[Array, Array, Axes, int]:  # fmt: skip
    found, kernels = real_array("x", x, 4), real_array("weight", weight, 4)
    channels, outputs, window = found.shape[1], len(kernels), kernels.shape[2:]
    count = _check.groups_of(groups, channels, outputs)
    if count * kernels.shape[1] != channels:
        needs = f"{count * kernels.shape[1]} channels, as weight has in {count} groups"
        raise _check.refusal("x", needs, found.shape)
    axes = fitting_axes(("x", "weight"), found.shape[2:], window, stride, padding, dilation)
    most = max(channels * prod(a.padded for a in axes), outputs * prod(a.output for a in axes))
    _check.few_enough("padding", len(found) * most)
    return found, kernels, axes, count


def _bias(bias: ArrayLike | None, outputs: int) -> list[Array]:
    return [] if bias is None else [of_shape("bias", real_array("bias", bias, 1), (outputs,))]


def _shifted(y: Array, bias: list[Array]) -> Array:
    for shift in bias:
        y += shift[:, None, None]
    return y
