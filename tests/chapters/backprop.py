"""Backprop through one convolution: its equations as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable

import numpy as np
from sklearn.datasets import load_digits

from convlib import (
    conv2d_backward,
    convolve,
    correlate,
    flip,
    numerical_gradient,
    relu,
    relu_backward,
    taps,
)
from tests.chapters.printed import Array, at, valid, whole

X, W, DY = np.array([3, 1, 4, 2]), np.array([1, 2]), np.array([2, -1, 3])
NINE, KERNEL = np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])
BACK = np.array([[1, 2], [-1, 3]])
PICTURE = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0]])
HAND_X, HAND_W, HAND_DY = np.array([1, 2, 0, 3]), np.array([2, -1]), np.array([1, 2, -1])
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def gradients(dy: Array, x: Array, w: Array) -> list[Array]:
    """What convlib returns for one picture and one channel."""
    layer = (np.atleast_2d(array)[None, None] for array in (dy, x, w))
    return [np.squeeze(part) for part in conv2d_backward(*layer)]


def learned(signal: Array, hidden: Array, factor: float, steps: int, flips: bool) -> Array:
    """The loop of the chapter, for a layer that correlates or one that convolves."""
    target = (convolve if hidden.ndim == 1 else correlate)(signal, hidden)
    guess = np.zeros(hidden.shape)
    for _ in range(steps):
        error = (convolve if flips else correlate)(signal, guess) - target
        slope = correlate(signal, error)
        guess -= factor * (flip(slope) if flips else slope)
    return guess.round(2)


def chain_rule() -> None:
    x, w = whole(6).astype(float), whole(3)
    y = correlate(x, w)
    slope = 3 * y**2  # of the loss Σ y³
    found = []
    for i in range(6):
        along = [w[i - o] if 0 <= i - o < 3 else 0 for o in range(4)]  # ∂y_o / ∂x_i
        found.append(sum(slope[o] * along[o] for o in range(4)))
    measured = numerical_gradient(lambda x: correlate(x, w) ** 3, x)
    np.testing.assert_allclose(found, measured, rtol=1e-6, atol=1e-3)


def taps_back() -> None:
    x, w, dy = whole(4, 5), whole(2, 3), whole(3, 3)
    cells = [tuple(map(tuple, tap)) for tap in zip(*taps(x.shape, w.shape), strict=True)]
    dx, dw, _ = gradients(dy, x, w)
    for i in np.ndindex(x.shape):
        assert dx[i] == sum(w[k] * dy[o] for o, inp, k in cells if inp == i)
    for k in np.ndindex(w.shape):
        assert dw[k] == sum(dy[o] * x[i] for o, i, ker in cells if ker == k)


def first_weight() -> None:
    x, w, dy = whole(4), whole(2), whole(3)
    assert gradients(dy, x, w)[1][0] == dy[0] * x[0] + dy[1] * x[1] + dy[2] * x[2]


def weight_gradient() -> None:
    x, w, dy = whole(5, 6), whole(2, 3), whole(4, 4)
    dw = gradients(dy, x, w)[1]
    for m, n in np.ndindex(2, 3):
        assert dw[m, n] == sum(dy[r, c] * x[r + m, c + n] for r, c in np.ndindex(4, 4))


def bias_gradient() -> None:
    x, w, dy = whole(4, 2, 3, 5), whole(3, 2, 2, 2), whole(4, 3, 2, 4)
    db = conv2d_backward(dy, x, w)[2]
    for f in range(3):
        assert db[f] == sum(dy[s, f, r, c] for s, r, c in np.ndindex(4, 2, 4))


def input_gradient_1d() -> None:
    x, w, dy = whole(7), whole(3), whole(5)
    dx = [sum(w[k] * at(dy, i - k) for k in range(3)) for i in range(7)]
    np.testing.assert_array_equal(gradients(dy, x, w)[0], dx)


def input_gradient() -> None:
    x, w, dy = whole(5, 6), whole(2, 3), whole(4, 4)
    dx = gradients(dy, x, w)[0]
    for i, j in np.ndindex(5, 6):
        assert dx[i, j] == sum(w[m, n] * at(dy, i - m, j - n) for m, n in np.ndindex(2, 3))


def delta_of_the_layer_before() -> None:
    z, w, delta = whole(4, 5) / 4, whole(2, 2), whole(3, 4)
    slope = 1 - np.tanh(z) ** 2
    found = np.array(
        [
            slope[i, j] * sum(w[m, n] * at(delta, i - m, j - n) for m, n in np.ndindex(2, 2))
            for i, j in np.ndindex(4, 5)
        ]
    )
    measured = numerical_gradient(lambda z: correlate(np.tanh(z), w), z, delta)
    np.testing.assert_allclose(found.reshape(4, 5), measured, atol=1e-6)
    assert len(list(valid(z, w))) == delta.size


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-chain-rule": (
        chain_rule,
        r"\frac{\partial L}{\partial x} = \sum_{o} "
        r"\frac{\partial L}{\partial y_o} \, \frac{\partial y_o}{\partial x}",
    ),
    "eq-taps-back": (
        taps_back,
        r"\frac{\partial L}{\partial x_i} = \sum_{(o,\, i,\, k)} w_k \, \delta_o, \qquad "
        r"\frac{\partial L}{\partial w_k} = \sum_{(o,\, i,\, k)} \delta_o \, x_i",
    ),
    "eq-dw-first": (
        first_weight,
        r"\frac{\partial L}{\partial w_0} = \delta_0 x_0 + \delta_1 x_1 + \delta_2 x_2",
    ),
    "eq-dw": (
        weight_gradient,
        r"\frac{\partial L}{\partial w_{m,n}} = "
        r"\sum_{r} \sum_{c} \delta_{r,c} \, x_{r+m,\; c+n}",
    ),
    "eq-db": (
        bias_gradient,
        r"\frac{\partial L}{\partial b_f} = \sum_{s} \sum_{r} \sum_{c} \delta_{s,f,r,c}",
    ),
    "eq-dx-1d": (
        input_gradient_1d,
        r"\frac{\partial L}{\partial x_i} = \sum_{k=0}^{K-1} w_k \, \delta_{i-k}",
    ),
    "eq-dx": (
        input_gradient,
        r"\frac{\partial L}{\partial x_{i,j}} = "
        r"\sum_{m} \sum_{n} w_{m,n} \, \delta_{i-m,\; j-n}",
    ),
    "eq-delta-layers": (
        delta_of_the_layer_before,
        r"\delta^{(l)}_{i,j} = \sigma'(z^{(l)}_{i,j}) \sum_{m} \sum_{n} "
        r"w^{(l+1)}_{m,n} \, \delta^{(l+1)}_{i-m,\; j-n}",
    ),
}

HAND = gradients(HAND_DY, HAND_X, HAND_W)
HAND_Y = correlate(HAND_X, HAND_W)
SIGNAL, ECHO = np.random.default_rng(0).normal(size=50), np.array([4, 2, 1])
SHAPED = np.ones((4, 3, 2, 5))

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("full connection draws 36 arrows", [36], [NINE.size * BACK.size]),
    ("draws 16 arrows, its taps", [16], [len(taps((3, 3), (2, 2))[0])]),
    ("whose correlation is $y = (5, 9, 8)$", [5, 9, 8], correlate(X, W)),
    (r"$2 \cdot 2 + (-1) \cdot 1 = 3$", [3], gradients(DY, X, W)[0][1:2]),
    (r"$2 \cdot 3 + (-1) \cdot 1 + 3 \cdot 4 = 17$", [17], gradients(DY, X, W)[1][:1]),
    (r"$2 \cdot 1 + (-1) \cdot 4 + 3 \cdot 2 = 4$", [4], gradients(DY, X, W)[1][1:]),
    (
        r"$1 \cdot 0 + 2 \cdot 1 + (-1) \cdot 3 + 3 \cdot 4 = 11$",
        [11],
        gradients(BACK, NINE, KERNEL)[1][0, :1],
    ),
    (
        r"$1 \cdot 4 + 2 \cdot 5 + (-1) \cdot 7 + 3 \cdot 8 = 31$",
        [31],
        gradients(BACK, NINE, KERNEL)[1][1, 1:],
    ),
    ("it reads 4, 2, 3, 1", [4, 2, 3, 1], correlate(PICTURE, np.ones((2, 2))).flat),
    ("With the four numbers above, $1 + 2 - 1 + 3 = 5$", [5], [gradients(BACK, NINE, KERNEL)[2]]),
    ("leaves $3 \\times 2 \\times 5$ numbers", [3, 2, 5], SHAPED.sum(axis=0).shape),
    ("the mean is 40 times too small", [40], np.unique(SHAPED.sum((0, 2, 3)))),
    (
        r"becomes $1 \cdot 2 + 2 \cdot 3 = 8$, where 2 is right",
        [8, 2],
        [W[0] * DY[0] + W[1] * DY[-1], gradients(DY, X, W)[0][0]],
    ),
    ("4 rows and 4 columns too small", [4, 4], np.subtract((9, 9), np.array([7, 7]) - 2)),
    ("so `dx` is $(2, 3, -4, 1)$", [2, 3, -4, 1], HAND[0]),
    (r"\cdot 2 + 2 \cdot 0 - 1 \cdot 3 = -1$", [5, -1], HAND[1]),
    ("The bias gets $1 + 2 - 1 = 2$", [2], [HAND[2]]),
    ("With $y = (0, 4, -3)$ the three sums", [0, 4, -3], HAND_Y),
    (
        "$0 + 8 + 3$, $2 + 6 + 0 + 3$ and $10 + 1$: each is 11",
        [0, 8, 3, 2, 6, 0, 3, 10, 1],
        [*HAND_DY * HAND_Y, *HAND_X * HAND[0], *HAND_W * HAND[1]],
    ),
    ("the weights are 1.00, 2.00, 4.00", [1, 2, 4], learned(SIGNAL, ECHO, 0.02, 300, False)),
    ("then 4, 2, 1 comes out", [4, 2, 1], learned(SIGNAL, ECHO, 0.02, 300, True)),
    (
        "The hidden kernel is found",
        SOBEL.flat,
        learned(load_digits().images[3] / 16, SOBEL, 0.02, 300, False).flat,
    ),
    (
        "Here the $-1$ was silenced",
        [3, 0, 4, 2, 2, 0, 1, 6],
        [*relu([3, -1, 4, 2]), *relu_backward(convolve(DY, W, padding=1), [3, -1, 4, 2])],
    ),
]
