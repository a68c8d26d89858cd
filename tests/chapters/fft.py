"""Toeplitz, circulant, FFT and separable kernels: its equations, and the numbers of its prose."""

from collections.abc import Callable, Iterable
from math import cos, log2, pi, sin

import numpy as np
from scipy.linalg import circulant

from convlib import convolve, correlate, im2col
from convlib.kernels import box, gaussian, laplacian, sobel_x
from convviz import photograph
from tests.chapters.printed import Array, at, whole

X, W = np.array([3, 1, 4, 2]), np.array([1, 2])


def turn(n: int) -> complex:
    """ω on a ring of n cells."""
    return complex(cos(2 * pi / n), sin(2 * pi / n))


def dft(x: Array, n: int) -> Array:
    """The transform as printed, of `x` filled up with zeros to n cells."""
    return np.array([sum(at(x, m) * turn(n) ** (-q * m) for m in range(n)) for q in range(n)])


def around(x: Array, w: Array, slide: Callable[..., Array] = convolve) -> Array:
    """On the ring, by convlib."""
    sides = (len(w) - 1, 0) if slide is convolve else (0, len(w) - 1)
    return slide(x, w, padding=(sides,), mode="wrap")


def circular() -> None:
    for n, k in ((4, 2), (5, 5), (7, 3)):
        x, w = whole(n), whole(k)
        y = [sum(w[m] * x[(i - m) % n] for m in range(k)) for i in range(n)]
        np.testing.assert_array_equal(around(x, w), y)
        np.testing.assert_array_equal(circulant(np.pad(w, (0, n - k))) @ x, y)


def wave_through() -> None:
    n, w = 7, whole(3)
    C = circulant(np.pad(w, (0, n - 3)))
    for q in range(n):
        wave = np.array([turn(n) ** (q * m) for m in range(n)])
        factor = sum(w[k] * turn(n) ** (-q * k) for k in range(3))
        moved = [sum(w[k] * turn(n) ** (q * (m - k)) for k in range(3)) for m in range(n)]
        np.testing.assert_allclose(moved, factor * wave)
        np.testing.assert_allclose(C @ wave, factor * wave)


def forth() -> None:
    for n in (1, 4, 7):
        x = whole(n)
        np.testing.assert_allclose(dft(x, n), np.fft.fft(x), atol=1e-9)


def back() -> None:
    for n in (1, 4, 7):
        x = whole(n)
        there = dft(x, n)
        y = [sum(there[q] * turn(n) ** (q * m) for q in range(n)) / n for m in range(n)]
        np.testing.assert_allclose(y, x, atol=1e-9)


def theorem() -> None:
    for n, k in ((4, 2), (8, 5), (9, 9)):
        x, w = whole(n), whole(k)
        both = [a * b for a, b in zip(dft(x, n), dft(w, n), strict=True)]
        np.testing.assert_allclose(dft(around(x, w), n), both, atol=1e-8)


def halves() -> None:
    for n in (2, 4, 10, 16):
        x = whole(n)
        E, O, whole_row = dft(x[::2], n // 2), dft(x[1::2], n // 2), dft(x, n)  # noqa: E741
        for q in range(n // 2):
            assert abs(whole_row[q] - (E[q] + turn(n) ** -q * O[q])) < 1e-9
            assert abs(whole_row[q + n // 2] - (E[q] - turn(n) ** -q * O[q])) < 1e-9


def gain() -> None:
    for w in (box(3, ndim=1), gaussian(3, ndim=1), np.array([-0.25, 0.5, -0.25])):
        for n in (4, 9, 16):
            centred = np.zeros(n)
            centred[[0, 1, -1]] = w[1], w[2], w[0]
            factors = [w[1] + 2 * w[0] * cos(2 * pi * q / n) for q in range(n)]
            np.testing.assert_allclose(dft(centred, n), factors, atol=1e-12)


def theorem_of_correlation() -> None:
    for n, k in ((4, 2), (8, 5), (9, 9)):
        x, w = whole(n), whole(k)
        both = [a * b.conjugate() for a, b in zip(dft(x, n), dft(w, n), strict=True)]
        np.testing.assert_allclose(dft(around(x, w, correlate), n), both, atol=1e-8)


def decomposition() -> None:
    for w in (sobel_x(), laplacian(), whole(4, 5)):
        u, s, v = np.linalg.svd(w)
        rank = int((s > 1e-9).sum())
        assert rank == np.linalg.matrix_rank(w)
        for m, n in np.ndindex(w.shape):
            found = sum(s[j] * u[m, j] * v[j, n] for j in range(rank))
            assert abs(found - w[m, n]) < 1e-9
        passes = [
            s[j] * correlate(correlate(photograph(), v[j][None]), u[:, j][:, None])
            for j in range(rank)
        ]
        np.testing.assert_allclose(sum(passes), correlate(photograph(), w), atol=1e-8)


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-ring": (
        circular,
        r"(x \circledast w)_n = \sum_{k=0}^{K-1} w_k \, x_{(n-k) \bmod N}",
    ),
    "eq-wave-through": (
        wave_through,
        r"\sum_{k} w_k \, \omega^{q(n-k)}"
        r" = \Big( \sum_{k} w_k \, \omega^{-qk} \Big) \, \omega^{qn}",
    ),
    "eq-dft": (forth, r"\hat x_q = \sum_{n=0}^{N-1} x_n \, \omega^{-qn}"),
    "eq-inverse-dft": (back, r"x_n = \frac{1}{N} \sum_{q=0}^{N-1} \hat x_q \, \omega^{qn}"),
    "eq-convolution-theorem": (
        theorem,
        r"\widehat{(x \circledast w)}_q = \hat x_q \, \hat w_q",
    ),
    "eq-fft": (
        halves,
        r"\hat x_q = E_q + \omega^{-q} O_q, \qquad \hat x_{q + N/2} = E_q - \omega^{-q} O_q",
    ),
    "eq-gain": (gain, r"\hat w_q = w_0 + 2 w_1 \cos \frac{2 \pi q}{N}"),
    "eq-correlation-theorem": (
        theorem_of_correlation,
        r"\widehat{(x \star w)}_q = \hat x_q \, \overline{\hat w_q}",
    ),
    "eq-svd": (decomposition, r"w_{m,n} = \sum_{j=0}^{J-1} s_j \, u_{j,m} \, v_{j,n}"),
}


def learned() -> tuple[Array, list[float]]:
    """The learned kernel's singular values, and the errors at ranks 1, 2, 3 and 9."""
    photo = photograph("china")
    noisy = photo + np.random.default_rng(0).normal(0, 20, photo.shape)
    columns, clean = im2col(noisy, (9, 9)), photo[4:-4, 4:-4].ravel()
    kernel = np.linalg.lstsq(columns.T, clean)[0].reshape(9, 9)
    u, s, v = np.linalg.svd(kernel)
    cut = [(u[:, :r] * s[:r]) @ v[:r] for r in (1, 2, 3, 9)]
    errors = [float(np.mean((w.ravel() @ columns - clean) ** 2) ** 0.5) for w in cut]
    return np.array([w.sum() for w in cut]), errors


def whole_song() -> Iterable[float]:
    """The solution's lines, less the convolution at once: the largest difference by piece."""
    settings = [(6, 2, 3), (10, 3, 4), (10, 4, 3), (7, 7, 2), (5, 1, 5), (9, 2, 1), (3, 2, 9)]
    for N, K, B in settings:
        x, w = whole(N), whole(K)
        y, M = np.zeros(N + K - 1), B + K - 1
        for start in range(0, N, B):
            part = np.fft.irfft(np.fft.rfft(x[start : start + B], M) * np.fft.rfft(w, M), M)
            y[start : start + M] += part[: len(y) - start]
        yield np.abs(y - convolve(x, w, padding=K - 1)).max().round(9)


SUMS, ERRORS = learned()
RING, FULL = around(X, W), convolve(X, W, padding=1)
IN_X, IN_W = dft(X, 4), dft(W, 4)
EASY = np.array([2, 1, 0, 1]), np.array([1, 1])
SONG, ECHO, FFT = 10_000_000, 3 * 44_100, 2**24
PRODUCTS = 3 * FFT // 2 * 24 + FFT
SLOW = box(3, ndim=1)[1] * (1 + 2 * cos(2 * pi * 53 / 160))
PIECES = [convolve(np.array(part), np.array([1, 1]), padding=1) for part in ([1, 2, 3], [4, 5, 6])]


def parts(numbers: Iterable[complex]) -> list[float]:
    """Level and upright parts, one after the other."""
    return [round(part, 9) for z in numbers for part in (complex(z).real, complex(z).imag)]


# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("lasts three seconds: 132 300 numbers", [132_300], [ECHO]),
    ("1.3 million million products", [1.3e12], [round(SONG * ECHO, -11)]),
    (
        "makes $(1, 2, -1, -2)$ of the wave $(1, 0, -1, 0)$",
        [1, 2, -1, -2],
        around(np.array([1, 0, -1, 0]), W),
    ),
    (r"$(1 - 2\mathrm i)\,\mathrm i = \mathrm i + 2$", [2, 1], parts([(1 - 2j) * 1j])),
    (r"$1 + 2 \omega^{-1} = 1 - 2\mathrm i$", [1, -2], parts([1 + 2 / turn(4)])),
    (
        r"$(1 - 2\mathrm i)(1, \mathrm i, -1, -\mathrm i)$ are $(1, 2, -1, -2)$",
        [1, 2, -1, -2],
        [((1 - 2j) * arrow).real for arrow in (1, 1j, -1, -1j)],
    ),
    (r"$\hat x_0 = 3 + 1 + 4 + 2 = 10$", [10, 0], parts(IN_X[:1])),
    (r"= -1 + \mathrm i$, next $\hat x_2 = 3 - 1 + 4 - 2 = 4$", [-1, 1, 4, 0], parts(IN_X[1:3])),
    (r"4 - 2\mathrm i = -1 - \mathrm i$", [-1, -1], parts(IN_X[3:])),
    (
        r"(1 - 2\mathrm i) = 1 + 3\mathrm i$, then $4 \cdot (-1) = -4$, and $1 - 3\mathrm i$",
        [30, 0, 1, 3, -4, 0, 1, -3],
        parts(IN_X * IN_W),
    ),
    (r"- 3\mathrm i) = 7$ in cell 0", [7], RING[:1]),
    ("true convolution with $w$ is $(3, 7, 6, 10, 4)$", [3, 7, 6, 10, 4], FULL),
    ("it falls on the first, $3 + 4 = 7$", [7], [FULL[0] + FULL[4]]),
    (
        "512 products each time: 5120 in place of 1 048 576",
        [512, 5120, 1_048_576],
        [1024 / 2, 1024 / 2 * log2(1024), 1024**2],
    ),
    ("fill up to $2^{24}$ cells", [24], [(SONG + ECHO - 2).bit_length()]),
    ("621 million products of arrows", [621], [round(PRODUCTS / 1e6)]),
    ("about 530 times fewer", [530], [round(SONG * ECHO / (4 * PRODUCTS), -1)]),
    (
        r"\frac23 = -\frac13$, the bell $\frac12 - \frac12 = 0$",
        [-1 / 3, 0],
        [w[1] - 2 * w[0] for w in (box(3, ndim=1), gaussian(3, ndim=1))],
    ),
    (
        "One number that is not 0: separable",
        [1, 1, 2],
        [np.linalg.matrix_rank(w) for w in (gaussian(), sobel_x(), laplacian())],
    ),
    (
        "nearly as good as all 81 products, for 36",
        [36, 1],
        [2 * 9 * 2, ERRORS[1] < 1.06 * ERRORS[3]],
    ),
    ("At rank 1 the weights add up to 1.18", [1.18], [round(SUMS[0], 2)]),
    ("100 on a ring of $2^{16}$ cells", [100], [4 * 3 / 2 * 16 + 4]),
    ("How long should the rings be?", [0] * 7, whole_song()),
    (r"$\hat x = (4, 2, 0, 2)$", [4, 0, 2, 0, 0, 0, 2, 0], parts(dft(EASY[0], 4))),
    (
        r"$\hat w = (2, 1 - \mathrm i, 0, 1 + \mathrm i)$",
        [2, 0, 1, -1, 0, 0, 1, 1],
        parts(dft(EASY[1], 4)),
    ),
    (
        r"$(8, 2 - 2\mathrm i, 0, 2 + 2\mathrm i)$",
        [8, 0, 2, -2, 0, 0, 2, 2],
        parts(dft(EASY[0], 4) * dft(EASY[1], 4)),
    ),
    ("Sliding: $2 + 1$, $1 + 2$, $0 + 1$, $1 + 0$", [3, 3, 1, 1], around(*EASY)),
    ("$(1, 3, 5, 3)$ and $(4, 9, 11, 6)$", [1, 3, 5, 3, 4, 9, 11, 6], np.concatenate(PIECES)),
    (
        "so 3 and 4 meet: $(1, 3, 5, 7, 9, 11, 6)$",
        [1, 3, 5, 7, 9, 11, 6],
        np.pad(PIECES[0], (0, 3)) + np.pad(PIECES[1], (3, 0)),
    ),
    ("at $q = 53$ it is 0.0076", [0.0076], [round(SLOW, 4)]),
    ("$1 / 0.0076 = 132$", [132, 132], [round(1 / 0.0076), round(1 / SLOW)]),
]
