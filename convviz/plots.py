"""Plots that more than one page may want, drawn by matplotlib in the book's look."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from convlib import convolve
from convviz import look
from convviz.figures import COLUMN, Picture, use_style

Signal = np.ndarray[Any, Any]


def area_of_product(time: Signal, f: Signal, g: Signal, moments: Sequence[float]) -> Picture:
    """The convolution of two signals as an area: g mirrored, moved to each moment, times f.

    `time` are equally spaced moments from 0 on, `f` and `g` the signals at them; both are 0 before.
    """
    use_style()
    colour = look.colours()
    step = float(time[1] - time[0])
    result = convolve(f.astype(float), g.astype(float), padding=len(g) - 1)[: len(time)] * step
    figure = Figure(figsize=(COLUMN / 96, 400 / 96), layout="constrained")
    panels = figure.subplot_mosaic([[f"{t:g}" for t in moments], ["result"] * len(moments)])
    # Four hundred points draw a line as well as all samples do, and weigh less.
    thin = slice(None, None, max(1, len(time) // 400))
    around = np.linspace(-time[-1] / 2, time[-1] * 0.75, 400)
    played = np.interp(around, time, f, left=0)
    for t in moments:
        axes = panels[f"{t:g}"]
        mirrored = np.where(around <= t, np.interp(t - around, time, g), 0)
        both = played * mirrored
        area = axes.fill_between(around, both, where=both > 0, linewidth=0, hatch="////")
        area.set(facecolor=colour["output-tint"], edgecolor=colour["output"])
        axes.plot(around, played, color=colour["input"], label="f(τ)")
        axes.plot(around, mirrored, color=colour["kernel"], linestyle="--", label="g(t − τ)")
        axes.set_title(f"t = {t:g}")
        axes.set(xlabel="τ", yticks=[0, 1], ylim=(-0.05, 1.6 * max(f.max(), g.max())))
    panels[f"{moments[0]:g}"].legend(loc="upper left", ncols=2, borderpad=0, columnspacing=1)
    axes = panels["result"]
    axes.plot(time[thin], result[thin], color=colour["output"])
    values = [float(np.interp(t, time, result)) for t in moments]
    axes.plot(moments, values, "o", color=colour["output"])
    for t, value in zip(moments, values, strict=True):
        rising = np.interp(t + step, time, result) > value
        offset = (8, -10) if rising else (6, 6)
        axes.annotate(f"{value:.2f}", (t, value), offset, textcoords="offset points")
    axes.set_title("(f ∗ g)(t), the shaded area")
    axes.set(xlabel="t", ylim=(0, max(result) * 1.3), xlim=(0, time[-1]))
    areas = ", ".join(f"{v:.2f} at t = {t:g}" for t, v in zip(moments, values, strict=True))
    return Picture(
        figure,
        "Above, g is mirrored and moved to the moment t, and its product with f is shaded. "
        f"Below, the shaded area as a function of t: {areas}.",
    )
