"""Still pictures of widgets: what stands in for them in print and without script."""

import html
from typing import Any, Final

import numpy as np

from convlib import convolve, correlate, taps
from convviz import look
from convviz.panel import TITLE, Cell, Panel, number, text

_GAP: Final = 56  # between grids that stand side by side
_ROW: Final = 16  # between grids that stand one under the other
_WIDEST: Final = 800  # of grids beside one another; more of them begin a new row
_SUM: Final = 46  # height of the written sum
_TERMS: Final = 9  # that stand on one line; a longer sum is shown with dots


def factor(value: float) -> str:
    """A factor in a written sum: a negative one wears brackets, as on paper."""
    return f"({number(value)})" if value < 0 else number(value)


def few(terms: list[str], most: int = _TERMS) -> list[str]:
    """Terms that fit on one line: of a long sum the first ones, dots, and the last."""
    return terms if len(terms) <= most else [*terms[: most - 2], "…", terms[-1]]


def picture(panels: list[Panel], signs: list[str], written: str, words: str) -> str:
    """The panels beside one another (stacked, if they have one axis), the sum underneath."""
    most = _WIDEST if panels[0].values.ndim == 2 else 0
    parts, y, right = [], 2.0, len(written) * look.SIZE["m"] * 0.6  # 0.6 em: a wide character
    for row in _rows(list(zip(panels, [*signs, ""], strict=True)), most):
        tall = max(panel.size[0] for panel, _ in row)
        x = 2.0
        for panel, sign in row:
            parts.append(panel.svg(x, y + (tall - panel.size[0]) / 2))
            x += panel.size[1] + _GAP
            middle = (x - _GAP / 2, y + (tall + TITLE) / 2 - 2)
            if most:
                parts.append(text(*middle, sign, "quiet", "xl", "text-anchor: middle"))
        ends = x - (0 if most and row[-1][1] else _GAP)
        right, y = max(right, ends), y + tall + _ROW
    y -= _ROW + 2
    parts.append(text(2, y + _SUM / 2, written, "text"))
    return framed(parts, right + 4, y + _SUM, words)


def _rows(cells: list[tuple[Panel, str]], most: float) -> list[list[tuple[Panel, str]]]:
    """As many panels to a row as it has room for, but one at least."""
    rows: list[list[tuple[Panel, str]]] = []
    left = 0.0
    for panel, sign in cells:
        left -= panel.size[1] + _GAP
        if left < -_GAP:
            rows.append([])
            left = most - panel.size[1] - _GAP
        rows[-1].append((panel, sign))
    return rows


def framed(parts: list[str], width: float, height: float, words: str) -> str:
    """The drawn parts as one SVG of that size in CSS pixels; `words` are what it says aloud."""
    return (
        f'<svg role="img" aria-label="{html.escape(words)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width:g} {height:g}" '
        f'style="width: {width:g}px; font-family: var(--cv-font)">{"".join(parts)}</svg>'
    )


def counted(count: int, name: str) -> str:
    """A count with its noun: 1 slice, 2 slices."""
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def manner(stride: int = 1, padding: int = 0, dilation: int = 1, groups: int = 1) -> str:
    """How the kernel slides, to stand in a sentence; nothing where it takes plain steps.

    >>> manner(stride=2, padding=1), manner()
    (', padding 1, stride 2,', '')
    """
    said = [f", padding {padding}"] if padding else []
    chosen = {"stride": stride, "dilation": dilation, "groups": groups}
    said += [f", {name} {n}" for name, n in chosen.items() if n != 1]
    return "".join([*said, ","]) if said else ""


def slide_svg(
    *,
    input: Any,
    kernel: Any,
    stride: int,
    padding: int,
    dilation: int,
    flip: bool,
    step: int,
    **_: Any,
) -> str:
    """The state of a `slide` widget as one picture: input, kernel, whole output, one sum."""
    x, w = np.asarray(input), np.asarray(kernel)
    y = (convolve if flip else correlate)(x, w, stride, padding, dilation)
    at = tuple(int(n) for n in np.unravel_index(min(step, y.size) - 1, y.shape))
    out, inp, ker = taps(x.shape, w.shape, stride, padding, dilation, flip)
    here = (out == at).all(axis=1)
    pairs = [(tuple(i), tuple(k)) for i, k in zip(inp[here], ker[here], strict=True)]

    def cell(index: Cell) -> Cell:
        return (0, *index) if x.ndim == 1 else index

    panels = [
        Panel(x, "input", "Input x", padding, {cell(i): f"×{number(w[k])}" for i, k in pairs}),
        Panel(w, "kernel", "Kernel w", lit={cell(k): "" for _, k in pairs}),
        Panel(y, "output", "Output y", lit={cell(at): ""}),
    ]
    terms = [f"{factor(x[i])}·{factor(w[k])}" for i, k in pairs] or ["0"]
    written = f"y[{', '.join(map(str, at))}] = {' + '.join(few(terms))} = {number(y[at])}"
    name = "convolution" if flip else "correlation"
    how = manner(stride, padding, dilation)
    words = f"The {name} of {x.tolist()} with the kernel {w.tolist()}{how} is {y.tolist()}."
    return picture(panels, ["∗" if flip else "★", "="], written, words)
