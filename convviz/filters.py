"""Kind `filters`: a photograph under an editable kernel."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convviz import filters_still
from convviz.limits import LIMITS
from convviz.photo import MODES, RANGES, Photo, decoded, filtered
from convviz.pinned import Pinned
from convviz.presets import preset
from convviz.traits import Numbers
from convviz.widget import refused


class Filters(Pinned):
    """A photograph under a kernel, with a lens that shows the numbers behind one pixel.

    `picture` is `"china"` or `"flower"`, or whole numbers 0 to 255 in rows and columns. `kernel`
    is square with an odd side of 1 to 7, or the name of one, such as `"sobel_x"`. `mode` says what
    lies beyond the border, as in `convlib.correlate`; with `"valid"` the kernel stays inside.
    `flip` makes it a convolution. `range` says how a sum becomes a grey: `"clip"` to 0 to 255, its
    `"absolute"` value, or `"centred"`, 128 and half of it. `at` is the row and column of the lens,
    `pin` a cell that stays lit, such as `"kernel:3"`, or `""`. A picture that a reader opens stays
    in the page: Python does not see it. A wrong value raises `ValueError` or `TypeError`.

    >>> w = Filters(np.arange(64).reshape(8, 8), "sobel_x", mode="valid")
    >>> w.output()[0].tolist()
    [8, 8, 8, 8, 8, 8]
    """

    kind = traitlets.Unicode("filters").tag(sync=True)
    picture = Photo().tag(state=True, sync=True)
    kernel = Numbers(LIMITS["kernel"], axes=(2,)).tag(state=True, sync=True)
    mode = traitlets.Enum(MODES, "zeros").tag(state=True, sync=True)
    flip = traitlets.Bool(False).tag(state=True, sync=True)
    range = traitlets.Enum(RANGES, "clip").tag(state=True, sync=True)
    at = Numbers(LIMITS["picture"], axes=(1,)).tag(state=True, sync=True)
    still = staticmethod(filters_still.filters_svg)

    def __init__(
        self,
        picture: str | ArrayLike = "china",
        kernel: str | ArrayLike = "gaussian",
        **settings: Any,
    ) -> None:
        weights = preset(kernel) if isinstance(kernel, str) else kernel
        super().__init__(picture=picture, kernel=weights, **settings)

    @traitlets.default("at")
    def _middle(self) -> list[int]:
        return [n // 2 for n in decoded(self.picture).shape]

    @traitlets.validate("kernel")
    def _is_odd_square(self, proposal: Any) -> Any:
        rows, cols = np.shape(proposal["value"])
        if rows != cols or rows % 2 == 0:
            need = "kernel: needs as many rows as columns, an odd number"
            raise refused(ValueError, f"{need}; got shape {rows, cols}")
        return proposal["value"]

    @traitlets.validate("at")
    def _is_pixel(self, proposal: Any) -> Any:
        least, most = self._room()
        at = proposal["value"]
        if len(at) != 2 or any(n != int(n) for n in at) or at != np.clip(at, least, most).tolist():
            need = f"at: needs a row and a column, from {least} to {most}"
            raise refused(ValueError, f"{need}; got {at}")
        return [int(n) for n in at]

    @traitlets.observe("picture", "kernel", "mode")
    def _settle(self, _: Any) -> None:
        """Keep the lens where the kernel may go, and let go of a cell that is gone."""
        self.at = np.clip(self.at, *self._room())
        self._let_go()

    def _cells(self) -> dict[str, int]:
        return {"input": np.size(self.kernel), "kernel": np.size(self.kernel), "output": 1}

    def _room(self) -> tuple[list[int], list[int]]:
        """The first and the last pixel that the middle of the kernel may lie on."""
        inside = len(self.kernel) // 2 if self.mode == "valid" else 0
        return [inside] * 2, [n - 1 - inside for n in decoded(self.picture).shape]

    def output(self) -> np.ndarray[Any, Any]:
        """The filtered picture of the present state, by `convlib`; not yet made into greys."""
        pixels = decoded(self.picture)
        return filtered(pixels, np.asarray(self.kernel), self.mode, self.flip)
