"""Kind `matrix`: a convolution as a sparse matrix, as im2col and as a graph of connections."""

from typing import Any, Final

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convlib import conv_matrix, correlate, im2col, output_size
from convviz import matrix_still
from convviz.limits import LIMITS
from convviz.pinned import Pinned, shaped_as
from convviz.traits import Numbers, Whole
from convviz.widget import refused

_VIEWS: Final = ("matrix", "im2col", "graph")
_CONNECTIONS: Final = ("full", "local", "shared")
_MAKES: Final = ("input", "kernel", "stride", "padding", "dilation")


class Matrix(Pinned):
    """The sparse matrix `C` of a correlation, `y = C x`, with the window that each row is.

    `input` and `kernel` are arrays of one or two axes; `stride`, `padding` and `dilation` mean what
    they mean in `convlib.taps`, one number for all axes. `transpose` shows the way back,
    `dx = Cᵀ dy`, with `upstream` for `dy`: shaped as the output, ones if not given, cut or grown
    with ones where another setting changes the output's shape. `view` is `"matrix"`, `"im2col"` or
    `"graph"`, where `connections` are `"full"`, `"local"` or `"shared"`. `step` rows of the shown
    matrix are worked out, the others wait. `pin` is a cell that stays lit, such as `"output:3"` or
    `"matrix:12"`, counted in C order in the product that is shown, where `dx` is the output of the
    way back, or `""`. `name` is the widget's id in the built page. A wrong value raises
    `ValueError` or `TypeError`, and the state stays as it was.

    >>> w = Matrix([[1, 2, 3]], [[1, 1]], name="tiny")
    >>> w.matrix().tolist()
    [[1, 1, 0], [0, 1, 1]]
    >>> w.gradient().tolist()
    [[1, 2, 1]]
    """

    kind = traitlets.Unicode("matrix").tag(sync=True)
    input = Numbers(LIMITS["matrix_input"]).tag(state=True, sync=True)
    kernel = Numbers(LIMITS["matrix_kernel"]).tag(state=True, sync=True)
    upstream = Numbers(2 * LIMITS["matrix_input"]).tag(state=True, sync=True)
    stride = Whole(1, least=1).tag(state=True, sync=True)
    padding = Whole(0, least=0, most=LIMITS["matrix_padding"]).tag(state=True, sync=True)
    dilation = Whole(1, least=1).tag(state=True, sync=True)
    transpose = traitlets.Bool(False).tag(state=True, sync=True)
    view = traitlets.Enum(_VIEWS, "matrix").tag(state=True, sync=True)
    connections = traitlets.Enum(_CONNECTIONS, "shared").tag(state=True, sync=True)
    step = traitlets.Int(1, min=1).tag(state=True, sync=True)
    still = staticmethod(matrix_still.matrix_svg)

    def __init__(self, input: ArrayLike, kernel: ArrayLike, **settings: Any) -> None:
        super().__init__(input=input, kernel=kernel, **settings)

    @traitlets.default("upstream")
    def _ones(self) -> list[Any]:
        ones: list[Any] = np.ones(self._shape(), int).tolist()
        return ones

    @traitlets.validate(*_MAKES)
    def _is_drawable(self, proposal: Any) -> Any:
        new = {name: getattr(self, name) for name in _MAKES}
        new[proposal["trait"].name] = proposal["value"]
        x, w = np.shape(new["input"]), np.shape(new["kernel"])
        if len(x) != len(w):
            need = "kernel: needs as many axes as the input"
            raise refused(ValueError, f"{need}; got shapes {x} and {w}")
        try:
            output_size(x, w, new["stride"], new["padding"], new["dilation"])
        except ValueError as error:
            words = str(error).replace("kernel_size:", "kernel:")
            raise refused(ValueError, words) from None
        return proposal["value"]

    @traitlets.validate("upstream")
    def _is_output(self, proposal: Any) -> Any:
        need, got = self._shape(), np.shape(proposal["value"])
        if got != need:
            raise refused(ValueError, f"upstream: needs the output's shape {need}; got {got}")
        return proposal["value"]

    @traitlets.observe(*_MAKES, "transpose")
    def _settle(self, _: Any) -> None:
        self._let_go()
        self.upstream = shaped_as(self.upstream, self._shape())

    def _slid(self) -> dict[str, int]:
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    def _shape(self) -> tuple[int, ...]:
        return output_size(np.shape(self.input), np.shape(self.kernel), **self._slid())

    def _cells(self) -> dict[str, int]:
        """How many cells each view of the shown product has; the transpose takes outputs in."""
        ends = [int(np.size(self.input)), int(np.prod(self._shape()))]
        come, gone = reversed(ends) if self.transpose else ends
        weights = int(np.size(self.kernel))
        views = {"input": come, "kernel": weights, "output": gone}
        return views | {"matrix": gone * come, "im2col": weights * gone}

    def output(self) -> np.ndarray[Any, Any]:
        """The output of the present state, by `convlib`."""
        arrays = np.asarray(self.input), np.asarray(self.kernel)
        return correlate(*arrays, self.stride, self.padding, self.dilation)

    def matrix(self) -> np.ndarray[Any, Any]:
        """The matrix `C` of the present state with all its zeros, by `convlib`."""
        dense: np.ndarray[Any, Any]
        dense = conv_matrix(self.kernel, np.shape(self.input), **self._slid()).toarray()
        return dense

    def columns(self) -> np.ndarray[Any, Any]:
        """The windows of the present state as columns, by `convlib`."""
        return im2col(self.input, np.shape(self.kernel), **self._slid())

    def gradient(self) -> np.ndarray[Any, Any]:
        """`dx = Cᵀ dy` of the present state, in the input's shape."""
        return (self.matrix().T @ np.ravel(self.upstream)).reshape(np.shape(self.input))
