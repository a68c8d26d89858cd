"""Layers that a reader may start from, told to Python and to the front alike."""

from typing import Any, Final

_SIZES: Final = {"channels": 1, "filters": 1, "input": 5, "kernel": 3}
_ONE: Final = _SIZES | {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}

LAYERS: Final[dict[str, Any]] = {
    # An array takes as many of these as it has cells, in C order, from the start again at the end.
    "numbers": {
        "input": [0, 7, 4, 1, 8, 5, 2, 9, 6, 3, 1, 0, 2, 5, 4, 3, 0, 6, 8, 1, 2, 7, 0],
        "weight": [1, 0, -1, 2, 0, -2, 1, 1, 0, -1, 2, 1, 0],
        "bias": [1, 0, -1, 2],
    },
    "presets": {
        "1 channel, padding 1": _ONE | {"padding": 1},
        "1 channel, stride 2": _ONE | {"stride": 2},
        "1 channel, dilation 2": _ONE | {"input": 7, "dilation": 2},
        "2 channels, 3 filters": _ONE | {"channels": 2, "filters": 3},
        "1 × 1 filters": _ONE | {"channels": 3, "filters": 2, "input": 4, "kernel": 1},
        "2 groups": _ONE | {"channels": 4, "filters": 2, "input": 4, "groups": 2},
        "depthwise": _ONE | {"channels": 3, "filters": 3, "input": 4, "groups": 3},
    },
}
