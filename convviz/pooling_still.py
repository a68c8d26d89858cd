"""The still picture of a `pooling` widget, and the numbers in it."""

from dataclasses import replace
from typing import Any

import numpy as np

from convlib import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from convviz.panel import Array, Cell, Panel, number
from convviz.still import few, picture


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


def pooling_svg(**state: Any) -> str:
    """Input and output, or input and both gradients, and one window written out."""
    y, dx = pooled(**state)
    x, dy = np.asarray(state["input"]), np.asarray(state["upstream"])
    at = tuple(int(n) for n in np.unravel_index(min(state["step"], y.size) - 1, y.shape))
    top = state["pool"] == "max"
    edge = "−∞" if top else "0" if state["count_include_pad"] else ""
    parts = _parts(state, at)
    won = {cell for cell in parts if x[cell] == y[at]}
    share = {cell: "×1" if n == 1 else f"÷{n}" for cell, n in parts.items() if n}
    corner = {cell: "max" if parts[cell] else "tie" if cell in won else "" for cell in parts}
    left = Panel(x, "input", "Input x", state["padding"], corner if top else share, edge)
    right = Panel(y, "output", "Output y", lit={at: ""})
    words = f"{'Max' if top else 'Average'} pooling of {x.tolist()} gives {y.tolist()}."
    if state["view"] == "forward":
        terms = [_term(x[c], top) if c in parts else edge for c in _window(state, at)]
        written = f"{_named('y', [at])} = {_joined(terms, parts, top)} = {number(y[at])}"
        return picture([left, right], ["→"], written, words)
    fed = list(share)
    each = parts[fed[0]] if fed else 1
    written = f"{f'1/{each}·' * (each > 1)}{_named('dy', [at])} = {number(dy[at] / each)}"
    written = f"{_named('dx', fed)} += {written}" if fed else f"{_named('dy', [at])} goes nowhere"
    words += f" The gradient {dy.tolist()} comes back as {dx.tolist()}."
    back = Panel(dx, "gradient", "Gradient dx", lit=share)
    above = replace(right, values=dy, role="gradient", name="Gradient dy")
    return picture([left, back, above], ["", "←"], written, words)


def _window(state: dict[str, Any], at: Cell) -> list[Cell]:
    """The cells under the window of an output cell, padding too."""
    start = [n * state["stride"] - state["padding"] for n in at]
    steps = np.ndindex(*state["kernel_size"])
    return [
        tuple(s + m * state["dilation"] for s, m in zip(start, ms, strict=True)) for ms in steps
    ]


def _parts(state: dict[str, Any], at: Cell) -> dict[Cell, int]:
    """Into how many each cell of a window gets the window's gradient divided; 0: it gets none."""
    one = np.zeros(np.shape(state["upstream"]))
    one[at] = 1
    share = pooled(**state | {"upstream": one})[1]
    held = [
        cell
        for cell in _window(state, at)
        if all(0 <= n < m for n, m in zip(cell, share.shape, strict=True))
    ]
    return {cell: round(1 / share[cell]) if share[cell] else 0 for cell in held}


def _named(name: str, cells: list[Cell]) -> str:
    names = [f"{name}[{', '.join(map(str, cell))}]" for cell in cells]
    return ", ".join(names if len(names) <= 4 else [names[0], "…", names[-1]])


def _term(value: float, top: bool) -> str:
    return number(value) if top or value >= 0 else f"({number(value)})"


def _joined(terms: list[str], parts: dict[Cell, int], top: bool) -> str:
    terms = few([term for term in terms if term])
    return f"max({', '.join(terms)})" if top else f"({' + '.join(terms)}) / {max(parts.values())}"
