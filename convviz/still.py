"""Still pictures of number grids: what stands in for a widget in print and without script."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from convlib import convolve, correlate, taps
from convviz import look
from convviz.figures import PT, canvas, to_svg

Array = np.ndarray[Any, Any]
Cell = tuple[int, ...]

_SIDE: Final = look.CELL["side"]
_PITCH: Final = _SIDE + look.CELL["gap"]
_TITLE: Final = 38  # height of the two lines over a grid, in CSS pixels
_GAP: Final = 56  # between grids that stand side by side
_ROW: Final = 16  # between grids that stand one under the other
_SUM: Final = 50  # height of the written sum
_CORNER: Final = f"round,pad=0,rounding_size={look.CELL['corner']}"


@dataclass
class Panel:
    """One grid of numbers: its role, name, padding, and the words in the corner of lit cells."""

    values: Array
    role: str
    name: str
    padding: int = 0
    lit: dict[Cell, str] = field(default_factory=dict)

    @property
    def around(self) -> Cell:
        """Padding cells per side, down and across."""
        return (self.padding if self.values.ndim == 2 else 0, self.padding)

    @property
    def table(self) -> Array:
        """The values as rows, one row if they have one axis."""
        return np.atleast_2d(self.values)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in CSS pixels."""
        rows, cols = (n + 2 * p for n, p in zip(self.table.shape, self.around, strict=True))
        return rows * _PITCH + _TITLE, cols * _PITCH

    def draw(self, axes: Axes, left: float, top: float) -> None:
        """Draw the title and every cell, the padding dashed."""
        colour, size = look.colours(), look.SIZE["s"] * PT
        shape = " × ".join(map(str, self.values.shape)) + " cells" * (self.values.ndim == 1)
        axes.text(left, top, self.name, color=colour[self.role], weight="bold", size=size, va="top")
        axes.text(left, top + 15, shape, color=colour["quiet"], size=size * 0.9, va="top")
        (rows, cols), (up, aside) = self.table.shape, self.around
        for r in range(-up, rows + up):
            for c in range(-aside, cols + aside):
                x, y = left + (c + aside) * _PITCH, top + _TITLE + (r + up) * _PITCH
                inside = 0 <= r < rows and 0 <= c < cols
                self._cell(axes, x, y, (r, c) if inside else None)

    def _cell(self, axes: Axes, x: float, y: float, at: Cell | None) -> None:
        colour = look.colours()
        mark = self.lit.get(at) if at else None
        edge = colour["kernel" if self.role == "input" else self.role]
        box = FancyBboxPatch((x + 1, y + 1), _SIDE - 2, _SIDE - 2, boxstyle=_CORNER)
        if at is None:
            box.set(facecolor="none", edgecolor=colour["line"], linewidth=0.75)
            box.set_linestyle((0, (3, 2)))
        else:
            box.set(facecolor=colour[f"{self.role}-tint"], linewidth=1.2)
            box.set_edgecolor("none" if mark is None else edge)
        axes.add_patch(box)
        ink = "kernel" if self.role == "kernel" else "text" if at else "quiet"
        centre = (x + _SIDE / 2, y + _SIDE / 2)
        axes.text(*centre, number(self.table[at]) if at else "0", color=colour[ink], **_MIDDLE)
        if mark:
            corner = (x + _SIDE - 4, y + _SIDE - 8)
            small: dict[str, Any] = {"size": 7, "weight": "bold", "va": "center", "ha": "right"}
            axes.text(*corner, mark, color=colour["kernel"], **small)


_MIDDLE: Final[dict[str, Any]] = {"va": "center", "ha": "center"}


def number(value: float) -> str:
    """A number as a cell shows it: three digits of a fraction, a real minus sign.

    >>> number(-2.0), number(1 / 3)
    ('−2', '0.333')
    """
    plain = str(int(value)) if float(value).is_integer() else f"{value:.3g}"
    return plain.replace("-", "−")


def _factor(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def _picture(panels: list[Panel], signs: list[str], written: str, words: str) -> str:
    """The panels beside one another (stacked, if they have one axis), the sum underneath."""
    aside = panels[0].values.ndim == 2
    heights, widths = zip(*(panel.size for panel in panels), strict=True)
    width = sum(widths) + _GAP * len(signs) if aside else max(widths)
    height = max(heights) if aside else sum(heights) + _ROW * len(signs)
    # A character of the sum is at most this wide.
    width = max(width, len(written) * look.SIZE["m"] * 0.55)
    figure, axes = canvas(width + 4, height + _SUM)
    quiet = look.colours()["quiet"]
    x = y = 2.0
    for panel, (tall, wide), sign in zip(
        panels, (p.size for p in panels), [*signs, ""], strict=True
    ):
        panel.draw(axes, x, y + (height - tall) / 2 if aside else y)
        if aside:
            middle = (x + wide + _GAP / 2, (height + _TITLE) / 2)
            axes.text(*middle, sign, color=quiet, size=look.SIZE["xl"] * PT, **_MIDDLE)
        x, y = (x + wide + _GAP, y) if aside else (x, y + tall + _ROW)
    axes.text(2, height + _SUM * 0.6, written, size=look.SIZE["m"] * PT, va="center")
    return to_svg(figure, words)


def slide_svg(
    *,
    input: Any,
    kernel: Any,
    stride: int,
    padding: int,
    dilation: int,
    flip: bool,
    step: int,
    **_: Any,
) -> str:
    """The state of a `slide` widget as one picture: input, kernel, whole output, one sum."""
    x, w = np.asarray(input), np.asarray(kernel)
    y = (convolve if flip else correlate)(x, w, stride, padding, dilation)
    at = tuple(int(n) for n in np.unravel_index(min(step, y.size) - 1, y.shape))
    out, inp, ker = taps(x.shape, w.shape, stride, padding, dilation, flip)
    here = (out == at).all(axis=1)
    pairs = [(tuple(i), tuple(k)) for i, k in zip(inp[here], ker[here], strict=True)]

    def cell(index: Cell) -> Cell:
        return (0, *index) if x.ndim == 1 else index

    panels = [
        Panel(x, "input", "Input x", padding, {cell(i): f"×{number(w[k])}" for i, k in pairs}),
        Panel(w, "kernel", "Kernel w", lit={cell(k): "" for _, k in pairs}),
        Panel(y, "output", "Output y", lit={cell(at): ""}),
    ]
    terms = " + ".join(f"{_factor(x[i])}·{_factor(w[k])}" for i, k in pairs) or "0"
    written = f"y[{', '.join(map(str, at))}] = {terms} = {number(y[at])}"
    name = "convolution" if flip else "correlation"
    words = f"The {name} of {x.tolist()} with the kernel {w.tolist()} is {y.tolist()}."
    return _picture(panels, ["∗" if flip else "★", "="], written, words)
