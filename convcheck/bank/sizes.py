"""Sizes: how many cells come out, and how far one of them sees."""

from math import ceil
from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import output_size, receptive_field, transposed_output_size

READ, FIELD, TRANSPOSED = "output-size", "receptive-field", "transposed-convolution"


def _setting(rng: np.random.Generator) -> Case:
    """A remainder, and a padding and a dilation that are large beside the stride."""
    k, s, p, d = (int(n) for n in rng.integers((3, 2, 3, 3), (6, 4, 10, 10)))
    over, stops = int(rng.integers(1, s)), int(rng.integers(6, 12))
    return (stops - 1) * s + over + d * (k - 1) + 1 - 2 * p, k, s, p, d


def _size(n: int, k: int, s: int, p: int, d: int) -> int:
    return output_size(n, k, s, p, d)


OUTPUT_SIZE = Task(
    "output_size",
    "output_size(n, k, s, p, d)",
    "how many cells come out: input n, kernel k, stride s, padding p per side, dilation d "
    "(1 means none)",
    _size,
    (
        Mistake(
            "forgot the + 1",
            "The division counts the steps of the kernel. The place where it starts is one more.",
            READ,
            lambda *a: _size(*a) - 1,
        ),
        Mistake(
            "padding counted once",
            "Padding is given per side: an axis grows by 2p, not by p.",
            READ,
            lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) // s + 1,
        ),
        Mistake(
            "padding forgotten",
            "The kernel also slides over the padding: the input is n + 2p cells long.",
            READ,
            lambda n, k, s, p, d: (n - d * (k - 1) - 1) // s + 1,
        ),
        Mistake(
            "rounded up",
            "A last step that does not fit whole is not made: round down.",
            READ,
            lambda n, k, s, p, d: ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1,
        ),
        Mistake(
            "not rounded",
            "Only whole steps are made: divide with // in place of /.",
            READ,
            lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) / s + 1,
        ),
        Mistake(
            "span d·k",
            "Dilation puts gaps between the k cells, and there are k − 1 gaps: the kernel spans "
            "d·(k − 1) + 1 cells.",
            READ,
            lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1,
        ),
        Mistake(
            "dilation ignored",
            "A dilated kernel reaches farther: it spans d·(k − 1) + 1 cells, not k.",
            READ,
            lambda n, k, s, p, d: (n + 2 * p - k) // s + 1,
        ),
        Mistake(
            "stride ignored",
            "The kernel moves s cells at a time: divide the room by the stride, then round down.",
            READ,
            lambda n, k, s, p, d: n + 2 * p - d * (k - 1),
        ),
    ),
    _setting,
    count=6,
    by_hand=True,
)


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


def _small(rng: np.random.Generator) -> Case:
    n, k, s, p = (int(n) for n in rng.integers((9, 3, 2, 1), (15, 6, 4, 3)))
    return n, k + s, s, p


TRANSPOSED_SIZE = Task(
    "transposed_size",
    "transposed_size(n, k, s, p)",
    "how many cells a transposed convolution of n cells gives: kernel k, stride s, padding p",
    transposed_output_size,
    (
        Mistake(
            "the forward formula",
            "That is how many cells a convolution gives. The transposed one goes the other way: "
            "it asks which input would have given n cells.",
            TRANSPOSED,
            output_size,
        ),
        Mistake(
            "padding added",
            "The padding of the convolution is cut off on the way back: subtract 2p.",
            TRANSPOSED,
            lambda n, k, s, p: (n - 1) * s + k + 2 * p,
        ),
        Mistake(
            "padding forgotten",
            "The padding of the convolution is cut off on the way back: subtract 2p.",
            TRANSPOSED,
            lambda n, k, s, p: (n - 1) * s + k,
        ),
        Mistake(
            "wrote n·s for (n − 1)·s",
            "n copies of the kernel begin (n − 1) strides apart; the last one adds its k cells.",
            TRANSPOSED,
            lambda n, k, s, p: n * s + k - 2 * p,
        ),
        Mistake(
            "multiplied by the stride",
            "n·s is right only where k − 2p equals s. In general it is (n − 1)·s + k − 2p.",
            TRANSPOSED,
            lambda n, k, s, p: n * s,
        ),
    ),
    _small,
    count=6,
    by_hand=True,
)

TASKS = (OUTPUT_SIZE, RECEPTIVE_FIELD, TRANSPOSED_SIZE)
