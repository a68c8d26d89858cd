"""How far one cell sees."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import receptive_field

FIELD = "receptive-field"


def _stack(rng: np.random.Generator) -> Case:
    """Layers as (kernel, stride, dilation); the strides differ, and the last is not 1."""
    kernels, strides = rng.permutation([3, 4, 6]), rng.permutation([2, 3, 4])
    layers = zip(kernels, strides, rng.integers(1, 4, 3) + np.array([1, 0, 0]), strict=True)
    return ([tuple(int(n) for n in layer) for layer in layers],)


def _reach(layers: Any) -> int:
    return int(np.max(receptive_field([(k, s, 0, d) for k, s, d in layers])))


def _reach_by_own_stride(layers: Any) -> int:
    reach, step = 1, 1
    for k, s, d in layers:
        step *= s
        reach += d * (k - 1) * step
    return reach


RECEPTIVE_FIELD = Task(
    "receptive_field",
    "receptive_field(layers)",
    "how many input cells one cell after the last layer sees; a layer is (kernel, stride, "
    "dilation), the first layer comes first",
    _reach,
    (
        Mistake(
            "strides ignored",
            "After a layer of stride s, neighbours lie s input cells apart, so the next layer "
            "reaches s times as far: multiply by the strides before it.",
            FIELD,
            lambda layers: 1 + sum(d * (k - 1) for k, s, d in layers),
        ),
        Mistake(
            "its own stride counted",
            "A layer's own stride says how far apart its results lie, not how far one result "
            "sees. Multiply by the strides of the layers before it.",
            FIELD,
            _reach_by_own_stride,
        ),
        Mistake(
            "dilation ignored",
            "A dilated kernel spans d·(k − 1) + 1 cells, not k.",
            FIELD,
            lambda layers: _reach([(k, s, 1) for k, s, d in layers]),
        ),
        Mistake(
            "kernels added up",
            "Each layer adds what it reaches beyond one cell, k − 1. The cell itself counts once, "
            "at the start.",
            FIELD,
            lambda layers: _reach([(k + 1, s, d) for k, s, d in layers]) - 1,
        ),
        Mistake(
            "read from the last layer",
            "The strides that count for a layer are of the layers before it. Yours are those "
            "after it: walk through the list the other way.",
            FIELD,
            lambda layers: _reach(layers[::-1]),
        ),
    ),
    _stack,
    count=6,
    by_hand=True,
)

TASKS = (RECEPTIVE_FIELD,)
