"""The whole layer, as a framework has it: a batch, channels, kernels, bias, stride and padding."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import conv2d

Array = np.ndarray[Any, Any]
READ, FLIP, SIZE = "channels", "sliding-and-flipping", "output-size"


def _batch(rng: np.random.Generator) -> Case:
    """Two pictures of two channels, three kernels, and a stride that leaves columns over."""
    x = rng.integers(-5, 6, (2, 2, 7, 7)) + np.array([6, -4])[:, None, None]
    return x, rng.integers(-4, 5, (3, 2, 3, 2)), rng.integers(3, 9, 3) * (1, -5, 2), 2, 1


def _padded_before(x: Array, w: Array, b: Array, s: int, p: int) -> Array:
    """Padding only before each axis, none after it."""
    before = ((0, 0), (0, 0), (p, 0), (p, 0))
    return np.asarray(conv2d(np.pad(x, before), w, b, s))


CONV2D = Task(
    "conv2d",
    "conv2d(x, weight, bias, stride, padding)",
    "a layer on a batch, as convlib.conv2d does it: x is (N, C, H, W), weight (O, C, K_H, K_W), "
    "bias (O,), the result (N, O, H_out, W_out)",
    conv2d,
    (
        Mistake(
            "flipped the kernel",
            "A layer correlates: its kernels slide as they are, without a flip.",
            FLIP,
            lambda x, w, b, s, p: conv2d(x, w[..., ::-1, ::-1], b, s, p),
        ),
        Mistake(
            "channels averaged",
            "The products of all channels are added. You divided by the number of channels.",
            READ,
            lambda x, w, b, s, p: conv2d(x, w / w.shape[1], b, s, p),
        ),
        Mistake(
            "only the first channel",
            "A kernel has a slice for each channel, and all of them count.",
            READ,
            lambda x, w, b, s, p: conv2d(x[:, :1], w[:, :1], b, s, p),
        ),
        Mistake(
            "bias once per channel",
            "The bias is added once, after the channels are summed. Yours is in the sum as often "
            "as there are channels.",
            READ,
            lambda x, w, b, s, p: conv2d(x, w, w.shape[1] * b, s, p),
        ),
        Mistake(
            "bias forgotten",
            "The weighted sum is right; the bias of the kernel is still to be added.",
            READ,
            lambda x, w, b, s, p: conv2d(x, w, None, s, p),
        ),
        Mistake(
            "stride ignored",
            "Your kernel moves by one cell. It moves by the stride.",
            SIZE,
            lambda x, w, b, s, p: conv2d(x, w, b, 1, p),
        ),
        Mistake(
            "padding forgotten",
            "The kernel also slides over the padding: p rows and columns of zeros on every side.",
            SIZE,
            lambda x, w, b, s, p: conv2d(x, w, b, s),
        ),
        Mistake(
            "padding counted once",
            "Padding is given per side. You put it before each axis, and none after it.",
            SIZE,
            _padded_before,
        ),
        Mistake(
            "one picture",
            "The batch holds several pictures, and each goes through the layer. You returned one.",
            READ,
            lambda x, w, b, s, p: conv2d(x[:1], w, b, s, p),
        ),
    ),
    _batch,
)

TASKS = (CONV2D,)
