"""Every place of a kernel along one axis, one below the other."""

import html
from dataclasses import dataclass
from typing import Final

from convlib import effective_kernel_size, output_size
from convviz.figures import COLUMN, Picture
from convviz.panel import text

TOP: Final = 2
LEFT: Final = 92  # the names of the rows stand before the cells
RIGHT: Final = 116  # where each window begins stands behind them
ROW: Final = 54  # from one row to the next
WIDEST: Final = 44  # from one cell to the next


def places(
    n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> Picture:
    """The row of `n` input cells, below it each window with its kernel cells, and what is left.

    The settings mean what they mean in `convlib.output_size`. Padding before the input has
    negative numbers.

    >>> places(8, 3, stride=2).alt.rpartition("; ")[2]
    '1 cell left over at the end.'
    """
    count = output_size(n, kernel_size, stride, padding, dilation)
    span, total = effective_kernel_size(kernel_size, dilation), n + 2 * padding
    left = total - (count - 1) * stride - span
    rule = Rule(min(WIDEST, (COLUMN - LEFT - RIGHT) / total))
    parts = [rule.name(0, "input", "input")]
    for column in range(total):
        inside = padding <= column < padding + n
        words = str(column - padding) if inside else ""
        parts.append(rule.box(column, 0, "input" if inside else "", words))
    for o in range(count):
        first, row = o * stride, o + 1
        parts += [rule.name(row, f"window {o}", "kernel"), rule.bar(first, span, row)]
        parts += [rule.box(first + k * dilation, row, "kernel", str(k)) for k in range(kernel_size)]
        parts.append(rule.note(total, row, f"begins at {first - padding}".replace("-", "−")))
        if o and stride * rule.pitch > 70:  # else the words have no room
            parts.append(rule.step(first - stride, first, row, f"stride {stride}"))
    over = f"{left} cell{'' if left == 1 else 's'} left over"
    if left:
        parts.append(rule.rest(total - left, left, count, over))
    height = TOP + count * ROW + rule.side + (28 if left else 4)
    around = f", {padding} of padding on each side" if padding else ""
    windows = f"{count} window{'' if count == 1 else 's'}"
    alt = (
        f"A row of {n} input cells{around}; below it {windows} of {kernel_size} kernel "
        f"cells, {stride} apart, each {span} cells wide; {over if left else 'none left over'} "
        "at the end."
    )
    return Picture(
        f'<svg role="img" aria-label="{html.escape(alt)}" viewBox="0 0 {COLUMN} {height:g}" '
        f'style="width: {COLUMN}px; font-family: var(--cv-font)">{"".join(parts)}</svg>',
        alt,
    )


@dataclass(frozen=True)
class Rule:
    """What stands in which column and row, as SVG; `pitch` is from one cell to the next."""

    pitch: float

    @property
    def side(self) -> float:
        """Width of a cell."""
        return self.pitch - 3

    def x(self, column: int) -> float:
        """Where a column begins."""
        return LEFT + column * self.pitch

    def middle(self, row: int) -> float:
        """Halfway down a row."""
        return TOP + row * ROW + self.side / 2

    def name(self, row: int, words: str, role: str) -> str:
        """What stands before a row."""
        return text(0, self.middle(row), words, role, "m", "font-weight: 600")

    def note(self, column: int, row: int, words: str) -> str:
        """What stands behind the last column of a row."""
        return text(self.x(column) + 10, self.middle(row), words, "quiet", "s")

    def box(self, column: int, row: int, role: str, words: str) -> str:
        """A cell of a role, or a dashed one of the padding."""
        look_ = f"fill: var(--cv-{role}-tint); stroke: var(--cv-{role})"
        if not role:
            look_ = "fill: none; stroke: var(--cv-quiet); stroke-dasharray: 3 2"
        x, y, middle = self.x(column), TOP + row * ROW, self.x(column) + self.side / 2
        return (
            f'<rect x="{x:g}" y="{y:g}" width="{self.side:g}" height="{self.side:g}" rx="5" '
            f'style="{look_}"/>'
        ) + text(middle, self.middle(row), words, "text", "s", "text-anchor: middle")

    def bar(self, column: int, span: int, row: int) -> str:
        """What joins the cells of one kernel."""
        start, end = self.x(column), self.x(column + span - 1) + self.side
        ends = f"M{start:g} {self.middle(row):g}H{end:g}"
        return f'<path d="{ends}" style="stroke: var(--cv-kernel); stroke-width: 2"/>'

    def step(self, start: int, end: int, row: int, words: str) -> str:
        """An arrow from where the window above begins to where this one does."""
        left, tip, y = self.x(start) + 4, self.x(end) - 6, self.middle(row)
        head = f"M{left:g} {y:g}H{tip:g}m-6 -4l6 4l-6 4"
        path = f'<path d="{head}" style="fill: none; stroke: var(--cv-quiet)"/>'
        return path + text(left, y - 11, words, "quiet", "s")

    def rest(self, column: int, cells: int, rows: int, words: str) -> str:
        """The columns that no window reaches."""
        top, width = TOP + self.side + 6, cells * self.pitch - 3
        bottom, middle = TOP + rows * ROW + self.side, self.x(column) + width / 2
        return (
            f'<rect x="{self.x(column):g}" y="{top:g}" width="{width:g}" '
            f'height="{bottom - top:g}" rx="5" '
            'style="fill: var(--cv-soft); stroke: var(--cv-quiet); stroke-dasharray: 3 2"/>'
        ) + text(middle, bottom + 16, words, "quiet", "s", "text-anchor: middle")
