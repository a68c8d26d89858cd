"""Sliding over a picture: correlation and convolution, and the flip on each axis."""

from typing import Any

import numpy as np

from convcheck.bank.sliding import FLIPPED, SHORT
from convcheck.task import Case, Mistake, Task
from convlib import convolve, correlate, flip

Array = np.ndarray[Any, Any]
READ, EDGES = "sliding-and-flipping", "edges"


def _picture(rng: np.random.Generator) -> Case:
    return rng.integers(-9, 10, (6, 7)), rng.integers(1, 4, (3, 2)) * ((1, -3), (11, 5), (-7, 17))


def _beyond(w: Array) -> tuple[tuple[int, int], ...]:
    """The padding with which kernel and picture overlap at one cell at least."""
    return tuple((k - 1, k - 1) for k in w.shape)


FULL = "full for valid"
_FULL_WHY = (
    "Your result holds every place where kernel and picture overlap at all. The question asks only "
    "for places where the whole kernel fits."
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
        FLIPPED,
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
        Mistake(FULL, _FULL_WHY, EDGES, lambda x, w: correlate(x, w, padding=_beyond(w))),
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
        Mistake(FULL, _FULL_WHY, EDGES, lambda x, w: convolve(x, w, padding=_beyond(w))),
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

TASKS = (CORRELATE_2D, CONVOLVE_2D)
