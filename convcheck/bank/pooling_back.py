"""The way back through pooling: who gets the gradient of a window."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import avg_pool2d_backward, max_pool2d_backward, output_size, taps

Array = np.ndarray[Any, Any]
BACK = "shared-weights"


def _ties(rng: np.random.Generator) -> Case:
    """Few different numbers, so that windows hold their maximum several times."""
    x = rng.integers(0, 3, (6, 7))
    return rng.integers(1, 10, output_size(x.shape, 3, 2)), x, 3, 2


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

TASKS = (MAX_POOL_BACKWARD, MEAN_POOL_BACKWARD)
