"""The still picture of a `sizes` widget: the formula with its numbers, and the rows of cells."""

import html
from dataclasses import dataclass
from typing import Any, Final

from convlib import effective_kernel_size, receptive_field, taps
from convviz.limits import LIMITS
from convviz.panel import text
from convviz.readings import Layer, Pair, plain_layer, read_layer, sizes_of

_WIDTH: Final = 640
_LINE: Final = 26  # from one line of text to the next
_GAP: Final = 64  # from one row of cells to the next
_LEFT: Final = 96  # where cells begin: the names of the rows stand before them
_PADDED: Final = {
    "side": "padding {} per side",
    "total": "padding {} in total",
    "same": "“same” padding",
    "valid": "no padding",
}
_WIDEST: Final = 29  # from one cell to the next


def sizes_svg(*, view: str, layers: Any, image: Any, step: int, ask: bool, **state: Any) -> str:
    """The state of a `sizes` widget as one picture; what it asks, it does not tell."""
    if view != "stack":
        reading = ("kernel", "stride", "padding", "dilation", "pads", "gaps", "up")
        start = state["n"]
        chain = [read_layer(start, **{name: state[name] for name in reading})]
    else:
        start, chain = image, [plain_layer(layer) for layer in layers]
    sizes = sizes_of(start, chain)
    lines = _one_lines(sizes, chain[0]) if view != "stack" else _stack_lines(sizes, chain)
    rows, height = "", float(_LINE * (len(lines) + 1))
    if ask and view != "stack":
        lines = [lines[0], f"{_times(start)} in, {_PADDED[state['pads']]}: how much comes out?"]
        lines[1] = lines[1].format(state["padding"])
    else:
        rows, height = _picture(_rows(sizes, chain), chain, step, height)
    shown = [text(2, _LINE * (i + 0.7), line, "text") for i, line in enumerate(lines)]
    return (
        f'<svg role="img" aria-label="{html.escape(" ".join(lines))}" '
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" '
        f'style="width: {_WIDTH}px; font-family: var(--cv-font)">{"".join(shown)}{rows}</svg>'
    )


def _times(size: Pair) -> str:
    return f"{size[0]} × {size[1]}"


def _one_lines(sizes: list[Pair], layer: Layer) -> list[str]:
    """The formula for rows and columns, padding as it is read: so much before, so much after."""
    k, s, d = layer.kernel, layer.stride, layer.dilation
    lines = [f"kernel {k} × {k}, stride {s}, dilation {d}"]
    for axis, name in enumerate(("rows", "columns")):
        n, (before, after) = sizes[0][axis], layer.padding[axis]
        room = n + before + after - effective_kernel_size(k, d)
        spelled = f"⌊({n} + {before} + {after} − {d}·({k} − 1) − 1) / {s}⌋ + 1"
        lines.append(f"{name}: {spelled} = ⌊{room} / {s}⌋ + 1 = {sizes[1][axis]}")
    return [*lines, f"{_times(sizes[0])} in, {_times(sizes[1])} out"]


def _stack_lines(sizes: list[Pair], chain: list[Layer]) -> list[str]:
    lines, seen = [], []
    for i, layer in enumerate(chain):
        seen.append((layer.kernel, layer.stride, 0, layer.dilation))
        (before, _), _ = layer.padding
        fields = f"kernel {layer.kernel}, stride {layer.stride}, padding {before}"
        after = f"{_times(sizes[i + 1])}, sees {receptive_field(seen)}"
        lines.append(f"layer {i + 1}: {fields}, dilation {layer.dilation} → {after}")
    return [f"input: {_times(sizes[0])}", *lines]


@dataclass
class _Row:
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


def _rows(sizes: list[Pair], chain: list[Layer]) -> list[_Row]:
    start, jump, rows = 0.0, 1, []
    for i, layer in enumerate(chain):
        pads = layer.padding[1]
        rows.append(_Row(f"layer {i}" if i else "input", start, jump, sizes[i][1], pads))
        reach = effective_kernel_size(layer.kernel, layer.dilation) - 1
        start, jump = start + (reach / 2 - pads[0]) * jump, jump * layer.stride
    return [*rows, _Row("output", start, jump, sizes[-1][1], (0, 0))]


def _picture(rows: list[_Row], chain: list[Layer], step: int, top: float) -> tuple[str, float]:
    """The rows, and what feeds output cell `step`, where they are short enough; their end."""
    left, right = min(row.ends[0] for row in rows), max(row.ends[1] for row in rows)
    if right - left + 1 > LIMITS["row"]:
        return "", top
    pitch = min(_WIDEST, (_WIDTH - _LEFT) / (right - left + 1))
    side, parts = pitch - 3, []

    def x(row: _Row, cell: int) -> float:
        return _LEFT + (row.start + cell * row.jump - left) * pitch

    lit = {min(step, rows[-1].count) - 1}
    for level in reversed(range(len(rows))):
        row, y = rows[level], top + level * _GAP
        role = "output" if level else "input"
        parts.append(text(2, y + side / 2, row.name, role, "s", "font-weight: 600"))
        for i in range(-row.pads[0], row.count + row.pads[1]):
            words = str(i) if 0 <= i < row.count else None
            parts.append(_cell(x(row, i), y, side, role, words, i in lit))
        if level:
            before, layer = rows[level - 1], chain[level - 1]
            padded = before.count + sum(before.pads)
            out, inp, _ = taps(padded, layer.kernel, layer.stride, dilation=layer.dilation)
            pairs = list(
                zip(out[:, 0].tolist(), (inp[:, 0] - before.pads[0]).tolist(), strict=True)
            )
            for o, i in pairs:
                ends = x(before, i) + side / 2, y - _GAP + side + 2, x(row, o) + side / 2, y - 2
                parts.append(_line(ends, "kernel" if o in lit else "line"))
            lit = {i for o, i in pairs if o in lit}
    return "".join(parts), top + (len(rows) - 1) * _GAP + side + 4


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
