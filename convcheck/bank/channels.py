"""Many channels, many kernels: what is summed, and what is kept apart."""

from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import conv2d

Array = np.ndarray[Any, Any]
READ, GROUPED, FLIP = "channels", "grouped", "sliding-and-flipping"


def _layer(rng: np.random.Generator) -> Case:
    x = rng.integers(-5, 6, (3, 5, 6)) + np.array([7, 0, -4])[:, None, None]
    return x, rng.integers(-4, 5, (2, 3, 2, 3)), rng.integers(3, 9, 2) * (1, -5)


def _conv(x: Array, weight: Array, bias: Array | None) -> Array:
    return np.asarray(conv2d(x[None], weight, bias)[0])


CONV_LAYER = Task(
    "conv_layer",
    "conv_layer(x, weight, bias)",
    "a layer: x is (C, H, W), weight (O, C, K_H, K_W), bias (O,), the result (O, H_out, W_out), "
    "stride 1, no padding",
    _conv,
    (
        Mistake(
            "channels averaged",
            "The products of all channels are added. You divided by the number of channels.",
            READ,
            lambda x, w, b: _conv(x, w, None) / len(x) + b[:, None, None],
        ),
        Mistake(
            "only the first channel",
            "A kernel has a slice for each channel, and all of them count.",
            READ,
            lambda x, w, b: _conv(x[:1], w[:, :1], b),
        ),
        Mistake(
            "bias once per channel",
            "The bias is added once, after the channels are summed. Yours is in the sum as often "
            "as there are channels.",
            READ,
            lambda x, w, b: _conv(x, w, len(x) * b),
        ),
        Mistake(
            "bias forgotten",
            "The weighted sum is right; the bias of the kernel is still to be added.",
            READ,
            lambda x, w, b: _conv(x, w, None),
        ),
        Mistake(
            "one bias for all",
            "Each kernel has its own bias; you added the first one to every map.",
            READ,
            lambda x, w, b: _conv(x, w, np.full_like(b, b[0])),
        ),
        Mistake(
            "flipped the kernel",
            "A layer correlates: its kernels slide as they are, without a flip.",
            FLIP,
            lambda x, w, b: _conv(x, w[..., ::-1, ::-1], b),
        ),
        Mistake(
            "maps added up",
            "Each kernel gives a map of its own. You added the maps, so that one is left.",
            READ,
            lambda x, w, b: _conv(x, w, b).sum(axis=0, keepdims=True),
        ),
    ),
    _layer,
)


def _mixed(rng: np.random.Generator) -> Case:
    return rng.integers(-9, 10, (3, 4, 5)), rng.integers(-9, 10, (3, 3))


POINTWISE = Task(
    "pointwise",
    "pointwise(x, weight)",
    "a 1×1 convolution: x is (C, H, W), weight (O, C), the result (O, H, W)",
    lambda x, w: _conv(x, w[:, :, None, None], None),
    (
        Mistake(
            "weight transposed",
            "weight[o, c] is what channel c counts in map o. You read it the other way round.",
            GROUPED,
            lambda x, w: _conv(x, w.T[:, :, None, None], None),
        ),
        Mistake(
            "each channel by itself",
            "You scaled each channel by its own weight. A 1×1 convolution mixes: every map is a "
            "weighted sum of all channels.",
            GROUPED,
            lambda x, w: np.diag(w)[:, None, None] * x,
        ),
        Mistake(
            "channels averaged",
            "The weighted channels are added, not averaged.",
            GROUPED,
            lambda x, w: _conv(x, w[:, :, None, None], None) / len(x),
        ),
    ),
    _mixed,
)

TASKS = (CONV_LAYER, POINTWISE)
