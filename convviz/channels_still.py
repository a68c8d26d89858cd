"""The still picture of a layer: its channels, the filter that is followed, all its output maps."""

from typing import Any, Final

import numpy as np

from convlib import conv2d, taps
from convviz import look
from convviz.panel import Array, Panel, number, text
from convviz.still import counted, factor, few, framed, manner

_GAP: Final = 44  # between columns
_ROW: Final = 14  # between the slices of a column
_LINE: Final = 26  # height of a line of the written sum


def channels_svg(
    *,
    input: Any,
    weight: Any,
    bias: Any,
    stride: int,
    padding: int,
    dilation: int,
    groups: int,
    step: int,
    **_: Any,
) -> str:
    """The state of a `channels` widget as one picture, with the sum of one output cell."""
    x, w, b = (np.asarray(values) for values in (input, weight, bias))
    y = conv2d(x[None], w, b, stride, padding, dilation, groups)[0]
    at = tuple(int(n) for n in np.unravel_index(min(step, y.size) - 1, y.shape))
    filter_, slices = at[0], w.shape[1]
    first = filter_ * groups // len(w) * slices
    out, inp, ker = taps(x.shape[1:], w.shape[2:], stride, padding, dilation)
    here = (out == at[1:]).all(axis=1)
    pairs = [(tuple(i), tuple(k)) for i, k in zip(inp[here], ker[here], strict=True)]

    def marks(channel: int) -> dict[tuple[int, ...], str]:
        if not first <= channel < first + slices:
            return {}
        return {i: f"×{number(w[filter_, channel - first][k])}" for i, k in pairs}

    lit = {k: "" for _, k in pairs}
    columns = [
        [Panel(x[c], "input", f"Input, channel {c}", padding, marks(c)) for c in range(len(x))],
        [
            Panel(w[filter_, s], "kernel", f"Filter {filter_}, slice {s}", lit=lit)
            for s in range(slices)
        ]
        + [Panel(b[[filter_]], "kernel", f"Bias {filter_}", lit={(0, 0): ""})],
        [
            Panel(y[f], "output", f"Output {f}", lit={at[1:]: ""} if f == filter_ else {})
            for f in range(len(y))
        ],
    ]
    lines = _written(x, w, b, y, at, pairs)
    words = (
        f"A layer of {counted(len(w), 'filter')} over {counted(len(x), 'channel')}"
        f"{manner(stride, padding, dilation, groups).rstrip(',')}. "
        f"Filter {filter_} has {counted(slices, 'slice')} and the bias {number(b[filter_])}. "
        f"Output {', '.join(map(str, at))} is {number(y[at])}."
    )
    return _sheet(columns, lines, words)


def _written(
    x: Array, w: Array, b: Array, y: Array, at: tuple[int, ...], pairs: list[Any]
) -> list[str]:
    """The sum of one output cell: bias and subtotals, then each slice's products."""
    kernels = w[at[0]]
    first = at[0] * (len(x) // len(kernels)) // len(w) * len(kernels)
    totals, lines = [factor(b[at[0]])], []
    for channel, kernel in enumerate(kernels, first):
        terms = [f"{factor(x[channel][i])}·{factor(kernel[k])}" for i, k in pairs] or ["0"]
        total = sum(x[channel][i] * kernel[k] for i, k in pairs)
        totals.append(factor(total))
        lines.append(f"channel {channel}: {' + '.join(few(terms))} = {number(total)}")
    head = f"y[{', '.join(map(str, at))}] = {' + '.join(totals)} = {number(y[at])}"
    return [head, *lines]


def _sheet(columns: list[list[Panel]], lines: list[str], words: str) -> str:
    """The columns beside one another, each centred, and the lines underneath."""
    tall = [sum(p.size[0] + _ROW for p in column) - _ROW for column in columns]
    height, left, parts = max(tall), 2.0, []
    for column, own, sign in zip(columns, tall, ["★", "=", ""], strict=True):
        top = 2 + (height - own) / 2
        for panel in column:
            parts.append(panel.svg(left, top))
            top += panel.size[0] + _ROW
        # A name may be wider than its cells: 0.56 em is a wide letter.
        names = max(len(panel.name) for panel in column) * look.SIZE["s"] * 0.56
        left += max(names, *(panel.size[1] for panel in column)) + _GAP
        middle = (left - _GAP / 2, height / 2)
        parts.append(text(*middle, sign, "quiet", "xl", "text-anchor: middle"))
    for row, line in enumerate(lines):
        parts.append(text(2, height + (row + 1) * _LINE, line, "text"))
    longest = max(map(len, lines)) * look.SIZE["m"] * 0.6  # 0.6 em: a wide character
    return framed(parts, max(left - _GAP, longest) + 4, height + (len(lines) + 1) * _LINE, words)
