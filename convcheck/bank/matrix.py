"""The same taps as a matrix: rows are windows, or windows are columns."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import conv_matrix, flip, im2col

Array = np.ndarray[Any, Any]
READ, WINDOWS = "sparse-matrix", "im2col"


def _dense(w: Array, height: int, width: int) -> Array:
    return np.asarray(conv_matrix(w, (height, width)).toarray())


def _kernel(rng: np.random.Generator) -> Case:
    w = rng.permutation(np.arange(1, 10))[:6].reshape(2, 3)
    return w, int(rng.integers(3, 5)), int(rng.integers(5, 7))


def _one_long_row(w: Array, height: int, width: int) -> Array:
    """Row o + 1 is row o moved by one cell, also from one picture row to the next."""
    first = _dense(w, height, width)[0]
    rows = len(_dense(w, height, width))
    return np.array([np.roll(first, o) for o in range(rows)])


def _unshared(w: Array, height: int, width: int) -> Array:
    C = _dense(w, height, width)
    return np.where(C != 0, np.arange(1, C.size + 1).reshape(C.shape), 0)


MATRIX = Task(
    "conv_matrix",
    "conv_matrix(w, height, width)",
    "the matrix C with y = C x: a row for each output cell, a column for each cell of a "
    "height × width picture, both row by row; correlation, stride 1, no padding",
    _dense,
    (
        Mistake(
            "flipped the kernel",
            "Your matrix convolves: its rows hold the kernel from the other end. Here it "
            "correlates.",
            READ,
            lambda w, h, n: _dense(flip(w), h, n),
        ),
        Mistake(
            "transposed",
            "That is Cᵀ, which leads from the outputs back to the inputs.",
            READ,
            lambda *case: _dense(*case).T,
        ),
        Mistake(
            "windows over the edge",
            "You moved each row by one cell from the row before. At the end of a picture row the "
            "window jumps by its width: it may not hang over the edge.",
            READ,
            _one_long_row,
        ),
        Mistake(
            "weights not shared",
            "The places of your entries are right, but every row carries the same few weights.",
            READ,
            _unshared,
        ),
        Mistake(
            "one row per input",
            "A row stands for an output cell, so there are as many as windows that fit. Yours "
            "also has windows that hang over the border.",
            READ,
            lambda w, h, n: _padded(w, h, n),
        ),
    ),
    _kernel,
)


def _padded(w: Array, height: int, width: int) -> Array:
    return np.asarray(conv_matrix(w, (height, width), padding="same").toarray())


def _picture(rng: np.random.Generator) -> Case:
    return rng.integers(-99, 100, (4, 5)), (2, 3)


def _by_columns(x: Array, size: tuple[int, int]) -> Array:
    """The windows of the transposed picture, each read across first: the order of columns."""
    opened = im2col(x, size).reshape(*size, -1)
    return opened.transpose(1, 0, 2).reshape(-1, opened.shape[-1])


def _down_first(x: Array, size: tuple[int, int]) -> Array:
    rows, cols = (n - k + 1 for n, k in zip(x.shape, size, strict=True))
    order = np.arange(rows * cols).reshape(rows, cols).T.ravel()
    return im2col(x, size)[:, order]


def _tiles(x: Array, size: tuple[int, int]) -> Array:
    return im2col(x, size, stride=size)


IM2COL = Task(
    "im2col",
    "im2col(x, kernel_size)",
    "the windows of a picture as columns, so that w.ravel() @ cols is the correlation: one row for "
    "each kernel cell, one column for each output cell, both row by row",
    im2col,
    (
        Mistake(
            "windows as rows",
            "Your windows are rows. As columns, the kernel stands on the left: w.ravel() @ cols.",
            WINDOWS,
            lambda *case: im2col(*case).T,
        ),
        Mistake(
            "windows read downwards",
            "Within a window the cells go row by row, as w.ravel() does; yours go column by "
            "column.",
            WINDOWS,
            _by_columns,
        ),
        Mistake(
            "places in the wrong order",
            "The output goes row by row: first all places of the first row. Yours goes down first.",
            WINDOWS,
            _down_first,
        ),
        Mistake(
            "windows side by side",
            "Windows overlap: the next begins one cell on, not a whole window on.",
            WINDOWS,
            _tiles,
        ),
    ),
    _picture,
)


TASKS = (MATRIX, IM2COL)
