"""Convolution in NumPy as it is usually written, for `python -m benchmarks._numpy STYLE DTYPE`."""

import collections
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from benchmarks._sizes import SIZES, Array, Calls, arrays, time_calls


def padded(x: Array, padding: int) -> Array:
    """`x` with a frame of zeros."""
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def fancy(name: str, dtype: str) -> Calls:
    """im2col by arrays of indices, its way back by `np.add.at`, as courses teach it."""
    x, weight, bias, dy = arrays(name, dtype)
    n, c, h, w, kernels, k, stride, padding = SIZES[name]
    height, width = dy.shape[2:]

    def indices() -> tuple[Array, Array, Array]:
        row = np.tile(np.repeat(np.arange(k), k), c)[:, None]
        column = np.tile(np.arange(k), k * c)[:, None]
        channel = np.repeat(np.arange(c), k * k)[:, None]
        down = stride * np.repeat(np.arange(height), width)
        right = stride * np.tile(np.arange(width), height)
        return channel, row + down, column + right

    def forward() -> tuple[Array, Array]:
        channel, row, column = indices()
        cols = padded(x, padding)[:, channel, row, column]
        cols = cols.transpose(1, 2, 0).reshape(c * k * k, -1)
        y = weight.reshape(kernels, -1) @ cols + bias[:, None]
        return y.reshape(kernels, height, width, n).transpose(3, 0, 1, 2), cols

    def both() -> object:
        y, cols = forward()
        slope = dy.transpose(1, 2, 3, 0).reshape(kernels, -1)
        dweight = (slope @ cols.T).reshape(weight.shape)
        dcols = (weight.reshape(kernels, -1).T @ slope).reshape(c * k * k, -1, n)
        dx = np.zeros((n, c, h + 2 * padding, w + 2 * padding), dtype)
        cells: Any = (slice(None), *indices())
        np.add.at(dx, cells, dcols.transpose(2, 0, 1))
        inside = slice(padding, padding + h), slice(padding, padding + w)
        return y, dx[:, :, *inside], dweight, dy.sum(axis=(0, 2, 3))

    return {"forward": forward, "both": both}


def windows(name: str, dtype: str, join: str) -> Calls:
    """`sliding_window_view`, joined by `tensordot` or `einsum`; dx by the flipped kernel."""
    x, weight, bias, dy = arrays(name, dtype)
    k, stride, padding = SIZES[name][-3:]

    def correlated(x: Array, weight: Array, padding: int) -> Array:
        view = sliding_window_view(padded(x, padding), (k, k), (2, 3))[:, :, ::stride, ::stride]
        if join == "einsum":
            y: Array = np.einsum("nchwij,ocij->nohw", view, weight, optimize=True)
        else:
            y = np.tensordot(view, weight, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
        return y

    def forward() -> Array:
        return correlated(x, weight, padding) + bias[:, None, None]

    def both() -> object:
        view = sliding_window_view(padded(x, padding), (k, k), (2, 3))
        if join == "einsum":
            dweight = np.einsum("nchwij,nohw->ocij", view, dy, optimize=True)
        else:
            dweight = np.tensordot(dy, view, ((0, 2, 3), (0, 2, 3)))
        turned = weight[:, :, ::-1, ::-1].swapaxes(0, 1)
        return forward(), correlated(dy, turned, k - 1 - padding), dweight, dy.sum(axis=(0, 2, 3))

    return {"forward": forward, "both": both}


def numpy_ml(name: str, dtype: str) -> Calls:
    """The layer of the package numpy-ml, with the channels last as it has them."""
    collections.Hashable = collections.abc.Hashable  # type: ignore[attr-defined]  # gone since 3.10
    from numpy_ml.neural_nets.layers import Conv2D

    x, weight, bias, dy = arrays(name, dtype)
    kernels, k, stride, padding = SIZES[name][-4:]
    layer = Conv2D(out_ch=kernels, kernel_shape=(k, k), pad=padding, stride=stride)
    last = [np.ascontiguousarray(part.transpose(0, 2, 3, 1)) for part in (x, dy)]
    layer.forward(last[0])
    layer.parameters = {"W": weight.transpose(2, 3, 1, 0), "b": bias.reshape(1, 1, 1, -1)}

    def both() -> object:
        layer.flush_gradients()
        return layer.forward(last[0]), layer.backward(last[1])

    return {"forward": lambda: layer.forward(last[0], retain_derived=False), "both": both}


STYLES: dict[str, Callable[[str, str], Calls]] = {
    "fancy": fancy,
    "tensordot": partial(windows, join="tensordot"),
    "einsum": partial(windows, join="einsum"),
    "numpy-ml": numpy_ml,
}

if __name__ == "__main__":
    time_calls(STYLES[sys.argv[1]], sys.argv[2], sys.argv[3:])
