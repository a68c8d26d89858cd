"""The trained network of the `cnn` widget: its weights, its layers' values and its gradients."""

from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convlib.cnn import Flatten, Layer, Sequential
from convviz.limits import LIMITS

DECIMALS: Final = 4  # of a weight: rounding so far changes no score by more than a thousandth
KINDS: Final = 10
_HARD: Final = 4  # samples that the network misreads, after one of each kind

Array = np.ndarray[Any, Any]


class Learned(NamedTuple):
    """The weights of the trained network in one row, and some digits that it had not seen."""

    weights: list[float]
    samples: list[list[list[int]]]
    labels: list[int]


@cache
def learned() -> Learned:
    """Train the book's network, once a process; choose a digit of each kind and a few hard ones."""
    from convviz.digits import digits, train  # scikit-learn takes a second to load

    data = digits(0)
    trained = train(data, progress=iter).network
    weights = np.concatenate([entry.ravel() for entry in trained.parameters.values()])
    right = trained(data.held_out_x).argmax(axis=1) == data.held_out_labels
    chosen = [int(np.argmax(right & (data.held_out_labels == k))) for k in range(KINDS)]
    chosen += np.nonzero(~right)[0][:_HARD].tolist()
    shades = (data.held_out_x[chosen, 0] * LIMITS["ink"]).astype(int)
    labels = data.held_out_labels[chosen].tolist()
    return Learned(weights.astype(float).round(DECIMALS).tolist(), shades.tolist(), labels)


def network(weights: ArrayLike) -> Sequential:
    """The book's network in double precision, with these weights, one row in its own order."""
    from convviz.digits import network as untrained

    built, row, first = untrained(), np.asarray(weights, float), 0
    for layer in built.layers:
        for name, entry in layer.parameters.items():
            layer.parameters[name] = row[first : first + entry.size].reshape(entry.shape)
            first += entry.size
    return Sequential(*built.layers)


def passes(weights: ArrayLike, digit: ArrayLike, target: int) -> tuple[list[Array], list[Array]]:
    """Each step's values and the gradient of the target's score there, as (maps, rows, columns).

    Step 1 is the picture from 0 to 1, step 7 the ten scores.
    """
    built = network(weights)
    picture = np.asarray(digit, float)[None, None] / LIMITS["ink"]
    scores = built(picture)
    layers: list[Layer] = [layer for layer in built.layers if not isinstance(layer, Flatten)]
    values = [picture[0], *(layer.y[0] for layer in layers)]
    slope = np.zeros_like(scores)
    slope[0, target] = 1
    gradients = [slope]
    for layer in reversed(built.layers):
        slope = layer.backward(slope)
        if not isinstance(layer, Flatten):
            gradients.append(slope)
    shapes = [(*value.shape, 1, 1)[:3] for value in values]
    back = [g.reshape(shape) for g, shape in zip(reversed(gradients), shapes, strict=True)]
    return [value.reshape(shape) for value, shape in zip(values, shapes, strict=True)], back
