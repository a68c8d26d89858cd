"""How far a measured gradient lies from the true one."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from convviz import look
from convviz.figures import COLUMN, Picture, use_style


def step_sizes(steps: Sequence[float], errors: Mapping[str, Sequence[float]]) -> Picture:
    """The largest error of a measured gradient against the step h: two straight arms and a foot.

    `errors` holds one curve, or two, by name: as many numbers as there are steps, all above 0.
    """
    use_style()
    figure = Figure(figsize=(COLUMN / 96, 330 / 96), layout="constrained")
    axes, colour, said = figure.add_subplot(), look.colours(), []
    looks = (("kernel", "o", "--", 12), ("gradient", "s", "-", -18))
    for (name, curve), (role, marker, line, above) in zip(errors.items(), looks, strict=False):
        axes.loglog(steps, curve, line, marker=marker, markersize=4, color=colour[role], label=name)
        best = int(np.argmin(curve))
        foot, words = (steps[best], curve[best]), _power(curve[best])
        label = axes.annotate(words, foot, (0, above), textcoords="offset points", ha="center")
        label.set_color(colour[role])
        said.append(f"{name}, it falls to {words} at h = {_power(steps[best])} and rises again")
    axes.set_title("Largest error of the measured gradient")
    axes.set(xlabel="step h", ylim=(min(map(min, errors.values())) / 30, None))
    axes.legend(loc="upper center")
    return Picture(
        figure,
        f"The error against the step h, from {_power(max(steps))} to {_power(min(steps))}: "
        + "; ".join(said)
        + ". Too large a step bends, too small a one drowns in rounding.",
    )


def _power(number: float) -> str:
    """A number such as 2 · 10⁻¹⁰, with one digit."""
    digit, power = f"{number:.0e}".split("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}" if digit == "1" else f"{digit} · 10{raised}"
