"""Receptive fields: the equations against chains of taps, and the numbers of the prose."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import prod

import numpy as np

from convlib import convolve, output_size, receptive_field, taps
from tests.chapters.printed import Array

Layer = tuple[int, int, int, int]  # K, S, P, D
RNG = np.random.default_rng(18)
DIGIT = [(3, 1, 1, 1), (2, 2, 0, 1), (3, 1, 0, 1)]
STRIDES = [(3, 2, 0, 1), (3, 1, 0, 1), (3, 2, 0, 1)]
TWICE = [(3, 1, 1, 1), (3, 1, 1, 1), (2, 2, 0, 1)] * 2


def seen(n: int, layers: Sequence[Layer], cell: int) -> list[int]:
    """The input cells from which a chain of taps leads to a cell of the last layer."""
    sizes = [n]
    for layer in layers:
        sizes.append(int(output_size(sizes[-1], *layer)))
    cells = {cell}
    for size, layer in zip(sizes[-2::-1], layers[::-1], strict=True):
        out, inp, _ = (entry.ravel().tolist() for entry in taps(size, *layer))
        cells = {i for o, i in zip(out, inp, strict=True) if o in cells}
    return sorted(cells)


def stacks() -> Iterator[list[Layer]]:
    for _ in range(12):
        draw = RNG.integers((2, 1, 0, 1), (5, 4, 3, 4), (RNG.integers(1, 4), 4))
        yield [(int(k), int(s), min(int(p), k // 2), int(d)) for k, s, p, d in draw]


def printed(layers: Sequence[Layer]) -> list[tuple[int, int, int]]:
    """(r, j, a) after each layer, by the formulas as they are printed."""
    r, j, a = [1], [1], [0]
    for l, (k, s, p, d) in enumerate(layers, start=1):  # noqa: E741 (the letter of the formulas)
        j.append(j[l - 1] * s)
        a.append(a[l - 1] - p * j[l - 1])
        r.append(r[l - 1] + d * (k - 1) * j[l - 1])
    return list(zip(r, j, a, strict=True))[1:]


def growth() -> None:
    for layers in stacks():
        r, j, a = printed(layers)[-1]
        assert r == receptive_field(layers)
        n = 3 * r + 12 * j
        inside = [o for o in range(-(a // j) + 1, 99) if a + (o + 1) * j + r <= n][:3]
        assert len(inside) == 3
        ends = [(cells[0], cells[-1]) for cells in (seen(n, layers, o) for o in inside)]
        assert ends == [(a + o * j, a + o * j + r - 1) for o in inside]
        assert all(right[0] - left[0] == j for left, right in pairwise(ends))


def dilated() -> None:
    for count in range(1, 8):
        found = 1 + sum(2 * 2**layer for layer in range(count))
        assert found == 2 ** (count + 1) - 1
        assert found == receptive_field([(3, 1, 0, 2**layer) for layer in range(count)])


def paths(*dilations: int, kernel: int = 3) -> Array:
    count, ones = np.ones(1, int), np.ones(kernel, int)
    for d in dilations:
        count = convolve(count, ones, padding=d * (kernel - 1), dilation=d)
    return count


def deviation(layers: int, kernel: int) -> float:
    """How far from the middle a path begins, as a standard deviation, by counting paths."""
    count = paths(*[1] * layers, kernel=kernel)
    place = np.arange(len(count)) - (len(count) - 1) / 2
    return float(np.sqrt((count * place**2).sum() / count.sum()))


def spread() -> None:
    for layers in (1, 2, 5, 10):
        for kernel in (2, 3, 5):
            found = np.sqrt(layers * (kernel**2 - 1) / 12)
            np.testing.assert_allclose(deviation(layers, kernel), found, rtol=1e-12)


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-jump": (growth, r"j_l = j_{l-1} \, S_l"),
    "eq-field-start": (growth, r"a_l = a_{l-1} - P_l \, j_{l-1}"),
    "eq-receptive-field": (growth, r"r_l = r_{l-1} + D_l \, (K_l - 1) \, j_{l-1}"),
    "eq-dilated-field": (dilated, r"r_n = 1 + \sum_{l=0}^{n-1} 2 \cdot 2^l = 2^{n+1} - 1"),
    "eq-field-spread": (spread, r"s_n = \sqrt{n \, \frac{K^2 - 1}{12}}"),
}


def holes(third: int) -> bool:
    return bool((paths(1, 2, third) == 0).any())


def steps(layers: Callable[[int], Layer]) -> int:
    """How many such layers see at least 65 cells."""
    count = 1
    while receptive_field([layers(n) for n in range(count)]) < 65:
        count += 1
    return count


LEFT = printed(DIGIT)[-1][2]
TEN, BASE = paths(*[1] * 10), paths(1, 3, 9, 27)

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("answers with maps of 2 × 2", [2], [output_size(output_size(8, 2, 2), 3)]),
    (
        "A third layer of 3 makes it 7, a fourth 9",
        [7, 9],
        [receptive_field([3] * n) for n in (3, 4)],
    ),
    ("lies on all three, and so sees 0 to 6", range(7), seen(9, STRIDES[:2], 0)),
    (r"$1 + 2 \cdot 1 + 2 \cdot 2 + 2 \cdot 2 = 11$", [11], [receptive_field(STRIDES)]),
    (
        "our stack would see 17 cells",
        [17],
        [1 + sum(2 * prod(s for _, s, *_ in STRIDES[: n + 1]) for n in range(3))],
    ),
    ("Its field runs from $-1$ to 6", [-1, 6], [LEFT, LEFT + receptive_field(DIGIT) - 1]),
    ("each misses a row and a column", range(7), seen(8, DIGIT, 0)),
    ("each misses a row and a column", range(1, 8), seen(8, DIGIT, 1)),
    ("two cells of the digit, the jump", [2], [printed(DIGIT)[-1][1]]),
    ("see 7 × 7, like one kernel", [7], [receptive_field([3] * 3)]),
    (r"$3 \cdot 9 = 27$ weights, the large kernel 49", [27, 49], [3 * 9, 7 * 7]),
    ("to see 65 cells with kernels of 3 takes 32 layers", [32], [steps(lambda n: (3, 1, 0, 1))]),
    (
        "that is 3, 7, 15, 31",
        [3, 7, 15, 31],
        [receptive_field([(3, 1, 0, 2**n) for n in range(m)]) for m in (1, 2, 3, 4)],
    ),
    ("Six layers see 127 cells", [127], [receptive_field([(3, 1, 0, 2**n) for n in range(6)])]),
    ("reach all 15 cells", [15, 0], [len(paths(1, 2, 4)), np.sum(paths(1, 2, 4) == 0)]),
    (
        r"$7 \cdot 7 = 49$ of $13 \cdot 13 = 169$",
        [49, 169],
        [np.count_nonzero(paths(2, 2, 2)) ** 2, len(paths(2, 2, 2)) ** 2],
    ),
    ("1, 3, 6, 7, 6, 3, 1", [1, 3, 6, 7, 6, 3, 1], paths(1, 1, 1)),
    ("One path of 59,049 begins in the outermost cell", [1, 59049], [TEN[0], TEN.sum()]),
    ("about 95 of a hundred paths", [True], [0.94 < TEN[5:16].sum() / TEN.sum() < 0.975]),
    (r"$s_{10} = \sqrt{20/3} \approx 2.6$", [2.6], [round(deviation(10, 3), 1)]),
    ("almost four times as wide, 81 cells", [81, 21], [receptive_field([3] * 40), len(TEN)]),
    (
        "the middle 11 × 11 are 27 per cent of the cells, and they have 94 per cent",
        [27, 94],
        [round(100 * 11**2 / 21**2), round(100 * (TEN[5:16].sum() / TEN.sum()) ** 2)],
    ),
    (
        "$r$ is 3, 5, 6, then 10, 14, 16. $j$ is 1, 1, 2, then 2, 2, 4.",
        [3, 5, 6, 10, 14, 16, 1, 1, 2, 2, 2, 4],
        [entry[n] for n in (0, 1) for entry in printed(TWICE)],
    ),
    (
        "$a$ is $-1, -2, -2$, then $-4, -6, -6$",
        [-1, -2, -2, -4, -6, -6],
        [entry[2] for entry in printed(TWICE)],
    ),
    ("so of the picture the columns 0 to 9", range(10), seen(40, TWICE, 0)),
    ("it sees the columns 6 to 21", range(6, 22), seen(40, TWICE, 3)),
    (r"$s_{32} = \sqrt{64/3} \approx 4.6$", [4.6], [round(float(np.sqrt(32 * 8 / 12)), 1)]),
    (
        "Five layers see 63, so six are needed",
        [63, 6, 6],
        [
            receptive_field([(3, 2, 0, 1)] * 5),
            steps(lambda n: (3, 2, 0, 1)),
            steps(lambda n: (3, 1, 0, 2**n)),
        ],
    ),
    ("see $3^n$ cells, and that from each", np.ones(81), BASE),
    (
        "They leave no hole as long as $D \\le 7$",
        [7],
        [max(d for d in range(1, 30) if not holes(d))],
    ),
    ("the field is $1 + 2(1 + 2 + 7) = 21$ wide", [21], [len(paths(1, 2, 7))]),
]
