"""Plots of im2col: a layer as one product of matrices, and how long several ways to it take."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from convviz import look
from convviz.figures import COLUMN, PT, Picture, use_style

_GAP: Final = 64  # between the matrices, in CSS pixels; the words of their rows stand there
_LOW: Final = 12  # a matrix is drawn at least as high
_BAR: Final = 40  # from one bar to the next


def layer_as_product(channels: int, cells: int, filters: int, outputs: int) -> Picture:
    """The outputs of a layer = its weights times the columns, drawn to scale.

    `cells` are those of one slice of a filter, `outputs` those of one map. One filter, one column
    and the cell that they make are filled in; rules part the channels.
    """
    use_style()
    inner, colour = channels * cells, look.colours()
    scale = (COLUMN - 2 * _GAP - 72) / (2 * outputs + inner)
    tall, low = inner * scale, max(filters * scale, _LOW)
    height, row, column = tall + 72, filters // 2, outputs // 3
    figure = Figure(figsize=(COLUMN / 96, height / 96))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, COLUMN), ylim=(height, 0))
    axes.set_axis_off()

    def matrix(left: float, high: float, rows: int, across: str, role: str, name: str) -> float:
        """The frame and words of one, `across` its columns; return where it begins from above."""
        wide, top = int(across.split()[-1]) * scale, 40 + (tall - high) / 2
        axes.add_patch(
            Rectangle((left, top), wide, high, fc=colour[f"{role}-tint"], ec=colour[role])
        )
        last = role == "input"  # its words reach to the left, so as not to leave the picture
        at, align = (left + wide, "right") if last else (left, "left")
        axes.text(at, top - 14, name, color=colour[role], weight="bold", va="center", ha=align)
        size = look.SIZE["s"] * PT
        small: dict[str, Any] = {"color": colour["quiet"], "fontsize": size, "va": "center"}
        axes.text(left + wide / 2, top + high + 14, across, ha="center", **small)
        axes.text(left - 6, top + high / 2, f"{rows}", ha="right", **small)
        return top

    def fill(left: float, top: float, wide: float, high: float, role: str) -> None:
        axes.add_patch(Rectangle((left, top), wide, high, fc=colour[role], lw=0))

    one = low / filters
    y = 36.0
    w, cols = y + outputs * scale + _GAP, y + outputs * scale + inner * scale + 2 * _GAP
    top = matrix(y, low, filters, f"{outputs}", "output", "y: map by map")
    fill(y + column * scale, top + row * one, scale, one, "output")
    axes.text(w - _GAP / 2 - 10, 40 + tall / 2, "=", ha="center", va="center")
    top = matrix(
        w, low, filters, f"{channels} · {cells} = {inner}", "kernel", "W: a filter is a row"
    )
    fill(w, top + row * one, inner * scale, one, "kernel")
    ticks = [w + c * cells * scale for c in range(1, channels)]
    axes.vlines(ticks, top, top + low, color=colour["kernel"], linewidth=0.75)
    axes.text(cols - _GAP / 2 - 10, 40 + tall / 2, "·", ha="center", va="center", weight="bold")
    top = matrix(cols, tall, inner, f"{outputs}", "input", "cols: a window is a column")
    fill(cols + column * scale, top, scale, tall, "input")
    levels = [top + c * cells * scale for c in range(1, channels)]
    axes.hlines(levels, cols, cols + outputs * scale, color=colour["input"], linewidth=0.75)
    alt = (
        f"Three matrices, drawn to scale. The outputs, {filters} by {outputs}, are the weights, "
        f"{filters} by {inner}, times the columns, {inner} by {outputs}. One row of the weights, a "
        "filter, and one column, a window, are filled in, and the one output that they make. The "
        f"{channels} channels lie side by side in the weights and one under the other in the "
        "columns."
    )
    return Picture(figure, alt)


def speeds(seconds: Mapping[str, float]) -> Picture:
    """How many times as fast as the first each way is: bars on a scale of tens.

    `seconds` are the times by name, the slowest first. None, or a time that is not above 0, raises
    `ValueError`.
    """
    times = list(seconds.values())
    if not times or min(times) <= 0:
        raise ValueError(f"seconds: needs times above 0; got {dict(seconds)}")
    use_style()
    colour, ratios = look.colours(), [times[0] / t for t in times]
    height, most = len(times) * _BAR + 72, max(10, *ratios)
    figure = Figure(figsize=(COLUMN / 96, height / 96))
    axes = figure.add_axes((0.24, 52 / height, 0.66, len(times) * _BAR / height))
    axes.set(xscale="log", ylim=(len(times) - 0.5, -0.5))
    tens = 10.0 ** np.arange(0, np.ceil(np.log10(most)) + 0.5)
    axes.set_xticks(tens, [f"{n:,.0f}" for n in tens])
    axes.minorticks_off()
    axes.vlines(tens, -0.5, len(times) - 0.5, color=colour["line"], linewidth=0.75, zorder=0)
    axes.set(xlabel="times as fast as the first; each rule is ten times the one before")
    axes.set_yticks(range(len(times)), list(seconds))
    axes.tick_params(length=0)
    axes.tick_params(axis="y", labelcolor=colour["text"], labelsize=look.SIZE["m"] * PT)
    axes.spines[:].set_visible(False)
    axes.set_xlim(0.85 * min(ratios), tens[-1] * 1.05)
    said = [f"{float(f'{ratio:.2g}'):,.0f}" if ratio >= 10 else f"{ratio:.2g}" for ratio in ratios]
    for at, (ratio, words) in enumerate(zip(ratios, said, strict=True)):
        axes.barh(at, ratio - 1, left=1, height=0.5, color=colour["output-tint"])
        axes.plot([1, ratio], [at, at], color=colour["output"], linewidth=2)
        axes.plot(ratio, at, "o", color=colour["output"])
        axes.annotate(words, (ratio, at), (8, 0), textcoords="offset points", va="center")
    alt = "Times as fast as the first: " + ", ".join(
        f"{name} {words}" for name, words in zip(seconds, said, strict=True)
    )
    return Picture(figure, f"{alt}.")
