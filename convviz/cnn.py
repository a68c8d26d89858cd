"""Kind `cnn`: a digit on its way through the network trained in the book, and the way back."""

from typing import Any, Final

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convviz.cnn_network import KINDS, learned, passes
from convviz.cnn_still import cnn_svg
from convviz.limits import LIMITS
from convviz.pinned import Pinned
from convviz.traits import Numbers, Whole
from convviz.widget import refused

SIDE: Final = 8  # cells on each axis of a digit
WEIGHTS: Final = 3706
# What each step shows: maps, rows and columns, and the cells of the kernel that led to it.
STEPS: Final = (
    (1, 64, 0), (8, 64, 9), (8, 64, 0), (8, 16, 0), (32, 4, 9), (32, 4, 0), (10, 1, 4),
)  # fmt: skip


class Cnn(Pinned):
    """The trained network, seen whole: each map of a digit, and the gradient of a score.

    `digit` is 8 by 8 whole numbers from 0 to 16, or the number of one of `samples`; `target` the
    digit whose score is explained, by default the one that the network reads. `step` is the layer
    shown large, 1 to 7; `map` the map of it, `source` the map that feeds it, both counted from 0;
    a layer with fewer shows its last. `gradient` shows the gradient of the target's score, before
    softmax, in place of the values. `pin` is a cell of the large maps that stays lit, such as
    `"output:3"`, or `""`; with `erase` the pen takes ink away. The network's `weights`, one row of
    numbers, and the `samples` with their `labels` are fixed once made.

    >>> w = Cnn(7, gradient=True)
    >>> int(w.scores().argmax()), w.target
    (7, 7)
    >>> w.target = 10
    Traceback (most recent call last):
    ...
    convviz.widget.RefusedValueError: target: needs at most 9; got 10
    """

    kind = traitlets.Unicode("cnn").tag(sync=True)
    digit = Numbers(SIDE, axes=(2,)).tag(state=True, sync=True)
    target = Whole(0, least=0, most=KINDS - 1).tag(state=True, sync=True)
    gradient = traitlets.Bool(False).tag(state=True, sync=True)
    step = Whole(1, least=1, most=len(STEPS)).tag(state=True, sync=True)
    map = Whole(0, least=0, most=31).tag(state=True, sync=True)
    source = Whole(0, least=0, most=31).tag(state=True, sync=True)
    erase = traitlets.Bool(False).tag(state=True, sync=True)
    samples = Numbers((99, SIDE, SIDE), axes=(3,), fixed=True).tag(state=True, sync=True)
    labels = Numbers(99, axes=(1,), fixed=True).tag(state=True, sync=True)
    weights = Numbers(WEIGHTS, axes=(1,), fixed=True).tag(state=True, sync=True)
    still = staticmethod(cnn_svg)

    def __init__(
        self, digit: ArrayLike | int = 0, target: int | None = None, **settings: Any
    ) -> None:
        settings = learned()._asdict() | settings
        samples = settings["samples"]
        if isinstance(digit, int | np.integer):
            if not 0 <= digit < len(samples):
                need = f"digit: needs a picture or the number of a sample, 0 to {len(samples) - 1}"
                raise refused(ValueError, f"{need}; got {digit}")
            digit = samples[digit]
        for name in ("weights", "samples", "labels"):
            self.set_trait(name, settings.pop(name))
        super().__init__(digit=digit, **settings)
        self.target = int(self.scores().argmax()) if target is None else target

    @traitlets.validate("digit", "samples")
    def _is_ink(self, proposal: Any) -> Any:
        shades, name = np.asarray(proposal["value"]), proposal["trait"].name
        most = LIMITS["ink"]
        if shades.shape[-2:] != (SIDE, SIDE):
            need = f"{name}: needs {SIDE} rows of {SIDE} cells"
            raise refused(ValueError, f"{need}; got shape {shades.shape}")
        wrong = shades[(shades != shades.round()) | (shades < 0) | (shades > most)]
        if wrong.size:
            need = f"{name}: needs whole numbers from 0 to {most}"
            raise refused(ValueError, f"{need}; got {wrong[0]}")
        return shades.astype(int).tolist()

    @traitlets.validate("weights")
    def _is_whole_network(self, proposal: Any) -> Any:
        if len(proposal["value"]) != WEIGHTS:
            need = f"weights: needs the network's {WEIGHTS:,} numbers in one row"
            raise refused(ValueError, f"{need}; got {len(proposal['value']):,}")
        return proposal["value"]

    @traitlets.validate("labels")
    def _is_kind(self, proposal: Any) -> Any:
        labels = proposal["value"]
        known = all(label in range(KINDS) for label in labels)
        if not known or len(labels) != len(self.samples):
            need = f"labels: needs a digit from 0 to {KINDS - 1} for each sample"
            raise refused(ValueError, f"{need}; got {labels}")
        return labels

    @traitlets.observe("step", "gradient")
    def _drop_stale_pin(self, _: Any) -> None:
        self._let_go()

    def _cells(self) -> dict[str, int]:
        """How many cells each large view of the present step has."""
        before = "grad-input" if self.gradient and self.step > 1 else "input"
        after = "grad-output" if self.gradient else "output"
        here, kernel = STEPS[self.step - 1][1:]
        return {before: STEPS[max(self.step - 2, 0)][1], after: here, "kernel": kernel}

    def scores(self) -> np.ndarray[Any, Any]:
        """The ten scores of the present digit, by `convlib`."""
        return passes(self.weights, self.digit, self.target)[0][-1].ravel()
