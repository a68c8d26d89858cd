"""Edges: its equations, evaluated as printed, the numbers of its prose, and the names of modes."""

from collections.abc import Callable, Iterable

import numpy as np
from scipy import ndimage, signal

from convlib import correlate, same_padding, taps
from convlib.kernels import box, sobel_x
from convviz import photograph
from tests.chapters.printed import Array, at, whole

ROW, RISING, ENDS = np.array([1, 2, 3, 4]), np.array([10, 20, 30, 40]), np.array([4, 1, 2])
COUNTED, DIGITS = np.arange(1, 7), np.array([1, 10, 100, 1000])
WHITE, ONES = np.full((5, 5), 255), np.ones(3, dtype=int)
PHOTO = photograph("china")
MODES = ("zeros", "edge", "reflect", "wrap")
FULL = correlate(ENDS, ONES, padding=2)


def ends(mode: str) -> Array:
    """The first exercise."""
    return correlate(ENDS, ONES, padding=1, mode=mode)


def top(mode: str) -> float:
    """The mean grey of the blurred photograph's first row, against that of the photograph."""
    y = correlate(PHOTO, box(15), padding=7, mode=mode)
    return float(y[0].mean() / PHOTO[:8].mean())


def drifted() -> float:
    """How far ten means of two neighbours, padded behind, move the centre of a spot."""
    spot = np.eye(21)[10]
    for _ in range(10):
        spot = correlate(spot, np.array([0.5, 0.5]), padding="same")
    return float(10 - spot @ np.arange(21))


def blurred_ones() -> Array:
    y = np.ones((32, 32))
    for _ in range(10):
        y = correlate(y, box(3), padding=1)
    return y


FADED = blurred_ones()


def zero_padded() -> None:
    x, w = whole(7), whole(3)
    for p in (0, 1, 2):
        y = [sum(w[k] * at(x, o + k - p) for k in range(3)) for o in range(7 + 2 * p - 2)]
        np.testing.assert_array_equal(correlate(x, w, padding=p), y)


def padding_pair() -> None:
    x = whole(9)
    for size in range(1, 10):
        before, after = same_padding(size)
        assert before + after == size - 1
        assert len(correlate(x, whole(size), padding=((before, after),))) == 9


def weight_inside() -> None:
    w, p, n = whole(5), 2, 7
    y = [11 * sum(w[k] for k in range(5) if 0 <= o + k - p < n) for o in range(n)]
    np.testing.assert_array_equal(correlate(np.full(n, 11), w, padding=p), y)


def renormalised() -> None:
    """As printed, it is a weighted mean of the cells that are there."""
    x, w, p, n = whole(8) * 1.0, np.array([1.0, 2, 4, 2, 3]), 2, 8
    ours = correlate(x, w, padding=p) / correlate(np.ones(n), w, padding=p)
    for o in range(n):
        above = sum(w[k] * at(x, o + k - p) for k in range(5))
        below = sum(w[k] for k in range(5) if 0 <= o + k - p < n)
        there = [k for k in range(5) if 0 <= o + k - p < n]
        np.testing.assert_allclose(ours[o], above / below)
        mean = np.average([x[o + k - p] for k in there], weights=w[there])
        np.testing.assert_allclose(ours[o], mean)


def circular() -> None:
    x, w, p = whole(7), whole(4), 2
    y = [sum(w[k] * x[(o + k - p) % 7] for k in range(4)) for o in range(7)]
    np.testing.assert_array_equal(correlate(x, w, padding=((2, 1),), mode="wrap"), y)
    # What the fast Fourier transform of the flipped kernel multiplies out to.
    ring = np.fft.ifft(np.fft.fft(x) * np.conj(np.fft.fft(w, 7))).real
    np.testing.assert_allclose(np.roll(ring, p), y)


def touched() -> None:
    for n, size in ((32, 3), (20, 5)):
        left = np.ones((n, n))
        for layer in range(1, 20):
            left = correlate(left, box(size), padding=size // 2)
            side = n - layer * (size - 1)
            if side < 0:
                break
            assert (left < 1 - 1e-12).sum() == n**2 - side**2


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-zero-padded": (
        zero_padded,
        r"y_o = \sum_{k=0}^{K-1} w_k \, x_{o+k-P}",
    ),
    "eq-padding-pair": (
        padding_pair,
        r"P_\text{before} + P_\text{after} = K - 1",
    ),
    "eq-weight-inside": (
        weight_inside,
        r"y_o = g \sum_{k \,:\, 0 \le o+k-P < N} w_k",
    ),
    "eq-renormalised": (
        renormalised,
        r"\hat y_o = y_o \Big/ \sum_{k \,:\, 0 \le o+k-P < N} w_k",
    ),
    "eq-circular": (
        circular,
        r"y_o = \sum_{k=0}^{K-1} w_k \, x_{(o+k-P) \bmod N}",
    ),
    "eq-touched": (
        touched,
        r"t_\ell = N^2 - \big( N - \ell (K - 1) \big)^2",
    ),
}


def named(mode: str, numpys: str, ndimages: str) -> list[float]:
    """How far the three names of one mode are apart, on random pictures: 0 everywhere."""
    x, w = whole(6, 7), whole(3, 5)
    pads = ((1, 1), (2, 2))
    by_numpy = correlate(np.pad(x, pads, mode=numpys), w)  # type: ignore[call-overload]
    by_scipy = ndimage.correlate(x, w, mode=ndimages)
    pairs = [by_numpy - by_scipy]
    if mode:
        pairs.append(correlate(x, w, padding=pads, mode=mode) - by_scipy)
    return [float(np.abs(pair).max()) for pair in pairs]


def fetched(mode: str, cell: int) -> int:
    """The second exercise: what stands two places before the row, or, flipped, behind it."""
    x = 10 ** np.arange(5)
    return int(np.pad(x, 2, mode=mode)[[1, -2][cell] + [-1, 1][cell]])  # type: ignore[call-overload]


PADS = ("constant", "edge", "reflect", "symmetric", "wrap")
SCIPYS = [
    signal.correlate(COUNTED, DIGITS, "same"),
    ndimage.correlate(COUNTED, DIGITS, mode="constant"),
    np.correlate(COUNTED, DIGITS, "same"),
]

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    (
        "Output 0 has two taps, output 1 has three",
        [2, 3],
        np.bincount(taps(4, 3, 1, 1)[0].ravel())[:2],
    ),
    ("$N - K + 1$, here 4", [4], [len(correlate(COUNTED, ONES))]),
    ("$N$, here 6", [6], [len(correlate(COUNTED, ONES, padding=1))]),
    ("$N + K - 1$, here 8", [8], [len(correlate(COUNTED, ONES, padding=2))]),
    (
        "Padding adds sums at the ends and changes none of the others",
        [0, 0],
        correlate(COUNTED, ONES, padding=2)[[1, -2]] - correlate(COUNTED, ONES, padding=1)[[0, -1]],
    ),
    (
        "3210, has one zero before the 1",
        [1, 3210],
        [same_padding(4)[0], correlate(COUNTED, DIGITS, padding="same")[0]],
    ),
    (
        "that of NumPy, 2100, has two",
        [2100, 2100],
        [
            np.correlate(COUNTED, DIGITS, "same")[0],
            correlate(COUNTED, DIGITS, padding=((2, 1),))[0],
        ],
    ),
    (
        "`signal.correlate2d` puts it behind",
        [3210],
        [signal.correlate2d(COUNTED[None], DIGITS[None], "same")[0, 0]],
    ),
    (
        "`signal.correlate` and `ndimage.correlate` put it in front, as NumPy does",
        [2100] * 3,
        [found[0] for found in SCIPYS],
    ),
    ("move the centre of a spot by five cells", [5], [drifted()]),
    (
        r"$255 \cdot \frac69 = 170$",
        [170, 170],
        [255 * 6 / 9, correlate(WHITE, box(3), padding=1)[0, 2]],
    ),
    (
        r"$255 \cdot \frac49 = 113.3$",
        [113.3, 113.3],
        np.round([255 * 4 / 9, correlate(WHITE, box(3), padding=1)[0, 0]], 1),
    ),
    ("the strongest there can be", [1020], [correlate(WHITE, sobel_x(), padding=1).max()]),
    (
        "Inside, the answer is 20",
        [20] * 8,
        np.ravel([correlate(RISING, [-1, 0, 1], padding=1, mode=m)[1:3] for m in MODES]),
    ),
    ("| zeros | constant | constant |", [0, 0], named("zeros", "constant", "constant")),
    ("| edge | edge | nearest |", [0, 0], named("edge", "edge", "nearest")),
    ("| reflect | reflect | mirror |", [0, 0], named("reflect", "reflect", "mirror")),
    ("| – | symmetric | reflect |", [0], named("", "symmetric", "reflect")),
    ("| wrap | wrap | wrap |", [0, 0], named("wrap", "wrap", "wrap")),
    (
        "is 16.7 with one and 13.3 with the other",
        [16.7, 13.3],
        np.round(
            [ndimage.correlate1d(RISING / 3, ONES, mode=m)[0] for m in ("mirror", "reflect")], 1
        ),
    ),
    (
        "SciPy's `reflect` in `scipy.ndimage`",
        [0],
        [
            np.abs(
                ndimage.correlate1d(RISING, ONES)
                - ndimage.correlate1d(RISING, ONES, mode="reflect")
            ).max()
        ],
    ),
    (
        "under *wrap* the dark strip at the top",
        [True, True],
        [top("wrap") < 0.7, top("zeros") < 0.6],
    ),
    (
        "*Edge* and *reflect* are hard to tell apart",
        [True, True],
        [abs(top(m) - 1) < 0.02 for m in ("edge", "reflect")],
    ),
    ("$32^2 - 30^2 = 124$", [124], [32**2 - 30**2]),
    (
        "$32^2 - 12^2 = 880$ of 1024",
        [880, 1024, 880],
        [32**2 - 12**2, 32**2, (FADED < 1 - 1e-9).sum()],
    ),
    ("That takes 16 layers", [0], [32 - 2 * 16]),
    (
        "less than a third of the sum comes from the picture, five cells inwards 98%",
        [True, 0.98],
        [FADED[16, 0] < 1 / 3, round(FADED[16, 5], 2)],
    ),
    (r"leave $12 \times 12$ cells of $32 \times 32$", [12], [32 - 10 * 2]),
    ("$0 + 4 + 1 = 5$, then 7, then $1 + 2 + 0 = 3$", [5, 7, 3], ends("zeros")),
    ("$4 + 4 + 1 = 9$, 7, $1 + 2 + 2 = 5$", [9, 7, 5], ends("edge")),
    ("$1 + 4 + 1 = 6$, 7, $1 + 2 + 1 = 4$", [6, 7, 4], ends("reflect")),
    ("$2 + 4 + 1 = 7$, 7, $1 + 2 + 4 = 7$", [7, 7, 7], ends("wrap")),
    ("Full: 4, 5, 7, 3, 2", [4, 5, 7, 3, 2], FULL),
    (
        "add up to 15, 21, 17, 21 and 21",
        [15, 21, 17, 21, 21],
        [*(ends(mode).sum() for mode in MODES), FULL.sum()],
    ),
    (
        "0 for zeros, 1 for edge, 100 for reflect, 10 for symmetric, 1000 for wrap",
        [0, 1, 100, 10, 1000],
        [fetched(mode, 0) for mode in PADS],
    ),
    (
        "at the *last* output: 0, 10000, 100, 1000 or 10",
        [0, 10000, 100, 1000, 10],
        [fetched(mode, 1) for mode in PADS],
    ),
]
