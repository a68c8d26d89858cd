"""The graph of a `matrix` widget, still: inputs and outputs joined by weights."""

from collections.abc import Iterable
from typing import Final

from convviz.flat import Drawn, side_of
from convviz.matrix_way import Way
from convviz.panel import TITLE, text

_EDGES: Final = 240  # how wide the edges lie
_GAP: Final = 36  # before the words beside it
_DASHES: Final = ("none", "7 3", "2 3", "9 3 2 3", "1 4", "12 3", "5 2 1 2 1 2", "4 6")

Edge = tuple[int, int, int]  # from an input, to an output, with a weight


def graph(way: Way, connections: str) -> Drawn:
    """All edges, those of the chosen cell thick, under each weight a way to be dashed."""
    left, right = way.vectors()
    n, m = left.shape[0], right.shape[0]
    edges = _edges(way, n, m, connections)
    side = side_of(max(n, m))
    high = max(n, m) * side
    tops = [TITLE + (high - count * side) / 2 for count in (n, m)]
    start, end = 2 + side, 2 + side + _EDGES

    def paths(some: Iterable[Edge], style: str) -> str:
        lines: dict[str, str] = {}
        for i, o, k in some:
            dash = _DASHES[k % len(_DASHES)] if connections == "shared" else "none"
            y = [top + (at + 0.5) * side for top, at in zip(tops, (i, o), strict=True)]
            lines[dash] = lines.get(dash, "") + f"M{start:g} {y[0]:g}L{end:g} {y[1]:g}"
        return "".join(
            f'<path d="{d}" stroke-dasharray="{dash}" style="fill: none; {style}"/>'
            for dash, d in lines.items()
        )

    lit = _lit(way, edges)
    faint = f"stroke: var(--cv-quiet); opacity: {max(0.15, min(0.6, 60 / len(edges))):g}"
    drawn = paths([edge for edge in edges if edge not in lit], faint)
    drawn += paths(lit, "stroke: var(--cv-kernel); stroke-width: 2")
    count = way.w.size if connections == "shared" else len(edges)
    told = text(end + side + _GAP, TITLE + high / 2, f"{count} weights, {connections}", "quiet")
    nodes = left.svg(2, tops[0], side) + right.svg(end, tops[1], side)
    return drawn + nodes + told, end + side + 200, TITLE + high


def _edges(way: Way, n: int, m: int, connections: str) -> list[Edge]:
    if connections == "full":
        return [(i, o, o * n + i) for o in range(m) for i in range(n)]
    return list(zip(way.columns.tolist(), way.rows.tolist(), way.ker.tolist(), strict=True))


def _lit(way: Way, edges: list[Edge]) -> list[Edge]:
    """A node has all its edges; any other cell has those of its taps."""
    if way.view in ("input", "output"):
        return [edge for edge in edges if edge[way.view == "output"] == way.flat]
    entry = {divmod(way.flat, way.come.size)[::-1]} if way.view == "matrix" else set()
    pairs = entry | set(
        zip(way.columns[way.mine].tolist(), way.rows[way.mine].tolist(), strict=True)
    )
    return [edge for edge in edges if edge[:2] in pairs]
