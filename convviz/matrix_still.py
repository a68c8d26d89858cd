"""The still picture of a `matrix` widget: the window, under it the same taps flat, and one sum."""

import html
from typing import Any, Final

import numpy as np

from convlib import conv_matrix, correlate, im2col, taps
from convviz.flat import Flat, Spot
from convviz.panel import TITLE, Array, Cell, Panel, number, text

_GAP: Final = 36  # between grids, in CSS pixels
_WIDE: Final = 640  # the most that a table takes
_SIDES: Final = (6, 30)  # of a small cell, at least and at most
_LINE: Final = 40  # height of a line of words
_EDGES: Final = 240  # width of the edges of a graph
_DASHES: Final = ("none", "7 3", "2 3", "9 3 2 3", "1 4", "12 3", "5 2 1 2 1 2", "4 6")

Drawn = tuple[str, float, float]  # SVG, its width, its height


class _Way:
    """What goes in and what comes out, forward or back, and the taps of the present row."""

    def __init__(self, x: Array, w: Array, dy: Array, back: bool, step: int, slid: Any) -> None:
        self.w, self.y, self.back = w, correlate(x, w, **slid), back
        shapes = (self.y.shape, x.shape, w.shape)
        self.out, self.inp, self.ker = (
            np.ravel_multi_index(tuple(cells.T), shape)
            for cells, shape in zip(taps(x.shape, w.shape, **slid), shapes, strict=True)
        )
        self.matrix = conv_matrix(w, x.shape, **slid)
        dx = (self.matrix.T @ dy.ravel()).reshape(x.shape)
        self.come: Array = dy if back else x
        self.gone: Array = dx if back else self.y
        self.rows, self.columns = (self.inp, self.out) if back else (self.out, self.inp)
        self.names = ("dy", "dx") if back else ("x", "y")
        self.roles = ("gradient", "gradient") if back else ("input", "output")
        self.here = min(step, self.gone.size) - 1
        self.mine = self.rows == self.here

    def vectors(self) -> tuple[Flat, Flat]:
        lit = self.columns[self.mine].tolist()
        come = Flat.vector(self.come, self.roles[0], self.names[0], lit)
        return come, Flat.vector(self.gone, self.roles[1], self.names[1], [self.here])

    def written(self) -> str:
        pairs = zip(self.columns[self.mine], self.ker[self.mine], strict=True)
        factors = [(_factor(self.come.flat[c]), _factor(self.w.flat[k])) for c, k in pairs]
        terms = [f"{w}·{v}" if self.back else f"{v}·{w}" for v, w in factors]
        at = ", ".join(str(n) for n in _cell(self.here, self.gone.shape))
        total = number(self.gone.flat[self.here])
        return f"{self.names[1]}[{at}] = {' + '.join(terms) or '0'} = {total}"


def _factor(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def _cell(flat: int, shape: Cell) -> Cell:
    return tuple(int(n) for n in np.unravel_index(flat, shape))


def _window(way: _Way, padding: int) -> Drawn:
    """The grids as they lie on the picture."""

    def at(flat: int, array: Array) -> Cell:
        return _cell(flat, np.atleast_2d(array).shape)

    pairs = list(zip(way.columns[way.mine], way.ker[way.mine], strict=True))
    marks = {at(c, way.come): f"×{number(way.w.flat[k])}" for c, k in pairs}
    weights = {at(k, way.w): "" for _, k in pairs}
    come, gone = ("Gradient dy", "Gradient dx") if way.back else ("Input x", "Output y")
    panels = [
        Panel(way.come, way.roles[0], come, 0 if way.back else padding, marks),
        Panel(way.w, "kernel", "Kernel w", lit=weights),
        Panel(way.gone, way.roles[1], gone, lit={at(way.here, way.gone): ""}),
    ]
    high = max(panel.size[0] for panel in panels)
    parts, left = [], 2.0
    for panel in panels:
        parts.append(panel.svg(left, (high - panel.size[0]) / 2))
        left += panel.size[1] + _GAP
    return "".join(parts), left - _GAP, high


def _beside(parts: list[Flat | str], cells: int) -> Drawn:
    """Tables and signs side by side."""
    side = min(max(_WIDE / cells, _SIDES[0]), _SIDES[1])
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


def _product(way: _Way) -> Drawn:
    come, gone = way.vectors()
    pairs: list[Spot] = list(zip(way.rows.tolist(), way.columns.tolist(), strict=True))
    entries = dict(zip(pairs, way.w.ravel()[way.ker].tolist(), strict=True))
    lit = {at for at in pairs if at[0] == way.here}
    name = "Cᵀ" if way.back else "C"
    table = Flat((way.gone.size, way.come.size), entries, "kernel", name, lit)
    return _beside([gone, "=", table, come], way.come.size + 2)


def _columns(way: _Way, cols: Array) -> Drawn:
    pairs: list[Spot] = list(zip(way.ker.tolist(), way.out.tolist(), strict=True))
    lit = {at for at, mine in zip(pairs, way.mine, strict=True) if mine}
    table = Flat(cols.shape, {at: cols[at] for at in pairs}, "input", "im2col", lit)
    row, weights = Flat.vector(way.y, "output", "y").across(), Flat.vector(way.w, "kernel", "w")
    side = min(max(_WIDE / (cols.shape[1] + 1), _SIDES[0]), _SIDES[1])
    drawn, wide, high = _beside([weights, table], cols.shape[1] + 1)
    under = row.svg(2 + side + _GAP / 2, high + TITLE * 0.6, side)
    return drawn + under, wide, high + TITLE * 0.6 + side


def _graph(way: _Way, connections: str) -> Drawn:
    come, gone = way.vectors()
    left, right = (gone, come) if way.back else (come, gone)
    n, m = left.shape[0], right.shape[0]
    edges = list(zip(way.inp.tolist(), way.out.tolist(), way.ker.tolist(), strict=True))
    if connections == "full":
        edges = [(i, o, 0) for o in range(m) for i in range(n)]
    side = min(max(_WIDE / max(n, m), _SIDES[0]), _SIDES[1])
    high = max(n, m) * side
    tops = [TITLE + (high - count * side) / 2 for count in (n, m)]
    start, end = 2 + side, 2 + side + _EDGES
    lines: dict[str, str] = {}
    for i, o, k in edges:
        dash = _DASHES[k % len(_DASHES)] if connections == "shared" else "none"
        y = [top + (at + 0.5) * side for top, at in zip(tops, (i, o), strict=True)]
        lines[dash] = lines.get(dash, "") + f"M{start:g} {y[0]:g}L{end:g} {y[1]:g}"
    style = "fill: none; stroke: var(--cv-kernel)"
    paths = [
        f'<path d="{d}" stroke-dasharray="{dash}" style="{style}"/>' for dash, d in lines.items()
    ]
    count = way.w.size if connections == "shared" else len(edges)
    told = text(end + side + _GAP, TITLE + high / 2, f"{count} weights, {connections}", "quiet")
    nodes = left.svg(2, tops[0], side) + right.svg(end, tops[1], side)
    return "".join(paths) + nodes + told, end + side + 200, TITLE + high


def matrix_svg(
    *, input: Any, kernel: Any, upstream: Any, transpose: bool, view: str, connections: str,
    step: int, pin: str = "", **slid: Any,
) -> str:  # fmt: skip
    """The state of a `matrix` widget as one picture."""
    x, w = np.asarray(input), np.asarray(kernel)
    way = _Way(x, w, np.asarray(upstream), transpose, step, slid)
    above = _window(way, slid["padding"])
    if view == "graph":
        below = _graph(way, connections)
    elif view == "im2col":
        below = _columns(way, im2col(x, w.shape, **slid))
    else:
        below = _product(way)
    written = way.written()
    words = (
        f"The correlation of {x.tolist()} with the kernel {w.tolist()} as a sparse matrix of "
        f"{way.y.size} rows and {x.size} columns, {len(way.out)} of whose entries are weights. "
        f"{way.names[1]} is {way.gone.tolist()}."
    )
    width = max(above[1], below[1], len(written) * 9) + 4
    height = above[2] + below[2] + 2 * _LINE
    return (
        f'<svg role="img" aria-label="{html.escape(words)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width:g} {height:g}" style="width: {width:g}px; '
        f'font-family: var(--cv-font)">{above[0]}'
        f'<g transform="translate(0 {above[2]:g})">{below[0]}</g>'
        f"{text(2, height - _LINE, written, 'text')}</svg>"
    )
