"""The still picture of a `cnn` widget: digit, filters, maps and scores."""

import html
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from convlib.activations import softmax
from convviz.cnn_network import Array, network, passes
from convviz.panel import number, text

_SIZE: Final = (724, 288)
_LEFT: Final = 146  # of the filters and maps; the scores stand right of them
_RIGHT: Final = 582
_BAR: Final = 34  # the length of a bar for certainty
_SHADES: Final = 8


def _cells(left: float, top: float, side: float, values: Array, most: float, role: str) -> str:
    """A map as shades, deeper farther from 0; a negative cell is grey and wears a minus."""
    pitch = side / len(values)
    parts = [
        f'<rect x="{left:g}" y="{top:g}" width="{side:g}" height="{side:g}" '
        'style="fill: none; stroke: var(--cv-line)"/>'
    ]
    shades = np.sign(values) * np.ceil(_SHADES * np.abs(values) / (most or 1))
    for shade in sorted(set(shades.ravel()) - {0}):
        corners = [(left + c * pitch, top + r * pitch) for r, c in np.argwhere(shades == shade)]
        ink, depth = role if shade > 0 else "quiet", abs(shade) / _SHADES
        area = "".join(f"M{x:.1f} {y:.1f}h{pitch:g}v{pitch:g}h-{pitch:g}z" for x, y in corners)
        parts.append(f'<path d="{area}" style="fill: var(--cv-{ink}); fill-opacity: {depth:g}"/>')
        if shade < 0:
            line = f"h{0.4 * pitch:.1f}"
            signs = "".join(f"M{x + 0.3 * pitch:.1f} {y + pitch / 2:.1f}{line}" for x, y in corners)
            parts.append(f'<path d="{signs}" style="stroke: var(--cv-text)"/>')
    return "".join(parts)


def _maps(top: float, side: float, columns: int, maps: Array, role: str, title: str) -> str:
    """Maps on one scale in rows of so many, a tenth of a side apart, under their title."""
    most = float(np.abs(maps).max())
    parts = [text(_LEFT, top - 12, title, role, "s", "font-weight: 600")]
    for n, values in enumerate(maps):
        row, column = divmod(n, columns)
        place = _LEFT + column * side * 1.1, top + row * side * 1.1
        parts.append(_cells(*place, side, values, most, role))
    return "".join(parts)


def _scores(scores: Array, target: int, gradient: bool) -> str:
    """A line for each kind: its share as a bar and in numbers, then its score."""
    parts = [text(_RIGHT, 12, "Scores", "output", "s", "font-weight: 600")]
    for k, (score, share) in enumerate(zip(scores, softmax(scores), strict=True)):
        y = 36 + 24 * k
        ink = "gradient" if gradient and k == target else "output"
        bar = f'<rect x="{_RIGHT + 16}" y="{y - 6}" width="{share * _BAR:.1f}" height="12" '
        parts.append(bar + f'rx="2" style="fill: var(--cv-{ink})"/>')
        weight = "font-weight: 600" if k == target else ""
        parts.append(text(_RIGHT, y, str(k), "text", "s", weight))
        end = f"text-anchor: end; {weight}"
        parts.append(text(_SIZE[0] - 2, y, number(round(float(score), 1)), "text", "s", end))
        parts.append(text(_SIZE[0] - 46, y, f"{share:.0%}", "quiet", "s", "text-anchor: end"))
    return "".join(parts)


def cnn_svg(*, digit: ArrayLike, target: int, gradient: bool, weights: ArrayLike, **_: Any) -> str:
    """The state of a `cnn` widget as one picture, with gradients where it shows them."""
    values, gradients = passes(weights, digit, target)
    shown, role = (gradients, "gradient") if gradient else (values, "output")
    what = f"Gradient of score {target} " if gradient else ""
    filters = network(weights).layers[0].parameters["weight"][:, 0]
    scores = values[-1].ravel()
    parts = [
        text(2, 12, "Digit", "input", "s", "font-weight: 600"),
        _cells(2, 24, 112, values[0][0], 1, "input"),
        _maps(24, 48, 8, filters, "kernel", "Filters of conv 1"),
        _maps(104, 48, 8, shown[2], role, f"{what or 'Maps '}after conv 1 and ReLU"),
        _maps(184, 24, 16, shown[5], role, f"{what or 'Maps '}after conv 2 and ReLU"),
        text(
            _LEFT, 256, "Each row has a scale of its own; − marks what is negative.", "quiet", "s"
        ),
        _scores(scores, target, gradient),
    ]
    if gradient:
        most = float(np.abs(gradients[0]).max())
        parts.append(text(2, 160, "Its gradient", "gradient", "s", "font-weight: 600"))
        parts.append(_cells(2, 172, 112, gradients[0][0], most, "gradient"))
    told = ", ".join(f"{k}: {number(round(float(s), 2))}" for k, s in enumerate(scores))
    words = (
        f"A handwritten digit, the 8 filters of the first layer and the maps that they find, and "
        f"the 32 maps of the second. The network reads a {scores.argmax()}. Its scores are {told}."
    )
    width, height = _SIZE
    return (
        f'<svg role="img" aria-label="{html.escape(words)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" style="width: {width}px; font-family: var(--cv-font)">'
        f"{''.join(parts)}</svg>"
    )
