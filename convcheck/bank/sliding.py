"""Sliding and flipping: correlation, convolution, and what is taken for them."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import convolve, correlate, flip

Array = np.ndarray[Any, Any]
READ, FILTERS = "sliding-and-flipping", "kernels-as-filters"
SIZE, EDGES = "output-size", "edges"

FLIPPED = "flipped the kernel"
_FLIPPED_WHY = (
    "Your numbers are those of the convolution: the kernel was turned round before it slid. The "
    "question asks for the cross-correlation, in which it lies as it is."
)


def _line(rng: np.random.Generator) -> Case:
    """Numbers small enough to multiply by hand."""
    return rng.integers(-4, 10, 7), rng.choice((-3, -2, -1, 1, 2, 3, 4, 5), 3, replace=False)


def _picture(rng: np.random.Generator) -> Case:
    return rng.integers(-9, 10, (6, 7)), rng.integers(1, 4, (3, 2)) * ((1, -3), (11, 5), (-7, 17))


def _wrapped(x: Array, w: Array) -> Array:
    turned = [np.roll(x, -k) for k in range(len(w))]
    return np.tensordot(w, np.array(turned), 1)


def _same(x: Array, w: Array) -> Array:
    return np.asarray(np.correlate(x, w, "same"))


def _full(x: Array, w: Array) -> Array:
    return np.asarray(np.correlate(x, w, "full"))


def _one_short(x: Array, w: Array) -> Array:
    return correlate(x, w)[tuple(slice(n - k) for n, k in zip(x.shape, w.shape, strict=True))]


SHORT = Mistake(
    "one position too few",
    "The last place where the kernel fits is missing. From n cells a kernel of k cells has "
    "n − k + 1 places, not n − k: count them for n = k.",
    SIZE,
    _one_short,
)

CORRELATE = Task(
    "correlate1d",
    "correlate(x, w)",
    "the cross-correlation of two arrays of one axis, where the kernel fits: y[o] = Σ w[k]·x[o+k]",
    correlate,
    (
        Mistake(FLIPPED, _FLIPPED_WHY, READ, convolve),
        SHORT,
        Mistake(
            "same for valid",
            "Your result is as long as the input: at the ends the kernel hangs over, with zeros "
            "under it. The question asks only for places where the whole kernel fits.",
            EDGES,
            _same,
        ),
        Mistake(
            "full for valid",
            "Your result holds every place where kernel and input overlap at all, n + k − 1 of "
            "them. The question asks only for places where the whole kernel fits.",
            EDGES,
            _full,
        ),
        Mistake(
            "wrapped round",
            "At the end your kernel goes on with the first cells of the input, as if the row were "
            "a ring. It stops where it no longer fits.",
            EDGES,
            _wrapped,
        ),
        Mistake(
            "mean for sum",
            "You divided by the number of weights. A correlation adds its products; a mean is "
            "what comes out when the weights themselves are 1/k.",
            FILTERS,
            lambda x, w: correlate(x, w) / w.size,
        ),
    ),
    _line,
    by_hand=True,
)

_AXIS_WHY = (
    "The kernel was turned round along one axis only, {}. A correlation turns along none, a "
    "convolution along both."
)

ONE_AXIS = (
    Mistake(
        "flipped the rows only",
        _AXIS_WHY.format("up and down"),
        READ,
        lambda x, w: correlate(x, w[::-1]),
    ),
    Mistake(
        "flipped the columns only",
        _AXIS_WHY.format("left and right"),
        READ,
        lambda x, w: correlate(x, w[:, ::-1]),
    ),
)

CORRELATE_2D = Task(
    "correlate2d",
    "correlate2d(x, w)",
    "the cross-correlation of a picture with a kernel, where the kernel fits: "
    "y[r, c] = Σ w[i, j]·x[r+i, c+j]",
    correlate,
    (
        Mistake(FLIPPED, _FLIPPED_WHY, READ, convolve),
        *ONE_AXIS,
        SHORT,
        Mistake(
            "rows and columns swapped",
            "Your result is the right one, transposed: rows run down, columns run across, and the "
            "first index is the row.",
            READ,
            lambda x, w: correlate(x, w).T,
        ),
        Mistake(
            "padded with zeros",
            "Your result also holds places where the kernel hangs over the border, with zeros "
            "under it. The question asks only for places where the whole kernel fits.",
            EDGES,
            lambda x, w: correlate(x, w, padding="same"),
        ),
    ),
    _picture,
)

CONVOLVE_2D = Task(
    "convolve2d",
    "convolve2d(x, w)",
    "the convolution of a picture with a kernel, where the kernel fits: the kernel is flipped on "
    "both axes before it slides",
    convolve,
    (
        Mistake(
            "forgot the flip",
            "Your numbers are those of the cross-correlation. A convolution turns the kernel "
            "round on both axes first: w[::-1, ::-1].",
            READ,
            correlate,
        ),
        *ONE_AXIS,
        Mistake(
            "full for valid",
            "Your result holds every place where kernel and picture overlap at all. The question "
            "asks only for places where the whole kernel fits.",
            EDGES,
            lambda x, w: convolve(x, w, padding=tuple((k - 1, k - 1) for k in w.shape)),
        ),
        Mistake(
            "flipped the picture too",
            "Kernel and picture were both turned round, so the result comes out turned round as "
            "well. One of the two is flipped, not both.",
            READ,
            lambda x, w: correlate(flip(x), w),
        ),
    ),
    _picture,
)

TASKS = (CORRELATE, CORRELATE_2D, CONVOLVE_2D)
