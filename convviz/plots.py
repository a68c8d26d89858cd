"""Plots that more than one page may want, drawn by matplotlib in the book's look."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from convlib import convolve
from convviz import look
from convviz.figures import COLUMN, PT, Picture, use_style

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


def learned(
    filters: Signal, digit: Signal, maps: Signal, losses: Sequence[float], right: Sequence[float]
) -> Picture:
    """What a network has learned: its first filters, what each finds in a digit, and how it went.

    `filters` (K, 3, 3) share one scale, and so do their `maps` (K, 8, 8) of `digit` (8, 8). By
    epoch, `losses` and the share of held-out digits read `right`.
    """
    use_style()
    height, pitch = 410, (COLUMN - 2) / (len(filters) + 0.9)
    figure = Figure(figsize=(COLUMN / 96, height / 96))

    def cells(column: int, top: float, values: Signal, role: str, title: str) -> None:
        side = 0.9 * pitch
        corner = ((column * pitch + 1) / COLUMN, 1 - (top + side) / height)
        axes = figure.add_axes((*corner, side / COLUMN, side / height))
        axes.set_title(title, fontsize=look.SIZE["s"] * PT, color=look.colours()[role], pad=5)
        draw_cells(axes, values, role, side * PT)

    deepest, brightest = np.abs(filters).max(), maps.max() or 1  # a picture may light nothing
    cells(0, 124, digit, "input", "Input")
    for k, (weights, found) in enumerate(zip(filters, maps, strict=True)):
        cells(k + 1, 24, weights / deepest, "kernel", f"Filter {k}")
        cells(k + 1, 124, found / brightest, "output", f"Map {k}")
    words = (
        "+ adds, − subtracts. One scale for all filters, the deepest cell is "
        f"{deepest:.2f}; one for all maps, {brightest:.2f}."
    )
    small = look.SIZE["s"] * PT
    figure.text(pitch / COLUMN, 1 - 220 / height, words, fontsize=small)
    below = (50 / height, 0.41, 104 / height)
    loss, share = figure.add_axes((0.06, *below)), figure.add_axes((0.59, *below))
    _course(loss, "Mean loss", losses, "gradient", f"{losses[-1]:.2g}", 8)
    percent = [100 * part for part in right]
    _course(share, "Held-out digits read rightly, %", percent, "output", f"{percent[-1]:.1f}", -18)
    alt = (
        f"{len(filters)} filters of 3 by 3 weights, each over its map of a handwritten digit, "
        f"which stands on the left. Below, over {len(losses)} epochs, the mean loss falls from "
        f"{losses[0]:.2g} to {losses[-1]:.2g}, and the share of held-out digits read rightly goes "
        f"from {right[0]:.1%} to {right[-1]:.1%}."
    )
    return Picture(figure, alt)


def _course(
    axes: Axes, title: str, values: Sequence[float], role: str, last: str, above: float
) -> None:
    """One value an epoch as a line, the last one said."""
    colour, end = look.colours()[role], (len(values), values[-1])
    axes.plot(range(1, len(values) + 1), values, color=colour)
    axes.plot(*end, "o", color=colour)
    axes.annotate(last, end, (0, above), textcoords="offset points", ha="right")
    axes.set_title(title)
    axes.set(xlabel="epoch", xlim=(0, len(values) * 1.03))


def draw_cells(axes: Axes, values: Signal, role: str, side: float) -> None:
    """A grid of cells from −1 to 1, deeper farther from 0; in a small one each says its sign."""
    rows, columns = values.shape
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    colour = look.colours()
    axes.patch.set(edgecolor=colour["line"], linewidth=0.75)
    signed = rows == 3
    for sign, ink in ((1, colour[role]), (-1, colour["quiet"])):
        r, c = np.nonzero(sign * values > 0.02)
        # Under a sign a cell is never so deep that the sign could not be read.
        depths = np.abs(values[r, c]) * (0.6 if signed else 1)
        inks = [(ink, depth) for depth in depths.round(2)]
        axes.scatter(c, r, (side / rows * 0.94) ** 2, inks, marker="s", linewidths=0, clip_on=False)
    for r, c in np.ndindex(values.shape) if signed else ():
        axes.text(c, r, "−" if values[r, c] < 0 else "+", ha="center", va="center")
