"""The same taps as a sparse matrix, and as columns (im2col).

An array of four axes is a layer's, as in `conv2d`; any other number of axes is a plain signal. A
wrong value or shape and a kernel that does not fit raise `ValueError`, a wrong type `TypeError`.
"""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import block_array, csr_array, eye_array, kron

from convlib import _check
from convlib._axis import Axes, by_kernel_cell, fitting_axes
from convlib._check import Array, Ints, Padding
from convlib.taps import taps


def conv_matrix(weight: ArrayLike, input_shape: Ints, stride: Ints = 1, padding: Padding = 0,
                dilation: Ints = 1) -> csr_array:  # fmt: skip
    """Return the sparse matrix `C` with `C[o, i] = weight[k]` for each tap `(o, i, k)`.

    Rows are output cells, columns input cells, both in C order: `C @ x.ravel()` is
    `correlate(x, weight).ravel()`, and `C.T` leads back, `dx = Cᵀ dy`. A zero of the kernel is
    stored too. For a layer's `weight` (O, C, K_H, K_W) and an `input_shape` (C, H, W) or
    (N, C, H, W) it does what `conv2d` does. Source: arXiv 1603.07285, section 4.1.

    >>> conv_matrix([2, 3], 3).toarray().tolist()
    [[2, 3, 0], [0, 2, 3]]
    """
    kernel = _check.array("weight", weight)
    _check.require(kernel.dtype != object, "weight", "numbers, not objects", weight, TypeError)
    least = np.ones(1, np.float32 if kernel.dtype.kind == "f" else np.int8)
    kernel, _ = _check.one_type("weight", kernel, least)  # a product must not wrap in int8
    if kernel.ndim == 4:
        return _layer_matrix(kernel, input_shape, stride, padding, dilation)
    given = (input_shape, kernel.shape, stride, padding, dilation)
    axes = fitting_axes(("input_shape", "weight"), *given)
    outputs, inputs = [a.output for a in axes], [a.n for a in axes]
    out, inp, ker = (tuple(cells.T) for cells in taps(*given))
    rows, columns = np.ravel_multi_index(out, outputs), np.ravel_multi_index(inp, inputs)
    return csr_array((kernel[ker], (rows, columns)), shape=(prod(outputs), prod(inputs)))


def _layer_matrix(kernel: Array, input_shape: Ints, *options: Any) -> csr_array:
    count = max(3, _check.axes_of("input_shape", input_shape))
    *samples, channels, h, w = _check.per_axis("input_shape", input_shape, count)
    needs = f"(C, H, W) or (N, C, H, W) with C = {kernel.shape[1]}, as weight has"
    _check.require(count < 5 and channels == kernel.shape[1], "input_shape", needs, input_shape)
    one = block_array([[conv_matrix(part, (h, w), *options) for part in row] for row in kernel])
    _check.few_enough("input_shape", prod(samples) * one.nnz)
    return kron(eye_array(prod(samples), dtype=one.dtype), one, format="csr")


def im2col(x: ArrayLike, kernel_size: Ints, stride: Ints = 1, padding: Padding = 0,
           dilation: Ints = 1) -> Array:  # fmt: skip
    """Return the windows of `x` as columns: `cols[k, o] = x[i]` for each tap, 0 in the padding.

    A plain signal gives (K, L) for K kernel and L output cells, both in C order, so that
    `w.ravel() @ cols` is the correlation. A layer's `x` (N, C, H, W) gives (N, C·K, L), the
    channel before the kernel cell. Source: PyTorch's `unfold`.

    >>> im2col([1, 2, 3], 2).tolist()
    [[1, 2], [2, 3]]
    """
    cells = _check.array("x", x)
    opened, flat, axes = _columns("x", cells.shape, kernel_size, stride, padding, dilation)
    cols = np.zeros(opened, cells.dtype)
    for m, out, inp in by_kernel_cell(axes):
        cols[m + out[1:]] = cells[inp]
    return cols.reshape(flat)


def col2im(cols: ArrayLike, input_shape: Ints, kernel_size: Ints, stride: Ints = 1,
           padding: Padding = 0, dilation: Ints = 1) -> Array:  # fmt: skip
    """Return `z` of `input_shape` with `z[i] += cols[k, o]` for each tap: `im2col` transposed.

    `cols` is shaped as `im2col` gives it. Only where no windows overlap does this undo `im2col`:
    elsewhere their entries add up. Source: PyTorch's `fold`.

    >>> col2im([[1, 2], [2, 3]], 3, 2).tolist()
    [1, 4, 3]
    """
    sizes = _check.per_axis("input_shape", input_shape, _check.axes_of("input_shape", input_shape))
    opened, flat, axes = _columns("input_shape", sizes, kernel_size, stride, padding, dilation)
    found = _check.of_shape("cols", _check.array("cols", cols), flat)
    found, _ = _check.one_type("cols", found, np.ones(prod(a.k for a in axes), np.int8))
    parts, z = found.reshape(opened), np.zeros(sizes, found.dtype)
    for m, out, inp in by_kernel_cell(axes):
        z[inp] += parts[m + out[1:]]
    return z


def _columns(name: str, sizes: tuple[int, ...], *options: Any) -> tuple[Any, Any, Axes]:
    """Return the shape of the columns, by axis and flat, and the axes."""
    lead = sizes[:2] if len(sizes) == 4 else ()
    axes = fitting_axes((name, "kernel_size"), sizes[len(lead) :], *options)
    opened = (*lead, *(a.k for a in axes), *(a.output for a in axes))
    _check.few_enough(name, prod(opened))
    rows, columns = prod(lead[1:]) * prod(a.k for a in axes), prod(a.output for a in axes)
    return opened, (*lead[:1], rows, columns), axes
