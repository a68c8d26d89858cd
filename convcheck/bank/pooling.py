"""Pooling: the same windows, joined by maximum or mean."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import avg_pool2d, max_pool2d

Array = np.ndarray[Any, Any]
READ = "pooling"


def _max(x: Array, k: int, s: int) -> Array:
    return np.asarray(max_pool2d(x[None, None], k, s)[0, 0])


def _mean(x: Array, k: int, s: int) -> Array:
    return np.asarray(avg_pool2d(x[None, None], k, s)[0, 0])


def _picture(rng: np.random.Generator) -> Case:
    """Windows of 3 at stride 2 that overlap, in a picture that is mostly below zero."""
    return rng.integers(-20, 4, (7, 9)), 3, 2


_APART = "Your windows lie side by side, a kernel size apart. They move by the stride."

MAX_POOL = Task(
    "max_pool",
    "max_pool(x, k, s)",
    "the largest number of each window of k × k at stride s",
    _max,
    (
        Mistake(
            "maximum with 0",
            "0 plays no part: the largest number of a window below zero is below zero. You "
            "started from 0, or took max(0, x), which is ReLU.",
            READ,
            lambda x, k, s: np.maximum(_max(x, k, s), 0),
        ),
        Mistake(
            "mean for maximum",
            "That is average pooling. Max pooling keeps the largest number.",
            READ,
            _mean,
        ),
        Mistake("stride ignored", _APART, READ, lambda x, k, s: _max(x, k, k)),
        Mistake(
            "smallest number",
            "You kept the smallest number of each window.",
            READ,
            lambda x, k, s: -_max(-x, k, s),
        ),
        Mistake(
            "stride 1",
            "Your windows move by one cell. They move by the stride.",
            READ,
            lambda x, k, s: _max(x, k, 1),
        ),
    ),
    _picture,
)

MEAN_POOL = Task(
    "average_pool",
    "average_pool(x, k, s)",
    "the mean of each window of k × k at stride s",
    _mean,
    (
        Mistake(
            "sum for mean",
            "Divide the sum of a window by its k·k cells.",
            READ,
            lambda x, k, s: _mean(x, k, s) * k * k,
        ),
        Mistake(
            "divided by k",
            "A window has k·k cells, not k.",
            READ,
            lambda x, k, s: _mean(x, k, s) * k,
        ),
        Mistake(
            "maximum for mean",
            "That is max pooling. A mean adds all k·k cells of the window, then divides.",
            READ,
            _max,
        ),
        Mistake("stride ignored", _APART, READ, lambda x, k, s: _mean(x, k, k)),
        Mistake(
            "rounded",
            "A mean of whole numbers need not be whole: use / in place of //.",
            READ,
            lambda x, k, s: np.floor(_mean(x, k, s)),
        ),
    ),
    _picture,
)


TASKS = (MAX_POOL, MEAN_POOL)
