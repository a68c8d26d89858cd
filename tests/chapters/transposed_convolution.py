"""Transposed convolution: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import numpy as np

from convlib import (
    conv2d_backward,
    conv_matrix,
    conv_transpose2d,
    correlate,
    output_size,
    taps,
    transposed_output_size,
)
from tests.chapters.printed import Array, at, whole

Y, W, X = np.array([3, 5, 2]), np.array([1, 2, 4]), np.array([1, 0, 2, 1, 0, 1, 2])
HALVES = np.array([1, 3, 3, 1]) / 4
TENT = np.array([1, 2, 1]) / 2


def transposed(y: Array, w: Array, S: int = 1, P: int = 0, R: int = 0, D: int = 1) -> Array:
    """By convlib, for one row and one channel."""
    layer = y[None, None, None], w[None, None, None]
    z = conv_transpose2d(*layer, None, (1, S), (0, P), (0, R), 1, (1, D))
    return np.asarray(z).ravel()


def settings() -> Iterator[tuple[int, int, int, int, int, int, int]]:
    """N in, K, S, P, D, R and the cells that come out, of layers of every sort."""
    values = product((1, 2, 5), (1, 2, 3, 4), (1, 2, 3), (0, 1, 2), (1, 2), (0, 1, 2))
    for n, k, s, p, d, r in values:
        if r < s and (size := (n - 1) * s - 2 * p + d * (k - 1) + 1 + r) > 0:
            yield n, k, s, p, d, r, size


def over_the_taps() -> None:
    for n, k, s, p, d, r, size in settings():
        y, w = whole(n), whole(k)
        listed = list(zip(*(c.ravel() for c in taps(size, k, s, p, d)), strict=True))
        z = [sum(w[m] * y[o] for o, i, m in listed if i == cell) for cell in range(size)]
        np.testing.assert_array_equal(transposed(y, w, s, p, r, d), z)
        way_back = conv2d_backward(
            y[None, None, None], np.zeros((1, 1, 1, size), int), w[None, None, None],
            (1, s), (0, p), (1, d),
        )[0]  # fmt: skip
        np.testing.assert_array_equal(way_back.ravel(), z)


def by_the_matrix() -> None:
    for n, k, s, p, d, r, size in settings():
        y, w = whole(n), whole(k)
        C = conv_matrix(w, size, s, p, d).toarray()
        z = [sum(C[o, i] * y[o] for o in range(n)) for i in range(size)]
        np.testing.assert_array_equal(transposed(y, w, s, p, r, d), z)


def gathered() -> None:
    for n, k, s, p, d, r, size in settings():
        y, w = whole(n), whole(k)
        u = np.zeros((n - 1) * s + 1, int)
        for o in range(n):
            u[o * s] = y[o]
        z = [sum(w[m] * at(u, i + p - m * d) for m in range(k)) for i in range(size)]
        np.testing.assert_array_equal(transposed(y, w, s, p, r, d), z)
        # The table: a border of D(K − 1) − P zeros, and R more at the end.
        if (border := d * (k - 1) - p) >= 0:
            bordered = np.pad(u, (border, border + r))
            np.testing.assert_array_equal(correlate(bordered, w[::-1], dilation=d), z)


def size() -> None:
    for n, k, s, p, d, r, size in settings():
        assert transposed_output_size(n, k, s, p, r, d) == size == len(transposed(
            whole(n), whole(k), s, p, r, d))  # fmt: skip
        assert output_size(size, k, s, p, d) == n
        assert (size + 2 * p - d * (k - 1) - 1) % s == r


def phase_sum() -> None:
    for k, s in product(range(1, 8), (1, 2, 3, 4)):
        w = whole(k)
        z = transposed(np.ones(20, int), w, s)
        for i in range(k, len(z) - k):
            assert z[i] == sum(w[m] for m in range(k) if m % s == i % s)
        lengths = {sum(m % s == part for m in range(k)) for part in range(s)}
        assert (len(lengths) == 1) is (k % s == 0)


def tent() -> None:
    for s in (1, 2, 3, 5):
        w = np.array([1 - abs(k - (s - 1)) / s for k in range(2 * s - 1)])
        y = whole(6).astype(float)
        z = transposed(y, w, s, s - 1)
        np.testing.assert_allclose(z, np.interp(np.arange(len(z)) / s, np.arange(6), y), atol=1e-12)
        np.testing.assert_allclose([w[part::s].sum() for part in range(s)], 1)


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-transposed-taps": (over_the_taps, r"z_i = \sum_{(o,\, i,\, k)} w_k \, y_o"),
    "eq-transposed-matrix": (by_the_matrix, r"z = \mathbf C^\top y"),
    "eq-transposed-gather": (gathered, r"z_i = \sum_{k=0}^{K-1} w_k \, u_{i+P-kD}"),
    "eq-transposed-size": (size, r"O = (N - 1)\,S - 2P + D(K - 1) + 1 + R"),
    "eq-phase-sum": (phase_sum, r"z_i = \sum_{k \,\equiv\, i \;(\mathrm{mod}\; S)} w_k"),
    "eq-bilinear": (tent, r"w_k = 1 - \frac{|k - (S - 1)|}{S}"),
}


def undone() -> Iterable[float]:
    """C Cᵀ y for windows side by side or apart, divided by the sum of the squared weights."""
    w = np.array([2, 1, 3])
    y = np.array([1, -1, 2])
    for s in (3, 4, 5):
        yield from correlate(transposed(y, w, s), w, stride=s) / (w @ w)


FORTH = correlate(X, W, stride=2)
BACK = transposed(FORTH, W, 2)
KERNEL_OF_X = np.array([2, -1, 0, 0, 0, 0, 0])
THIRDS = np.array([1, -1, 2]), np.array([2, 1])
CC = conv_matrix(W, 7, 2).toarray() @ conv_matrix(W, 7, 2).toarray().T
COUNTS = transposed(np.ones(5, int), np.ones(3, int), 2)

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("begin in the cells 0, 2 and 4", [0, 2, 4], [i for i in range(7) if i % 2 == 0 and i < 5]),
    ("a row for each window", [3, 7], conv_matrix(W, 7, 2).shape),
    (
        "Notice the cells 2 and 4: two stamps",
        [2, 4],
        np.nonzero(transposed(Y * 0 + 1, W * 0 + 1, 2) == 2)[0],
    ),
    (
        "makes three cells of seven, and three of eight",
        [3, 3],
        [output_size(n, 3, 2) for n in (7, 8)],
    ),
    (
        r"1 \cdot 2 + 2 \cdot (-1) = 0$, the others see none",
        [0, 0, 0],
        correlate(KERNEL_OF_X, W, 2),
    ),
    ("give the same $(9, 4, 10)$", [9, 4, 10], correlate(X + KERNEL_OF_X, W, stride=2)),
    ("indeed $(9, 4, 10)$ came back as $(205, 160, 226)$", [205, 160, 226], correlate(BACK, W, 2)),
    ("21 on the diagonal and 4 beside it", [21, 4, 0, 4, 21, 4, 0, 4, 21], CC.ravel()),
    (r"$21 \cdot 9 + 4 \cdot 4 = 205$", [205], [21 * 9 + 4 * 4]),
    ("With $P = 0$ the eighth cell", [0], transposed(Y, W, 2, 0, 1)[7:]),
    ("the sixth cell holds 8", [8], transposed(Y, W, 2, 1, 1)[5:]),
    (
        "goes from 4 to 8, 16, 32 and 64",
        [8, 16, 32, 64],
        [transposed_output_size(n, 5, 2, 2, 1) for n in (4, 8, 16, 32)],
    ),
    (r"$2(N - 1) - 4 + 5 = 2N - 1$", [2 * 9 - 1], [transposed_output_size(9, 5, 2, 2)]),
    (r"$2(N - 1) - 2 + 5 = 2N + 1$", [2 * 9 + 1], [transposed_output_size(9, 5, 2, 1)]),
    ("$w_0 + w_2$ and $w_1$ alone: 2 and 1", [2, 1], COUNTS[4:6]),
    ("the counts multiply, 1, 2 and 4", [1, 2, 4], np.unique(np.outer(COUNTS, COUNTS))),
    ("four times as many products", [4], [(2 * 8) ** 2 * 9 / (8**2 * 9)]),
    ("At stride 1 nine stamps fit", [9], [output_size((5, 5), 3)[0] ** 2]),
    ("16 cells get nothing", [16], [25 - len(np.unique(taps((5, 5), (3, 3), 3)[1], axis=0))]),
    ("of either stamp add up to 4", [4, 4], [9 * 4 / 9, np.outer(TENT, TENT).sum()]),
    (
        "by how much do neighbouring cells differ",
        [0],
        [np.ptp(transposed(np.ones(6), TENT, 2)[2:-2])],
    ),
    ("$(2, 1 - 2, -1 + 4, 2) = (2, -1, 3, 2)$", [2, -1, 3, 2], transposed(*THIRDS, 1)),
    ("$(2, 1, -2, -1, 4, 2)$, 6 cells", [2, 1, -2, -1, 4, 2], transposed(*THIRDS, 2)),
    ("$(2, 1, 0, -2, -1, 0, 4, 2)$, 8 cells", [2, 1, 0, -2, -1, 0, 4, 2], transposed(*THIRDS, 3)),
    (
        "becomes $(3, 5, 7, 7, 5, 3)$",
        [3, 5, 7, 7, 5, 3],
        transposed(np.array([4, 8, 4]), HALVES, 2, 1),
    ),
    (
        "each side: $(4, 5, 7, 7, 5, 4)$",
        [4, 5, 7, 7, 5, 4],
        transposed(np.array([4, 4, 8, 4, 4]), HALVES, 2, 3),
    ),
    ("gives $y$ back but for a factor", [1, -1, 2] * 3, undone()),
]
