"""Kind `slide`: a kernel slides over an input and writes an output."""

from typing import Any, Final

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convlib import convolve, correlate, output_size
from convviz import still
from convviz.limits import LIMITS
from convviz.pinned import Pinned
from convviz.traits import Numbers, Whole
from convviz.widget import refused

_VIEWS: Final = ("window", "matrix", "im2col")


class Slide(Pinned):
    """A kernel that slides over an input, in pictures linked by their taps.

    `input` and `kernel` are arrays of one or two axes; `stride`, `padding`, `dilation` and `flip`
    mean what they mean in `convlib.taps`, one number for all axes. `step` output cells are shown,
    the others wait. `view` is `"window"`, `"matrix"` or `"im2col"`. `pin` is a cell that stays
    lit, such as `"output:3"`, counted in C order, or `""`. `name` is the widget's id in the built
    page. A wrong value raises `ValueError` or `TypeError`, and the state stays as it was.

    >>> w = Slide([[0, 1], [2, 3]], [[1, 1]], name="tiny")
    >>> w.output().tolist()
    [[1], [5]]
    >>> w.stride = 0
    Traceback (most recent call last):
    ...
    convviz.widget.RefusedValueError: stride: needs a whole number of at least 1; got 0
    """

    kind = traitlets.Unicode("slide").tag(sync=True)
    input = Numbers(LIMITS["input"]).tag(state=True, sync=True)
    kernel = Numbers(LIMITS["kernel"]).tag(state=True, sync=True)
    stride = Whole(1, least=1).tag(state=True, sync=True)
    padding = Whole(0, least=0, most=LIMITS["padding"]).tag(state=True, sync=True)
    dilation = Whole(1, least=1).tag(state=True, sync=True)
    flip = traitlets.Bool(False).tag(state=True, sync=True)
    step = traitlets.Int(1, min=1).tag(state=True, sync=True)
    view = traitlets.Enum(_VIEWS, "window").tag(state=True, sync=True)
    still = staticmethod(still.slide_svg)

    def __init__(self, input: ArrayLike, kernel: ArrayLike, **settings: Any) -> None:
        super().__init__(input=input, kernel=kernel, **settings)

    @traitlets.validate("input", "kernel", "stride", "padding", "dilation")
    def _is_drawable(self, proposal: Any) -> Any:
        self._fits({proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    @traitlets.observe("input", "kernel", "stride", "padding", "dilation")
    def _drop_stale_pin(self, _: Any) -> None:
        self._let_go()

    def _fits(self, change: dict[str, Any]) -> None:
        new = self.state() | change
        x, w = np.shape(new["input"]), np.shape(new["kernel"])
        if len(x) != len(w):
            need = "kernel: needs as many axes as the input"
            raise refused(ValueError, f"{need}; got shapes {x} and {w}")
        try:
            output_size(x, w, new["stride"], new["padding"], new["dilation"])
        except ValueError as error:
            words = str(error).replace("kernel_size:", "kernel:")
            raise refused(ValueError, words) from None

    def _cells(self) -> dict[str, int]:
        """How many cells each view has."""
        x, w = np.shape(self.input), np.shape(self.kernel)
        y = output_size(x, w, self.stride, self.padding, self.dilation)
        inputs, weights, outputs = (int(np.prod(shape)) for shape in (x, w, y))
        views = {"input": inputs, "kernel": weights, "output": outputs}
        return views | {"matrix": outputs * inputs, "im2col": weights * outputs}

    def output(self) -> np.ndarray[Any, Any]:
        """The output of the present state, by `convlib`."""
        slide = convolve if self.flip else correlate
        arrays = np.asarray(self.input), np.asarray(self.kernel)
        return slide(*arrays, self.stride, self.padding, self.dilation)
