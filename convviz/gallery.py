"""One widget of each kind as a reader meets it, and one as large as its limits allow."""

from collections.abc import Callable
from typing import Final

import numpy as np

from convviz.cnn import Cnn
from convviz.slide import Slide
from convviz.widget import ConvWidget

EXAMPLES: Final[dict[str, Callable[[], ConvWidget]]] = {
    "slide": lambda: Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]], padding=1),
    "cnn": Cnn,
}
LARGEST: Final[dict[str, Callable[[], ConvWidget]]] = {
    "slide": lambda: Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6),
    "cnn": lambda: Cnn(11, gradient=True, step=5, map=3, source=7),
}
