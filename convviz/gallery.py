"""One widget of each kind as a reader meets it, and one as large as its limits allow."""

from collections.abc import Callable
from typing import Final

import numpy as np

from convviz.filters import Filters
from convviz.slide import Slide
from convviz.widget import ConvWidget

EXAMPLES: Final[dict[str, Callable[[], ConvWidget]]] = {
    "filters": lambda: Filters("china", "sobel_x", at=[50, 77]),
    "slide": lambda: Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]], padding=1),
}
LARGEST: Final[dict[str, Callable[[], ConvWidget]]] = {
    "filters": lambda: Filters(np.indices((240, 240)).sum(0) % 256, np.ones((7, 7)) / 49),
    "slide": lambda: Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6),
}
