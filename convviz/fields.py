"""How much the cells of a receptive field count: the mean square of the gradient, and the paths."""

from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure

from convviz import look
from convviz.figures import COLUMN, PT, Picture, use_style
from convviz.panel import Array

_HEIGHT: Final = 300  # CSS pixels
_SIDE: Final = 236  # of the square field


def influence(squares: Array, paths: Array) -> Picture:
    """A receptive field, each cell as deep as its gradient, and its columns beside their paths.

    `squares` (n, n) are mean squares of a gradient, `paths` (n,) how many paths begin in each
    column, n odd. Both are drawn as shares of their sum. Other shapes raise `ValueError`.
    """
    n = len(paths)
    if squares.shape != (n, n) or n % 2 == 0:
        need = f"squares: needs as many rows and columns as there are paths, an odd number, {n}"
        raise ValueError(f"{need}; got shape {squares.shape}")
    use_style()
    colour = look.colours()
    measured, counted = squares.sum(axis=0) / squares.sum(), paths / paths.sum()
    columns = np.arange(n) - n // 2
    figure = Figure(figsize=(COLUMN / 96, _HEIGHT / 96))
    field = figure.add_axes((0.004, 26 / _HEIGHT, _SIDE / COLUMN, _SIDE / _HEIGHT))
    field.set_title("The field", pad=6)
    field.set(xlim=(-0.5, n - 0.5), ylim=(n - 0.5, -0.5), xticks=[], yticks=[])
    field.spines[:].set(visible=True, color=colour["quiet"])
    depths = np.sqrt(squares / squares.max()).round(2)
    r, c = np.nonzero(depths > 0.02)
    inks = [(colour["gradient"], depth) for depth in depths[r, c]]
    size = (_SIDE * PT / n * 0.94) ** 2
    field.scatter(c, r, size, inks, marker="s", linewidths=0, clip_on=False)
    shares = figure.add_axes((0.44, 48 / _HEIGHT, 0.55, (_SIDE - 22) / _HEIGHT))
    shares.set_title("Summed over its rows, %", pad=6)
    tint: dict[str, Any] = {"facecolor": colour["gradient-tint"], "edgecolor": colour["gradient"]}
    shares.bar(columns, 100 * measured, 0.8, label="gradient, squared", **tint)
    ink = colour["kernel"]
    shares.plot(columns, 100 * counted, "o-", color=ink, markersize=4, label="paths")
    most = 100 * max(measured.max(), counted.max())
    shares.set(xlabel="columns from the middle", ylim=(0, 1.28 * most))
    shares.locator_params(axis="y", nbins=4)
    shares.legend(loc="upper left", ncols=2, borderpad=0, columnspacing=1)
    middle = measured[np.abs(columns) <= n // 4].sum()
    return Picture(
        figure,
        f"A receptive field of {n} by {n} cells: its middle is deep, its rim and corners are "
        f"empty. Summed over the rows, the columns at most {n // 4} from the middle have "
        f"{middle:.0%} of the squared gradient. The shares of the paths lie close to these.",
    )
