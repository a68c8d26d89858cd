"""How big is the output: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable
from itertools import product
from math import ceil, floor

import numpy as np

from convlib import (
    correlate,
    effective_kernel_size,
    output_size,
    receptive_field,
    same_padding,
    taps,
)
from convviz.readings import read_layer
from tests.chapters.printed import whole

PHOTO = (480, 640)
LENET = [(5, 1), (2, 2), (5, 1), (2, 2), (5, 1)]
DIGITS = [(3, 1, 1), (2, 2, 0), (3, 1, 0)]


def counted(n: int, k: int, s: int, p: int, d: int) -> int:
    """The places of the kernel, tried one by one."""
    return sum(first + d * (k - 1) < n + 2 * p for first in range(0, n + 2 * p, s))


def settings(*, s: int = 3, p: int = 3, d: int = 3) -> list[tuple[int, ...]]:
    """Every length, kernel, stride, padding and dilation up to a few, where the kernel fits."""
    ranges = range(1, 13), range(1, 6), range(1, s + 1), range(p + 1), range(1, d + 1)
    return [a for a in product(*ranges) if a[4] * (a[1] - 1) < a[0] + 2 * a[3]]


def places_1d() -> None:
    for n, k, s, p, d in settings(s=1, p=0, d=1):
        assert output_size(n, k, s, p, d) == n - k + 1 == counted(n, k, 1, 0, 1)


def places_2d() -> None:
    for h, w, h_k, w_k in product(range(4, 7), range(4, 8), range(1, 4), range(1, 5)):
        y = correlate(whole(h, w), whole(h_k, w_k))
        assert y.shape == (h - h_k + 1, w - w_k + 1)


def places_padded() -> None:
    for n, k, s, p, d in settings(s=1, d=1):
        assert output_size(n, k, s, p, d) == n + 2 * p - k + 1 == counted(n, k, 1, p, 1)


def places_strided() -> None:
    for n, k, s, p, d in settings(d=1):
        size = floor((n + 2 * p - k) / s) + 1
        assert output_size(n, k, s, p, d) == size == counted(n, k, s, p, 1)


def effective_kernel() -> None:
    for k, d in product(range(1, 8), range(1, 6)):
        touched = taps(50, k, dilation=d)[1][taps(50, k, dilation=d)[0] == 0]
        assert effective_kernel_size(k, d) == d * (k - 1) + 1 == touched.max() - touched.min() + 1


def whole_formula() -> None:
    for n, k, s, p, d in settings():
        size = floor((n + 2 * p - d * (k - 1) - 1) / s) + 1
        assert output_size(n, k, s, p, d) == size == counted(n, k, s, p, d)
        assert len(np.unique(taps(n + 2 * p, k, s, dilation=d)[0])) == size


def same_padding_keeps() -> None:
    for k, d in product(range(1, 8), range(1, 5)):
        assert sum(same_padding(k, d)) == d * (k - 1)
        if d * (k - 1) % 2 == 0:
            p = d * (k - 1) // 2
            assert all(output_size(n, k, 1, p, d) == n for n in range(1, 20))


def same_size() -> None:
    for n, s, k in product(range(1, 30), range(1, 5), (1, 3, 5, 7)):
        assert output_size(n, k, s, (k - 1) // 2) == ceil(n / s)
        assert read_layer((n, n), k, s, 0, 1, "same", False, False).output_size((n, n))[0] == ceil(
            n / s
        )


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-places": (places_1d, r"O = N - K + 1"),
    "eq-places-2d": (places_2d, r"O_H = H - K_H + 1, \quad O_W = W - K_W + 1"),
    "eq-places-padded": (places_padded, r"O = N + 2P - K + 1"),
    "eq-places-strided": (
        places_strided,
        r"O = \left\lfloor \frac{N + 2P - K}{S} \right\rfloor + 1",
    ),
    "eq-effective-kernel": (effective_kernel, r"K_{\text{eff}} = D(K - 1) + 1"),
    "eq-output-size": (
        whole_formula,
        r"O = \left\lfloor \frac{N + 2P - D(K - 1) - 1}{S} \right\rfloor + 1",
    ),
    "eq-same-padding": (same_padding_keeps, r"2P = D(K - 1)"),
    "eq-same-size": (same_size, r"O = \left\lceil \frac{N}{S} \right\rceil"),
}


def left(n: int, k: int, s: int, p: int = 0, d: int = 1) -> int:
    """The cells after the last window, which no window reads."""
    return n + 2 * p - 1 - int(taps(n + 2 * p, k, s, dilation=d)[1].max())


def rounded_up(n: int, k: int, s: int, p: int) -> int:
    return read_layer((n, n), k, s, p, 1, "side", False, True).output_size((n, n))[0]


SLIPPED = [[(n + 10 - 5) // 5 for n in PHOTO], [(n + 5 - 5) // 5 + 1 for n in PHOTO]]
LAST = taps(13, 3, 3, dilation=2)[1].max() - 1
outs, inps, _ = taps((7, 7), (3, 3), dilation=2)
NEIGHBOURS = [set(map(tuple, inps[(outs == [0, o]).all(axis=1)])) for o in (0, 1)]
FAMILY = [n for n in range(3, 20) if output_size(n, 3, stride=2) == 3]

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("it was promised 98 rows", [98], output_size(PHOTO, 5, 5, 5)[:1]),
    ("cells 0, 1, 2, 3 and 4", range(5), [f for f in range(7) if f + 3 <= 7]),
    ("gave $3 - 2 + 1 = 2$ rows of 2", [2, 2], output_size((3, 3), 2)),
    ("as large as the input", [5, 5], output_size((5, 5), 3, padding=1)),
    (
        "Without it 3 × 3 come out, with padding 2 it is 7 × 7",
        [3, 3, 7, 7],
        [*output_size((5, 5), 3), *output_size((5, 5), 3, padding=2)],
    ),
    ("so the output is 3 × 3", [3, 3], output_size((7, 7), 3, stride=2)),
    ("a fourth window would need a ninth", [3, 4], [output_size(n, 3, 2) for n in (8, 9)]),
    ("the second makes 3.5 numbers", [3.5], [(8 - 3) / 2 + 1]),
    ("it says 96 × 128", [96, 128], [(n - 5) / 5 + 1 for n in PHOTO]),
    ("has nine weights and not 25", [9, 25], [3 * 3, effective_kernel_size(3, 2) ** 2]),
    ("covers 5 × 5 cells", [5], [effective_kernel_size(3, 2)]),
    ("share no cell at all", [0], [len(NEIGHBOURS[0] & NEIGHBOURS[1])]),
    ("The room is $11 + 2 - 4 - 1 = 8$", [8, 3], [11 + 2 - 4 - 1, output_size(11, 3, 3, 1, 2)]),
    ("cell 10 and the padding behind it", [9, 2], [LAST, left(11, 3, 3, 1, 2)]),
    ("97 × 129, is where two slips meet", [97, 129] * 2, SLIPPED[0] + SLIPPED[1]),
    ("why do only 96 rows have a tap", [96], [len(np.unique(taps(480, 5, 5, 5)[0]))]),
    ("The kernel covers 9 cells, so it takes 8", [9], [effective_kernel_size(5, 2)]),
    (
        "these 8 cells give 4; rounded up, they give 5",
        [4, 5],
        [output_size(8, 3, 2, 1), rounded_up(8, 3, 2, 1)],
    ),
    (
        "TensorFlow needs one cell of padding in all",
        [0, 1],
        read_layer((8, 8), 3, 2, 0, 1, "same", False, False).padding[0],
    ),
    ("until 32 are reached, every column", [32], [receptive_field(LENET)]),
    (
        "along a row it reads 5 cells, these read 10",
        [5, 10],
        [receptive_field(LENET[n:]) for n in (4, 3)],
    ),
    (
        "8 columns, then 8, 4 and 2",
        [8, 4, 2],
        [output_size(8, *DIGITS[0]), output_size(8, *DIGITS[1]), output_size(4, *DIGITS[2])],
    ),
    ("2 cells are left over: 3 numbers", [2, 3], [left(10, 4, 3, 1), output_size(10, 4, 3, 1)]),
    (
        "1 cell is left over: 6 numbers",
        [1, 6],
        [left(12, 3, 2, 2, 2), output_size(12, 3, 2, 2, 2)],
    ),
    ("so 28 numbers come out", [28, 0], [output_size(28, 5, 1, 2), left(28, 5, 1, 2)]),
    (
        "Inputs up to 230 do as well, and a padding of 3",
        [55, 56, 55],
        [output_size(230, 11, 4), output_size(231, 11, 4), output_size(224, 11, 4, 3)],
    ),
    ("53 steps, 54 places", [54, 53.25], [output_size(224, 11, 4), (224 - 11) / 4]),
    ("An input of 227 has exactly 216", [55, 216], [output_size(227, 11, 4), 227 - 11]),
    (
        "again 54 steps, with one cell left over",
        [55, 1],
        [output_size(224, 11, 4, 2), left(224, 11, 4, 2)],
    ),
    ("they are 7 and 8, as we saw", [7, 8], FAMILY),
]
