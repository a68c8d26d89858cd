"""One widget of each kind as a reader meets it, and one as large as its limits allow."""

from collections.abc import Callable
from typing import Final

import numpy as np

from convviz import front
from convviz.channels import Channels
from convviz.cnn import Cnn
from convviz.filters import Filters
from convviz.gradients import Gradients
from convviz.matrix import Matrix
from convviz.pooling import Pooling
from convviz.signals import Signals
from convviz.sizes import Sizes
from convviz.slide import Slide
from convviz.widget import ConvWidget

_NINE = np.arange(9).reshape(3, 3)
_FOUR = [[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]]

EXAMPLES: Final[dict[str, Callable[[], ConvWidget]]] = {
    "slide": lambda: Slide(_NINE, [[0, 1], [2, 3]], padding=1),
    "signals": lambda: Signals("spiky", "box"),
    "sizes": lambda: Sizes((8, 12), 3, stride=2, padding=1, channels=3, filters=9),
    "filters": lambda: Filters("china", "sobel_x", at=[50, 77]),
    "channels": lambda: Channels.preset("2 channels, 3 filters"),
    "gradients": lambda: Gradients(_NINE, [[0, 1], [2, 3]], [[1, 2], [-1, 3]]),
    "pooling": lambda: Pooling(_FOUR, stride=1),
    "matrix": lambda: Matrix(_NINE, [[1, 2], [3, 4]]),
    "cnn": Cnn,
}
LARGEST: Final[dict[str, Callable[[], ConvWidget]]] = {
    "slide": lambda: Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6),
    "signals": lambda: Signals(np.ones(32), np.linspace(-1, 1, 32)),
    "sizes": lambda: Sizes(
        22, 7, padding=1, view="stack", image=(9999, 22), layers=[[5, 1, 2, 1]] * 5
    ),
    "filters": lambda: Filters(np.indices((240, 240)).sum(0) % 256, np.ones((7, 7)) / 49),
    "channels": lambda: Channels(np.ones((4, 7, 7)), np.ones((4, 4, 3, 3)), np.ones(4), padding=2),
    "gradients": lambda: Gradients(np.ones((7, 7)), np.ones((4, 4)), padding=2),
    "pooling": lambda: Pooling(np.ones((12, 12)), 5, stride=1, padding=2, view="backward"),
    "matrix": lambda: Matrix(np.ones((8, 8)), np.ones((3, 3)), padding=1),
    "cnn": lambda: Cnn(11, gradient=True, step=5, map=3, source=7),
}


def alone(*widgets: ConvWidget) -> str:
    """An HTML page of these widgets and nothing else, which needs no other file.

    >>> "<conv-widget" in alone(EXAMPLES["slide"]())
    True
    """
    body = "".join(widget.page_html() for widget in widgets)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Widgets</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>body {{ margin: 16px }} {front.css()}</style>"
        f"<main><h1>Widgets</h1>{body}</main><script>{front.bundle()}</script></html>"
    )
