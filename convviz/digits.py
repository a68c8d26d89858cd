"""A small network that learns to read handwritten digits, made of convlib's layers alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from threadpoolctl import threadpool_limits
from tqdm.auto import tqdm

from convlib.cnn import SGD, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, cross_entropy
from convviz.figures import Picture
from convviz.plots import learned

EPOCHS: Final = 25
BATCH: Final = 64
LR: Final = 0.1  # falls to 0 in a straight line
MOMENTUM: Final = 0.9
NOISE: Final = 0.2  # added to what it learns from, so that it does not learn that by heart

Array = NDArray[Any]


@dataclass
class Digits:
    """Pictures (N, 1, 8, 8) from 0 to 1 and what they show, to learn from and held out."""

    x: Array
    labels: Array
    held_out_x: Array
    held_out_labels: Array


@dataclass
class Trained:
    """A network, and how it fared at each epoch: mean loss while learning, share read rightly."""

    network: Sequential
    losses: list[float]
    accuracies: list[float]


def digits(seed: int = 0) -> Digits:
    """Scikit-learn's 1,797 digits, a fifth of each kind held out, by the seed."""
    bunch = load_digits()
    x = (bunch.images[:, None] / 16).astype(np.float32)
    parts = train_test_split(
        x, bunch.target, test_size=0.2, stratify=bunch.target, random_state=seed
    )
    return Digits(parts[0], parts[2], parts[1], parts[3])


def network(rng: int | np.random.Generator = 0) -> Sequential:
    """The untrained network, 8 × 8 cells in, a score for each of ten digits out."""
    draw = np.random.default_rng(rng)
    return Sequential(
        Conv2d(1, 8, 3, padding=1, rng=draw),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 32, 3, rng=draw),
        ReLU(),
        Flatten(),
        Linear(128, 10, rng=draw),
    )


def accuracy(of: Sequential, x: Array, labels: Array) -> float:
    """The share of pictures whose highest score is their label's."""
    return float(np.mean(of(x).argmax(axis=1) == labels))


def train(
    data: Digits,
    epochs: int = EPOCHS,
    seed: int = 0,
    progress: Callable[[Iterable[int]], Iterable[int]] = tqdm,
    build: Callable[[np.random.Generator], Sequential] = network,
) -> Trained:
    """Train a new network; `progress` wraps the epochs, and `iter` keeps it quiet.

    `build` makes the network from a generator, which then draws the order and the noise too.
    """
    if epochs < 1:
        raise ValueError(f"epochs: needs a whole number of at least 1; got {epochs}")
    rng = np.random.default_rng(seed)
    trained = Trained(build(rng), [], [])
    descent = SGD(trained.network, LR, MOMENTUM)
    # The products are small: several threads would spend their time waiting for each other.
    with threadpool_limits(1, "blas"):
        for epoch in progress(range(epochs)):
            descent.lr = LR * (1 - epoch / epochs)
            order = rng.permutation(len(data.x))
            losses = []
            for first in range(0, len(order), BATCH):
                batch = order[first : first + BATCH]
                noise = NOISE * rng.standard_normal(data.x[batch].shape, np.float32)
                logits = trained.network(data.x[batch] + noise)
                loss, dlogits = cross_entropy(logits, data.labels[batch])
                trained.network.backward(dlogits, input_gradient=False)
                descent.step()
                losses.append(loss)
            trained.losses.append(float(np.mean(losses)))
            found = accuracy(trained.network, data.held_out_x, data.held_out_labels)
            trained.accuracies.append(found)
    return trained


def figure(trained: Trained, picture: Array) -> Picture:
    """What the network has learned, with one `picture` (1, 8, 8) as its first layer sees it."""
    trained.network(picture[None])
    first, rectified = trained.network.layers[:2]
    weights = first.parameters["weight"][:, 0]
    return learned(weights, picture[0], rectified.y[0], trained.losses, trained.accuracies)
