"""Functions of one number beside one another, each with its slope."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from convviz import look
from convviz.figures import COLUMN, PT, Picture, use_style

Array = np.ndarray[Any, Any]
# A function, and what takes a gradient back through it: `dx = backward(dy, x)`.
Function = tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]


def curves(functions: Mapping[str, Function], at: Sequence[float] = (-2, 0, 2)) -> Picture:
    """Each function as a line and its slope as a dashed one, from −4 to 4, on one scale.

    A function comes as `(f, backward)`, such as `(relu, relu_backward)`; the slope is what
    `backward` makes of a gradient of 1. Its values `at` some places are marked and said. Where the
    slope jumps, its line is broken.
    """
    use_style()
    colour, small = look.colours(), look.SIZE["s"] * PT
    figure = Figure(figsize=(COLUMN / 96, 300 / 96), layout="constrained")
    panels = figure.subplots(1, len(functions), sharex=True, sharey=True, squeeze=False)[0]
    z, places = np.linspace(-4, 4, 801), np.array(at, float)
    words = []
    for axes, (name, (f, backward)) in zip(panels, functions.items(), strict=True):
        slope, marked = backward(np.ones_like(z), z), backward(np.ones_like(places), places)
        axes.axhline(0, color=colour["line"], linewidth=1)
        axes.axvline(0, color=colour["line"], linewidth=1)
        axes.plot(z, f(z), color=colour["output"], label="value")
        broken = np.where(np.abs(np.diff(slope, append=slope[-1])) > 0.5, np.nan, slope)
        axes.plot(z, broken, color=colour["gradient"], linestyle="--", label="slope")
        axes.plot(places, marked, "o", color=colour["gradient"], markersize=5)
        for place, value in zip(places, marked, strict=True):
            said = f"{value:.3g}"
            below, beside = ((0, -13), "center"), ((6, 2), "left")  # clear of the axis and the line
            offset, side = below if value < 0.2 else beside if value < 0.5 else ((0, 6), "center")
            axes.annotate(
                said, (place, value), offset, textcoords="offset points", ha=side,
                color=colour["gradient"], fontsize=small,
            )  # fmt: skip
        axes.set_title(name)
        axes.set(xlabel="z", xlim=(-4, 4), ylim=(-1.25, 2.25), xticks=at)
        told = ", ".join(f"{v:.3g} at {p:g}" for p, v in zip(places, marked, strict=True))
        words.append(f"{name} has the slope {told}".replace("-", "−"))
    panels[0].legend(loc="upper left", borderpad=0)
    return Picture(figure, f"Functions and their slopes. {'; '.join(words)}.")
