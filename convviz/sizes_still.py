"""The still picture of a `sizes` widget: the formula with its numbers, and the rows of cells."""

import html
from typing import Any, Final

from convlib import effective_kernel_size, receptive_field, taps
from convviz import look
from convviz.limits import LIMITS
from convviz.panel import text
from convviz.readings import Layer, Pair, plain_layer, read_layer, sizes_of

_WIDTH: Final = 640
_LINE: Final = 26  # from one line of text to the next
_GAP: Final = 64  # from one row of cells to the next
_LEFT: Final = 96  # where cells begin: the names of the rows stand before them
_WIDEST: Final = 26


def sizes_svg(*, view: str, layers: Any, image: Any, step: int, **state: Any) -> str:
    """The state of a `sizes` widget as one picture."""
    if view != "stack":
        reading = ("kernel", "stride", "padding", "dilation", "pads", "gaps", "up")
        start = state["n"]
        chain = [read_layer(start, **{name: state[name] for name in reading})]
    else:
        start, chain = image, [plain_layer(layer) for layer in layers]
    sizes = sizes_of(start, chain)
    lines = _one_lines(sizes, chain[0]) if view != "stack" else _stack_lines(sizes, chain)
    rows, height = _rows(sizes, chain, step, _LINE * (len(lines) + 1))
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


def _places(sizes: list[Pair], chain: list[Layer]) -> list[tuple[float, int, int, int, int]]:
    """Of each row of columns: where its first cell stands, how far on the next, count, padding."""
    start, jump, places = 0.0, 1, []
    for (_, count), layer in zip(sizes, chain, strict=False):
        before, after = layer.padding[1]
        places.append((start, jump, count, before, after))
        reach = effective_kernel_size(layer.kernel, layer.dilation) - 1
        start, jump = start + (reach / 2 - before) * jump, jump * layer.stride
    return [*places, (start, jump, sizes[-1][1], 0, 0)]


def _rows(sizes: list[Pair], chain: list[Layer], step: int, top: float) -> tuple[str, float]:
    """The rows of cells and the cone of output `step`, where they are few enough; their end."""
    places = _places(sizes, chain)
    left = min(start - before * jump for start, jump, _, before, _ in places)
    right = max(start + (count - 1 + after) * jump for start, jump, count, _, after in places)
    if right - left + 1 > LIMITS["row"]:
        return "", top
    pitch = min(_WIDEST + 3, (_WIDTH - _LEFT) / (right - left + 1))
    side, parts = pitch - 3, []

    def x(level: int, cell: int) -> float:
        return _LEFT + (places[level][0] + cell * places[level][1] - left) * pitch

    lit = {min(step, sizes[-1][1]) - 1}
    for level in reversed(range(len(places))):
        _, _, count, before, after = places[level]
        role = "output" if level else "input"
        y = top + level * _GAP
        name = "input" if not level else "output" if level == len(chain) else f"layer {level}"
        parts.append(text(2, y + side / 2, name, role, "s", "font-weight: 600"))
        parts += [_cell(x(level, i), y, side, role, i, i in lit, 0 <= i < count)
                  for i in range(-before, count + after)]  # fmt: skip
        if level:
            out, inp, _ = taps(places[level - 1][2] + sum(places[level - 1][3:]),
                               chain[level - 1].kernel, chain[level - 1].stride,
                               dilation=chain[level - 1].dilation)  # fmt: skip
            feeding = [(int(o), int(i) - places[level - 1][3]) for (o,), (i,) in zip(out, inp, strict=True)]
            for o, i in feeding:
                colour = "kernel" if o in lit else "line"
                parts.append(f'<line x1="{x(level - 1, i) + side / 2:g}" y1="{y - _GAP + side + 2:g}" '
                             f'x2="{x(level, o) + side / 2:g}" y2="{y - 2:g}" '
                             f'style="stroke: var(--cv-{colour})"/>')  # fmt: skip
            lit = {i for o, i in feeding if o in lit}
    return "".join(parts), top + (len(places) - 1) * _GAP + side + 4


def _cell(x: float, y: float, side: float, role: str, index: int, lit: bool, real: bool) -> str:
    edge = ("var(--cv-kernel); stroke-width: 1.5" if lit else "none")
    face = f"fill: var(--cv-{role}-tint); stroke: {edge}"
    if not real:
        face = f"fill: none; stroke: var(--cv-{'kernel' if lit else 'line'}); stroke-dasharray: 3 2"
    box = (
        f'<rect x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" rx="4" style="{face}"/>'
    )
    if not real or side < 16:
        return box
    return box + text(x + side / 2, y + side / 2, str(index), "text", "s", "text-anchor: middle")
