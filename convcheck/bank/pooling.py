"""Pooling: the same windows, joined by maximum or mean, and the way back."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward, taps

Array = np.ndarray[Any, Any]
READ, BACK = "pooling", "shared-weights"


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


def _ties(rng: np.random.Generator) -> Case:
    """Few different numbers, so that windows hold their maximum several times."""
    x = rng.integers(0, 3, (6, 7))
    return rng.integers(1, 10, _max(x, 3, 2).shape), x, 3, 2


def _back(dy: Array, x: Array, k: int, s: int, ties: str = "first") -> Array:
    return np.asarray(max_pool2d_backward(dy[None, None], x[None, None], k, s, ties=ties)[0, 0])


def _spread(dy: Array, x: Array, k: int, s: int) -> Array:
    return np.asarray(avg_pool2d_backward(dy[None, None], x[None, None], k, s)[0, 0])


def _written_over(dy: Array, x: Array, k: int, s: int) -> Array:
    """The winner of each window is given its gradient with `=`."""
    dx = np.zeros(x.shape)
    for o, i in _winners(x, k, s):
        dx[i] = dy[o]
    return dx


def _winners(x: Array, k: int, s: int, last: bool = False) -> list[tuple[Any, Any]]:
    out, inp, _ = taps(x.shape, (k, k), s)
    found: dict[Any, Any] = {}
    for o, i in zip(map(tuple, out), map(tuple, inp), strict=True):
        if o not in found or x[i] > x[found[o]] or (last and x[i] == x[found[o]]):
            found[o] = i
    return list(found.items())


def _last(dy: Array, x: Array, k: int, s: int) -> Array:
    dx = np.zeros(x.shape)
    for o, i in _winners(x, k, s, last=True):
        dx[i] += dy[o]
    return dx


MAX_POOL_BACKWARD = Task(
    "max_pool_backward",
    "max_pool_backward(dy, x, k, s)",
    "dx through max pooling, when of equal cells the first of a window (row by row) wins",
    _back,
    (
        Mistake(
            "= for +=",
            "A cell can win several windows where they overlap, and their gradients add up: "
            "write += in place of =. With windows side by side the two are the same.",
            BACK,
            _written_over,
        ),
        Mistake(
            "sent to all ties",
            "Where a window holds its maximum several times, only the first of them is to get "
            "the gradient. You gave it to each, so it counts more than once.",
            BACK,
            lambda dy, x, k, s: _back(dy, x, k, s, "all"),
        ),
        Mistake(
            "shared among ties",
            "Where a window holds its maximum several times, only the first of them is to get "
            "the gradient. You gave each an equal share: a sound rule, but not the one asked for.",
            BACK,
            lambda dy, x, k, s: _back(dy, x, k, s, "split"),
        ),
        Mistake(
            "the last winner",
            "Of equal cells the first of the window wins; you gave it to the last. Compare with "
            "> in place of >=.",
            BACK,
            _last,
        ),
        Mistake(
            "spread over the window",
            "Only the winner was used, so only it gets the gradient. You spread it as average "
            "pooling does.",
            BACK,
            _spread,
        ),
    ),
    _ties,
)


def _spread_over(dy: Array, x: Array, k: int, s: int) -> Array:
    dx = np.zeros(x.shape)
    for o, i in zip(*taps(x.shape, (k, k), s)[:2], strict=True):
        dx[tuple(i)] = dy[tuple(o)] / (k * k)
    return dx


MEAN_POOL_BACKWARD = Task(
    "average_pool_backward",
    "average_pool_backward(dy, x, k, s)",
    "dx through average pooling",
    _spread,
    (
        Mistake(
            "= for +=",
            "Where windows overlap a cell belongs to several, and their gradients add up: write "
            "+= in place of =.",
            BACK,
            _spread_over,
        ),
        Mistake(
            "not divided",
            "A cell counts 1/(k·k) in its mean, so that is the part of dy that it gets.",
            BACK,
            lambda dy, x, k, s: _spread(dy, x, k, s) * k * k,
        ),
        Mistake(
            "sent to the maximum",
            "That is the way back through max pooling. In a mean every cell counts.",
            BACK,
            _back,
        ),
        Mistake(
            "divided by k",
            "A window has k·k cells, not k.",
            BACK,
            lambda dy, x, k, s: _spread(dy, x, k, s) * k,
        ),
    ),
    _ties,
)

TASKS = (MAX_POOL, MEAN_POOL, MAX_POOL_BACKWARD, MEAN_POOL_BACKWARD)
