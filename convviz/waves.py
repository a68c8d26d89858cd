"""Plots for the chapter on waves: what a kernel does to each wave, and which way is faster."""

from collections.abc import Mapping, Sequence
from math import pi
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from convviz import look
from convviz.figures import COLUMN, Picture, use_style

_LINES: Final = (("input", "-"), ("kernel", "--"), ("output", "-."), ("gradient", ":"))
_FINEST: Final = 0.5  # turns in a cell: bright, dark, bright, dark


def gains(kernels: Mapping[str, ArrayLike]) -> Picture:
    """By which number each kernel multiplies a wave, from the slowest wave to the finest.

    A kernel has one axis, an odd number of cells, and reads the same backwards; else `ValueError`.

    >>> gains({"box": [1 / 3] * 3}).alt.rpartition(": ")[2]
    'box goes from 1 to −0.33.'
    """
    use_style()
    figure = Figure(figsize=(COLUMN / 96, 300 / 96), layout="constrained")
    axes, said = figure.subplots(), []
    turns = np.linspace(0, _FINEST, 201)
    axes.axhline(0, color=look.colours()["line"], linewidth=1)
    for (name, kernel), (role, line) in zip(kernels.items(), _LINES, strict=False):
        weights = np.asarray(kernel, float)
        if weights.ndim != 1 or len(weights) % 2 == 0 or not np.allclose(weights, weights[::-1]):
            need = f"kernels: {name!r} needs an odd number of weights that read alike backwards"
            raise ValueError(f"{need}; got {weights.tolist()}")
        places = np.arange(len(weights)) - len(weights) // 2
        factor = np.cos(2 * pi * np.outer(turns, places)) @ weights
        axes.plot(turns, factor, line, color=look.colours()[role], label=name)
        said.append(f"{name} goes from {_short(factor[0])} to {_short(factor[-1])}")
    axes.legend(loc="upper center", ncols=len(kernels), bbox_to_anchor=(0.5, 1.16))
    ticks = {0: "0\nflat", 1 / 16: "1/16", 1 / 8: "1/8", 1 / 4: "1/4", 1 / 3: "1/3",
             1 / 2: "1/2\nfinest"}  # fmt: skip
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set(xlim=(0, _FINEST), xlabel="turns of the wave in one cell")
    axes.set_ylabel("multiplied by")
    return Picture(
        figure,
        "The number by which a kernel multiplies a wave, from a flat row on the left to the finest "
        f"wave, of two cells, on the right: {'; '.join(said)}.",
    )


def race(sizes: Sequence[int], seconds: Mapping[str, Sequence[float]], what: str) -> Picture:
    """How long each way took at each of the sizes, both on scales where a step is a factor.

    `what` says what the sizes are.

    >>> race([4, 16], {"direct": [1e-3, 4e-3], "by waves": [2e-3, 2e-3]}, "cells of kernel").alt
    'Milliseconds at 4, 16 cells of kernel: direct 1, 4; by waves 2, 2.'
    """
    use_style()
    figure = Figure(figsize=(COLUMN / 96, 290 / 96), layout="constrained")
    axes = figure.subplots()
    for (name, times), (role, line) in zip(seconds.items(), _LINES, strict=False):
        axes.plot(sizes, np.multiply(times, 1000), f"{line}o", color=look.colours()[role],
                  label=name)  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel=what, ylabel="milliseconds")
    axes.set_xticks(list(sizes), [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    low, high = axes.get_ylim()
    shown = [ten for ten in 10.0 ** np.arange(-6, 7) if low <= ten <= high]
    axes.set_yticks(shown, [f"{ten:g}" for ten in shown])
    axes.legend(loc="upper left")
    said = [
        f"{name} {', '.join(_short(1000 * time) for time in times)}"
        for name, times in seconds.items()
    ]
    at = ", ".join(f"{size}" for size in sizes)
    return Picture(figure, f"Milliseconds at {at} {what}: {'; '.join(said)}.")


def _short(value: Any) -> str:
    """Two digits that count, without an exponent for large numbers."""
    plain = f"{value:.0f}" if abs(value) >= 10 else f"{float(value) + 0:.2g}"
    return plain.replace("-", "−")
