"""The still picture of a `matrix` widget: the window, under it the same taps flat, and one sum."""

from typing import Any, Final

import numpy as np

from convviz.flat import Drawn, Flat, Spot, side_of
from convviz.matrix_graph import graph
from convviz.matrix_way import Way, cell_of
from convviz.panel import TITLE, Array, Cell, Panel, number, text
from convviz.still import framed, manner

_GAP: Final = 36  # between grids, in CSS pixels
_LINE: Final = 40  # height of a line of words


def _window(way: Way, padding: int) -> Drawn:
    """The grids as they lie on the picture."""

    def lit(view: str, values: Array, ends: Array) -> dict[Cell, str]:
        shape = np.atleast_2d(values).shape
        # A weight stands at the far end of its tap, as seen from the chosen cell.
        far = view == ("output" if way.view == "input" else "input")
        words = dict.fromkeys(way.lit(view, ends), "")
        if far:
            pairs = zip(ends[way.mine].tolist(), way.ker[way.mine], strict=True)
            words |= {at: f"×{number(way.w.flat[k])}" for at, k in pairs}
        return {cell_of(at, shape): mark for at, mark in words.items()}

    come, gone = ("Gradient dy", "Gradient dx") if way.back else ("Input x", "Output y")
    around = 0 if way.back else padding
    panels = [
        Panel(way.come, way.roles[0], come, around, lit("input", way.come, way.columns)),
        Panel(way.w, "kernel", "Kernel w", lit=lit("kernel", way.w, way.ker)),
        Panel(way.gone, way.roles[1], gone, lit=lit("output", way.gone, way.rows)),
    ]
    high = max(panel.size[0] for panel in panels)
    parts, left = [], 2.0
    for panel in panels:
        parts.append(panel.svg(left, (high - panel.size[0]) / 2))
        left += panel.size[1] + _GAP
    return "".join(parts), left - _GAP, high


def _beside(parts: list[Flat | str], cells: int) -> Drawn:
    """Tables and signs side by side."""
    side = side_of(cells)
    high = max(part.shape[0] for part in parts if isinstance(part, Flat)) * side
    drawn, left = [], 2.0
    for part in parts:
        if isinstance(part, str):
            drawn.append(text(left, TITLE + high / 2, part, "quiet", "l"))
            left += _GAP / 2
        else:
            drawn.append(part.svg(left, TITLE + (high - part.shape[0] * side) / 2, side))
            left += part.shape[1] * side + _GAP / 2
    return "".join(drawn), left, TITLE + high


def _taps_at(down: Array, across: Array) -> dict[Spot, int]:
    """Where each tap stands in a table: row and column, and the number of the tap."""
    places = zip(down.tolist(), across.tolist(), strict=True)
    return {(r, c): t for t, (r, c) in enumerate(places)}


def _product(way: Way) -> Drawn:
    come, gone = way.vectors()
    weights = way.w.ravel()[way.ker].tolist()
    found = _taps_at(way.rows, way.columns)
    lit = {at for at, t in found.items() if way.mine[t]}
    shape, name = (way.gone.size, way.come.size), "Cᵀ" if way.back else "C"
    table = Flat(shape, {at: weights[t] for at, t in found.items()}, "kernel", name, lit)
    return _beside([gone, "=", table, come], way.come.size + 2)


def _columns(way: Way) -> Drawn:
    _, gone = way.vectors()
    values = way.come.ravel()[way.columns].tolist()
    found = _taps_at(way.ker, way.rows)
    lit = {at for at, t in found.items() if way.mine[t]}
    entries = {at: values[t] for at, t in found.items()}
    table = Flat((way.w.size, way.gone.size), entries, way.roles[0], "im2col", lit)
    weights = Flat.vector(way.w, "kernel", "w", way.lit("kernel", way.ker))
    side = side_of(way.gone.size + 1)
    drawn, wide, high = _beside([weights, table], way.gone.size + 1)
    under = gone.across().svg(2 + side + _GAP / 2, high + TITLE * 0.6, side)
    return drawn + under, wide, high + TITLE * 0.6 + side


def _told(way: Way, x: Array, view: str, connections: str, how: str) -> str:
    """The picture in words, but for its numbers."""
    rows, columns, used = way.gone.size, way.come.size, len(way.ker)
    where = f"{rows} rows and {columns} columns, {used} of whose entries are weights."
    told = {
        "matrix": f"a sparse matrix of {where}",
        "im2col": f"a list of {way.w.size} weights times a table of {way.w.size} rows and {rows} "
        f"columns, {used} of whose entries are cells of the {way.roles[0]}.",
        "graph": f"a graph from {columns} to {rows} cells, its connections {connections}.",
    }
    forth = f"he correlation of {x.tolist()} with the kernel {way.w.tolist()}{how}"
    back = f"The way back of {way.come.tolist()} through t" if way.back else "T"
    return f"{back}{forth} as {told[view]}"


def matrix_svg(
    *, input: Any, kernel: Any, upstream: Any, transpose: bool, view: str, connections: str,
    step: int, pin: str = "", **slid: Any,
) -> str:  # fmt: skip
    """The state of a `matrix` widget as one picture."""
    x, w = np.asarray(input), np.asarray(kernel)
    way = Way(x, w, np.asarray(upstream), transpose, step, pin, slid)
    above = _window(way, slid["padding"])
    if view == "graph":
        below = graph(way, connections)
    else:
        below = _columns(way) if view == "im2col" else _product(way)
    written = way.written()
    told = _told(way, x, view, connections, manner(**slid))
    words = f"{told} {way.names[1]} is {way.gone.tolist()}. {written}."
    height = above[2] + below[2] + 2 * _LINE
    parts = [
        above[0],
        f'<g transform="translate(0 {above[2]:g})">{below[0]}</g>',
        text(2, height - _LINE, written, "text"),
    ]
    width = max(above[1], below[1], len(written) * 9) + 4
    return framed(parts, width, height, words)
