"""Kind `signals`: one signal slides over another, and the area of their product is the result."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convviz import signals_still
from convviz.limits import LIMITS
from convviz.pinned import Pinned
from convviz.samples import SAMPLES
from convviz.traits import Numbers, Whole
from convviz.widget import refused


class Signals(Pinned):
    """A signal g that slides over a signal f, the product's area shaded, the result growing.

    `f` and `g` are samples `delta` apart, or `"spiky"`, `"box"`, `"decay"`, `"ramp"`. Sample `i` of
    each stands for the time from `(i − ½)·delta` to `(i + ½)·delta`, so sum and area are the same:
    `(f ∗ g)(t) = Σ f[i]·g[t/Δ − i]·Δ` with `flip`, `(f ⋆ g)(t) = Σ f[i]·g[i − t/Δ]·Δ` without.
    `step` shifts are shown. `pin` is a cell that stays lit, such as `"output:3"`, or `""`.

    >>> w = Signals([1, 1], [1, 1], delta=0.5)
    >>> w.output().tolist(), w.times().tolist()
    ([0.5, 1.0, 0.5], [0.0, 0.5, 1.0])
    """

    kind = traitlets.Unicode("signals").tag(sync=True)
    f = Numbers(LIMITS["signal"], axes=(1,)).tag(state=True, sync=True)
    g = Numbers(LIMITS["signal"], axes=(1,)).tag(state=True, sync=True)
    delta = traitlets.Any(0.1).tag(state=True, sync=True)
    flip = traitlets.Bool(True).tag(state=True, sync=True)
    step = Whole(1, least=1).tag(state=True, sync=True)
    still = staticmethod(signals_still.svg)

    def __init__(
        self, f: str | ArrayLike = "spiky", g: str | ArrayLike = "box", **settings: Any
    ) -> None:
        super().__init__(f=_samples("f", f), g=_samples("g", g), **settings)

    @traitlets.validate("delta")
    def _is_width(self, proposal: Any) -> float:
        value = proposal["value"]
        need = f"delta: needs a number above 0, up to {LIMITS['number']}; got {value!r}"
        if isinstance(value, bool) or not isinstance(value, int | float | np.number):
            raise refused(TypeError, need)
        if not 0 < value <= LIMITS["number"]:
            raise refused(ValueError, need)
        return float(value)

    @traitlets.observe("f", "g")
    def _drop_stale_pin(self, _: Any) -> None:
        self._let_go()

    def _cells(self) -> dict[str, int]:
        """How many cells each view has."""
        inputs, weights = len(self.f), len(self.g)
        return {"input": inputs, "kernel": weights, "output": inputs + weights - 1}

    def output(self) -> np.ndarray[Any, Any]:
        """The result at each of the `times`, by `convlib`."""
        return signals_still.whole(self.f, self.g, self.delta, self.flip)[1]

    def times(self) -> np.ndarray[Any, Any]:
        """The shifts t, from the first overlap of f and g to the last."""
        return signals_still.whole(self.f, self.g, self.delta, self.flip)[0]


def _samples(name: str, value: str | ArrayLike) -> ArrayLike:
    if not isinstance(value, str):
        return value
    if value not in SAMPLES:
        need = f"{name}: needs numbers or one of {', '.join(SAMPLES)}"
        raise refused(ValueError, f"{need}; got {value!r}")
    return SAMPLES[value]
