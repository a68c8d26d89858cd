"""Pooling: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable
from math import prod

import numpy as np
from sklearn.datasets import load_digits

from convlib import avg_pool2d, correlate, max_pool2d, output_size, relu
from tests.chapters.printed import Array, whole


def strokes() -> Array:
    rows = ["100100", "110100", "100100", "111111", "100100", "100100"]
    return np.array([list(row) for row in rows], dtype=int)


DETECTOR = np.array([[1, 0, 0], [1, 0, 0], [1, 0, 0]])
FOUND = correlate(strokes(), DETECTOR)


def pooled(how: Callable[..., Array], x: Array, *settings: int) -> Array:
    return how(np.asarray(x)[None, None], *settings)[0, 0]


def max_pool() -> None:
    for k, s in ((2, 1), (2, 2), (3, 2)):
        x = whole(7, 8)
        y = pooled(max_pool2d, x, k, s)
        assert y.shape == output_size((7, 8), k, s)
        for r, c in np.ndindex(y.shape):
            cells = [x[r * s + m, c * s + n] for m in range(k) for n in range(k)]
            assert y[r, c] == max(cells)


def average_pool() -> None:
    for k, s in ((2, 1), (2, 2), (3, 2)):
        x = whole(7, 8)
        y = pooled(avg_pool2d, x, k, s)
        assert y.shape == output_size((7, 8), k, s)
        for r, c in np.ndindex(y.shape):
            total = sum(x[r * s + m, c * s + n] for m in range(k) for n in range(k))
            np.testing.assert_allclose(y[r, c], total / k**2)


def max_bound() -> None:
    for _ in range(50):
        a, b = whole(2, 2), whole(2, 2)
        both = [pooled(max_pool2d, z, 2)[0, 0] for z in (a, b, a + b)]
        assert both[2] <= both[0] + both[1]
        assert (both[2] == both[0] + both[1]) == any(
            a[i] == a.max() and b[i] == b.max() for i in np.ndindex(2, 2)
        )


def global_average() -> None:
    x = whole(5, 5)
    y = sum(x[r, c] for r in range(5) for c in range(5)) / (5 * 5)
    np.testing.assert_allclose(pooled(avg_pool2d, x, 5), [[y]])


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-max-pool": (
        max_pool,
        r"y_{r,c} = \max_{0 \le m,\, n < K} \; x_{rS + m,\; cS + n}",
    ),
    "eq-average-pool": (
        average_pool,
        r"y_{r,c} = \frac{1}{K^2} \sum_{m=0}^{K-1} \sum_{n=0}^{K-1} x_{rS + m,\; cS + n}",
    ),
    "eq-max-bound": (
        max_bound,
        r"\max_i \, (a_i + b_i) \le \max_i a_i + \max_i b_i",
    ),
    "eq-global-average": (
        global_average,
        r"y = \frac{1}{HW} \sum_{r=0}^{H-1} \sum_{c=0}^{W-1} x_{r,c}",
    ),
}


def halvings(n: int) -> list[int]:
    sizes = []
    for _ in range(5):
        n = output_size(n, 2, stride=2)
        sizes.append(n)
    return sizes


def changes() -> list[float]:
    """Of the pixels and of their maxima, when all digits move by one."""
    digits = load_digits().images[:, None]
    moved = np.zeros_like(digits)
    moved[..., 1:] = digits[..., :-1]
    pairs = [(digits, moved), (max_pool2d(digits, 2), max_pool2d(moved, 2))]
    return [float(np.abs(a - b).sum() / a.sum()) for a, b in pairs]


def dot(cell: int) -> Array:
    row = 9 * np.eye(6, dtype=int)[cell]
    return max_pool2d(row.reshape(1, 1, 1, 6), (1, 2)).ravel()


HAND = np.array([[1, -3, 2, 4], [5, -6, 1, 2], [-7, -2, 0, -1], [-3, -4, 0, 8]])
WITHOUT = FOUND.copy()
WITHOUT[0, 2] = 1
EVEN = [pooled(how, FOUND, 2, 1) - pooled(how, WITHOUT, 2, 1) for how in (max_pool2d, avg_pool2d)]

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("it holds 3 and 1, and below them 3 and 2", [3, 1, 3, 2], FOUND[:2, :2].flat),
    (
        "print(max_pool2d(x, 2, stride=1)[0, 0])",
        [3, 2, 3, 3, 2, 3, 3, 1, 3],
        pooled(max_pool2d, FOUND, 2, 1).flat,
    ),
    (
        "print(avg_pool2d(x, 2, stride=1)[0, 0])",
        [2.25, 1, 1.75, 2.25, 1.25, 2, 2, 1, 2],
        pooled(avg_pool2d, FOUND, 2, 1).flat,
    ),
    (
        "Sixteen numbers have become nine",
        [16, 9],
        [FOUND.size, pooled(max_pool2d, FOUND, 2, 1).size],
    ),
    ("from 55 cells that gives 27", [27], [output_size(55, 3, stride=2)]),
    ("The 9 moves right to cell 3", [0, 9, 0, 0, 9, 0], [*dot(2), *dot(3)]),
    ("the result becomes $(0, 0, 9)$", [0, 0, 9], dot(4)),
    ("all 1,797 digits", [1797], [len(load_digits().images)]),
    (
        "the answer is −2 and not 0",
        [-2],
        pooled(max_pool2d, np.array([[-5, -2], [-7, -3]]), 2).flat,
    ),
    (
        "the maxima are 5 and 4, and below them −2 and 8",
        [5, 4, -2, 8],
        pooled(max_pool2d, HAND, 2).flat,
    ),
    (
        r"The means are $-3/4$, $9/4$, $-16/4 = -4$ and $7/4$",
        [-3 / 4, 9 / 4, -4, 7 / 4],
        pooled(avg_pool2d, HAND, 2).flat,
    ),
    (
        "its maximum is 1, its mean $-7/4$",
        [1, -7 / 4],
        [pooled(how, HAND, 2, 1)[1, 1] for how in (max_pool2d, avg_pool2d)],
    ),
    (r"$224 \to 112 \to 56 \to 28 \to 14 \to 7$", [112, 56, 28, 14, 7], halvings(224)),
    (r"$230 \to 115 \to 57 \to 28 \to 14 \to 7$", [115, 57, 28, 14, 7], halvings(230)),
    ("$224^2 = 50176$ places $7^2 = 49$", [50176, 49, 1024], [224**2, 7**2, prod([4] * 5)]),
    (
        r"$(0 + 5) / 2 = 2.5$",
        [2.5, 1],
        [relu([-3, 5]).mean(), relu(np.mean([-3, 5]).reshape(1))[0]],
    ),
    ("neither maximum knows of it. Both means", [0, 2], [np.count_nonzero(d) for d in EVEN]),
    ("Max pooling halves the change", [0.5], [round(changes()[1] / changes()[0], 1)]),
    ("says 0 and 1. Max pooling", [0, 1], correlate(strokes(), DETECTOR, stride=2)[:, 1]),
    ("two cells of 3 and one of 6 have the same mean", [6 / 4], [np.mean([3, 3, 0, 0])]),
]
