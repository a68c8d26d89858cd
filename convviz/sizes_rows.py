"""Rows of cells of a chain of layers, one under the other to scale, joined by their taps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from convlib import effective_kernel_size, taps
from convviz.limits import LIMITS
from convviz.panel import text
from convviz.readings import Layer, Pair

WIDTH: Final = 640
_GAP: Final = 64  # from one row of cells to the next
_LEFT: Final = 96  # where cells begin: the names of the rows stand before them
_WIDEST: Final = 29  # from one cell to the next


@dataclass
class Row:
    """One row of columns: where its first cell stands, how far it is to the next."""

    name: str
    start: float
    jump: int
    count: int
    pads: Pair

    @property
    def ends(self) -> tuple[float, float]:
        """Where its first and its last cell stand, padding too."""
        last = self.count - 1 + self.pads[1]
        return self.start - self.pads[0] * self.jump, self.start + last * self.jump


def rows_of(sizes: list[Pair], chain: list[Layer]) -> list[Row]:
    """The input, and what each layer makes."""
    start, jump, rows = 0.0, 1, []
    for i, layer in enumerate(chain):
        pads = layer.padding[1]
        rows.append(Row(f"layer {i}" if i else "input", start, jump, sizes[i][1], pads))
        reach = effective_kernel_size(layer.kernel, layer.dilation) - 1
        start, jump = start + (reach / 2 - pads[0]) * jump, jump * layer.stride
    return [*rows, Row("output", start, jump, sizes[-1][1], (0, 0))]


class Cone:
    """The rows with the taps between them, and all that feeds a cell and that it feeds."""

    def __init__(self, rows: list[Row], chain: list[Layer], level: int, cell: int) -> None:
        self.rows, self.level, self.cell = rows, level, cell
        self.links = [_pairs(row, layer) for row, layer in zip(rows, chain, strict=False)]
        self.lit: list[set[int]] = [set() for _ in rows]
        self.lit[level] = {cell}
        for above in reversed(range(level)):
            fed = self.lit[above + 1]
            self.lit[above] = {i for o, i in self.links[above] if o in fed}
        for above in range(level, len(rows) - 1):
            feeds = self.lit[above]
            self.lit[above + 1] = {o for o, i in self.links[above] if i in feeds}

    def told(self) -> str:
        """What the chosen cell sees of the input, and which outputs it reaches."""
        words, seen, reached = [], self.lit[0], self.lit[-1]
        if self.level:
            beyond = sum(not 0 <= i < self.rows[0].count for i in range(min(seen), max(seen) + 1))
            padding = f", {beyond} in the padding" if beyond else ""
            words.append(f"sees input {_range(seen)}{padding}")
        if self.level < len(self.rows) - 1:
            words.append(f"reaches {f'output {_range(reached)}' if reached else 'no output'}")
        return f"{self.rows[self.level].name} cell {self.cell} {' and '.join(words)}"

    def svg(self, top: float) -> tuple[str, float]:
        """The picture below `top`, and where it ends."""
        left = min(row.ends[0] for row in self.rows)
        pitch = min(_WIDEST, (WIDTH - _LEFT) / (max(row.ends[1] for row in self.rows) - left + 1))
        side, parts = pitch - 3, []

        def x(row: Row, cell: int) -> float:
            return _LEFT + (row.start + cell * row.jump - left) * pitch

        for level, row in enumerate(self.rows):
            y, role = top + level * _GAP, "output" if level else "input"
            parts.append(text(2, y + side / 2, row.name, role, "s", "font-weight: 600"))
            for i in range(-row.pads[0], row.count + row.pads[1]):
                words = str(i) if 0 <= i < row.count else None
                parts.append(_cell(x(row, i), y, side, role, words, i in self.lit[level]))
            before = level - 1
            for o, i in self.links[before] if level else []:
                middles = x(self.rows[before], i) + side / 2, x(row, o) + side / 2
                ends = middles[0], y - _GAP + side + 2, middles[1], y - 2
                lit = o in self.lit[level] and i in self.lit[before]
                parts.append(_line(ends, "kernel" if lit else "line"))
        return "".join(parts), top + (len(self.rows) - 1) * _GAP + side + 4


def drawn(rows: list[Row]) -> bool:
    """Whether the rows are short enough to be drawn cell by cell."""
    left, right = min(row.ends[0] for row in rows), max(row.ends[1] for row in rows)
    return right - left + 1 <= LIMITS["row"]


def _pairs(row: Row, layer: Layer) -> list[Pair]:
    """Which cell of the next row each cell of this one feeds, padding too: (output, input)."""
    padded = row.count + sum(row.pads)
    out, inp, _ = taps(padded, layer.kernel, layer.stride, dilation=layer.dilation)
    return list(zip(out[:, 0].tolist(), (inp[:, 0] - row.pads[0]).tolist(), strict=True))


def _range(cells: Iterable[int]) -> str:
    first, last = min(cells), max(cells)
    return (f"{first}" if first == last else f"{first} to {last}").replace("-", "−")


def _line(ends: tuple[float, float, float, float], colour: str) -> str:
    x1, y1, x2, y2 = (f"{n:g}" for n in ends)
    look_ = f"stroke: var(--cv-{colour})"
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" style="{look_}"/>'


def _cell(x: float, y: float, side: float, role: str, words: str | None, lit: bool) -> str:
    """A cell with its index, or a dashed one of the padding."""
    edge = "kernel" if lit else "line"
    look_ = f"fill: none; stroke: var(--cv-{edge}); stroke-dasharray: 3 2"
    if words is not None:
        stroke = f"var(--cv-{edge}); stroke-width: 1.5" if lit else "none"
        look_ = f"fill: var(--cv-{role}-tint); stroke: {stroke}"
    box = f'<rect x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" rx="4" style="{look_}"/>'
    return box + text(x + side / 2, y + side / 2, words or "", "text", "s", "text-anchor: middle")
