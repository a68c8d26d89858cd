"""One widget of each kind as a reader meets it, and one as large as its limits allow."""

from collections.abc import Callable
from typing import Final

import numpy as np

from convviz.signals import Signals
from convviz.slide import Slide
from convviz.widget import ConvWidget

EXAMPLES: Final[dict[str, Callable[[], ConvWidget]]] = {
    "signals": lambda: Signals("spiky", "box"),
    "slide": lambda: Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]], padding=1),
}
LARGEST: Final[dict[str, Callable[[], ConvWidget]]] = {
    "signals": lambda: Signals(np.ones(32), np.linspace(-1, 1, 32)),
    "slide": lambda: Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6),
}
