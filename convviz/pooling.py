"""Kind `pooling`: the windows of a convolution, joined by maximum or mean instead of a sum."""

from typing import Any, Final

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convlib import max_pool2d
from convviz.limits import LIMITS
from convviz.pinned import Pinned, shaped_as
from convviz.pooling_still import pooled, pooling_svg
from convviz.traits import Numbers, Whole
from convviz.widget import refused

_SHAPING: Final = ("input", "kernel_size", "stride", "padding", "dilation", "pool")
_VIEWS: Final = {"forward": ("input", "output"), "backward": ("input", "grad-output", "grad-input")}


def _window(value: Any) -> list[int]:
    both = list(value) if isinstance(value, list | tuple | np.ndarray) else [value, value]
    if len(both) != 2:
        need = "kernel_size: needs one whole number, or one for rows and one for columns"
        raise refused(ValueError, f"{need}; got {value!r}")
    one = Whole(1, least=1, most=LIMITS["window"])
    one.name = "kernel_size"
    return [one.validate(None, n) for n in both]


class _Window(traitlets.TraitType[list[int], Any]):
    """Rows and columns of a window."""

    info_text = "one whole number, or two"

    def validate(self, obj: Any, value: Any) -> list[int]:
        """The two as a list of int."""
        return _window(value)


class Pooling(Pinned):
    """Max or average pooling of one channel, forward and backward, in linked pictures.

    `kernel_size`, `stride`, `padding`, `dilation`, `count_include_pad` and `ties` mean what they
    mean in `convlib.max_pool2d` and `convlib.avg_pool2d`; `stride` is one number for both axes and
    without it windows lie side by side. `upstream` is the gradient of the output, 1, 2, 3, …
    unless given; it follows the output's shape. `pool` is `"max"` or `"average"` (which has
    dilation 1), `view` is `"forward"` or `"backward"`. `step` windows are done, or all if it is
    larger: the output cells after them wait, and the input's gradient is the sum so far. `pin` is
    a cell that stays lit, such as `"output:3"`, or `""`; `name` is the widget's id in the built
    page. A wrong value raises `ValueError` or `TypeError`, and the state stays as it was.

    >>> w = Pooling([[3, 1, 0], [3, 2, 1]], 2, stride=1, name="tiny")
    >>> w.output().tolist()
    [[3.0, 2.0]]
    >>> w.input_gradient().tolist()
    [[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]
    """

    kind = traitlets.Unicode("pooling").tag(sync=True)
    input = Numbers(LIMITS["input"], axes=(2,)).tag(state=True, sync=True)
    upstream = Numbers(LIMITS["input"] + 1, axes=(2,)).tag(state=True, sync=True)  # 12 + 2·1 − 1
    pool = traitlets.Enum(("max", "average"), "max").tag(state=True, sync=True)
    kernel_size = _Window().tag(state=True, sync=True)
    stride = Whole(1, least=1).tag(state=True, sync=True)
    padding = Whole(0, least=0, most=LIMITS["padding"]).tag(state=True, sync=True)
    dilation = Whole(1, least=1).tag(state=True, sync=True)
    count_include_pad = traitlets.Bool(True).tag(state=True, sync=True)
    ties = traitlets.Enum(("first", "all", "split"), "first").tag(state=True, sync=True)
    view = traitlets.Enum(tuple(_VIEWS), "forward").tag(state=True, sync=True)
    step = traitlets.Int(1, min=1).tag(state=True, sync=True)
    still = staticmethod(pooling_svg)

    def __init__(
        self, input: ArrayLike, kernel_size: Any = 2, *, stride: int | None = None, **settings: Any
    ) -> None:
        if stride is None:
            rows, columns = _window(kernel_size)
            if rows != columns:
                need = "stride: needs to be given where the window is not square"
                raise refused(ValueError, f"{need}; got a window of {rows} × {columns}")
            stride = rows
        super().__init__(input=input, kernel_size=kernel_size, stride=stride, **settings)

    @traitlets.default("upstream")
    def _numbered(self) -> list[list[int]]:
        shape = self._output_shape()
        numbered: list[list[int]] = np.arange(1, np.prod(shape) + 1).reshape(shape).tolist()
        return numbered

    @traitlets.validate(*_SHAPING)
    def _is_drawable(self, proposal: Any) -> Any:
        self._output_shape(**{proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    @traitlets.validate("upstream")
    def _fits_the_output(self, proposal: Any) -> Any:
        need, got = self._output_shape(), np.shape(proposal["value"])
        if need != got:
            raise refused(ValueError, f"upstream: needs the output's shape {need}; got {got}")
        return proposal["value"]

    @traitlets.observe(*_SHAPING, "view")
    def _drop_what_is_stale(self, _: Any) -> None:
        self.upstream = shaped_as(self.upstream, self._output_shape())
        self._let_go()

    def _cells(self) -> dict[str, int]:
        inputs, outputs = np.size(self.input), int(np.prod(self._output_shape()))
        return {v: inputs if v.endswith("input") else outputs for v in _VIEWS[self.view]}

    def _output_shape(self, **change: Any) -> tuple[int, ...]:
        """Rows and columns of the output after a change, which is refused if it cannot be drawn."""
        new = {name: getattr(self, name) for name in _SHAPING} | change
        if new["pool"] == "average" and new["dilation"] != 1:
            words = f"dilation: needs 1 where pool is 'average'; got {new['dilation']}"
            raise refused(ValueError, words)
        layer = np.asarray(new["input"])[None, None]
        try:
            return max_pool2d(layer, *(new[name] for name in _SHAPING[1:-1])).shape[2:]
        except ValueError as error:
            raise refused(ValueError, str(error)) from None

    def output(self) -> np.ndarray[Any, Any]:
        """The output of the present state, by `convlib`."""
        return pooled(**self.state())[0]

    def input_gradient(self) -> np.ndarray[Any, Any]:
        """The gradient of the input after the last step, by `convlib`."""
        return pooled(**self.state())[1]
