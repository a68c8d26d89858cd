"""The still picture of a `sizes` widget: the formula with its numbers, and the rows of cells."""

from typing import Any, Final

from convlib import effective_kernel_size, receptive_field
from convviz.panel import text
from convviz.readings import Layer, Pair, plain_layer, read_layer, sizes_of
from convviz.sizes_rows import WIDTH, Cone, drawn, rows_of
from convviz.still import framed

_LINE: Final = 26  # from one line of text to the next
_PADDED: Final = {
    "side": "padding {} per side",
    "total": "padding {} in total",
    "same": "“same” padding",
    "valid": "no padding",
}


def sizes_svg(
    *, view: str, layers: Any, image: Any, step: int, ask: bool, pin: str = "", **state: Any
) -> str:
    """The state of a `sizes` widget as one picture; what it asks, it does not tell."""
    if view != "stack":
        reading = ("kernel", "stride", "padding", "dilation", "pads", "gaps", "up")
        start = state["n"]
        chain = [read_layer(start, **{name: state[name] for name in reading})]
    else:
        start, chain = image, [plain_layer(layer) for layer in layers]
    sizes = sizes_of(start, chain)
    lines = _one_lines(sizes, chain[0]) if view != "stack" else _stack_lines(sizes, chain)
    rows = rows_of(sizes, chain)
    picture, height, told = "", float(_LINE * (len(lines) + 1)), ""
    if ask and view != "stack":
        lines = [lines[0], f"{_times(start)} in, {_PADDED[state['pads']]}: how much comes out?"]
        lines[1] = lines[1].format(state["padding"])
    elif drawn(rows):
        name, _, cell = (pin or f"output:{min(step, rows[-1].count) - 1}").partition(":")
        level = [row.name for row in rows].index(name)
        cone = Cone(rows, chain, level, int(cell))
        told = cone.told()
        picture, height = cone.svg(height)
    shown = [text(2, _LINE * (i + 0.7), line, "text") for i, line in enumerate(lines)]
    if told:
        shown.append(text(2, height + _LINE * 0.7, told, "text"))
        height += _LINE * 1.4
    return framed([*shown, picture], WIDTH, height, " ".join([*lines, told]).strip())


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
