"""The picture that stands for the book where its link is shared, and its small icon."""

from collections.abc import Container
from io import BytesIO

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from convlib import correlate
from convviz.figures import use_style
from convviz.look import colours
from convviz.panel import Cell

SIDE = (1200, 630)  # pixels, as the places that show it ask for
ALT = "A kernel of 2 × 2 numbers lies over an input; the sum of its products is lit in the output."
X = np.array([[3, 1, 0, 2], [0, 2, 1, 4], [5, 0, 3, 1], [2, 6, 1, 0]])
W = np.array([[1, 2], [0, 1]])
AT = (1, 1)  # the output cell that is shown
COLOUR = colours()


def draw_table(
    axes: Axes, table: np.ndarray, corner: tuple[int, int], role: str, lit: Container[Cell] = ()
) -> None:
    """A table of numbers, some of its cells lit."""
    for r, c in np.ndindex(table.shape):
        on = (r, c) in lit
        x, y = corner[0] + 84 * c, corner[1] + 84 * r
        axes.add_patch(
            FancyBboxPatch(
                (x, y), 76, 76, "round,pad=0,rounding_size=12",
                facecolor=COLOUR[f"{role}-tint"], linewidth=4 if on else 0,
                edgecolor=COLOUR["kernel" if role == "input" else role],
            )
        )  # fmt: skip
        axes.text(
            x + 38, y + 40, f"{table[r, c]}", ha="center", va="center",
            fontsize=27, fontweight="bold", color=COLOUR[role],
        )  # fmt: skip


def card(title: str) -> bytes:
    """The picture, as PNG: title above, then input, kernel and output."""
    use_style()
    figure = Figure(figsize=(SIDE[0] / 100, SIDE[1] / 100), dpi=100, facecolor=COLOUR["ground"])
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, SIDE[0]), ylim=(SIDE[1], 0))
    axes.set_axis_off()
    axes.text(80, 112, title, fontsize=41, fontweight="bold", color=COLOUR["text"], va="center")
    said = "Slide the kernel. Change the numbers. Follow the gradient."
    axes.text(80, 178, said, fontsize=22, color=COLOUR["quiet"], va="center")
    window, y = {(AT[0] + i, AT[1] + j) for i, j in np.ndindex(W.shape)}, correlate(X, W)
    draw_table(axes, X, (80, 244), "input", window)
    draw_table(axes, W, (550, 328), "kernel")
    draw_table(axes, y, (868, 286), "output", {AT})
    for x, sign in ((479, "⋆"), (788, "=")):
        axes.text(x, 408, sign, fontsize=36, color=COLOUR["quiet"], ha="center", va="center")
    file = BytesIO()
    with mpl.rc_context({"savefig.facecolor": COLOUR["ground"]}):
        figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def icon() -> str:
    """Three rows of cells, the kernel over four of them, as SVG."""
    cells = "".join(
        f'<rect x="{2 + 10 * c}" y="{2 + 10 * r}" width="8" height="8" rx="1.5" '
        f'fill="{COLOUR["kernel" if r < 2 and c < 2 else "input"]}" />'
        for r, c in np.ndindex(3, 3)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{cells}</svg>'
