"""What a convolution learns from: the gradients of its kernel and its bias."""

from collections.abc import Callable
from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import conv2d_backward, correlate, flip, output_size

Array = np.ndarray[Any, Any]
READ, STRIDES, SHARED = "backprop", "backprop-strides", "shared-weights"


def _one_place(dy: Array, x: Array, w: Array, padding: int) -> Array:
    wide = np.pad(x, padding)
    return np.asarray(dy[0, 0] * wide[: w.shape[0], : w.shape[1]])


def _padded(rng: np.random.Generator) -> Case:
    x, w = rng.integers(-9, 10, (5, 6)), rng.integers(-9, 10, (2, 3))
    return rng.integers(1, 10, output_size(x.shape, w.shape, padding=1)), x, w, 1


def _weight(dy: Array, x: Array, w: Array, padding: int) -> Array:
    dw = conv2d_backward(dy[None, None], x[None, None], w[None, None], padding=padding)[1]
    return np.asarray(dw[0, 0])


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
            "The windows begin in the padding: slide dy over the padded input. Yours begin at the "
            "first cell of x.",
            STRIDES,
            lambda dy, x, w, p: correlate(np.pad(x, (0, 2 * p)), dy),
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

TASKS = (KERNEL_GRADIENT, BIAS_GRADIENT)
