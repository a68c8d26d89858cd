"""One widget of each kind as a reader meets it, and one as large as its limits allow."""

from collections.abc import Callable
from typing import Final

import numpy as np

from convviz.pooling import Pooling
from convviz.slide import Slide
from convviz.widget import ConvWidget

EXAMPLES: Final[dict[str, Callable[[], ConvWidget]]] = {
    "pooling": lambda: Pooling([[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]], stride=1),
    "slide": lambda: Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]], padding=1),
}
LARGEST: Final[dict[str, Callable[[], ConvWidget]]] = {
    "pooling": lambda: Pooling(np.ones((12, 12)), 5, stride=1, padding=2, view="backward"),
    "slide": lambda: Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6),
}
