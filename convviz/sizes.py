"""Kind `sizes`: how large the output is, and how far a cell of a stack of layers sees."""

from collections.abc import Sequence
from math import prod
from typing import Any, Final

import numpy as np
import traitlets

from convlib import receptive_field
from convviz import sizes_still
from convviz.limits import LIMITS
from convviz.pinned import Pinned
from convviz.readings import PADS, Layer, Pair, plain_layer, read_layer, sizes_of
from convviz.traits import Whole, Wholes
from convviz.widget import refused

_VIEWS: Final = ("one", "code", "stack")
_STACK: Final = {"image": (16, 16), "layers": ((3, 1, 1, 1), (3, 2, 1, 1), (3, 1, 1, 1))}
_READ: Final = ("n", "kernel", "stride", "padding", "dilation", "pads", "gaps", "up")
_MOST: Final = LIMITS["setting"]


class Sizes(Pinned):
    """The size of a layer's output term by term, and the receptive field of a stack of layers.

    `n` is the input of the one layer, rows and columns, or one number for both; `kernel`, `stride`,
    `padding` and `dilation` hold for both. `pads` says how padding is read: per `"side"`, in
    `"total"`, or chosen, `"same"` or `"valid"`; with `gaps` dilation counts from 0, with `up` the
    division is rounded up. `channels` go in, `filters` come out. `ask` hides the answer until the
    reader has given it. `image` is the input of the stack, `layers` its layers
    `[kernel, stride, padding, dilation]`, always per side, from 1, rounded down. `view` is `"one"`,
    `"code"` (its conventions, and the layer as libraries write it) or `"stack"`. `step` output
    cells are shown; `pin` is a column that stays lit, such as `"output:3"` or `"layer 1:0"`.

    >>> w = Sizes((480, 640), 5, stride=5, padding=5, name="quiz")
    >>> w.output_size(), w.receptive_field()
    ((98, 130), 9)
    >>> w.kernel = 700
    Traceback (most recent call last):
    ...
    convviz.widget.RefusedValueError: kernel: needs at most 32; got 700
    """

    kind = traitlets.Unicode("sizes").tag(sync=True)
    view = traitlets.Enum(_VIEWS, "one").tag(state=True, sync=True)
    n = Wholes((2,), least=1).tag(state=True, sync=True)
    kernel = Whole(3, least=1, most=_MOST).tag(state=True, sync=True)
    stride = Whole(1, least=1, most=_MOST).tag(state=True, sync=True)
    padding = Whole(0, least=0, most=_MOST).tag(state=True, sync=True)
    dilation = Whole(1, least=0, most=_MOST).tag(state=True, sync=True)
    pads = traitlets.Enum(PADS, "side").tag(state=True, sync=True)
    gaps = traitlets.Bool(False).tag(state=True, sync=True)
    up = traitlets.Bool(False).tag(state=True, sync=True)
    channels = Whole(1, least=1, most=LIMITS["size"]).tag(state=True, sync=True)
    filters = Whole(1, least=1, most=LIMITS["size"]).tag(state=True, sync=True)
    ask = traitlets.Bool(False).tag(state=True, sync=True)
    image = Wholes((2,), least=1).tag(state=True, sync=True)
    layers = Wholes((LIMITS["layers"], 4), least=0).tag(state=True, sync=True)
    step = Whole(1, least=1).tag(state=True, sync=True)
    still = staticmethod(sizes_still.sizes_svg)

    def __init__(self, n: int | Sequence[int], kernel: int, **settings: Any) -> None:
        pair = [n, n] if np.ndim(n) == 0 else n
        super().__init__(**{**_STACK, **settings, "n": pair, "kernel": kernel})

    @traitlets.validate(*_READ, "image", "layers")
    def _is_drawable(self, proposal: Any) -> Any:
        new = self.state() | {proposal["trait"].name: proposal["value"]}
        if max(map(max, new["layers"])) > _MOST:
            raise refused(ValueError, f"layers: needs numbers up to {_MOST}; got {new['layers']}")
        if new["dilation"] == 0 and not new["gaps"]:
            raise refused(ValueError, "dilation: needs at least 1, or gaps=True; got 0")
        one = [read_layer(**{name: new[name] for name in _READ})]
        stack = map(plain_layer, new["layers"])
        for name, size, layers in (("", new["n"], one), ("layers: ", new["image"], stack)):
            try:
                sizes_of(size, layers)
            except ValueError as error:
                words = str(error).replace("kernel_size:", "kernel:")
                raise refused(ValueError, name + words) from None
        return proposal["value"]

    @traitlets.observe(*_READ, "image", "layers", "view")
    def _drop_stale_pin(self, _: Any) -> None:
        self._let_go()

    def _cells(self) -> dict[str, int]:
        sizes = self.sizes() if self.view == "stack" else [self.n, self.output_size()]
        names = ["input", *(f"layer {level}" for level in range(1, len(sizes) - 1)), "output"]
        return {name: size[1] for name, size in zip(names, sizes, strict=True)}

    def layer(self) -> Layer:
        """The one layer as `convlib` takes it, its fields read as `pads`, `gaps` and `up` say."""
        return read_layer(**{name: getattr(self, name) for name in _READ})

    def output_size(self) -> Pair:
        """Rows and columns of the one layer's output, by `convlib`."""
        return self.layer().output_size(self.n)

    def sizes(self) -> list[Pair]:
        """Rows and columns of the stack's input and after each of its layers, by `convlib`."""
        return sizes_of(self.image, map(plain_layer, self.layers))

    def receptive_field(self) -> int:
        """How many input cells an output cell of the stack sees on an axis, by `convlib`."""
        field = receptive_field(self.layers)
        assert isinstance(field, int)  # no layer is given per axis
        return field

    def jump(self) -> int:
        """How many input cells lie from one output cell of the stack to the next."""
        return prod(layer[1] for layer in self.layers)
