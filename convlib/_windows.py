"""The taps read many at a time: by kernel cell as slices, or all windows as one strided view.

The view is copied into columns block by block. In memory the batch stands last, so that what a
block copies comes in runs of `N` times a row.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from convlib._axis import Axis
from convlib._check import Array

BLOCK_BYTES = 2**19  # a block of columns and what is made of it stay in the second-level cache
SAMPLES = 8  # copied at once: more would be a power of two apart in memory and evict one another

Index = tuple[Any, ...]


def by_kernel_cell(axes: list[Axis]) -> Iterator[tuple[Index, Index, Index]]:
    """Yield `(m, out, inp)`: all taps of kernel cell `m`, cells `out` fed by cells `inp`."""
    cells = [[_slices(m, a) for m in range(a.k)] for a in axes]
    for along in product(*cells):
        m, out, inp = zip(*along, strict=True)
        yield (..., *m), (..., *out), (..., *inp)


def _slices(m: int, a: Axis) -> tuple[int, slice, slice]:
    start = m * a.d - a.before
    first = max(0, -(start // a.s))
    count = max(0, min(a.output, (a.n - 1 - start) // a.s + 1) - first)
    begin = start + first * a.s
    return m, slice(first, first + count), slice(begin, begin + count * a.s, a.s)


def batch_last(x: Array, axes: Sequence[Axis] = ()) -> Array:
    """Return `x` of shape (N, C, …) as a contiguous (C, …, N), zeros in the padding of `axes`."""
    moved = x.transpose(*range(1, x.ndim), 0)
    inner = any(a.before or a.after for a in axes)
    if not inner and moved.flags.c_contiguous:
        return moved
    sizes = (moved.shape[0], *(a.padded for a in axes), moved.shape[-1])
    padded = np.zeros(sizes, x.dtype) if inner else np.empty(moved.shape, x.dtype)
    inside = padded[unpadded(axes)]
    for first in range(0, x.shape[0], SAMPLES):
        few = (..., slice(first, first + SAMPLES))
        inside[few] = moved[few]
    return padded


def unpadded(axes: Sequence[Axis]) -> tuple[slice, ...]:
    """Return the index that cuts the padding off a (C, …, N)."""
    return (slice(None), *(slice(a.before, a.before + a.n) for a in axes))


def windows(padded: Array, axes: list[Axis]) -> Array:
    """Return the view (C, kernel cells, output cells, N) of a contiguous (C, …, N)."""
    channel, *steps, sample = padded.strides
    pairs = list(zip(axes, steps, strict=True))
    shape = (len(padded), *(a.k for a in axes), *(a.output for a in axes), padded.shape[-1])
    kernel, output = [a.d * step for a, step in pairs], [a.s * step for a, step in pairs]
    strides = (channel, *kernel, *output, sample)
    return np.ndarray(shape, padded.dtype, padded, strides=strides)


def blocks(view: Array) -> Iterator[tuple[Index, slice]]:
    """Cut the output cells of `windows` on two axes into blocks, and say which columns they are."""
    height, width, samples = view.shape[3:]
    position = view.nbytes // (height * width)
    across = -(-width // -(-width * position // BLOCK_BYTES))
    down = max(1, BLOCK_BYTES // (width * position))
    for top, left in product(range(0, height, down), range(0, width, across)):
        bottom, right = min(top + down, height), min(left + across, width)
        first, last = top * width + left, (bottom - 1) * width + right
        cells = (slice(top, bottom), slice(left, right))
        yield (..., *cells, slice(None)), slice(first * samples, last * samples)


def columns(view: Array, groups: int) -> Iterator[tuple[slice, Array]]:
    """Copy each block of `windows` into (groups, kernel cells, columns), one buffer for all."""
    buffer = np.empty(0, view.dtype)
    for cells, block in blocks(view):
        part = view[cells]
        if buffer.shape != part.shape:
            buffer = np.empty(part.shape, view.dtype)
        np.copyto(buffer, part)
        yield block, buffer.reshape(groups, -1, block.stop - block.start)
