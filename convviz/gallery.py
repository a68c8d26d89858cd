"""One widget of each kind as a reader meets it, and one as large as its limits allow."""

from collections.abc import Callable
from typing import Final

import numpy as np

from convviz.sizes import Sizes
from convviz.slide import Slide
from convviz.widget import ConvWidget

EXAMPLES: Final[dict[str, Callable[[], ConvWidget]]] = {
    "sizes": lambda: Sizes((8, 12), 3, stride=2, padding=1, channels=3, filters=9),
    "slide": lambda: Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]], padding=1),
}
LARGEST: Final[dict[str, Callable[[], ConvWidget]]] = {
    "sizes": lambda: Sizes(
        22, 7, padding=1, view="stack", image=(9999, 22), layers=[[5, 1, 2, 1]] * 5
    ),
    "slide": lambda: Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6),
}
