"""Activations: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable
from math import exp, log, prod

import numpy as np

from convlib import (
    conv2d,
    convolve,
    correlate,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    tanh,
    tanh_backward,
)
from convlib.cnn import cross_entropy
from convviz.cnn_network import learned, passes
from tests.chapters.printed import Array, whole

RNG = np.random.default_rng(8)


def near(got: object, want: object) -> None:
    np.testing.assert_allclose(np.asarray(got), np.asarray(want), rtol=1e-7, atol=1e-12)


def nudged(f: Callable[[Array], Array], z: Array, h: float = 1e-6) -> Array:
    """The slope of f, cell by cell, from a nudge to both sides."""
    return (f(z + h) - f(z - h)) / (2 * h)


def collapse() -> None:
    for _ in range(20):
        x, v, w = whole(9), whole(3), whole(2)
        both = convolve(v, w, padding=1)
        y = [sum(both[k] * x[o + k] for k in range(4)) for o in range(6)]
        np.testing.assert_array_equal(correlate(correlate(x, v), w), y)


def rectified() -> None:
    z = whole(40)
    np.testing.assert_array_equal(relu(z), [max(0, n) for n in z])


def no_xor() -> None:
    for _ in range(20):
        w, bias = whole(2), whole(1)

        def y(p: int, q: int, w: Array = w, bias: Array = bias) -> int:
            return int((correlate(np.array([p, q]), w) + bias)[0])

        assert y(1, 1) == y(1, 0) + y(0, 1) - y(0, 0)


def layer() -> None:
    a = whole(2, 5, 6)
    for maps, bend, slow in ((3, relu, lambda z: max(0, z)), (2, tanh, np.tanh)):
        w, b = whole(maps, a.shape[0], 2, 2), whole(maps)
        got = bend(conv2d(a[None], w, b))[0]
        for f, r, c in np.ndindex(got.shape):
            taps = np.ndindex(w.shape[1:])
            z = b[f] + sum(w[f, i, m, n] * a[i, r + m, c + n] for i, m, n in taps)
            near(got[f, r, c], slow(z))
        a = got


def sigmoid_as_printed() -> None:
    z = RNG.normal(size=30) * 4
    near(sigmoid(z), [1 / (1 + exp(-n)) for n in z])


def tanh_as_printed() -> None:
    z = RNG.normal(size=30) * 4
    near(tanh(z), [(exp(n) - exp(-n)) / (exp(n) + exp(-n)) for n in z])
    near(tanh(z), 2 * sigmoid(2 * z) - 1)


def sigmoid_slope() -> None:
    z = RNG.normal(size=30) * 3
    s = sigmoid(z)
    near(sigmoid_backward(np.ones(30), z), s * (1 - s))
    np.testing.assert_allclose(s * (1 - s), nudged(sigmoid, z), atol=1e-9)
    assert (s * (1 - s) <= 0.25).all()


def tanh_slope() -> None:
    z = RNG.normal(size=30) * 3
    near(tanh_backward(np.ones(30), z), [1 - np.tanh(n) ** 2 for n in z])
    np.testing.assert_allclose(1 - np.tanh(z) ** 2, nudged(tanh, z), atol=1e-9)


def activation_backward() -> None:
    z, dy = RNG.normal(size=20), RNG.normal(size=20)
    for f, back in ((sigmoid, sigmoid_backward), (tanh, tanh_backward), (relu, relu_backward)):

        def loss(at: Array, f: Callable[[Array], Array] = f) -> float:
            return float(sum(dy[o] * f(at)[o] for o in range(20)))

        slopes = [(loss(z + 1e-6 * one) - loss(z - 1e-6 * one)) / 2e-6 for one in np.eye(20)]
        np.testing.assert_allclose(back(dy, z), slopes, atol=1e-8)
        np.testing.assert_allclose(back(dy, z), dy * nudged(f, z), atol=1e-8)


def vanish() -> None:
    for scale in (0, 0.1, 1, 5):
        z = RNG.normal(size=10) * scale
        assert prod(sigmoid_backward(np.ones(10), z)) <= 0.25**10 * (1 + 1e-12)
    assert 0.25**10 < 1e-6


def shares() -> None:
    z = RNG.normal(size=6) * 3
    near(softmax(z), [exp(n) / sum(exp(m) for m in z) for n in z])
    near(softmax(z + 5), softmax(z))


def entropy() -> None:
    z = RNG.normal(size=6) * 3
    for k in range(6):
        loss = cross_entropy(z[None], [k])[0]
        near(loss, -log(softmax(z)[k]))
        near(loss, -z[k] + log(sum(exp(n) for n in z)))


def entropy_gradient() -> None:
    z = RNG.normal(size=6) * 2
    for k in range(6):
        t = [float(i == k) for i in range(6)]
        got = cross_entropy(z[None], [k])[1][0]
        near(got, [softmax(z)[i] - t[i] for i in range(6)])

        def loss(at: Array, k: int = k) -> float:
            return cross_entropy(at[None], [k])[0]

        slopes = [(loss(z + 1e-6 * one) - loss(z - 1e-6 * one)) / 2e-6 for one in np.eye(6)]
        np.testing.assert_allclose(got, slopes, atol=1e-8)


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-collapse": (collapse, r"(x \star v) \star w = x \star (v * w)"),
    "eq-relu": (rectified, r"\operatorname{ReLU}(z) = \max(0, z)"),
    "eq-no-xor": (no_xor, r"y(1, 1) = y(1, 0) + y(0, 1) - y(0, 0)"),
    "eq-layer": (
        layer,
        r"z^{(l)} = a^{(l-1)} \star w^{(l)} + b^{(l)}, \quad a^{(l)} = \sigma(z^{(l)})",
    ),
    "eq-sigmoid": (sigmoid_as_printed, r"\operatorname{sigmoid}(z) = \frac{1}{1 + e^{-z}}"),
    "eq-tanh": (tanh_as_printed, r"\tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}"),
    "eq-sigmoid-slope": (sigmoid_slope, r"s'(z) = s(z) \, (1 - s(z))"),
    "eq-tanh-slope": (tanh_slope, r"\tanh'(z) = 1 - \tanh^2(z)"),
    "eq-activation-backward": (
        activation_backward,
        r"\frac{\partial L}{\partial z_o} = \frac{\partial L}{\partial a_o} \, \sigma'(z_o)",
    ),
    "eq-vanish": (vanish, r"\prod_{l=1}^{10} s'(z^{(l)}) \le 0.25^{10} < 10^{-6}"),
    "eq-softmax": (shares, r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"),
    "eq-cross-entropy": (
        entropy,
        r"L = -\log p_\text{right} = -z_\text{right} + \log \sum_j e^{z_j}",
    ),
    "eq-softmax-gradient": (entropy_gradient, r"\frac{\partial L}{\partial z_i} = p_i - t_i"),
}


def slope(back: Callable[..., Array], at: float) -> float:
    return float(back([1.0], [at])[0])


def pre_activations() -> Array:
    """Of the first map that the trained network makes of the widget's 3."""
    known = learned()
    return passes(known.weights, known.samples[3], 3)[0][1][0]


def bent(sign: int) -> Array:
    """What the two layers with ReLU make of the chapter's row, with this sign."""
    x = sign * np.array([3, 1, 4, 2, 0])
    return correlate(relu(correlate(x, np.array([1, -1]))), np.array([1, 1]))


LABEL, FIRST = learned().labels[3], pre_activations()
X, W = np.array([1, -2, 0, 3]), np.array([1, 1])
Z = correlate(X, W) - 1
SIGMOID, TANH = slope(sigmoid_backward, 2), slope(tanh_backward, 2)
LARGEST = log(np.finfo(float).max)
QUARTER = [round(0.25**4, 4), round(0.25**5, 5)]
FLAT = [round(SIGMOID**3, 4), round(SIGMOID**4, 5)]

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("they add up to 5, 5 and 4", [5, 5, 4], bent(1) + bent(-1)),
    ("At 0 it is $1/2$", [0.5], sigmoid([0])),
    ("reading a 3", [3], [LABEL]),
    (
        "this map's 64 cells, 35 become 0",
        [64, 35],
        [FIRST.size, np.sum(FIRST <= 0)],
    ),
    (
        "A 36th reads 0 too: it is 0.0007, rounded",
        [36, 0.0007],
        [np.sum(FIRST.round(2) <= 0), round(float(FIRST[FIRST > 0].min()), 4)],
    ),
    (r"At 0 that is $0.5 \cdot 0.5 = 0.25$", [0.25], [slope(sigmoid_backward, 0)]),
    (
        r"at 2 it is $0.881 \cdot 0.119 = 0.105$",
        [0.881, 0.119, 0.105],
        [round(float(n), 3) for n in (*sigmoid([2, -2]), slope(sigmoid_backward, 2))],
    ),
    (
        "at 2 it is $1 - 0.964^2 = 0.071$",
        [0.964, 0.071],
        [round(float(n), 3) for n in (*tanh([2]), slope(tanh_backward, 2))],
    ),
    ("the middle number would then be 8 and not 0", [0], [relu_backward([8, 8, 8], [-2, 0, 2])[1]]),
    ("The nudge would find $1/2$", [0.5], nudged(relu, np.zeros(1))),
    (
        "At $z = 2$ tanh is no better",
        [True],
        [TANH < SIGMOID],
    ),
    (
        "$e^{1000}$ is too large for a floating-point number of 64 bits",
        [True],
        [LARGEST < 1000],
    ),
    (r"-2 + 0 - 1, \; 0 + 3 - 1) = (-2, -3, 2)$", [-2, -3, 2], Z),
    ("so $a = (0, 0, 2)$", [0, 0, 2], relu(Z)),
    ("the gradient of $z$ is $(0, 0, 7)$", [0, 0, 7], relu_backward([5, 6, 7], Z)),
    (
        "$0.25^4 = 0.0039$ and $0.25^5 = 0.00098$",
        [0.0039, 0.00098],
        QUARTER,
    ),
    ("$0.105^3 = 0.0012$, $0.105^4 = 0.00012$", [0.0012, 0.00012], FLAT),
    ("$1 / 0.105 = 9.5$", [9.5], [round(1 / slope(sigmoid_backward, 2), 1)]),
    ("at $z = 4$ it is 0.018", [0.018], [round(slope(sigmoid_backward, 4), 3)]),
]
