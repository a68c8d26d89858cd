"""The still picture of a `pooling` widget, and the numbers in it."""

from typing import Any

import numpy as np

from convlib import (
    avg_pool2d,
    avg_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
    taps,
)
from convviz.panel import Array, Cell, Panel, number
from convviz.still import picture

_TERMS = 9  # that stand on one line; a longer list is shown with dots


def pooled(
    *,
    input: Any,
    upstream: Any,
    pool: str,
    kernel_size: list[int],
    stride: int,
    padding: int,
    dilation: int,
    count_include_pad: bool,
    ties: str,
    **_: Any,
) -> tuple[Array, Array]:
    """Output and gradient of the input, by `convlib`. A window of padding alone yields −∞."""
    x, dy = (np.asarray(values, float)[None, None] for values in (input, upstream))
    window = (kernel_size, stride, padding)
    if pool == "max":
        y = max_pool2d(x, *window, dilation)
        dx = max_pool2d_backward(dy, x, *window, dilation, ties)
    else:
        y = avg_pool2d(x, *window, count_include_pad)
        dx = avg_pool2d_backward(dy, x, *window, count_include_pad)
    return y[0, 0], dx[0, 0]


def _named(name: str, cells: list[Cell]) -> str:
    names = [f"{name}[{r}, {c}]" for r, c in cells]
    return ", ".join(names if len(names) <= 4 else [names[0], "…", names[-1]])


def pooling_svg(**state: Any) -> str:
    """Input and output, or input and both gradients, and one window written out."""
    y, dx = pooled(**state)
    x, dy = np.asarray(state["input"]), np.asarray(state["upstream"])
    at = tuple(int(n) for n in np.unravel_index(min(state["step"], y.size) - 1, y.shape))
    settings = (state["kernel_size"], state["stride"], state["padding"], state["dilation"])
    out, inp, _ = taps(x.shape, *settings)
    held = [(int(r), int(c)) for r, c in inp[(out == at).all(axis=1)]]
    # The share of each cell: what a gradient of 1 at this output alone brings to it.
    one = np.zeros_like(y)
    one[at] = 1
    share = pooled(**state | {"upstream": one})[1]
    fed = [cell for cell in held if share[cell]]
    part = f"1/{round(1 / share[fed[0]])}" if fed else ""
    part = "" if part == "1/1" else part
    top = state["pool"] == "max"
    won = {cell: "max" if share[cell] else "tie" for cell in held if x[cell] == y[at]}
    marks = {cell: won.get(cell, "") if top else f"×{part or 1}" for cell in held}
    edge = "−∞" if top else "0" if state["count_include_pad"] else ""
    left = Panel(x, "input", "Input x", state["padding"], marks, edge)
    spot = {at: ""}
    words = f"{'Max' if top else 'Average'} pooling of {x.tolist()} gives {y.tolist()}."
    if state["view"] == "backward":
        shares = {cell: f"×{part or 1}" for cell in fed}
        panels = [
            left,
            Panel(dx, "gradient", "Gradient dx", lit=shares),
            Panel(dy, "gradient", "Gradient dy", lit=spot),
        ]
        product = f"{part}·" * bool(part) + _named("dy", [at])
        value = number(dy[at] * (share[fed[0]] if fed else 0))
        written = f"{_named('dx', fed) or 'nothing'} += {product} = {value}"
        words += f" The gradient {dy.tolist()} comes back as {dx.tolist()}."
        return picture(panels, ["", "←"], written, words)
    terms = [number(x[cell]) for cell in held]
    if len(terms) > _TERMS:
        terms[_TERMS - 2 : -1] = ["…"]
    if top:
        means = f"max({', '.join(terms) or '−∞'})"
    else:
        means = f"({' + '.join(terms)}) / {round(1 / share[held[0]])}"
    written = f"{_named('y', [at])} = {means} = {number(y[at])}"
    return picture([left, Panel(y, "output", "Output y", lit=spot)], ["→"], written, words)
