"""Maps side by side, each cell a number on its shade."""

import html
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from convviz.figures import COLUMN, Picture
from convviz.panel import Array, text

_GAP: Final = 24  # between maps, in CSS pixels
_TITLE: Final = 26
_DEEPEST: Final = 0.45  # a deeper shade would make its number hard to read


def shades(maps: Mapping[str, ArrayLike], notice: str, columns: int = 3) -> Picture:
    """Maps (rows, columns) under their titles, `columns` in a row, on one scale of shades.

    The deeper a cell, the farther from 0; what is negative is grey. Numbers have at most two
    decimals. `notice` are the words for those who do not see it. A map that has not two axes and a
    `columns` below 1 raise `ValueError`.

    >>> shades({"before": [[1, -2]], "after": [[1, 0]]}, "The −2 is gone.").alt
    'before, after. The −2 is gone.'
    """
    tables = {title: np.asarray(values) for title, values in maps.items()}
    for title, table in tables.items():
        if table.ndim != 2:
            raise ValueError(f"maps: needs two axes each; {title!r} has shape {table.shape}")
    if columns < 1:
        raise ValueError(f"columns: needs at least 1; got {columns}")
    most = max((float(np.abs(table).max()) for table in tables.values()), default=0) or 1
    wide = (COLUMN - _GAP * (columns - 1)) / columns
    highest = max((wide * t.shape[0] / t.shape[1] for t in tables.values()), default=0)
    parts = []
    for place, (title, table) in enumerate(tables.items()):
        down, across = divmod(place, columns)
        left, top = across * (wide + _GAP), down * (_TITLE + highest + _GAP)
        parts.append(text(left, top + 9, title, "text", "s", "font-weight: 600"))
        parts.append(_cells(table, left, top + _TITLE, wide / table.shape[1], most))
    rows = -(-len(tables) // columns)
    height = rows * (_TITLE + highest + _GAP) - _GAP + 2
    alt = f"{', '.join(tables)}. {notice}"
    return Picture(
        f'<svg role="img" aria-label="{html.escape(alt)}" viewBox="-1 0 {COLUMN + 2} {height:g}" '
        f'style="width: {COLUMN}px; font-family: var(--cv-font)">{"".join(parts)}</svg>',
        alt,
    )


def _cells(table: Array, left: float, top: float, pitch: float, most: float) -> str:
    side = pitch - 2
    parts = []
    for r, c in np.ndindex(*table.shape):
        value, x, y = round(float(table[r, c]), 2) + 0, left + c * pitch, top + r * pitch
        ink, depth = "quiet" if value < 0 else "input", _DEEPEST * abs(value) / most
        box = f'x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" rx="3"'
        parts.append(f'<rect {box} style="fill: none; stroke: var(--cv-line)"/>')
        if value:
            parts.append(f'<rect {box} style="fill: var(--cv-{ink}); fill-opacity: {depth:.2f}"/>')
        words = f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
        size = min(15.0, pitch * 0.42, 1.4 * pitch / len(words))
        style = f"text-anchor: middle; font-size: {size:.1f}px"
        parts.append(text(x + side / 2, y + side / 2, words, "text", "s", style))
    return "".join(parts)
