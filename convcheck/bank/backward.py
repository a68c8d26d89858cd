"""The way back through one convolution: the gradient of the input."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import conv2d_backward, convolve, flip, output_size, taps

Array = np.ndarray[Any, Any]
READ, STRIDES = "backprop", "backprop-strides"


def _input(dy: Array, x: Array, w: Array, stride: int, padding: int) -> Array:
    dx = conv2d_backward(dy[None, None], x[None, None], w[None, None], stride, padding)[0]
    return np.asarray(dx[0, 0])


def _scattered(dy: Array, x: Array, w: Array, stride: int, padding: int) -> Array:
    """The gradient of the input with `=` where `+=` belongs."""
    dx = np.zeros(x.shape, np.result_type(dy, w))
    for o, i, k in zip(*taps(x.shape, w.shape, stride, padding), strict=True):
        dx[tuple(i)] = w[tuple(k)] * dy[tuple(o)]
    return dx


def _uncropped(dy: Array, x: Array, w: Array, stride: int, padding: int) -> Array:
    wide = np.zeros([n + 2 * padding for n in x.shape], int)
    return _input(dy, wide, w, stride, 0)


def _unspread(dy: Array, x: Array, w: Array, stride: int, padding: int) -> Array:
    """The full convolution of `dy` as it is, cut to the size of the input."""
    near = convolve(dy, w, padding=tuple((k - 1, k - 1) for k in w.shape))
    dx = np.zeros(x.shape, near.dtype)
    part = near[padding:, padding:][: x.shape[0], : x.shape[1]]
    dx[: part.shape[0], : part.shape[1]] = part
    return dx


def _strided(rng: np.random.Generator) -> Case:
    """Windows that overlap at stride 2, and padding."""
    x, signs = rng.integers(-9, 10, (6, 7)), np.outer((1, -2, 5), (1, 3, -1, 2))
    w = rng.integers(1, 9, signs.shape) * signs
    return rng.integers(1, 10, output_size(x.shape, w.shape, 2, 1)), x, w, 2, 1


INPUT_GRADIENT = Task(
    "input_gradient",
    "input_gradient(dy, x, w, stride, padding)",
    "dx, the gradient of the input of a correlation of one channel, when dy is that of its output",
    _input,
    (
        Mistake(
            "scattered the flipped kernel",
            "On the way back each dy stamps the kernel as it lies. The flip belongs to the other "
            "way of computing it, where a cell gathers from dy; here it was done twice over.",
            READ,
            lambda dy, x, w, s, p: _input(dy, x, flip(w), s, p),
        ),
        Mistake(
            "= for +=",
            "Windows overlap, so one input cell feeds several outputs, and their gradients add "
            "up. You kept only the last: write += in place of =.",
            READ,
            _scattered,
        ),
        Mistake(
            "padding not cut off",
            "Your result still has the padding around it. The gradient has the shape of x.",
            STRIDES,
            _uncropped,
        ),
        Mistake(
            "stride forgotten on the way back",
            "At stride s the windows begin s cells apart. Before the full convolution put s − 1 "
            "zeros between the entries of dy.",
            STRIDES,
            _unspread,
        ),
        Mistake(
            "padding forgotten",
            "Window o begins at cell o·s − p of the input. You left out the p, so that "
            "everything lies too far down and to the right.",
            STRIDES,
            lambda dy, x, w, s, p: _uncropped(dy, x, w, s, p)[: x.shape[0], : x.shape[1]],
        ),
    ),
    _strided,
)


TASKS = (INPUT_GRADIENT,)
