"""Kind `gradients`: the way back, from a loss's gradient of the output to all that made it."""

from typing import Any, Final

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convlib import conv2d_backward, output_size
from convviz.gradients_still import gradients_svg
from convviz.limits import LIMITS
from convviz.mistakes import MISTAKES
from convviz.panel import Array, Cell
from convviz.pinned import Pinned, shaped_as
from convviz.traits import Numbers, Whole
from convviz.widget import refused

_MOST: Final = {name: LIMITS[f"gradients_{name}"] for name in ("input", "kernel", "padding")}
_SHAPING: Final = ("input", "kernel", "stride", "padding", "dilation")


class Gradients(Pinned):
    """The gradients of a correlation beside what they are gradients of, linked by their taps.

    `input` and `kernel` have two axes, `upstream` is the gradient of the output, `dy`: all ones
    where none is given, cut or filled up with ones when the output's shape changes. `stride`,
    `padding` and `dilation` mean what they mean in `convlib.conv2d`. `view` is `"input"`,
    `"kernel"` or `"check"`. `way` says what a step is: `"scatter"` adds the share of one output
    cell to every gradient, `"gather"` makes one cell of the view's gradient whole; `step` of them
    are done. `mistake` is what the answer on trial does wrong: `"none"`, `"flip"`, `"assign"`,
    `"stride"`, `"crop"` or `"mean"`. `pin` is a cell that stays lit, such as `"grad-input:3"`,
    counted in C order, or `""`. `name` is the widget's id in the built page. A wrong value raises
    `ValueError` or `TypeError`, and the state stays as it was.

    >>> w = Gradients([[1, 1, 0], [1, 1, 0], [1, 0, 0]], [[1, 2], [3, 4]], name="back")
    >>> dx, dw, db = w.gradients()
    >>> dx.tolist(), dw.tolist(), db
    ([[1, 3, 2], [4, 10, 6], [3, 7, 4]], [[4, 2], [3, 1]], 4)
    """

    kind = traitlets.Unicode("gradients").tag(sync=True)
    input = Numbers(_MOST["input"], axes=(2,)).tag(state=True, sync=True)
    kernel = Numbers(_MOST["kernel"], axes=(2,)).tag(state=True, sync=True)
    upstream = Numbers(_MOST["input"] + 2 * _MOST["padding"], axes=(2,)).tag(state=True, sync=True)
    stride = Whole(1, least=1).tag(state=True, sync=True)
    padding = Whole(0, least=0, most=_MOST["padding"]).tag(state=True, sync=True)
    dilation = Whole(1, least=1).tag(state=True, sync=True)
    way = traitlets.Enum(("scatter", "gather"), "scatter").tag(state=True, sync=True)
    mistake = traitlets.Enum(tuple(MISTAKES), "none").tag(state=True, sync=True)
    step = traitlets.Int(1, min=1).tag(state=True, sync=True)
    view = traitlets.Enum(("input", "kernel", "check"), "input").tag(state=True, sync=True)
    still = staticmethod(gradients_svg)

    def __init__(
        self,
        input: ArrayLike,
        kernel: ArrayLike,
        upstream: ArrayLike | None = None,
        **settings: Any,
    ) -> None:
        if upstream is not None:
            settings["upstream"] = upstream
        super().__init__(input=input, kernel=kernel, **settings)

    @traitlets.default("upstream")
    def _ones(self) -> list[Any]:
        ones: list[Any] = np.ones(self._shape({}), int).tolist()
        return ones

    @traitlets.validate(*_SHAPING)
    def _is_drawable(self, proposal: Any) -> Any:
        self._shape({proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    @traitlets.validate("upstream")
    def _fits_the_output(self, proposal: Any) -> Any:
        need, got = self._shape({}), np.shape(proposal["value"])
        if got != need:
            raise refused(ValueError, f"upstream: needs the output's shape {need}; got {got}")
        return proposal["value"]

    @traitlets.observe(*_SHAPING)
    def _follow_the_shape(self, _: Any) -> None:
        self.upstream = shaped_as(self.upstream, self._shape({}))
        self._let_go()

    def _shape(self, change: dict[str, Any]) -> Cell:
        """The output's shape after a change, refused if there is none."""
        x, w, *rest = ((change.get(name, getattr(self, name))) for name in _SHAPING)
        try:
            return output_size(np.shape(x), np.shape(w), *rest)
        except ValueError as error:
            raise refused(ValueError, str(error).replace("kernel_size:", "kernel:")) from None

    def _cells(self) -> dict[str, int]:
        inputs, weights, outputs = np.size(self.input), np.size(self.kernel), np.size(self.upstream)
        sizes = {"input": inputs, "kernel": weights, "output": outputs}
        gradients = {f"grad-{name}": count for name, count in sizes.items()}
        return sizes | gradients | {"grad-bias": 1, "im2col": weights * outputs}

    def gradients(self) -> tuple[Array, Array, Any]:
        """`(dx, dw, db)` of the present state, by `convlib`."""
        dy, x, w = (np.asarray(a)[None, None] for a in (self.upstream, self.input, self.kernel))
        dx, dw, db = conv2d_backward(dy, x, w, self.stride, self.padding, self.dilation)
        return dx[0, 0], dw[0, 0], db[0].item()
