"""Kind `slide`: a kernel slides over an input and writes an output."""

import re
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convlib import convolve, correlate, output_size
from convviz import still
from convviz.limits import LIMITS
from convviz.widget import ConvWidget


class Numbers(traitlets.TraitType[list[Any], Any]):
    """Real numbers on one or two axes, held as nested lists: what a grid of cells shows."""

    info_text = "an array of real numbers with one or two axes"

    def validate(self, obj: Any, value: ArrayLike) -> list[Any]:
        """The array as nested lists of int or float."""
        array = np.asarray(value)
        most = LIMITS[str(self.name)]
        if array.dtype.kind not in "iuf":
            raise TypeError(f"{self.name}: needs real numbers; got {array.dtype} values")
        if array.ndim not in (1, 2) or not all(1 <= n <= most for n in array.shape):
            raise ValueError(
                f"{self.name}: needs 1 to {most} cells on one or two axes; got shape {array.shape}"
            )
        if not (np.abs(array) <= LIMITS["number"]).all():
            raise ValueError(
                f"{self.name}: needs finite numbers up to {LIMITS['number']} in size; "
                f"got {array.ravel()[int(np.argmax(~(np.abs(array) <= LIMITS['number'])))]}"
            )
        nested: list[Any] = array.tolist()
        return nested


class Slide(ConvWidget):
    """A kernel that slides over an input, in pictures linked by their taps.

    `input` and `kernel` are arrays of one or two axes; `stride`, `padding`, `dilation` and `flip`
    mean what they mean in `convlib.taps`. `step` output cells are shown, the others wait.
    `view` is `"window"`, `"matrix"` or `"im2col"`. `name` is the widget's id in the built page.

    >>> w = Slide([[0, 1], [2, 3]], [[1, 1]], name="tiny")
    >>> w.output().tolist()
    [[1], [5]]
    >>> w.stride = 0
    Traceback (most recent call last):
    ...
    ValueError: stride: needs a whole number of at least 1, or one per axis (2 axes); got 0
    """

    kind = traitlets.Unicode("slide").tag(sync=True)
    fields = traitlets.List(
        traitlets.Unicode(),
        ["input", "kernel", "stride", "padding", "dilation", "flip", "step", "view", "pin"],
    ).tag(sync=True)
    input = Numbers().tag(sync=True)
    kernel = Numbers().tag(sync=True)
    stride = traitlets.Any(1).tag(sync=True)
    padding = traitlets.Any(0).tag(sync=True)
    dilation = traitlets.Any(1).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    step = traitlets.Int(1, min=1).tag(sync=True)
    view = traitlets.Enum(["window", "matrix", "im2col"], "window").tag(sync=True)
    pin = traitlets.Unicode("").tag(sync=True)
    still = staticmethod(still.slide_svg)

    def __init__(self, input: ArrayLike, kernel: ArrayLike, **settings: Any) -> None:
        super().__init__(input=input, kernel=kernel, **settings)

    @traitlets.validate("input", "kernel", "stride", "padding", "dilation")
    def _fits(self, proposal: Any) -> Any:
        new = self.state() | {proposal["trait"].name: proposal["value"]}
        for name in ("stride", "padding", "dilation"):
            if np.ndim(new[name]) or isinstance(new[name], str):
                raise TypeError(f"{name}: needs one whole number for all axes; got {new[name]!r}")
        shapes = np.shape(new["input"]), np.shape(new["kernel"])
        if len(shapes[0]) != len(shapes[1]):
            raise ValueError(
                f"kernel: needs as many axes as the input; got shapes {shapes[0]} and {shapes[1]}"
            )
        output_size(*shapes, new["stride"], new["padding"], new["dilation"])
        if new["padding"] > LIMITS["padding"]:
            raise ValueError(f"padding: needs at most {LIMITS['padding']}; got {new['padding']}")
        return proposal["value"]

    @traitlets.validate("pin")
    def _is_a_cell(self, proposal: Any) -> Any:
        if not re.fullmatch(r"|(input|kernel|output|matrix|im2col):\d{1,5}", proposal["value"]):
            raise ValueError(
                f"pin: needs a view and a cell's number, such as 'output:3', or ''; "
                f"got {proposal['value']!r}"
            )
        return proposal["value"]

    def output(self) -> np.ndarray[Any, Any]:
        """The output of the present state, by `convlib`."""
        slide = convolve if self.flip else correlate
        return slide(
            np.asarray(self.input),
            np.asarray(self.kernel),
            self.stride,
            self.padding,
            self.dilation,
        )
