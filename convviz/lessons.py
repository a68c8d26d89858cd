"""What a kernel learns behind a pooling: its windows, weighted by what came back to each."""

from fractions import Fraction
from typing import Any, Final

import numpy as np

from convlib import avg_pool2d_backward, correlate, max_pool2d_backward
from convviz.figures import COLUMN, Picture
from convviz.panel import TITLE, Panel, text
from convviz.still import framed

Array = np.ndarray[Any, Any]

_INSIDE: Final = COLUMN - 34  # the column without the padding and the frame of a cell
_HEAD: Final = 34  # height of the words over a row
_SPACE: Final = 18  # between the rows


def lessons(x: Array, w: Array) -> Picture:
    """The gradient of a kernel whose outputs are pooled to one number, by maximum and by mean.

    A row for each: every window of the input times its δ, and their sum, `dw`. Windows that get
    something are lit. The pooled number comes back with 1. More windows than stand in a row raise
    `ValueError`.

    >>> lessons(np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])).alt.split(". ")[0]
    'Behind a maximum: 0, 0, 0 and 1 times the windows give dw [[4, 5], [7, 8]]'
    """
    y = correlate(x, w)
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    layer, one = y[None, None], np.ones((1, 1, 1, 1))
    backs = {
        "maximum": max_pool2d_backward(one, layer, y.shape, 1),
        "mean": avg_pool2d_backward(one, layer, y.shape, 1),
    }
    wide = Panel(w, "kernel", "").size[1]
    gap = (_INSIDE - (y.size + 1) * wide) / y.size
    if gap < 30:
        raise ValueError(f"x, w: needs windows that fit side by side; got {y.size}")
    parts, said, top = [], [], 0.0
    for name, back in backs.items():
        dy = back[0, 0]
        dw = sum(dy[o] * windows[o] for o in np.ndindex(y.shape))
        parts.append(text(0, top + 10, f"behind a {name}", "text", "s", "font-weight: 600"))
        for n, o in enumerate(np.ndindex(y.shape)):
            lit = dict.fromkeys(np.ndindex(w.shape), "") if dy[o] else {}
            shown = f"{_part(dy[o])} × window {o[0]}, {o[1]}"
            panel = Panel(windows[o], "input", shown, lit=lit)
            left = n * (wide + gap)
            parts.append(panel.svg(left, top + _HEAD))
            parts.append(
                _between(left + wide + gap / 2, top, panel, "=" if n + 1 == y.size else "+")
            )
        panel = Panel(np.asarray(dw), "gradient", "Gradient dw")
        parts.append(panel.svg(y.size * (wide + gap), top + _HEAD))
        top += _HEAD + panel.size[0] + _SPACE
        shares = [_part(part) for part in dy.flat]
        listed = f"{', '.join(shares[:-1])} and {shares[-1]}"
        numbers = np.asarray(dw).astype(float).tolist()
        whole = [[int(v) if v.is_integer() else v for v in row] for row in numbers]
        said.append(f"Behind a {name}: {listed} times the windows give dw {whole}")
    alt = ". ".join(said) + "."
    return Picture(framed(parts, _INSIDE, top - _SPACE, alt), alt)


def _between(x: float, top: float, panel: Panel, words: str) -> str:
    """What stands between two grids, beside the middle of their cells."""
    middle = top + _HEAD + TITLE + (panel.size[0] - TITLE) / 2
    return text(x, middle, words, "quiet", "xl", "text-anchor: middle")


def _part(value: float) -> str:
    """A share as a fraction: 1/4."""
    return str(Fraction(float(value)).limit_denominator(99))
