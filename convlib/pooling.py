"""Pooling: the windows of a convolution on each channel alone, joined by maximum or mean.

Layers are (N, C, H, W), `y` has the sizes of `output_size`, `stride=None` means the kernel size,
padding is at most half of the window. Means and gradients are float64 where whole numbers come,
else float32 stays and float16 adds in float16. Wrong values, shapes and windows that do not fit
raise `ValueError`, wrong types `TypeError`. Source: PyTorch's functions of these names.
"""

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib import _check
from convlib._axis import Axes, by_kernel_cell, fitting_axes
from convlib._check import Array, Ints, Padding, floating, real_array, refusal

Stride = Ints | None


def max_pool2d(x: ArrayLike, kernel_size: Ints, stride: Stride = None, padding: Padding = 0,
               dilation: Ints = 1) -> Array:  # fmt: skip
    """Return the largest cell of each window, `y[o] = max_m x[o·S + m·D − P]`, in the type of `x`.

    Padding never wins; a window of padding alone gives −∞ or the least whole number. NaN wins.

    >>> max_pool2d([[[[3, 1, 0], [3, 2, 1]]]], 2, stride=1).tolist()
    [[[[3, 2]]]]
    """
    return _maxima(*_open(x, kernel_size, stride, padding, dilation))


def avg_pool2d(x: ArrayLike, kernel_size: Ints, stride: Stride = None, padding: Padding = 0,
               count_include_pad: bool = True) -> Array:  # fmt: skip
    """Return the mean of each window, `y[o] = Σ_m x[o·S + m − P] / count`.

    `count` is of the window's cells, without `count_include_pad` only of those in `x`.

    >>> avg_pool2d([[[[3, 1, 0], [3, 2, 1]]]], 2, stride=1).tolist()
    [[[[2.25, 1.0]]]]
    """
    found, axes = _open(x, kernel_size, stride, padding)
    y = _join(np.add, floating(found), axes, 0)
    y /= _cells(axes, count_include_pad, y.dtype)
    return y


def max_pool2d_backward(dy: ArrayLike, x: ArrayLike, kernel_size: Ints, stride: Stride = None,
                        padding: Padding = 0, dilation: Ints = 1,
                        ties: str = "first") -> Array:  # fmt: skip
    """Return `dx[i] = Σ dy[o]` over the windows `o` that cell `i` wins, `dy` shaped like `y`.

    Of equal cells (NaN equals NaN) the `"first"` in C order wins; `"all"` gives each of them the
    whole gradient, `"split"` an equal share. Of several NaN PyTorch takes the last.

    >>> max_pool2d_backward([[[[1, 10]]]], [[[[3, 1, 0], [3, 2, 1]]]], 2, stride=1).tolist()
    [[[[1.0, 0.0, 0.0], [0.0, 10.0, 0.0]]]]
    """
    _check.choice("ties", ties, ("first", "all", "split"))
    found, axes = _open(x, kernel_size, stride, padding, dilation)
    slope, y = _upstream(dy, found, axes), _maxima(found, axes)
    if ties == "split":
        winners = np.zeros_like(slope)
        for out, _, hit in _hits(found, y, axes):
            winners[out] += hit
        slope = slope / np.maximum(winners, 1)
    dx, free = np.zeros_like(found, slope.dtype), np.ones_like(y, bool)
    finite = np.isfinite(slope).all()  # else the product, which is faster, makes NaN
    for out, inp, hit in _hits(found, y, axes):
        if ties == "first":
            hit &= free[out]
            free[out] ^= hit
        dx[inp] += hit * slope[out] if finite else np.where(hit, slope[out], 0)
    return dx


def avg_pool2d_backward(dy: ArrayLike, x: ArrayLike, kernel_size: Ints, stride: Stride = None,
                        padding: Padding = 0, count_include_pad: bool = True) -> Array:  # fmt: skip
    """Return `dx[i] = Σ dy[o] / count` over the windows `o` that hold cell `i`.

    >>> avg_pool2d_backward([[[[4, 8]]]], [[[[3, 1, 0], [3, 2, 1]]]], 2, stride=1).tolist()
    [[[[1.0, 3.0, 2.0], [1.0, 3.0, 2.0]]]]
    """
    found, axes = _open(x, kernel_size, stride, padding)
    slope = _upstream(dy, found, axes)
    slope = slope / _cells(axes, count_include_pad, slope.dtype)
    dx = np.zeros_like(found, slope.dtype)
    for _, out, inp in by_kernel_cell(axes):
        dx[inp] += slope[out]
    return dx


def _open(x: ArrayLike, kernel_size: Ints, stride: Stride, padding: Padding,
          dilation: Ints = 1) -> tuple[Array, Axes]:  # fmt: skip
    found, step = real_array("x", x, 4), kernel_size if stride is None else stride
    axes = fitting_axes(("x", "kernel_size"), found.shape[2:], kernel_size, step, padding, dilation)
    if any(max(a.before, a.after) > a.span // 2 for a in axes):
        raise refusal("padding", f"at most half of a window of {[a.span for a in axes]}", padding)
    return found, axes


def _upstream(dy: ArrayLike, x: Array, axes: Axes) -> Array:
    shape = (*x.shape[:2], *(a.output for a in axes))
    return floating(_check.of_shape("dy", real_array("dy", dy), shape), x)


def _join(combine: np.ufunc, x: Array, axes: Axes, nothing: float) -> Array:
    y = np.full_like(x, nothing, shape=(*x.shape[:2], *(a.output for a in axes)))
    for _, out, inp in by_kernel_cell(axes):
        combine(y[out], x[inp], out=y[out])
    return y


def _maxima(x: Array, axes: Axes) -> Array:
    least = -np.inf if x.dtype.kind == "f" else 0 if x.dtype.kind == "b" else np.iinfo(x.dtype).min
    return _join(np.maximum, x, axes, least)


def _hits(x: Array, y: Array, axes: Axes) -> Iterator[tuple[Any, Any, Array]]:
    """Yield for each kernel cell `(out, inp, hit)`: whether it holds the maximum of its window."""
    endless = not np.isfinite(y).all()
    for _, out, inp in by_kernel_cell(axes):
        hit = x[inp] == y[out]
        yield out, inp, hit | np.isnan(x[inp]) if endless else hit


def _cells(axes: Axes, count_include_pad: bool, dtype: np.dtype[Any]) -> Array:
    if _check.flag("count_include_pad", count_include_pad):
        return np.array(prod(a.k for a in axes), dtype)
    return _join(np.add, np.ones((1, 1, *(a.n for a in axes)), dtype), axes, 0)
