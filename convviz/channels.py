"""Kind `channels`: a layer of many channels and many filters."""

from typing import Any, Self

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convlib import conv2d
from convviz.channels_still import channels_svg
from convviz.layers import LAYERS
from convviz.limits import LIMITS
from convviz.pinned import Pinned
from convviz.traits import Numbers, Whole
from convviz.widget import refused

_SLICE, _WINDOW = (LIMITS["slice"],) * 2, (LIMITS["tile"],) * 2
_LAYER = ("input", "weight", "bias", "stride", "padding", "dilation", "groups")


class Channels(Pinned):
    """A layer with every channel, filter and output map, one patch followed through them all.

    `input` is (C, H, W), `weight` (O, C / groups, K_H, K_W), `bias` (O,), none of it if left out;
    `stride`, `padding`, `dilation` and `groups` mean what they mean in `convlib.conv2d`. `step`
    output cells are shown, filter after filter, and the filter of the last of them stands open.
    `pin` is a cell of `input`, `kernel`, `bias` or `output` that stays lit, such as `"output:3"`,
    counted in C order, or `""`. `name` is the widget's id in the built page. A wrong value raises
    `ValueError` or `TypeError`, and the state stays as it was.

    >>> w = Channels([[[1, 2]], [[3, 4]]], [[[[1]], [[10]]]], bias=[100], name="tiny")
    >>> w.output().tolist()
    [[[131, 142]]]
    >>> w.groups = 2
    Traceback (most recent call last):
    ...
    convviz.widget.RefusedValueError: groups: needs to divide 2 channels and 1 filters; got 2
    """

    kind = traitlets.Unicode("channels").tag(sync=True)
    input = Numbers((LIMITS["channels"], *_SLICE), axes=(3,)).tag(state=True, sync=True)
    weight = Numbers((LIMITS["filters"], LIMITS["channels"], *_WINDOW), axes=(4,)).tag(
        state=True, sync=True
    )
    bias = Numbers((LIMITS["filters"],), axes=(1,)).tag(state=True, sync=True)
    stride = Whole(1, least=1).tag(state=True, sync=True)
    padding = Whole(0, least=0, most=LIMITS["around"]).tag(state=True, sync=True)
    dilation = Whole(1, least=1).tag(state=True, sync=True)
    groups = Whole(1, least=1).tag(state=True, sync=True)
    step = traitlets.Int(1, min=1).tag(state=True, sync=True)
    still = staticmethod(channels_svg)

    def __init__(
        self, input: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None, **settings: Any
    ) -> None:
        if bias is None:
            bias = np.zeros(len(np.atleast_1d(np.asarray(weight, object))), int)
        super().__init__(input=input, weight=weight, bias=bias, **settings)

    @classmethod
    def preset(cls, layer: str, **settings: Any) -> Self:
        """One of the layers that a reader can choose by name in the widget.

        >>> Channels.preset("2 channels, 3 filters").output().shape
        (3, 3, 3)
        """
        if layer not in LAYERS["presets"]:
            raise ValueError(f"layer: needs one of {list(LAYERS['presets'])}; got {layer!r}")
        sizes = dict(LAYERS["presets"][layer])
        channels, filters, side, window = (
            sizes.pop(name) for name in ("channels", "filters", "input", "kernel")
        )
        shapes = {
            "input": (channels, side, side),
            "weight": (filters, channels // sizes["groups"], window, window),
            "bias": (filters,),
        }
        arrays = {name: np.resize(LAYERS["numbers"][name], shape) for name, shape in shapes.items()}
        return cls(**arrays, **(sizes | settings))

    @traitlets.validate(*_LAYER)
    def _is_drawable(self, proposal: Any) -> Any:
        self._output(self.state() | {proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    @traitlets.observe(*_LAYER)
    def _drop_stale_pin(self, _: Any) -> None:
        self._let_go()

    def _cells(self) -> dict[str, int]:
        """How many cells each view has."""
        arrays = {"input": self.input, "kernel": self.weight, "bias": self.bias}
        views = arrays | {"output": self.output()}
        return {view: int(np.size(values)) for view, values in views.items()}

    def _output(self, state: dict[str, Any]) -> np.ndarray[Any, Any]:
        x, w, b = (np.asarray(state[name]) for name in ("input", "weight", "bias"))
        groups = state["groups"]
        if len(x) % groups or len(w) % groups:
            need = f"groups: needs to divide {len(x)} channels and {len(w)} filters"
            raise refused(ValueError, f"{need}; got {groups}")
        if w.shape[1] * groups != len(x):
            need = f"weight: needs {len(x) // groups} slices a filter, channels / groups"
            raise refused(ValueError, f"{need}; got shape {w.shape}")
        if b.shape != w.shape[:1]:
            need = f"bias: needs one number for each of {len(w)} filters"
            raise refused(ValueError, f"{need}; got shape {b.shape}")
        try:
            settings = {name: state[name] for name in ("stride", "padding", "dilation")}
            y: np.ndarray[Any, Any] = conv2d(x[None], w, b, **settings, groups=groups)[0]
        except ValueError as error:
            raise refused(ValueError, str(error)) from None
        return y

    def output(self) -> np.ndarray[Any, Any]:
        """The output of the present state, by `convlib`."""
        return self._output(self.state())
