"""The still picture of a `gradients` widget."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from convlib import conv2d_backward, taps
from convviz.gradients_trial import trial_svg
from convviz.panel import Array, Cell, Panel, number
from convviz.still import factor, few, picture

_SENT: Final = 4  # shares of one cell of dy that are written
# The array at whose end of the taps the cells of a view stand.
_ENDS: Final = {"input": "x", "kernel": "w", "im2col": "w", "output": "y"}


class _Back:
    """The gradients, and the taps with their three ends by letter."""

    def __init__(self, x: Array, w: Array, dy: Array, **slid: Any) -> None:
        one = (None, None)
        dx, dw, db = conv2d_backward(dy[one], x[one], w[one], **slid)
        self.values = {"x": x, "w": w, "dy": dy, "dx": dx[0, 0], "dw": dw[0, 0], "db": db[0]}
        ends = (map(tuple, cells.tolist()) for cells in taps(x.shape, w.shape, **slid))
        self.taps = [dict(zip("yxw", tap, strict=True)) for tap in zip(*ends, strict=True)]

    def cell(self, end: str, flat: int) -> Cell:
        """The cell of that number in C order, or the last one."""
        shape = self.values["dy" if end == "y" else end].shape
        at = np.unravel_index(min(flat, int(np.prod(shape)) - 1), shape)
        return tuple(int(n) for n in at)

    def through(self, end: str, at: Cell) -> list[dict[str, Cell]]:
        """The taps that end there."""
        return [tap for tap in self.taps if tap[end] == at]

    def products(self, end: str, at: Cell) -> list[tuple[float, float]]:
        """What adds up to a cell of dx, or of dw."""
        w, dy, x = (self.values[name] for name in ("w", "dy", "x"))
        found = self.through(end, at)
        if end == "x":
            return [(w[tap["w"]], dy[tap["y"]]) for tap in found]
        return [(dy[tap["y"]], x[tap["x"]]) for tap in found]

    def telling(self, end: str, cells: Iterable[Cell]) -> Cell:
        """The cell with the most products other than 0; of several, the one farthest from 0."""

        def weight(at: Cell) -> tuple[int, float]:
            made = [a * b for a, b in self.products(end, at)]
            return sum(map(bool, made)), abs(sum(made))

        return max(cells, key=weight)


def _chosen(back: _Back, view: str, way: str, step: int, pin: str) -> tuple[str, Cell]:
    """The held cell and its end; else the one that is gathered, or a telling one."""
    held, _, flat = pin.partition(":")
    if held == "grad-bias":
        return "b", ()
    if held:
        windows = back.values["dy"].size if held == "im2col" else 1
        end = _ENDS[held.removeprefix("grad-")]
        return end, back.cell(end, int(flat) // windows)
    end = "w" if view == "kernel" else "x"
    if way == "gather" and step > 1:
        return end, back.cell(end, step - 1)
    fed = [tap[end] for tap in back.through("y", back.cell("y", step - 1))]
    every = np.ndindex(back.values[end].shape)
    return end, back.telling(end, (way == "scatter" and fed) or every)


def _named(name: str, at: Cell) -> str:
    return f"{name}[{', '.join(map(str, at))}]"


def _written(back: _Back, end: str, at: Cell) -> str:
    dy, total = back.values["dy"], f"{number(back.values['db'])}"
    if end == "b":
        return f"db = {' + '.join(few([factor(n) for n in dy.flat]))} = {total}"
    if end == "y":
        w = back.values["w"]
        found = back.through("y", at)
        sent = [f"{_named('dx', t['x'])} += {factor(w[t['w']])}·{factor(dy[at])}" for t in found]
        return f"{_named('dy', at)} = {number(dy[at])}: {', '.join(few(sent, _SENT))}"
    terms = [f"{factor(a)}·{factor(b)}" for a, b in back.products(end, at)] or ["0"]
    made = f"{' + '.join(few(terms))} = {number(back.values[f'd{end}'][at])}"
    return f"{_named(f'd{end}', at)} = {made};  db = Σ dy = {total}"


def _lit(back: _Back, end: str, at: Cell) -> dict[str, dict[Cell, str]]:
    """What is lit in each array, with the words in its corner."""
    dy, w, x = (back.values[name] for name in ("dy", "w", "x"))
    if end == "b":
        return {"dy": dict.fromkeys(np.ndindex(dy.shape), "")}
    lit: dict[str, dict[Cell, str]] = {name: {} for name in ("x", "w", "dy", "dx", "dw")}
    for tap in back.through(end, at):
        weight = f"×{number(w[tap['w']])}"
        lit["x"][tap["x"]] = {"x": "", "w": f"×{number(dy[tap['y']])}", "y": weight}[end]
        lit["w"][tap["w"]] = ""
        lit["dy"][tap["y"]] = weight if end == "x" else ""
        if end == "y":
            lit["dx"][tap["x"]] = _added(w[tap["w"]] * dy[at])
            lit["dw"][tap["w"]] = _added(dy[at] * x[tap["x"]])
    lit["dy" if end == "y" else end][at] = ""
    if end != "y":
        lit[f"d{end}"][at] = ""
    return lit


def _added(value: float) -> str:
    return number(value) if value < 0 else f"+{number(value)}"


def gradients_svg(
    *, input: Any, kernel: Any, upstream: Any, way: str, mistake: str, view: str, step: int,
    pin: str = "", **slid: Any,
) -> str:  # fmt: skip
    """The state as one picture: x, w and dy, then dx and dw whole, and the sum of one cell."""
    x, w, dy = (np.asarray(a) for a in (input, kernel, upstream))
    if view == "check":
        return trial_svg(x, w, dy, mistake, **slid)
    back = _Back(x, w, dy, **slid)
    end, at = _chosen(back, view, way, step, pin)
    lit = _lit(back, end, at)
    panels = [
        Panel(x, "input", "Input x", slid["padding"], lit.get("x", {})),
        Panel(w, "kernel", "Kernel w", lit=lit.get("w", {})),
        Panel(dy, "gradient", "Gradient dy", lit=lit["dy"]),
        Panel(back.values["dx"], "gradient", "Gradient dx", lit=lit.get("dx", {})),
        Panel(back.values["dw"], "gradient", "Gradient dw", lit=lit.get("dw", {})),
    ]
    words = (
        f"For the input {x.tolist()}, the kernel {w.tolist()} and the gradient {dy.tolist()} of "
        f"the output, the gradient of the input is {back.values['dx'].tolist()}, that of the "
        f"kernel {back.values['dw'].tolist()}."
    )
    return picture(panels, ["★", "", "→", ""], _written(back, end, at), words)
