"""The definition: a convolution is a list of taps, and every other module reads that list.

A wrong value and a kernel that does not fit raise `ValueError`, a wrong type `TypeError`. Source:
arXiv 1603.07285, section 2, written out cell by cell.
"""

from math import prod

import numpy as np
from numpy.typing import NDArray

from convlib._axis import fitting_axes
from convlib._check import Ints, Padding, few_enough, flag

Cells = NDArray[np.intp]


def taps(input_shape: Ints, kernel_shape: Ints, stride: Ints = 1, padding: Padding = 0,
         dilation: Ints = 1, flip: bool = False) -> tuple[Cells, Cells, Cells]:  # fmt: skip
    """Return `(out, inp, ker)`: cell `out[t]` is fed by `inp[t]` through kernel cell `ker[t]`.

    Three integer arrays of shape (T, axes), one row a tap. On each axis the window of output cell
    `o` has the offsets `m = 0, …, K − 1` and reads `i = o·S + m·D − P_before`; where `i` lies
    outside the input, in the padding, the tap is left out. Offset `m` carries kernel cell `m`:
    cross-correlation. With `flip` it carries `K − 1 − m` on every axis: convolution. Output cells
    come in C order (last axis fastest), and so do the offsets of each. An int is a shape too.

    >>> [cells.ravel().tolist() for cells in taps(3, 2)]
    [[0, 0, 1, 1], [0, 1, 1, 2], [0, 1, 0, 1]]
    >>> taps(3, 2, flip=True)[2].ravel().tolist()
    [1, 0, 1, 0]
    """
    names = ("input_shape", "kernel_shape")
    axes = fitting_axes(names, input_shape, kernel_shape, stride, padding, dilation)
    n, k, s, d, before = np.array([(a.n, a.k, a.s, a.d, a.before) for a in axes]).T
    grid = [a.output for a in axes] + [a.k for a in axes]
    few_enough("input_shape", prod(grid) * len(grid))
    cells = np.indices(grid).reshape(len(grid), -1).T
    out, offset = cells[:, : len(axes)], cells[:, len(axes) :]
    inp = out * s + offset * d - before
    ker = k - 1 - offset if flag("flip", flip) else offset
    inside = ((inp >= 0) & (inp < n)).all(axis=1)
    return out[inside], inp[inside], ker[inside]
