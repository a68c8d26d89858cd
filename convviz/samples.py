"""Signals that a reader may choose, told to Python and to the front alike."""

from math import exp
from typing import Final

SAMPLES: Final[dict[str, list[float]]] = {
    "spiky": [0, 0, 0.1, 0.4, 1, 0.4, 0.1, 0, 0, 0, -0.2, -0.6, -0.2, 0, 0, 0, 0, 0.2, 0.8, 0.2],
    "box": [1] * 10,
    "decay": [round(exp(-i / 5), 2) for i in range(20)],
    "ramp": [i / 10 for i in range(1, 11)],
}
