"""Sliding and flipping: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable
from itertools import product

import numpy as np

from convlib import convolve, correlate, flip
from convviz import Signals
from tests.chapters.printed import at, valid, whole

PICTURE, KERNEL = np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])
FIRST = [KERNEL[m] * PICTURE[m] for m in np.ndindex(2, 2)]
DIAGONAL = [KERNEL[m, m] * PICTURE[m, m] for m in range(2)]
FULL = convolve(PICTURE, KERNEL, padding=1)
RISING, SLOPE = np.array([0, 1, 4, 9]), np.array([-1, 0, 1])
X, W = np.array([1, 2, 0, 3]), np.array([2, -1])
BOXES, SPIKES = Signals("box", "box"), Signals("spiky", "box")
AREA = dict(zip(SPIKES.times().round(9).tolist(), SPIKES.output().round(9), strict=True))


def slipped(i: int, j: int) -> int:
    """E1: g(i − x, i − y) in place of g(i − x, j − y), with g 0 outside its cells."""
    del j  # it does not occur in the formula as printed: that is the slip
    cells = [(x, y) for x in range(3) for y in range(3) if {i - x, i - y} <= {0, 1}]
    return int(sum(PICTURE[x, y] * KERNEL[i - x, i - y] for x, y in cells))


def correlation_1d() -> None:
    x, w = whole(7), whole(3)
    y = [sum(w[k] * x[o + k] for k in range(3)) for o in range(5)]
    np.testing.assert_array_equal(correlate(x, w), y)


def correlation_2d() -> None:
    x, w = whole(5, 6), whole(2, 3)
    y = correlate(x, w)
    for i, j in valid(x, w):
        assert y[i, j] == sum(w[m, n] * x[i + m, j + n] for m in range(2) for n in range(3))


def correlation_nd() -> None:
    for axes in (1, 2, 3, 4):
        x, w = whole(*[4, 5, 3, 3][:axes]), whole(*[2, 3, 1, 2][:axes])
        y = correlate(x, w)
        for o in valid(x, w):
            cells = np.ndindex(w.shape)
            assert y[o] == sum(w[k] * x[tuple(np.add(o, k))] for k in cells)


def correlation_3d() -> None:
    x, w = whole(4, 3, 5), whole(2, 2, 3)
    y = correlate(x, w)
    for i, j, l in valid(x, w):  # noqa: E741 (the letter of the formula)
        cells = product(range(2), range(2), range(3))
        assert y[i, j, l] == sum(w[m, n, p] * x[i + m, j + n, l + p] for m, n, p in cells)


def convolution_1d() -> None:
    x, w = whole(7), whole(3)
    y = [sum(w[k] * x[o + 3 - 1 - k] for k in range(3)) for o in range(5)]
    np.testing.assert_array_equal(convolve(x, w), y)


def flipping() -> None:
    k = whole(2, 3)
    turned = flip(k)
    for m, n in np.ndindex(2, 3):
        assert turned[m, n] == k[2 - 1 - m, 3 - 1 - n]


def convolution_full() -> None:
    x, w = whole(6), whole(4)
    y = [sum(w[k] * at(x, n - k) for k in range(4)) for n in range(9)]
    np.testing.assert_array_equal(convolve(x, w, padding=3), y)


def convolution_2d() -> None:
    f, g = whole(3, 4), whole(2, 3)
    y = convolve(f, g, padding=(1, 2))
    for i, j in np.ndindex(y.shape):
        cells = list(np.ndindex(f.shape))
        assert y[i, j] == sum(f[c] * at(g, i - c[0], j - c[1]) for c in cells)
    slipped = np.array(
        [[sum(f[c] * at(g, i - c[0], i - c[1]) for c in cells) for _ in range(6)] for i in range(4)]
    )
    assert (slipped == slipped[:, :1]).all()
    assert not np.array_equal(slipped, y)


def convolution_integral() -> None:
    errors = []
    for step in (0.02, 0.01, 0.005):
        time = np.arange(0, 3, step)
        f, g = (time < 1) * 1.0, np.exp(-time)
        exact = np.where(time < 1, 1 - np.exp(-time), np.exp(1 - time) - np.exp(-time))
        got = convolve(f, g, padding=len(time) - 1)[: len(time)] * step
        errors.append(np.abs(got - exact).max())
    assert errors[0] <= 0.02 * 1.01
    np.testing.assert_allclose(np.divide(errors[:-1], errors[1:]), 2, rtol=0.1)


def associative() -> None:
    x, a, b = whole(5), whole(3), whole(2)
    for slide, equal in ((convolve, True), (correlate, False)):
        twice = slide(slide(x, a, padding=2), b, padding=1)
        once = slide(x, slide(a, b, padding=1), padding=3)
        assert np.array_equal(twice, once) is equal
    chained = correlate(correlate(x, a, padding=2), b, padding=1)
    np.testing.assert_array_equal(chained, correlate(x, convolve(a, b, padding=1), padding=3))


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-correlation-1d": (
        correlation_1d,
        r"y_o = \sum_{k=0}^{K-1} w_k \, x_{o+k}",
    ),
    "eq-correlation-2d": (
        correlation_2d,
        r"y_{r,c} = \sum_{m=0}^{K_H-1} \sum_{n=0}^{K_W-1} w_{m,n} \, x_{r+m,\; c+n}",
    ),
    "eq-correlation-nd": (
        correlation_nd,
        r"y_{\mathbf o} = \sum_{\mathbf k} w_{\mathbf k} \, x_{\mathbf o + \mathbf k}",
    ),
    "eq-correlation-3d": (
        correlation_3d,
        r"y_{q,r,c} = \sum_{l} \sum_{m} \sum_{n} w_{l,m,n} \, x_{q+l,\; r+m,\; c+n}",
    ),
    "eq-convolution-1d": (
        convolution_1d,
        r"y_o = \sum_{k=0}^{K-1} w_k \, x_{o + K - 1 - k}",
    ),
    "eq-flip": (
        flipping,
        r"\tilde w_{m,n} = w_{K_H-1-m,\; K_W-1-n}",
    ),
    "eq-convolution-full": (
        convolution_full,
        r"(x * w)_n = \sum_{k} w_k \, x_{n-k}",
    ),
    "eq-convolution-2d": (
        convolution_2d,
        r"(f * g)(i, j) = \sum_{x} \sum_{y} f(x, y) \, g(i - x,\; j - y)",
    ),
    "eq-convolution-integral": (
        convolution_integral,
        r"(f * g)(t) = \int_{-\infty}^{\infty} f(\tau) \, g(t - \tau) \, d\tau",
    ),
    "eq-associative": (
        associative,
        r"(x * a) * b = x * (a * b)",
    ),
}

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    (r"$0 \cdot 0 + 1 \cdot 1 + 3 \cdot 2 + 4 \cdot 3 = 19$", [19], [sum(FIRST)]),
    ("three stops give 25, 37 and 43", [25, 37, 43], correlate(PICTURE, KERNEL).flat[1:]),
    (r"$0 \cdot 0 + 3 \cdot 2 = 6$", [6], [PICTURE[:2, 0] @ KERNEL[:, 0]]),
    (r"$1 \cdot 1 + 4 \cdot 3 = 13$", [13], [PICTURE[:2, 1] @ KERNEL[:, 1]]),
    (r"4 \cdot 3 = 12$. None of them is 19", [12, 19], [sum(DIAGONAL), sum(FIRST)]),
    ("cells $(1, 1)$ and $(1, 2)$ are 5 and 11", [5, 11], FULL[1, 1:3]),
    ("the formula as printed gives 5 twice", [5, 5], [slipped(1, j) for j in (1, 2)]),
    (
        "as high as the box and twice as long",
        [1, 20],
        [BOXES.output().max(), len(BOXES.output()) + 1],
    ),
    (
        "the result stays at the spike's area, 0.2",
        [0.2] * 4,
        [AREA[t] for t in (0.6, 0.7, 0.8, 0.9)],
    ),
    ("at $t = 1.6$ it is alone, and the result is $-0.1$", [-0.1], [AREA[1.6]]),
    ("which gives 5, 11, 23, 29", [5, 11, 23, 29], convolve(PICTURE, KERNEL).flat),
    ("$(1 + 2z)(1 + 3z) = 1 + 5z + 6z^2$", [1, 5, 6], np.polymul([1, 2], [1, 3])),
    ("its correlation is $(4, 8)$", [4, 8], correlate(RISING, SLOPE)),
    ("Its convolution is $(-4, -8)$", [-4, -8], convolve(RISING, SLOPE)),
    (r"$0 \cdot 2 + 3 \cdot (-1) = -3$", [0, 4, -3], correlate(X, W)),
    (r"(-1) + 2 \cdot 2 = 3$, then $-2$, then 6", [3, -2, 6], convolve(X, W)),
    ("If 1, 2, 3 comes out", [1, 2, 3], convolve(np.eye(5)[2], np.array([1, 2, 3]))),
    ("if 3, 2, 1, it correlates", [3, 2, 1], correlate(np.eye(5)[2], np.array([1, 2, 3]))),
    (
        "flip(np.array([[9, 8, 7], [6, 5, 4], [3, 2, 1]]))",
        range(1, 10),
        flip(np.arange(9, 0, -1).reshape(3, 3)).flat,
    ),
]
