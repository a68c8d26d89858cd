"""A matrix seen from afar, between the pictures that it takes and makes."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from convviz import look
from convviz.figures import COLUMN, PT, Picture, use_style
from convviz.plots import Signal, draw_cells


def spy(matrix: Signal, x: Signal, y: Signal, row: int) -> Picture:
    """A matrix seen from afar, y = matrix · x: each entry that is not 0 as a square.

    `x` and `y` are pictures, whose cells the matrix counts row by row; rules part their rows. None
    of the numbers is negative. One `row` is framed, and with it the cells of `x` that it reads and
    the cell of `y` that it writes.
    """
    use_style()
    small, high = 132, 410
    colour, figure = look.colours(), Figure(figsize=(COLUMN / 96, high / 96))
    window = np.unravel_index(np.flatnonzero(matrix[row]), x.shape)
    one = np.unravel_index([row], y.shape)
    parts: tuple[tuple[float, int, Signal, str, str, Any], ...] = (
        (0, small, y / y.max(), "output", "y, the output", one),
        (small + 52, 360, matrix / matrix.max(), "kernel", "C", ([row], [])),
        (COLUMN - small - 6, small, x / x.max(), "input", "x, the input", window),
    )
    for left, side, values, role, title, (down, across) in parts:
        corner = (left + 4) / COLUMN, 1 - ((high + side) / 2 + 8) / high
        axes = figure.add_axes((*corner, side / COLUMN, side / high))
        axes.set_title(title, color=colour[role], pad=5)
        draw_cells(axes, values, role, side * PT)
        frame: dict[str, Any] = {"fill": False, "edgecolor": colour["text"], "clip_on": False}
        if role == "kernel":
            for edge in range(0, len(values) + 1, y.shape[1]):
                axes.axhline(edge - 0.5, color=colour["line"], linewidth=0.75, zorder=0)
            for edge in range(0, values.shape[1] + 1, x.shape[1]):
                axes.axvline(edge - 0.5, color=colour["line"], linewidth=0.75, zorder=0)
            axes.add_patch(Rectangle((-0.5, row - 0.7), values.shape[1], 1.4, **frame))
            axes.set(xticks=range(0, values.shape[1], x.shape[1]))
            axes.set(yticks=range(0, len(values), y.shape[1]))
            axes.tick_params(length=0, pad=2)
        for r, c in zip(down, across, strict=False):
            axes.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, **frame))
    at: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": look.SIZE["xl"] * PT}
    figure.text((small + 16) / COLUMN, 0.48, "=", **at)
    filled = np.count_nonzero(matrix)
    alt = (
        f"A matrix of {len(matrix)} rows and {matrix.shape[1]} columns between the picture that it "
        f"makes and the picture that it takes. {filled} of its {matrix.size} entries are not 0; "
        "they lie on lines parallel to the diagonal, and the lines have gaps. Row "
        f"{row} is framed: it reads {len(window[0])} cells of the picture, a window, and writes 1."
    )
    return Picture(figure, alt)
