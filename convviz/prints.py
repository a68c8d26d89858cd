"""Pictures as a page prints them: side by side, each under its title."""

from collections.abc import Mapping
from typing import Final

from convviz.figures import COLUMN, Picture
from convviz.panel import Array, text
from convviz.photo import greys, png_uri
from convviz.still import framed

_GAP: Final = 16  # CSS pixels between pictures
_TITLE: Final = 26  # height of a title
_INSIDE: Final = COLUMN - 34  # the column without the padding and the frame of a cell


def side_by_side(pictures: Mapping[str, Array], shows: str, columns: int = 3) -> Picture:
    """The pictures of a table (title: numbers in rows and columns) in rows of `columns`.

    A number up to 0 is black, one from 255 on white, and each is one square pixel; with red, green
    and blue on a third axis it is one in colour. All pictures are equally wide. `shows` are the
    words for those who do not see them; the titles need not be said again. No picture, a picture
    without rows and columns and fewer columns than one raise `ValueError`.

    >>> import numpy as np
    >>> side_by_side({"before": np.eye(3), "after": np.zeros((3, 3, 3))}, "A line goes.").alt
    'A line goes. Pictures: before, after.'
    """
    if not pictures or columns < 1:
        need = "pictures: needs a picture, and columns at least 1"
        raise ValueError(f"{need}; got {len(pictures)} and {columns}")
    for title, values in pictures.items():
        if (values.ndim != 2 and values.shape[2:] != (3,)) or not values.size:
            need = f"pictures: {title!r} needs rows and columns"
            raise ValueError(f"{need}; got shape {values.shape}")
    wide = (_INSIDE + _GAP) / columns - _GAP
    heights = [wide * len(values) / values.shape[1] for values in pictures.values()]
    row = _TITLE + max(heights) + _GAP
    parts = []
    for i, ((title, values), height) in enumerate(zip(pictures.items(), heights, strict=True)):
        left, top = i % columns * (wide + _GAP), i // columns * row
        place = f'x="{left:g}" y="{top + _TITLE:g}" width="{wide:g}" height="{height:g}"'
        parts += [
            text(left, top + 10, title, "text", "s", "font-weight: 600"),
            f'<image href="{png_uri(greys(values, "clip"))}" {place} '
            'preserveAspectRatio="none" style="image-rendering: pixelated"/>',
            f'<rect {place} style="fill: none; stroke: var(--cv-line)"/>',
        ]
    alt = f"{shows} Pictures: {', '.join(pictures)}."
    tall = -(-len(pictures) // columns) * row - _GAP
    return Picture(framed(parts, _INSIDE, tall + 1, alt), alt)
