"""The still picture of a `signals` widget, and its numbers."""

import html
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from convlib import convolve, correlate
from convviz.panel import Array, number, text

_WIDTH: Final = 660  # CSS pixels
_LEFT: Final = 56  # room for the numbers of the upright axis
_HEIGHTS: Final = (170, 120)
_TITLE: Final = 30
_BELOW: Final = 34  # room for the numbers of the lying axis
_LINE: Final = "stroke-width: 2; stroke-linejoin: round"
_SHADE: Final = "stroke: var(--cv-output); fill: var(--cv-output); fill-opacity: 0.35"
_MIDDLE: Final = "text-anchor: middle"
_END: Final = "text-anchor: end"


def whole(f: ArrayLike, g: ArrayLike, delta: float, flip: bool) -> tuple[Array, Array]:
    """Every shift at which f and g overlap, and the result there."""
    x, w = np.asarray(f), np.asarray(g)
    y = (convolve if flip else correlate)(x, w, padding=len(w) - 1)
    first = 0 if flip else 1 - len(w)
    return np.arange(first, first + len(y)) * delta, y * delta


class _Plot:
    """A plot of `across` samples, its upper edge at `top`, that shows `low` and `high`."""

    def __init__(self, top: float, height: float, across: Array, values: list[float]) -> None:
        low, high = min(0, *values), max(0, *values)
        room = 0.12 * ((high - low) or 1)
        self.top, self.height, self.across = top, height, across
        self.low, self.high, self.marks = low - room, high + room, {0.0, low, high}
        self.bar = (_WIDTH - _LEFT) / (len(across) - 1)

    def x(self, sample: float) -> float:
        return round(float(_LEFT + (sample - self.across[0]) * self.bar), 1)

    def y(self, value: float) -> float:
        return round(
            float(self.top + self.height * (self.high - value) / (self.high - self.low)), 1
        )

    def stairs(self, cells: list[tuple[int, float]], style: str) -> str:
        """Each sample held for its whole bar."""
        steps = "".join(f"V{self.y(v)}H{self.x(n + 0.5)}" for n, v in cells)
        return _path(f"M{self.x(cells[0][0] - 0.5)} {self.y(0)}{steps}V{self.y(0)}", style)

    def axes(self, delta: float) -> str:
        """The line at 0, and a few numbers along both axes."""
        parts = [_path(f"M{_LEFT} {self.y(0)}H{_WIDTH}", "stroke: var(--cv-quiet)")]
        every = next(n for n in (1, 2, 5, 10, 20) if n * 9 >= len(self.across))
        for n in self.across[self.across % every == 0]:
            at = self.x(n), self.top + self.height + 14
            parts.append(text(*at, number(float(f"{n * delta:.6g}")), "quiet", "s", _MIDDLE))
        for value in self.marks:
            if not value or abs(value) > 0.15 * (self.high - self.low):
                at = _LEFT - 8, self.y(value)
                parts.append(text(*at, number(float(f"{value:.2g}")), "quiet", "s", _END))
        return "".join(parts)


def _path(d: str, style: str) -> str:
    return f'<path d="{d}" style="fill: none; {style}"/>'


def _name(left: float, top: float, role: str, words: str) -> str:
    return text(left, top, words, role, "s", "font-weight: 600")


def _sliding(plot: _Plot, f: Any, over: list[tuple[int, float]], delta: float) -> str:
    """f, the other signal `over` it, and their product's area, hatched where it is negative."""
    products = [(i, f[i] * w) for i, w in over if 0 <= i < len(f)]
    hatch = "".join(
        f"M{plot.x(i + part)} {plot.y(0)}V{plot.y(v)}"
        for i, v in products
        for part in (-0.25, 0, 0.25)
        if v < 0
    )
    parts = [
        plot.axes(delta),
        plot.stairs(list(enumerate(f)), f"stroke: var(--cv-input); {_LINE}"),
        plot.stairs([(i, max(v, 0)) for i, v in products], _SHADE),
        plot.stairs([(i, min(v, 0)) for i, v in products], "stroke: var(--cv-output)"),
        _path(hatch, "stroke: var(--cv-output)"),
        plot.stairs(over, f"stroke: var(--cv-kernel); stroke-dasharray: 6 3; {_LINE}"),
    ]
    return "".join(parts)


def svg(*, f: Any, g: Any, delta: float, flip: bool, step: int, **_: Any) -> str:
    """The state as one picture: g over f at the shift of `step`, under it the whole result."""
    times, y = whole(f, g, delta, flip)
    n = min(step, len(y)) - 1
    over = list(zip(range(n - len(g) + 1, n + 1), g[::-1] if flip else g, strict=True))
    across = np.arange(-len(g), len(y) + 1)
    largest = [max(map(abs, signal)) for signal in (f, g)]
    most = max(1, *largest, largest[0] * largest[1])
    below_top = 2 * _TITLE + _HEIGHTS[0] + _BELOW
    above = _Plot(_TITLE, _HEIGHTS[0], across, [most, -most if min(*f, *g, 0) < 0 else 0])
    below = _Plot(below_top, _HEIGHTS[1], across, y.tolist())
    first = 0 if flip else 1 - len(g)
    # Two staircases overlap by straight lines, from nothing before the first to nothing after.
    run = [f"{below.x(first - 1 + m)} {below.y(v)}" for m, v in enumerate([0, *y, 0])]
    now, end = above.x(first + n), below_top + _HEIGHTS[1]
    t, value = (number(float(f"{v:.6g}")) for v in (times[n], y[n]))
    turned, title = ("g(t − τ)", "(f ∗ g)(t)") if flip else ("g(τ − t)", "(f ⋆ g)(t)")
    parts = [
        _name(_LEFT, 8, "input", "f(τ)"),
        _name(_LEFT + 40, 8, "kernel", turned),
        _name(_LEFT + 110, 8, "output", f"the area of their product at t = {t}: {value}"),
        _sliding(above, f, over, delta),
        _name(_LEFT, below_top - _TITLE + 8, "output", title),
        below.axes(delta),
        _path("M" + "L".join(run), f"stroke: var(--cv-output); {_LINE}"),
        _path(f"M{now} {_TITLE}V{end}", "stroke: var(--cv-text); stroke-dasharray: 2 3"),
        f'<circle cx="{now}" cy="{below.y(y[n])}" r="5" style="fill: var(--cv-output)"/>',
    ]
    kind = "convolution" if flip else "correlation"
    words = f"The {kind} of two signals: at t = {t} the area of their product is {value}."
    return (
        f'<svg role="img" aria-label="{html.escape(words)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {_WIDTH + 12} {end + _BELOW}" '
        f'style="width: {_WIDTH + 12}px; font-family: var(--cv-font)">{"".join(parts)}</svg>'
    )
