"""Kernels with a name, for `correlate`: each is used as it is printed, without a flip.

One that measures a slope answers positively where brightness rises along its axis, `_x` to the
right and `_y` downwards. Whole-number kernels are integer arrays. Wrong values raise `ValueError`,
wrong types `TypeError`. Source: Gonzalez and Woods, "Digital Image Processing", chapters 3 and 10.
"""

from functools import reduce
from math import comb, prod, ulp

import numpy as np

from convlib._check import MOST_AXES, Array, Ints, few_enough, per_axis, real, require, whole

_SLOPE = np.array([-1, 0, 1])
_BEND = np.array([1, -2, 1])


def identity(size: Ints, ndim: int = 2) -> Array:
    """Return the kernel that changes nothing: 1 in the middle, 0 elsewhere; `size` is odd.

    >>> identity(3, ndim=1)
    array([0, 1, 0])
    """
    shape = _shape(size, ndim)
    require(all(n % 2 for n in shape), "size", "odd numbers, so that there is a middle", size)
    return _outer(*(np.eye(1, n, n // 2, dtype=np.int64)[0] for n in shape))


def box(size: Ints, ndim: int = 2) -> Array:
    """Return the kernel that takes the mean: each of its cells weighs 1 over their number.

    >>> box(2).tolist()
    [[0.25, 0.25], [0.25, 0.25]]
    """
    return np.full(shape := _shape(size, ndim), 1 / prod(shape))


def gaussian(size: Ints = 3, sigma: float | None = None, ndim: int = 2) -> Array:
    """Return the kernel that smooths by a bell, the outer product of one bell per axis.

    Without `sigma` the bell is binomial, `C(K − 1, k) / 2^(K − 1)`; with it, `exp(−t² / 2σ²)` at
    `t` cells from the middle, divided by the sum.

    >>> (16 * gaussian(3)).tolist()
    [[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]
    """
    return _outer(*(_bell(cells, sigma) for cells in _shape(size, ndim)))


def sobel_x() -> Array:
    """Return the slope to the right, smoothed along the edge by 1, 2, 1 (Sobel).

    >>> sobel_x().tolist()
    [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    """
    return _outer(np.array([1, 2, 1]), _SLOPE)


def sobel_y() -> Array:
    """Return the slope downwards, smoothed along the edge by 1, 2, 1 (Sobel).

    >>> sobel_y().tolist()
    [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    """
    return _outer(_SLOPE, np.array([1, 2, 1]))


def laplacian() -> Array:
    """Return the sum of the second differences 1, −2, 1 along both axes: positive in a dark spot.

    >>> laplacian().tolist()
    [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    """
    middle = identity(3, ndim=1)
    return _outer(middle, _BEND) + _outer(_BEND, middle)


def sharpen(amount: float = 1) -> Array:
    """Return `identity − amount · laplacian`, which leaves a flat area as it is.

    >>> sharpen().tolist()
    [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    """
    most = 2**60  # so that the weight in the middle, 4 · amount + 1, fits into int64
    return identity(3) - real("amount", amount, "a number from 0 to 2**60", 0, most) * laplacian()


def emboss() -> Array:
    """Return the identity plus the slopes along both axes, smoothed by 1, 1, 1: a relief.

    >>> emboss().tolist()
    [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
    """
    return identity(3) + (slope := _outer(np.array([1, 1, 1]), _SLOPE)) + slope.T


def _shape(size: Ints, ndim: int) -> tuple[int, ...]:
    shape = per_axis("size", size, whole("ndim", ndim, 1, MOST_AXES))
    few_enough("size", prod(shape))
    return shape


def _bell(cells: int, sigma: float | None) -> Array:
    if sigma is None:
        return np.array([comb(cells - 1, k) / 2 ** (cells - 1) for k in range(cells)])
    sigma = real("sigma", sigma, "a finite number above 0, or None", low=ulp(0.0))
    t = np.arange(cells) - (cells - 1) / 2
    # Counted from the innermost cell, so that a narrow bell does not vanish as a whole.
    with np.errstate(over="ignore"):
        weights: Array = np.exp(-(t**2 - np.min(t**2)) / sigma / sigma / 2)
    return np.asarray(weights / weights.sum())


def _outer(*parts: Array) -> Array:
    return reduce(np.multiply.outer, parts)
