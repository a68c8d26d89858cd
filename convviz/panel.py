"""One grid of numbers as SVG, in the look of the widgets."""

import html
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from convviz import look
from convviz.limits import LIMITS

Array = np.ndarray[Any, Any]
Cell = tuple[int, ...]

TITLE: Final = 40  # height of the two lines over a grid, in CSS pixels
_SIDE: Final = look.CELL["side"]
_LONG: Final = {5: 12.5, 6: 10.5, 7: 9.5, 8: 8.5}  # characters: the size that they fit in
_PITCH: Final = _SIDE + look.CELL["gap"]


def text(x: float, y: float, words: str, colour: str, size: str = "m", style: str = "") -> str:
    """Words of an SVG, vertically centred on `y`, in a colour and a size of the look."""
    return (
        f'<text x="{x:g}" y="{y:g}" dominant-baseline="central" '
        f'style="fill: var(--cv-{colour}); font-size: {look.SIZE[size]}px; {style}">'
        f"{html.escape(words)}</text>"
    )


@dataclass
class Panel:
    """One grid of numbers: its role, name, padding, and the words in the corner of lit cells.

    `edge` is what stands in a cell of padding; the numbers of `struck` cells are struck out.
    """

    values: Array
    role: str
    name: str
    padding: int = 0
    lit: dict[Cell, str] = field(default_factory=dict)
    edge: str = "0"
    struck: set[Cell] = field(default_factory=set)

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
        return rows * _PITCH + TITLE, cols * _PITCH

    def svg(self, left: float, top: float) -> str:
        """The title and every cell, padding dashed, with its top left corner there."""
        shape = " × ".join(map(str, self.values.shape))
        if self.values.ndim == 1:
            shape += " cell" if self.values.size == 1 else " cells"
        parts = [
            text(left, top + 8, self.name, self.role, "s", "font-weight: 600"),
            text(left, top + 25, shape, "quiet", "s"),
        ]
        (rows, cols), (up, aside) = self.table.shape, self.around
        for r in range(-up, rows + up):
            for c in range(-aside, cols + aside):
                x, y = left + (c + aside) * _PITCH, top + TITLE + (r + up) * _PITCH
                inside = 0 <= r < rows and 0 <= c < cols
                parts.append(self._cell(x, y, (r, c) if inside else None))
        return "".join(parts)

    def _cell(self, x: float, y: float, at: Cell | None) -> str:
        mark = self.lit.get(at) if at else None
        edge = "kernel" if self.role == "input" else self.role
        line = f"var(--cv-{edge}); stroke-width: 1.5" if mark is not None else "none"
        look_ = f"fill: var(--cv-{self.role}-tint); stroke: {line}"
        if at is None:
            look_ = "fill: none; stroke: var(--cv-line); stroke-dasharray: 3 2"
        box = (
            f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{_SIDE - 2}" height="{_SIDE - 2}" '
            f'rx="{look.CELL["corner"]}" style="{look_}"/>'
        )
        ink = "kernel" if self.role == "kernel" else "text" if at else "quiet"
        words = number(self.table[at]) if at else self.edge
        style = "text-anchor: middle"
        if len(words) > 4:
            style += f"; font-size: {_LONG[min(len(words), 8)]}px"
        if at in self.struck:
            style += "; text-decoration: line-through"
        box += text(x + _SIDE / 2, y + _SIDE / 2, words, ink, style=style)
        if mark:
            small = "text-anchor: end; font-size: 10.5px; font-weight: 600"
            box += text(x + _SIDE - 4, y + _SIDE - 9, mark, "kernel", style=small)
        return box


def number(value: float) -> str:
    """A number as a cell shows it: three digits of a fraction, a real minus sign.

    What rounding leaves of `0.1 * 3 - 0.3` is shown as the 0 that it means.

    >>> number(-2.0), number(1 / 3), number(1234.56), number(0.1 * 3 - 0.3)
    ('−2', '0.333', '1234.6', '0')
    """
    if np.isinf(value):
        plain = "−∞" if value < 0 else "∞"
    elif float(value).is_integer() or abs(value) < 10 ** -LIMITS["decimals"]:
        plain = str(round(value))
    else:
        plain = f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}".removesuffix(".0")
    return plain.replace("-", "−")
