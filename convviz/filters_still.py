"""The still picture of a `filters` widget: photograph, result, and the numbers at one pixel."""

import html
from typing import Any, Final

import numpy as np

from convviz.panel import TITLE, Panel, number, text
from convviz.photo import Pixels, decoded, filtered, greys, png_uri
from convviz.still import factor

_WIDE: Final = 330  # of a picture, in CSS pixels
_GAP: Final = 44
_SUM: Final = 46  # height of the written sum
_TERMS: Final = 9  # that stand on one line; a longer sum is shown with dots
_LINE: Final = 72  # characters of them


def _photo(
    pixels: Pixels, left: float, name: str, role: str, at: list[int], side: int, colour: str
) -> str:
    """One picture under its title, with the lens on it: a square of `side` pixels around `at`."""
    rows, cols = pixels.shape
    pitch = _WIDE / cols
    y, x = ((n - side // 2) * pitch for n in at)
    return (
        text(left, 8, name, role, "s", "font-weight: 600")
        + text(left, 25, f"{rows} × {cols}", "quiet", "s")
        + f'<image href="{png_uri(pixels)}" x="{left:g}" y="{TITLE}" width="{_WIDE}" '
        f'height="{rows * pitch:g}" style="image-rendering: pixelated"/>'
        f'<rect x="{left + x - 2:g}" y="{TITLE + y - 2:g}" width="{side * pitch + 4:g}" '
        f'height="{side * pitch + 4:g}" style="fill: none; stroke: var(--cv-{colour}); '
        'stroke-width: 3"/>'
    )


def _patch(pixels: Pixels, side: int, at: list[int], mode: str) -> Pixels:
    """The pixels under the kernel when its middle lies on `at`: each is one identity filter."""
    row, col = at
    cells = np.eye(side * side, dtype=int).reshape(-1, side, side)
    return np.array([filtered(pixels, cell, mode, False)[row, col] for cell in cells])


def _written(patch: Pixels, weights: Pixels, place: list[int], value: float) -> str:
    pairs = zip(patch.ravel(), weights.ravel(), strict=True)
    terms = [f"{number(pixel)}·{factor(weight)}" for pixel, weight in pairs]
    if len(terms) > _TERMS or len(" + ".join(terms)) > _LINE:
        terms[3:-1] = ["…"]
    return f"y[{place[0]}, {place[1]}] = {' + '.join(terms)} = {number(value)}"


def _numbers(panels: list[Panel], signs: list[str], top: float) -> tuple[str, float]:
    """The panels beside one another, and how wide they are."""
    parts, left = [], 2.0
    height = panels[0].size[0]
    for panel, sign in zip(panels, signs, strict=True):
        tall, wide = panel.size
        parts.append(panel.svg(left, top + (height - tall) / 2))
        at = (left + wide + _GAP / 2, top + (height + TITLE) / 2)
        parts.append(text(*at, sign, "quiet", "xl", "text-anchor: middle"))
        left += wide + _GAP
    return "".join(parts), left


def _said(w: Pixels) -> str:
    """The kernel in words: rows of few digits, and a box by its one weight."""
    if np.unique(w).size == 1:
        return f"of {w.size} weights of {number(w.flat[0])}"
    return ", ".join(f"({', '.join(map(number, row))})" for row in w)


def filters_svg(
    *, picture: str, kernel: Any, mode: str, flip: bool, range: str, at: list[int], **_: Any
) -> str:
    """The state of a `filters` widget as one picture, with the sum at the lens."""
    x, w = decoded(picture), np.asarray(kernel)
    y = filtered(x, w, mode, flip)
    place = [n - len(w) // 2 * (mode == "valid") for n in at]
    value = y[tuple(place)]
    patch = _patch(x, len(w), place, mode).reshape(w.shape)
    panels = [
        Panel(patch, "input", "Pixels x"),
        Panel(w, "kernel", "Kernel w"),
        Panel(np.array([[value]]), "output", "Result y", lit={(0, 0): ""}),
    ]
    top = TITLE + _WIDE * len(x) / x.shape[1] + 24
    drawn, wide = _numbers(panels, ["∗" if flip else "★", "=", ""], top)
    written = _written(patch, w[::-1, ::-1] if flip else w, place, value)
    foot = top + panels[0].size[0] + _SUM / 2
    width = max(wide, 2 * _WIDE + _GAP + 4, len(written) * 8.5)
    words = (
        f"A photograph, {'convolved' if flip else 'correlated'} with the kernel {_said(w)}, and "
        f"the result, border mode {mode}. At row {at[0]}, column {at[1]} it is {number(value)}."
    )
    return (
        f'<svg role="img" aria-label="{html.escape(words)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width:g} {foot + _SUM / 2:g}" '
        f'style="width: {width:g}px; font-family: var(--cv-font)">'
        f"{_photo(x, 2, 'Photograph x', 'input', at, len(w), 'kernel')}"
        f"{_photo(greys(y, range), 2 + _WIDE + _GAP, 'Result y', 'output', place, 1, 'output')}"
        f"{drawn}{text(2, foot, written, 'text')}</svg>"
    )
