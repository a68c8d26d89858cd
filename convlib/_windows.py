"""One fast mechanism for a layer and its way back, on the windows of the input as columns.

Kernels times columns are the output `y`, columns times `dy` the gradient of the kernels, kernels
times `dy` the gradient of the columns, which adds back where each was read. Columns are made in
blocks, to spare memory, with the batch last, so that a block copies runs of `N` times a row.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import product

import numpy as np

from convlib._axis import Axes, Axis, Index
from convlib._check import Array

BLOCK_BYTES = 2**19  # a block of columns and what is made of it stay in the second-level cache
SAMPLES = 8  # copied at once: more would be a power of two apart in memory and evict one another

# Until one large block was freed, glibc hands back what is freed: the page faults cost the most.
np.empty(2**24, np.uint8)


def batch_last(x: Array, axes: Axes = ()) -> Array:
    """Return `x` of shape (N, C, …) as a contiguous (C, …, N), zeros in the padding of `axes`."""
    moved = x.transpose(*range(1, x.ndim), 0)
    inner = any(a.before or a.after for a in axes)
    if not inner and moved.flags.c_contiguous:
        return moved
    sizes = (moved.shape[0], *(a.padded for a in axes), moved.shape[-1])
    padded = np.zeros(sizes, x.dtype) if inner else np.empty(moved.shape, x.dtype)
    inside = padded[unpadded(axes)]
    for first in range(0, x.shape[0], SAMPLES):
        inside[..., first : first + SAMPLES] = moved[..., first : first + SAMPLES]
    return padded


def unpadded(axes: Axes) -> tuple[slice, ...]:
    """Return the index that cuts the padding off a (C, …, N)."""
    return (slice(None), *(slice(a.before, a.before + a.n) for a in axes))


def windows(padded: Array, axes: Axes) -> Array:
    """Return the view (C, kernel cells, output cells, N) of a contiguous (C, …, N)."""
    channel, *steps, sample = padded.strides
    pairs = list(zip(axes, steps, strict=True))
    shape = (len(padded), *(a.k for a in axes), *(a.output for a in axes), padded.shape[-1])
    kernel, output = [a.d * step for a, step in pairs], [a.s * step for a, step in pairs]
    return np.ndarray(shape, padded.dtype, padded, strides=(channel, *kernel, *output, sample))


def blocks(view: Array) -> Iterator[tuple[Index, slice]]:
    """Cut the output cells of `windows` on two axes into blocks, and say which columns they are."""
    height, width, samples = view.shape[3:]
    position = view.nbytes // (height * width)
    across = -(-width // -(-width * position // BLOCK_BYTES))
    down = max(1, BLOCK_BYTES // (width * position))
    for top, left in product(range(0, height, down), range(0, width, across)):
        bottom, right = min(top + down, height), min(left + across, width)
        first, last = top * width + left, (bottom - 1) * width + right
        yield np.s_[..., top:bottom, left:right, :], slice(first * samples, last * samples)


def columns(view: Array, groups: int) -> Iterator[tuple[slice, Array]]:
    """Copy each block of `windows` into (groups, kernel cells, columns), one buffer for all."""
    buffer = np.empty(0, view.dtype)
    for cells, block in blocks(view):
        part = view[cells]
        if buffer.shape != part.shape:
            buffer = np.empty(part.shape, view.dtype)
        np.copyto(buffer, part)
        yield block, buffer.reshape(groups, -1, block.stop - block.start)


def forward(x: Array, weight: Array, axes: Axes, groups: int) -> Array:
    view = windows(batch_last(x, axes), axes)
    y = np.empty((len(weight), *view.shape[3:]), x.dtype)
    flat, kernels = _by_group(y, groups), _by_group(weight, groups)
    for block, cols in columns(view, groups):
        np.matmul(kernels, cols, out=flat[..., block])
    return y.transpose(3, 0, 1, 2)


def weight_gradient(dy: Array, x: Array, axes: Axes, groups: int) -> Array:
    flat = _by_group(dy, groups)
    view = windows(batch_last(x, axes), axes)
    parts = (cols @ flat[..., block].swapaxes(1, 2) for block, cols in columns(view, groups))
    return reduce(np.add, parts).swapaxes(1, 2)


def input_gradient(dy: Array, weight: Array, axes: Axes, groups: int) -> Array:
    """Return dx: gathered from `dy` by flipped kernels where that moves less, else added back."""
    sizes = zip(axes, dy.shape[2:], strict=True)
    outer = tuple(Axis(n, a.k, 1, a.d, a.span - 1 - a.before, a.n + a.before - n) for a, n in sizes)
    fits = all(a.s == 1 for a in axes) and all(min(a.before, a.after) >= 0 for a in outer)
    channels, kernels = groups * weight.shape[1], len(weight)
    if fits and kernels <= channels:
        turned = weight.reshape(groups, -1, *weight.shape[1:]).swapaxes(1, 2)[..., ::-1, ::-1]
        return forward(dy, turned.reshape(channels, -1, *weight.shape[2:]), outer, groups)
    slope = batch_last(dy)
    padded = np.zeros((channels, *(a.padded for a in axes), len(dy)), dy.dtype)
    view = windows(padded, axes)[..., : dy.shape[2], : dy.shape[3], :]
    flat, transposed = _by_group(slope, groups), _by_group(weight, groups).swapaxes(1, 2)
    for cells, block in blocks(view):
        target = view[cells]
        cols = np.matmul(transposed, flat[..., block]).reshape(target.shape)
        for i, j in product(range(target.shape[1]), range(target.shape[2])):
            fed = target[:, i, j]
            fed += cols[:, i, j]
    return padded[unpadded(axes)].transpose(3, 0, 1, 2)


def _by_group(cells: Array, groups: int) -> Array:
    return cells.reshape(groups, len(cells) // groups, -1)
