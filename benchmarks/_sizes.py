"""The sizes of the measurements, and how each side times its calls at them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks._sides import microseconds, report

Array = np.ndarray[Any, Any]
Calls = dict[str, Callable[[], object]]

# N, C, H, W, kernels, kernel size, stride, padding
SIZES = {
    "S1": (1, 1, 5, 5, 1, 3, 1, 0),
    "S2": (1, 1, 28, 28, 8, 3, 1, 0),
    "S3": (64, 1, 8, 8, 16, 3, 1, 1),
    "S4a": (64, 1, 28, 28, 6, 5, 1, 0),
    "S4b": (64, 6, 14, 14, 16, 5, 1, 0),
    "S5": (1, 3, 512, 512, 3, 5, 1, 0),
    "S6": (32, 64, 32, 32, 64, 3, 1, 1),
}
POOL = (64, 8, 8, 8)


def arrays(name: str, dtype: str) -> tuple[Array, Array, Array, Array]:
    """x, weight, bias and dy of a size, C-contiguous as a reader would make them."""
    n, c, h, w, kernels, k, s, p = SIZES[name]
    rng = np.random.default_rng(0)
    height, width = ((cells + 2 * p - k) // s + 1 for cells in (h, w))
    shapes = (n, c, h, w), (kernels, c, k, k), (kernels,), (n, kernels, height, width)
    x, weight, bias, dy = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return x, weight, bias, dy


def pooled(dtype: str) -> Array:
    """The input of the pooling."""
    return np.random.default_rng(0).standard_normal(POOL).astype(dtype)


def time_calls(calls: Callable[[str, str], Calls], dtype: str, names: list[str]) -> None:
    """Report the time of every call that a side offers at each size."""
    times = {
        f"{name} {what}": microseconds(work)
        for name in names or list(SIZES)
        for what, work in calls(name, dtype).items()
    }
    report(times)
