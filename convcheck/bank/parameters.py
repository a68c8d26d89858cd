"""How many numbers a layer learns."""

import numpy as np

from convcheck.task import Case, Mistake, Task

READ = "channels"


def _counts(rng: np.random.Generator) -> Case:
    c, o, k = (int(n) for n in rng.integers((3, 7, 3), (6, 12, 6)))
    return c, o, k, int(rng.integers(20, 40)), int(rng.integers(41, 60))


PARAMETERS = Task(
    "count_parameters",
    "count_parameters(channels, kernels, k, height, width)",
    "how many numbers a layer learns: this many kernels of k × k over this many channels, a bias "
    "each, on pictures of height × width",
    lambda c, o, k, h, w: o * (c * k * k + 1),
    (
        Mistake(
            "counted at every position",
            "A kernel is the same wherever it lies: the size of the picture plays no part.",
            READ,
            lambda c, o, k, h, w: o * (c * k * k + 1) * (h - k + 1) * (w - k + 1),
        ),
        Mistake(
            "bias forgotten",
            "Each kernel has a bias too, one number more.",
            READ,
            lambda c, o, k, h, w: o * c * k * k,
        ),
        Mistake(
            "a bias for every pair",
            "A kernel has one bias, not one for each of its slices.",
            READ,
            lambda c, o, k, h, w: o * c * (k * k + 1),
        ),
        Mistake(
            "one bias in all",
            "Each kernel has a bias of its own.",
            READ,
            lambda c, o, k, h, w: o * c * k * k + 1,
        ),
        Mistake(
            "channels forgotten",
            "A kernel has a slice of k × k weights for each channel.",
            READ,
            lambda c, o, k, h, w: o * (k * k + 1),
        ),
        Mistake(
            "one kernel",
            "That is one kernel with its bias; the layer has several.",
            READ,
            lambda c, o, k, h, w: c * k * k + 1,
        ),
    ),
    _counts,
    by_hand=True,
)

TASKS = (PARAMETERS,)
