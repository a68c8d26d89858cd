"""The still picture of a `gradients` widget."""

from typing import Any, Final

import numpy as np

from convlib import conv2d_backward, taps
from convviz.panel import Panel, number
from convviz.still import factor, picture

_TERMS: Final = 9  # that stand on one line; a longer sum is shown with dots


def gradients_svg(
    *,
    input: Any,
    kernel: Any,
    upstream: Any,
    stride: int,
    padding: int,
    dilation: int,
    way: str,
    view: str,
    step: int,
    **_: Any,
) -> str:
    """The state as one picture: x, w and dy, then dx and dw whole, and the sum of one cell of dx.

    It is the cell that the widget has gathered last, or the first that it has scattered to.
    """
    x, w, dy = (np.asarray(a) for a in (input, kernel, upstream))
    settings = (stride, padding, dilation)
    dx, dw, db = conv2d_backward(dy[None, None], x[None, None], w[None, None], *settings)
    dx, dw = dx[0, 0], dw[0, 0]
    out, inp, ker = (list(map(tuple, ends)) for ends in taps(x.shape, w.shape, *settings))
    gathers = way == "gather" and view != "kernel"
    cells = list(np.ndindex(x.shape)) if gathers else list(np.ndindex(dy.shape))
    at = cells[min(step, len(cells)) - 1]
    if not gathers:
        at = next((i for o, i in zip(out, inp, strict=True) if o == at), inp[0] if inp else (0, 0))
    paths = [(o, k) for o, i, k in zip(out, inp, ker, strict=True) if i == at]
    panels = [
        Panel(x, "input", "Input x", padding, {at: ""}),
        Panel(w, "kernel", "Kernel w", lit={k: "" for _, k in paths}),
        Panel(dy, "gradient", "Gradient dy", lit={o: f"×{number(w[k])}" for o, k in paths}),
        Panel(dx, "gradient", "Gradient dx", lit={at: ""}),
        Panel(dw, "gradient", "Gradient dw"),
    ]
    terms = [f"{factor(w[k])}·{factor(dy[o])}" for o, k in paths] or ["0"]
    if len(terms) > _TERMS:
        terms[_TERMS - 2 : -1] = ["…"]
    total = number(dx[at])
    written = f"dx[{at[0]}, {at[1]}] = {' + '.join(terms)} = {total};  db = Σ dy = {number(db[0])}"
    words = (
        f"For the input {x.tolist()}, the kernel {w.tolist()} and the gradient {dy.tolist()} of "
        f"the output, the gradient of the input is {dx.tolist()}, that of the kernel {dw.tolist()}."
    )
    return picture(panels, ["★", "", "→", ""], written, words)
