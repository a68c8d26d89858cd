"""Transposed convolution: how many cells it gives, and which numbers."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import conv_transpose2d, flip, output_size, taps, transposed_output_size

Array = np.ndarray[Any, Any]
STAMPS = "transposed-convolution"


def _length(rng: np.random.Generator) -> Case:
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
            "it asks for the shortest input from which a convolution gives n cells.",
            STAMPS,
            output_size,
        ),
        Mistake(
            "padding added",
            "The padding of the convolution is cut off on the way back: subtract 2p.",
            STAMPS,
            lambda n, k, s, p: (n - 1) * s + k + 2 * p,
        ),
        Mistake(
            "padding forgotten",
            "The padding of the convolution is cut off on the way back: subtract 2p.",
            STAMPS,
            lambda n, k, s, p: (n - 1) * s + k,
        ),
        Mistake(
            "wrote n·s for (n − 1)·s",
            "n copies of the kernel begin (n − 1) strides apart; the last one adds its k cells.",
            STAMPS,
            lambda n, k, s, p: n * s + k - 2 * p,
        ),
        Mistake(
            "multiplied by the stride",
            "n·s is right only where k − 2p equals s. In general it is (n − 1)·s + k − 2p.",
            STAMPS,
            lambda n, k, s, p: n * s,
        ),
    ),
    _length,
    count=6,
    by_hand=True,
)


def _picture(rng: np.random.Generator) -> Case:
    return rng.integers(1, 10, (3, 4)), rng.permutation(np.arange(1, 10)).reshape(3, 3), 2


def _stamped(x: Array, w: Array, stride: int) -> Array:
    return np.asarray(conv_transpose2d(x[None, None], w[None, None], stride=stride)[0, 0])


def _last_stamp(x: Array, w: Array, stride: int) -> Array:
    z = np.zeros_like(_stamped(x, w, stride))
    for o, i, k in zip(*taps(z.shape, w.shape, stride), strict=True):
        z[tuple(i)] = w[tuple(k)] * x[tuple(o)]
    return z


TRANSPOSED = Task(
    "transposed_convolution",
    "transposed_convolution(x, w, stride)",
    "Cᵀ x for the matrix C of a correlation with w at this stride: each cell of x stamps a copy "
    "of the kernel, `stride` cells apart",
    _stamped,
    (
        Mistake(
            "stamped the flipped kernel",
            "Each cell stamps the kernel as it lies. The flip belongs to the other way of "
            "computing it, where a cell gathers.",
            STAMPS,
            lambda x, w, s: _stamped(x, flip(w), s),
        ),
        Mistake(
            "= for +=",
            "Stamps overlap where the kernel is wider than the stride, and there they add up.",
            STAMPS,
            _last_stamp,
        ),
        Mistake(
            "stride ignored",
            "The stamps begin `stride` cells apart; yours begin one apart.",
            STAMPS,
            lambda x, w, s: _stamped(x, w, 1),
        ),
        Mistake(
            "cut to x·stride",
            "The last stamp reaches beyond the others: the result has (n − 1)·s + k cells.",
            STAMPS,
            lambda x, w, s: _stamped(x, w, s)[: s * x.shape[0], : s * x.shape[1]],
        ),
    ),
    _picture,
)

TASKS = (TRANSPOSED_SIZE, TRANSPOSED)
