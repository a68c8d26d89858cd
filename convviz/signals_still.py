"""The still picture of a `signals` widget, and its numbers."""

import html
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from convlib import convolve, correlate
from convviz.panel import Array, number, text

_WIDTH: Final = 660  # CSS pixels
_LEFT: Final = 34  # room for the numbers of the upright axis
_HEIGHTS: Final = (170, 120)
_TITLE: Final = 30
_BELOW: Final = 34  # room for the numbers of the lying axis
_LINE: Final = "stroke-width: 2; stroke-linejoin: round"


def whole(f: ArrayLike, g: ArrayLike, delta: float, flip: bool) -> tuple[Array, Array]:
    """Every shift at which f and g overlap, and the result there."""
    x, w = np.asarray(f), np.asarray(g)
    y = (convolve if flip else correlate)(x, w, padding=len(w) - 1)
    first = 0 if flip else 1 - len(w)
    return np.arange(first, first + len(y)) * delta, y * delta


class _Plot:
    """A plot of samples, its corner at the top left of `top`, `low` to `high` upwards."""

    def __init__(self, top: float, height: float, across: Array, low: float, high: float) -> None:
        self.top, self.height, self.low, self.high = top, height, low, high
        self.start, self.bar = across[0] - 0.5, (_WIDTH - _LEFT - 8) / len(across)

    def x(self, sample: float) -> float:
        return round(float(_LEFT + (sample - self.start) * self.bar), 1)

    def y(self, value: float) -> float:
        part = (self.high - value) / (self.high - self.low)
        return round(float(self.top + self.height * part), 1)

    def stairs(self, cells: list[tuple[int, float]], style: str) -> str:
        """Each sample held for its whole bar."""
        steps = "".join(f"V{self.y(v)}H{self.x(n + 0.5)}" for n, v in cells)
        return _path(f"M{self.x(cells[0][0] - 0.5)} {self.y(0)}{steps}V{self.y(0)}", style)

    def axes(self, delta: float, samples: Array) -> str:
        """The line at 0, and a few numbers along both axes."""
        parts = [_path(f"M{_LEFT} {self.y(0)}H{_WIDTH - 8}", "stroke: var(--cv-quiet)")]
        every = -(-len(samples) // 8)
        for n in samples[samples % every == 0]:
            at = self.x(n), self.top + self.height + 14
            parts.append(
                text(*at, number(round(n * delta, 9)), "quiet", "s", "text-anchor: middle")
            )
        for value in {0.0, round(self.high / 1.12, 3)}:
            at = _LEFT - 8, self.y(value)
            parts.append(text(*at, number(value), "quiet", "s", "text-anchor: end"))
        return "".join(parts)


def _path(d: str, style: str) -> str:
    return f'<path d="{d}" style="fill: none; {style}"/>'


def _name(left: float, top: float, role: str, words: str) -> str:
    return text(left, top, words, role, "s", "font-weight: 600")


def svg(*, f: Any, g: Any, delta: float, flip: bool, step: int, **_: Any) -> str:
    """The state as one picture: g over f at the shift of `step`, under it the whole result."""
    times, y = whole(f, g, delta, flip)
    size, n = len(g), min(step, len(y)) - 1
    place = list(range(n - size + 1, n + 1))
    over = list(zip(place, g[::-1] if flip else g, strict=True))
    products = [(i, f[i] * w) for i, w in over if 0 <= i < len(f)]
    t, value = times[n], number(round(float(y[n]), 6))
    across = np.arange(1 - size, len(y))
    most = 1.12 * max(np.abs(f).max(), np.abs(g).max(), *(abs(p) for _, p in products)) or 1
    low = -most if min(*f, *g, 0) < 0 else 0
    above = _Plot(_TITLE, _HEIGHTS[0], across, low, most)
    top = 2 * _TITLE + _HEIGHTS[0] + _BELOW
    spread = 1.12 * max(y.max(), 0), 1.12 * min(y.min(), 0)
    below = _Plot(top, _HEIGHTS[1], across, spread[1], spread[0] or 1)
    shifts = np.rint(times / delta).astype(int)
    ends = [(shifts[0] - 1, 0), *zip(shifts, y, strict=True), (shifts[-1] + 1, 0)]
    run = "L".join(f"{below.x(m)} {below.y(v)}" for m, v in ends)
    now = above.x(shifts[n])
    letter, title = ("g(t − τ)", "(f ∗ g)(t)") if flip else ("g(τ − t)", "(f ⋆ g)(t)")
    at = f"at t = {number(round(float(t), 6))}"
    shade = "stroke: var(--cv-output); fill: var(--cv-output); fill-opacity: 0.35"
    parts = [
        _name(_LEFT, 8, "input", "f(τ)"),
        _name(_LEFT + 40, 8, "kernel", letter),
        _name(_LEFT + 110, 8, "output", f"the area of their product, {at}: {value}"),
        above.stairs(list(enumerate(f)), f"stroke: var(--cv-input); {_LINE}"),
        above.stairs(products, shade) if products else "",
        above.stairs(over, f"stroke: var(--cv-kernel); stroke-dasharray: 6 3; {_LINE}"),
        above.axes(delta, across),
        _name(_LEFT, top - _TITLE + 8, "output", title),
        below.axes(delta, across),
        _path(f"M{run}", f"stroke: var(--cv-output); {_LINE}"),
        _path(
            f"M{now} {_TITLE}V{top + _HEIGHTS[1]}", "stroke: var(--cv-text); stroke-dasharray: 2 3"
        ),
        f'<circle cx="{now}" cy="{below.y(y[n])}" r="5" style="fill: var(--cv-output)"/>',
    ]
    height = top + _HEIGHTS[1] + _BELOW
    kind = "convolution" if flip else "correlation"
    words = f"The {kind} of two signals: {at} the area of their product is {value}."
    return (
        f'<svg role="img" aria-label="{html.escape(words)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {_WIDTH} {height}" style="width: {_WIDTH}px; font-family: var(--cv-font)">'
        f"{''.join(parts)}</svg>"
    )
