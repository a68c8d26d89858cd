"""Tables and vectors of small cells as SVG: what a grid looks like when it is laid out flat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from convviz.panel import Array, number, text

Spot = tuple[int, int]
Drawn = tuple[str, float, float]  # SVG, its width, its height

_READABLE: Final = 18  # the least side of a cell with a number in it, in CSS pixels
_WIDE: Final = 640  # the most that a table takes
_SIDES: Final = (6, 30)  # of a small cell, at least and at most


def side_of(cells: int) -> float:
    """How large a cell is where so many stand side by side."""
    return min(max(_WIDE / cells, _SIDES[0]), _SIDES[1])


@dataclass
class Flat:
    """A table of small cells; what is not among its `entries` is drawn empty."""

    shape: Spot
    entries: dict[Spot, float]
    role: str
    name: str
    lit: set[Spot] = field(default_factory=set)

    @classmethod
    def vector(cls, values: Array, role: str, name: str, lit: Sequence[int] = ()) -> "Flat":
        """All values in C order, one under the other."""
        entries: dict[Spot, float] = {(i, 0): v for i, v in enumerate(values.ravel().tolist())}
        return cls((values.size, 1), entries, role, name, {(i, 0) for i in lit})

    def across(self) -> "Flat":
        """The same with rows for columns."""
        entries = {(c, r): value for (r, c), value in self.entries.items()}
        lit = {(c, r) for r, c in self.lit}
        return Flat((self.shape[1], self.shape[0]), entries, self.role, self.name, lit)

    def svg(self, left: float, top: float, side: float) -> str:
        """The name over it, the lattice as one path, then each entry."""
        rows, cols = self.shape
        lines = "".join(f"M{left:g} {top + r * side:g}h{cols * side:g}" for r in range(rows + 1))
        lines += "".join(f"M{left + c * side:g} {top:g}v{rows * side:g}" for c in range(cols + 1))
        return (
            text(left, top - 12, self.name, self.role, "s", "font-weight: 600")
            + f'<path d="{lines}" style="fill: none; stroke: var(--cv-line); stroke-width: 0.5"/>'
            + "".join(
                self._entry(left + c * side, top + r * side, side, value, (r, c) in self.lit)
                for (r, c), value in self.entries.items()
            )
        )

    def _entry(self, x: float, y: float, side: float, value: float, lit: bool) -> str:
        line = f"var(--cv-{self.role})" if lit else "none"
        # Where there is no room for a number, the ink shows that there is one.
        fill = f"var(--cv-{self.role}-tint)"
        if side < _READABLE and value:
            fill = f"var(--cv-{self.role}); fill-opacity: 0.5"
        box = (
            f'<rect x="{x + 0.75:g}" y="{y + 0.75:g}" width="{side - 1.5:g}" '
            f'height="{side - 1.5:g}" style="fill: {fill}; stroke: {line}"/>'
        )
        if side < _READABLE:
            return box
        shown = number(value)
        size = side * min(0.42, 1.6 / len(shown))
        style = f"text-anchor: middle; font-size: {size:.3g}px"
        return box + text(x + side / 2, y + side / 2, shown, "text", style=style)
