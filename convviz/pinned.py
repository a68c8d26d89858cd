"""What kinds with cells have in common: one that is held, a gradient shaped like the output."""

from typing import Any

import numpy as np
import traitlets

from convviz.widget import ConvWidget, refused


class Pinned(ConvWidget):
    """A widget whose `pin` holds a cell: its view and its number in C order, or ""."""

    pin = traitlets.Unicode("").tag(state=True, sync=True)

    def _cells(self) -> dict[str, int]:
        """How many cells each view has that can be held."""
        return {}

    def _has(self, pin: str) -> bool:
        view, _, flat = pin.partition(":")
        return pin == "" or (flat.isdecimal() and int(flat) < self._cells().get(view, 0))

    @traitlets.validate("pin")
    def _is_cell(self, proposal: Any) -> Any:
        if not self._has(proposal["value"]):
            need = f"pin: needs '' or a cell that its view ({', '.join(self._cells())}) has"
            raise refused(ValueError, f"{need}; got {proposal['value']!r}")
        return proposal["value"]

    def _let_go(self) -> None:
        """Drop a held cell that a change has taken away."""
        if not self._has(self.pin):
            self.pin = ""


def shaped_as(values: Any, shape: tuple[int, ...]) -> Any:
    """The values cut to a shape, or grown to it with ones; as they are if they have it."""
    old = np.asarray(values)
    if old.shape == shape:
        return values
    new = np.ones(shape, old.dtype)
    common = tuple(slice(min(pair)) for pair in zip(shape, old.shape, strict=True))
    new[common] = old[common]
    return new
