"""Which channels each filter of a layer sees, as a table of slices."""

from collections.abc import Mapping
from typing import Final

from convviz import look
from convviz.figures import COLUMN, Picture
from convviz.panel import text
from convviz.still import framed

_INSIDE: Final = COLUMN - 34  # the column without the padding and the frame of a cell
_TOP: Final = 62  # height of what stands over a table, in CSS pixels
_LEFT: Final = 40  # width of what stands before it
_GAP: Final = 22  # between tables
_FOOT: Final = 30  # height of the words below
_MARGIN: Final = 0.14  # of a place, around its slice


def who_sees_whom(layers: Mapping[str, tuple[int, int, int, int]]) -> Picture:
    """One table for each layer, a row for each filter, a column for each channel.

    A layer is `(channels, filters, kernel_size, groups)`. Where a filter has a slice for a channel,
    the slice is drawn with its cells; where it has none, the place is empty. Below, the weights are
    counted. Groups that divide the channels or the filters not at all raise `ValueError`.

    >>> who_sees_whom({"2 groups": (4, 4, 3, 2)}).alt
    'Who sees whom. 2 groups: 4 filters see 2 of 4 channels each, 72 weights.'
    """
    wide = (_INSIDE + _GAP) / len(layers) - _GAP
    parts, said, tall = [], [], 0.0
    for place, (title, (channels, filters, kernel_size, groups)) in enumerate(layers.items()):
        if channels % groups or filters % groups:
            need = f"layers: {title!r} needs groups that divide its channels and filters"
            raise ValueError(f"{need}; got {channels}, {filters} and {groups}")
        left, side = place * (wide + _GAP), (wide - _LEFT) / channels
        seen = channels // groups
        weights = filters * seen * kernel_size**2
        parts += [
            text(left, 10, title, "text", "s", "font-weight: 600"),
            text(left + _LEFT, 34, "channel", "input", "s"),
            text(left, 34, "filter", "kernel", "s"),
        ]
        for c in range(channels):
            style = "text-anchor: middle"
            parts.append(text(left + _LEFT + (c + 0.5) * side, 52, str(c), "input", "s", style))
        for f in range(filters):
            top = _TOP + f * side
            parts.append(text(left, top + side / 2, str(f), "kernel", "s"))
            first = f * groups // filters * seen
            for c in range(channels):
                corner = (left + _LEFT + c * side, top)
                parts.append(_place(*corner, side, kernel_size, first <= c < first + seen))
        count = f"{filters} · {seen} · {kernel_size**2} = {weights} weights"
        below = _TOP + filters * side + _FOOT / 2
        parts.append(text(left, below, count, "quiet", "s"))
        tall = max(tall, below + _FOOT / 2)
        each = f"{filters} filters see {seen} of {channels} channels each"
        said.append(f"{title}: {each}, {weights} weights")
    alt = f"Who sees whom. {'; '.join(said)}."
    return Picture(framed(parts, _INSIDE, tall, alt), alt)


def _place(left: float, top: float, side: float, kernel_size: int, filled: bool) -> str:
    """The place of a slice: its cells, or an empty frame."""
    room, edge = side * _MARGIN / 2, side * (1 - _MARGIN)
    frame = (
        f'<rect x="{left + room:g}" y="{top + room:g}" width="{edge:g}" height="{edge:g}" '
        f'rx="{look.CELL["corner"] / 2:g}" style="fill: none; stroke: var(--cv-line)"/>'
    )
    if not filled:
        return frame
    pitch = edge / max(kernel_size, 3)  # a single cell is as large as one of nine
    inset = (edge - pitch * kernel_size) / 2
    return frame + "".join(
        f'<rect x="{left + room + inset + j * pitch + 1:g}" '
        f'y="{top + room + inset + i * pitch + 1:g}" width="{pitch - 2:g}" '
        f'height="{pitch - 2:g}" rx="1.5" style="fill: var(--cv-kernel)"/>'
        for i in range(kernel_size)
        for j in range(kernel_size)
    )
