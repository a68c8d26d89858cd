"""Sliding along one axis: correlation, and what is taken for it."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import convolve, correlate

Array = np.ndarray[Any, Any]
READ, FILTERS = "sliding-and-flipping", "kernels-as-filters"
SIZE, EDGES = "output-size", "edges"


def _line(rng: np.random.Generator) -> Case:
    """Numbers small enough to multiply by hand."""
    return rng.integers(-4, 10, 7), rng.choice((-3, -2, -1, 1, 2, 3, 4, 5), 3, replace=False)


def _wrapped(x: Array, w: Array) -> Array:
    turned = [np.roll(x, -k) for k in range(len(w))]
    return np.tensordot(w, np.array(turned), 1)


def _same(x: Array, w: Array) -> Array:
    return np.asarray(np.correlate(x, w, "same"))


def _full(x: Array, w: Array) -> Array:
    return np.asarray(np.correlate(x, w, "full"))


def _one_short(x: Array, w: Array) -> Array:
    return correlate(x, w)[tuple(slice(n - k) for n, k in zip(x.shape, w.shape, strict=True))]


FLIPPED = Mistake(
    "flipped the kernel",
    "Your numbers are those of the convolution: the kernel was turned round before it slid. The "
    "question asks for the cross-correlation, in which it lies as it is.",
    READ,
    convolve,
)

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
        FLIPPED,
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

TASKS = (CORRELATE,)
