"""Plots of the way back: a layer both ways, a tap from its three ends, who hears from a window."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from convlib import taps
from convviz import look
from convviz.figures import COLUMN, PT, Picture, use_style

# The three ends of a tap: where it stands in the triangle, forward, and on the way back.
_ENDS: Final = {"x": (0, 0), "w": (1, 1), "y": (2, 0)}
_ROLES: Final = {"x": "input", "w": "kernel", "y": "output"}


def layer_both_ways() -> Picture:
    """One layer of a pipeline: x and y forward; dy, dx, dw and db on the way back."""
    axes = _sheet(172)
    _box(axes, (200, 100), (170, 116), ["convolution", "kernel w, bias"], "text", "soft")
    _box(axes, (510, 100), (150, 116), ["all layers", "that follow"], "text", "soft")
    for start, stop, letter, role in ((20, 112, "x", "input"), (288, 432, "y", "output")):
        _arrow(axes, (start, 128), (stop, 128), role)
        _words(axes, ((start + stop) / 2, 146), letter, role)
    _arrow(axes, (588, 128), (652, 128), "text")
    _words(axes, (684, 128), "loss L", "text")
    _arrow(axes, (644, 72), (588, 72), "gradient")
    _words(axes, (684, 72), "start", "gradient")
    _arrow(axes, (432, 72), (288, 72), "gradient")
    _words(axes, (360, 90), "dy", "gradient")
    _arrow(axes, (112, 72), (20, 72), "gradient")
    _words(axes, (66, 90), "dx", "gradient")
    _arrow(axes, (200, 40), (200, 14), "gradient")
    _words(axes, (322, 18), "dw, db: kept, to learn from", "gradient")
    return Picture(
        axes.figure,  # type: ignore[arg-type]
        "Forward, from left to right: the input x enters the convolution, its output y enters the "
        "layers that follow, and at the end stands the loss L. Back, from right to left: the "
        "convolution is handed dy, hands on dx to the left, and keeps dw and db.",
    )


def one_tap() -> Picture:
    """The tap (o, i, k) read three ways: two of its ends give, the third takes their product."""
    axes = _sheet(222)
    readings = (
        ("Forward", "y", "y[o] += w[k] · x[i]"),
        ("Back to the input", "x", "dx[i] += w[k] · dy[o]"),
        ("Back to the kernel", "w", "dw[k] += dy[o] · x[i]"),
    )
    for column, (title, takes, formula) in enumerate(readings):
        left = 12 + column * 240
        place = {e: (left + 28 + 82 * across, 82 + 72 * up) for e, (across, up) in _ENDS.items()}
        axes.text(left, 208, title, weight="bold", va="center")
        for end in _ENDS:
            if end != takes:
                _arrow(axes, place[end], place[takes], "quiet", 30)
        for end, at in place.items():
            back = takes != "y" and end in (takes, "y")
            role = "gradient" if back else _ROLES[end]
            index = {"x": "i", "w": "k", "y": "o"}[end]
            _box(axes, at, (56, 44), [f"{'d' * back}{end}[{index}]"], role, f"{role}-tint")
        axes.text(left, 24, formula, va="center", fontsize=look.SIZE["m"] * PT)
    return Picture(
        axes.figure,  # type: ignore[arg-type]
        "A tap drawn three times as a triangle of x[i], w[k] and y[o]. Forward, w[k] and x[i] give "
        "and y[o] takes their product. Back to the input, w[k] and dy[o] give and dx[i] takes. "
        "Back to the kernel, dy[o] and x[i] give and dw[k] takes.",
    )


def coverage(size: int, layers: Sequence[tuple[int, int, int]]) -> Picture:
    """How many windows cover each cell of a picture of `size` × `size`: who gets a gradient.

    `layers` holds three (kernel size, stride, dilation), without padding. 0 is left empty.
    """
    side, top = 26, 44
    axes = _sheet(top + size * side + 8)
    colour, said = look.colours(), []
    for column, (kernel, stride, dilation) in enumerate(layers):
        left = 4 + column * 242
        axes.text(
            left, size * side + 28, f"K = {kernel}, S = {stride}, D = {dilation}", weight="bold"
        )
        count = np.zeros((size, size), int)
        _, inp, _ = taps((size, size), (kernel, kernel), stride, dilation=dilation)
        np.add.at(count, tuple(inp.T), 1)
        for (r, c), n in np.ndenumerate(count):
            corner = (left + c * side, 6 + (size - 1 - r) * side)
            cell = Rectangle(corner, side - 2, side - 2, edgecolor=colour["line"], linewidth=0.75)
            cell.set_facecolor(colour["gradient-tint"] if n else "none")
            axes.add_patch(cell)
            if n:
                _words(
                    axes, (corner[0] + side / 2 - 1, corner[1] + side / 2 - 2), f"{n}", "gradient"
                )
        setting = f"kernel {kernel}, stride {stride}, dilation {dilation}"
        none = f"{(count == 0).sum()} of {count.size} by none"
        said.append(f"with {setting}, {none}, and no cell by more than {count.max()}")
    return Picture(
        axes.figure,  # type: ignore[arg-type]
        f"How many windows cover each cell of a picture of {size} by {size}: "
        + "; ".join(said)
        + ".",
    )


def _sheet(height: int) -> Axes:
    """Empty axes as wide as the page's text, measured in its pixels, from below."""
    use_style()
    figure = Figure(figsize=(COLUMN / 96, height / 96))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, COLUMN), ylim=(0, height))
    axes.set_axis_off()
    return axes


def _box(
    axes: Axes,
    middle: tuple[float, float],
    size: tuple[float, float],
    lines: list[str],
    ink: str,
    ground: str,
) -> None:
    colour, (x, y), (width, height) = look.colours(), middle, size
    corner = FancyBboxPatch((x - width / 2, y - height / 2), width, height)
    corner.set_boxstyle("round", pad=0, rounding_size=look.CELL["corner"])
    edge = colour["line"] if ground == "soft" else colour[ink]
    corner.set(facecolor=colour[ground], edgecolor=edge, linewidth=1)
    axes.add_patch(corner)
    for n, line in enumerate(lines):
        _words(axes, (x, y + 10 * (len(lines) - 1) - 20 * n), line, ink)


def _words(axes: Axes, middle: tuple[float, float], words: str, role: str) -> None:
    axes.text(*middle, words, color=look.colours()[role], ha="center", va="center")


def _arrow(
    axes: Axes, start: tuple[float, float], stop: tuple[float, float], role: str, shrink: float = 0
) -> None:
    style = {"arrowstyle": "->", "color": look.colours()[role], "linewidth": 1.5}
    style |= {"shrinkA": shrink * PT, "shrinkB": shrink * PT, "mutation_scale": 12}
    axes.annotate("", stop, start, arrowprops=style)
