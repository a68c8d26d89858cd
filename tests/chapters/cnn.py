"""A network, trained: its equations as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable

import numpy as np

from convlib import softmax
from convlib.cnn import SGD, Conv2d, Flatten, Linear, ReLU, Sequential, cross_entropy
from convviz.digits import BATCH, LR, MOMENTUM, digits, network, train
from tests.chapters.printed import Array, whole

RNG = np.random.default_rng(17)


def score() -> None:
    layer = Linear(64, 10, rng=0, dtype="float64")
    x = whole(1, 64)
    w, bias = layer.parameters["weight"], layer.parameters["bias"]
    z = [bias[j] + sum(w[j, i] * x[0, i] for i in range(64)) for j in range(10)]
    np.testing.assert_allclose(layer(x)[0], z, rtol=1e-12)
    np.testing.assert_array_equal(Flatten()(x.reshape(1, 1, 8, 8)), x)  # row by row


def mean_loss() -> None:
    logits, labels = RNG.normal(size=(7, 10)), RNG.integers(0, 10, 7)
    p, t = softmax(logits), np.eye(10)[labels]
    found = sum(t[b, j] * np.log(p[b, j]) for b in range(7) for j in range(10))
    np.testing.assert_allclose(cross_entropy(logits, labels)[0], -found / 7, rtol=1e-12)


def score_gradient() -> None:
    logits, labels = RNG.normal(size=(7, 10)), RNG.integers(0, 10, 7)
    p, t = softmax(logits), np.eye(10)[labels]
    found = [[(p[b, j] - t[b, j]) / 7 for j in range(10)] for b in range(7)]
    np.testing.assert_allclose(cross_entropy(logits, labels)[1], found, rtol=1e-12, atol=1e-15)


def momentum() -> None:
    layer = Linear(1, 1, bias=False, rng=0, dtype="float64")
    w, v, eta, mu = layer.parameters["weight"].item(), 0.0, 0.1, 0.9
    descent = SGD(layer, eta, mu)
    for slope in (3, -1, 2, 5):
        layer([[1.0]])
        layer.backward([[slope]])
        descent.step()
        v = mu * v + slope
        w = w - eta * v
        np.testing.assert_allclose(layer.parameters["weight"].item(), w, rtol=1e-12)


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-score": (score, r"z_j = b_j + \sum_{i=0}^{63} w_{j,i} \, x_i"),
    "eq-mean-loss": (
        mean_loss,
        r"L = -\frac{1}{B} \sum_{s=0}^{B-1} \sum_{j=0}^{9} t_{s,j} \log p_{s,j}",
    ),
    "eq-score-gradient": (
        score_gradient,
        r"\frac{\partial L}{\partial z_{s,j}} = \frac{p_{s,j} - t_{s,j}}{B}",
    ),
    "eq-momentum": (
        momentum,
        r"v \leftarrow \mu v + \frac{\partial L}{\partial w}, \qquad w \leftarrow w - \eta v",
    ),
}


def linear(rng: np.random.Generator) -> Sequential:
    return Sequential(Flatten(), Linear(64, 10, rng=rng))


def dense(rng: np.random.Generator) -> Sequential:
    return Sequential(Flatten(), Linear(64, 49, rng=rng), ReLU(), Linear(49, 10, rng=rng))


def sizes(built: Sequential) -> list[int]:
    """How many numbers each layer learns."""
    found = [sum(entry.size for entry in layer.parameters.values()) for layer in built.layers]
    return [size for size in found if size]


def opposed(filters: Array) -> Array:
    """How much one outer row or column of each filter has more than the opposite one."""
    rows, columns = filters.sum((1, 3)), filters.sum((1, 2))
    return np.maximum(*(abs(sums[:, 0] - sums[:, -1]) for sums in (rows, columns)))


def padded() -> Sequential:
    """The network of the first exercise."""
    layers = network(0).layers
    second, last = Conv2d(8, 32, 3, padding=1, rng=0), Linear(512, 10, rng=0)
    return Sequential(*layers[:3], second, *layers[4:6], last)


DATA = digits(0)
CNN = train(DATA, progress=iter)
TEN = train(DATA, progress=iter, build=linear)
PADDED = padded()
OF_PADDED = PADDED(DATA.x[:1])  # runs, so it fits
SCORES = CNN.network(DATA.held_out_x)
READ, SURE = SCORES.argmax(axis=1), softmax(SCORES).max(axis=1)
RIGHT = DATA.held_out_labels == READ
FILTERS, BIASES = (CNN.network.parameters[f"0.{name}"] for name in ("weight", "bias"))

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("write down 3,706 numbers", [3706], [sum(sizes(network(0)))]),
    ("reads at least 97 of a hundred digits", [True], [CNN.accuracies[-1] >= 0.97]),
    ("1,797 digits", [1797], [len(DATA.x) + len(DATA.held_out_x)]),
    ("360 digits in all, is **held out**", [360], [len(DATA.held_out_x)]),
    (r"$64 \cdot 10 + 10 = 650$", [650], sizes(linear(RNG))),
    (r"$-\log(1/10) = \log 10 \approx 2.303$", [2.303], [round(float(np.log(10)), 3)]),
    ("about the same way as all 1,437", [1437], [len(DATA.x)]),
    ("looks at 64 pictures only", [64], [BATCH]),
    ("$\\mu$, here 0.9, the velocity", [0.9, 0.1], [MOMENTUM, LR]),
    ("ten sums read 19 of 20", [True], [0.94 <= TEN.accuracies[-1] <= 0.965]),
    ("$80 + 2336 + 1290 = 3706$", [80, 2336, 1290, 3706], [*sizes(network(0)), 3706]),
    ("More than a third of them", [True], [1290 / 3706 > 1 / 3]),
    ("it would need 5,130 for itself", [5130], [8 * 8 * 8 * 10 + 10]),
    ("one digit more or less is 0.3 per cent", [0.3], [round(100 / 360, 1)]),
    ("most is learned; what follows", [True], [CNN.accuracies[4] > 0.94]),
    ("adds on one side and subtracts on the opposite one", [True], [opposed(FILTERS).max() > 1.5]),
    (
        "subtracts more than it adds, yet whose map lights up",
        [True],
        [((FILTERS.sum((1, 2, 3)) < -1) & (BIASES > 0)).any()],
    ),
    (
        "it mostly gives more than 99 per cent. Here it gives less",
        [True, True],
        [np.median(SURE[RIGHT]) > 0.99, np.median(SURE[~RIGHT]) < 0.95],
    ),
    ("49 neurons makes 3,685 parameters", [3685], [sum(sizes(dense(RNG)))]),
    (r"$512 \cdot 10 + 10 = 5130$", [5130, 7546], [sizes(PADDED)[-1], sum(sizes(PADDED))]),
    ("two thirds of them in the last layer", [0.7], [round(5130 / 7546, 1)]),
    ("$32 \\times 4 \\times 4$, and so does its ReLU", [32, 4, 4], PADDED.layers[4].y.shape[1:]),
]
