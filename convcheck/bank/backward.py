"""The way back through one convolution: gradients of the input, the kernel and the bias."""

from collections.abc import Callable
from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import conv2d_backward, convolve, correlate, flip, output_size, taps

Array = np.ndarray[Any, Any]
READ, STRIDES, SHARED = "backprop", "backprop-strides", "shared-weights"


def _gradients(dy: Array, x: Array, w: Array, stride: int, padding: int) -> list[Array]:
    dy, x, w = (array[None, None] for array in (dy, x, w))
    return [part.squeeze() for part in conv2d_backward(dy, x, w, stride, padding)]


def _scattered(dy: Array, x: Array, w: Array, stride: int, padding: int) -> Array:
    """The gradient of the input with `=` where `+=` belongs."""
    dx = np.zeros(x.shape, np.result_type(dy, w))
    for o, i, k in zip(*taps(x.shape, w.shape, stride, padding), strict=True):
        dx[tuple(i)] = w[tuple(k)] * dy[tuple(o)]
    return dx


def _uncropped(dy: Array, x: Array, w: Array, stride: int, padding: int) -> Array:
    wide = np.zeros([n + 2 * padding for n in x.shape], int)
    return _gradients(dy, wide, w, stride, 0)[0]


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
    lambda *case: _gradients(*case)[0],
    (
        Mistake(
            "scattered the flipped kernel",
            "On the way back each dy stamps the kernel as it lies. The flip belongs to the other "
            "way of computing it, where a cell gathers from dy; here it was done twice over.",
            READ,
            lambda dy, x, w, s, p: _gradients(dy, x, flip(w), s, p)[0],
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


def _one_place(dy: Array, x: Array, w: Array, padding: int) -> Array:
    wide = np.pad(x, padding)
    return np.asarray(dy[0, 0] * wide[: w.shape[0], : w.shape[1]])


def _padded(rng: np.random.Generator) -> Case:
    x, w = rng.integers(-9, 10, (5, 6)), rng.integers(-9, 10, (2, 3))
    return rng.integers(1, 10, output_size(x.shape, w.shape, padding=1)), x, w, 1


def _weight(dy: Array, x: Array, w: Array, padding: int) -> Array:
    return _gradients(dy, x, w, 1, padding)[1]


KERNEL_GRADIENT = Task(
    "kernel_gradient",
    "kernel_gradient(dy, x, w, padding)",
    "dw, the gradient of the kernel of a correlation of one channel at stride 1",
    _weight,
    (
        Mistake(
            "flipped",
            "Your result is right but for its direction: dw[k] belongs to w[k], without a flip.",
            READ,
            lambda *case: flip(_weight(*case)),
        ),
        Mistake(
            "mean for sum",
            "A weight is used at every place, and the contributions add up. You divided by the "
            "number of places.",
            SHARED,
            lambda dy, x, w, p: _weight(dy, x, w, p) / dy.size,
        ),
        Mistake(
            "padding forgotten",
            "At the border the windows reach into the padding: slide dy over the padded input.",
            STRIDES,
            lambda dy, x, w, p: _cut(correlate(x, dy[: x.shape[0], : x.shape[1]]), w),
        ),
        Mistake(
            "weights not shared",
            "That is what one window contributes. The same weight is used by every window, and "
            "its gradient is the sum over all of them.",
            SHARED,
            _one_place,
        ),
        Mistake(
            "kernel in place of the input",
            "Since y = Σ w·x, the gradient of w carries the input: x·dy. You multiplied by the "
            "weights.",
            READ,
            lambda dy, x, w, p: w * dy.sum(),
        ),
    ),
    _padded,
)


def _cut(found: Array, w: Array) -> Array:
    out = np.zeros(w.shape, found.dtype)
    part = found[: w.shape[0], : w.shape[1]]
    out[: part.shape[0], : part.shape[1]] = part
    return out


def _upstream(rng: np.random.Generator) -> Case:
    return (rng.integers(-9, 10, (4, 3, 2, 5)),)


def _sum_over(*axes: int) -> Callable[[Array], Array]:
    return lambda dy: dy.sum(axis=axes)


BIAS_GRADIENT = Task(
    "bias_gradient",
    "bias_gradient(dy)",
    "db for one bias per kernel, when dy is (N, O, H, W)",
    _sum_over(0, 2, 3),
    (
        Mistake(
            "summed over the batch only",
            "The bias of a kernel is added at every position too: sum over positions as well.",
            READ,
            _sum_over(0),
        ),
        Mistake(
            "summed over positions only",
            "The bias is the same for every picture of the batch: sum over the batch as well.",
            READ,
            _sum_over(2, 3),
        ),
        Mistake(
            "summed over everything",
            "Each kernel has a bias of its own: keep the axis of the kernels.",
            READ,
            _sum_over(0, 1, 2, 3),
        ),
        Mistake(
            "mean for sum",
            "The bias is added at every place, and the gradients of all places add up.",
            READ,
            lambda dy: dy.mean(axis=(0, 2, 3)),
        ),
    ),
    _upstream,
)

TASKS = (INPUT_GRADIENT, KERNEL_GRADIENT, BIAS_GRADIENT)
