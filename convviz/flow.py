"""A network from left to right: what each layer makes of one sample, and how much it learns."""

from collections.abc import Iterator
from typing import Final

from convlib.cnn import Layer, Sequential
from convviz.figures import COLUMN, Picture
from convviz.panel import Array, text
from convviz.still import framed

_INSIDE: Final = COLUMN - 34  # the column without the padding and the frame of a cell
_MIDDLE: Final = 74  # height of the arrows, in CSS pixels
_LARGEST: Final = 44  # side of the largest map
_STACK: Final = 70  # side of all maps of one step together, fanned out
_LINE: Final = 18
_NAMES: Final = {
    "Conv2d": "conv", "MaxPool2d": "pooling", "AvgPool2d": "pooling", "Flatten": "flatten",
    "Linear": "linear",
}  # fmt: skip


def flow(network: Sequential, x: Array) -> Picture:
    """The steps of a network for a sample `x` (1, C, H, W): maps or a row, shape and parameters.

    >>> import numpy as np
    >>> from convlib.cnn import Flatten, Linear
    >>> flow(Sequential(Flatten(), Linear(4, 3, rng=0)), np.ones((1, 1, 2, 2))).alt
    'From left to right: input 1 × 2 × 2; flatten 4; linear 3, 15 parameters.'
    """
    steps = list(_steps(network, x))
    wide = _INSIDE / len(steps)
    largest = max(shape[-1] for _, shape, _ in steps if len(shape) == 3)
    parts, said = [], []
    for place, (name, shape, learned) in enumerate(steps):
        middle, role = (place + 0.5) * wide, "output" if place else "input"
        parts += _maps(middle, shape, largest, role) if len(shape) == 3 else _row(middle, shape[0])
        if place:
            start, tip = place * wide - 7, place * wide + 5
            head = f"M{start:g} {_MIDDLE}H{tip:g}m-4 -4l4 4l-4 4"
            parts.append(f'<path d="{head}" style="fill: none; stroke: var(--cv-quiet)"/>')
        size = " × ".join(map(str, shape))
        lines = [(name, "text", "font-weight: 600"), (size, role, "")]
        lines += [(f"{learned:,}", "kernel", "")] if learned else []
        for n, (words, ink, style) in enumerate(lines):
            y = 2 * _MIDDLE + n * _LINE
            parts.append(text(middle, y, words, ink, "s", f"text-anchor: middle; {style}"))
        said.append(f"{name} {size}" + (f", {learned:,} parameters" if learned else ""))
    legend = "Below each name the shape that leaves it; in orange, how many numbers it learns."
    foot = 2 * _MIDDLE + 3 * _LINE + 8
    parts.append(text(0, foot, legend, "quiet", "s"))
    alt = f"From left to right: {'; '.join(said)}."
    return Picture(framed(parts, _INSIDE, foot + _LINE, alt), alt)


def _steps(network: Sequential, x: Array) -> Iterator[tuple[str, tuple[int, ...], int]]:
    """The name of each step, the shape that leaves it, and how many numbers it learns."""
    yield "input", x.shape[1:], 0
    for layer in network.layers:
        x = layer(x)
        learned = sum(entry.size for entry in layer.parameters.values())
        yield _name(layer), x.shape[1:], learned


def _name(layer: Layer) -> str:
    kind = type(layer).__name__
    return _NAMES.get(kind, kind)


def _maps(middle: float, shape: tuple[int, ...], largest: int, role: str) -> list[str]:
    """One square for each map, fanned out from the back to the front."""
    count, rows, columns = shape
    pitch = _LARGEST / largest
    width, height = columns * pitch, rows * pitch
    apart = min(3.0, (_STACK - max(width, height)) / max(count - 1, 1))
    spread = apart * (count - 1)
    left, top = middle - (width + spread) / 2, _MIDDLE - (height - spread) / 2
    squares = []
    for n in range(count):
        x, y = left + n * apart, top - spread + n * apart
        squares.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1" '
            f'style="fill: var(--cv-{role}-tint); stroke: var(--cv-{role}); '
            'stroke-width: 0.75"/>'
        )
    return squares


def _row(middle: float, count: int) -> list[str]:
    """A column of cells; where they are too many to be told apart, a bar."""
    height = min(2 * _LARGEST + 24, 8 * count)
    top, cell = _MIDDLE - height / 2, height / count
    bars = [top + n * cell for n in range(count)] if cell >= 4 else [top]
    tall = cell - 1 if cell >= 4 else height
    return [
        f'<rect x="{middle - 6:.1f}" y="{y:.1f}" width="12" height="{tall:.1f}" rx="2" '
        'style="fill: var(--cv-output-tint); stroke: var(--cv-output)"/>'
        for y in bars
    ]
