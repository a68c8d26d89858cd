"""One widget of each kind as a reader meets it, and one as large as its limits allow."""

from collections.abc import Callable
from typing import Final

import numpy as np

from convviz.channels import Channels
from convviz.slide import Slide
from convviz.widget import ConvWidget

EXAMPLES: Final[dict[str, Callable[[], ConvWidget]]] = {
    "channels": lambda: Channels.preset("2 channels, 3 filters"),
    "slide": lambda: Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]], padding=1),
}
LARGEST: Final[dict[str, Callable[[], ConvWidget]]] = {
    "channels": lambda: Channels(np.ones((4, 7, 7)), np.ones((4, 4, 3, 3)), np.ones(4), padding=2),
    "slide": lambda: Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6),
}
