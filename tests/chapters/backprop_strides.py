"""Strides, padding and dilation on the way back: its equations, and the numbers of its prose."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import numpy as np

from convlib import conv2d_backward, convolve, correlate, flip, output_size, taps
from tests.chapters.printed import Array, at, whole

X, W = np.array([3, 1, 4, 2, 0, 5]), np.array([1, 2, 3])
TWO, THREE = np.array([1, 10]), np.array([1, 10, 100])


def gradients(dy: Array, x: Array, w: Array, S: int = 1, P: int = 0, D: int = 1) -> list[Array]:
    """(dx, dw, db) by convlib for one axis, one picture and one channel."""
    layer = (array[None, None, None] for array in (dy, x, w))
    return [part.ravel() for part in conv2d_backward(*layer, (1, S), (0, P), (1, D))]


def settings() -> Iterator[tuple[int, int, int, int, int, int]]:
    """N, K, S, P, D and the outputs O of layers of every sort that fit."""
    for n, k, s, p, d in product((6, 7, 8, 9), (1, 2, 3), (1, 2, 3), (0, 1, 2), (1, 2, 3)):
        if d * (k - 1) + 1 <= n + 2 * p:
            yield n, k, s, p, d, int(output_size(n, k, s, p, d))


def remainder(n: int, k: int, s: int, p: int, d: int) -> int:
    return (n + 2 * p - d * (k - 1) - 1) % s


def spread(delta: Array, s: int) -> Array:
    """u as the formula has it: the entries of δ at their places, 0 elsewhere."""
    u = np.zeros(s * (len(delta) - 1) + 1, int)
    for o in range(len(delta)):
        u[o * s] = delta[o]
    return u


def tap_address() -> None:
    for n, k, s, p, d, outputs in settings():
        ends = ((o, o * s + m * d - p, m) for o in range(outputs) for m in range(k))
        found = [end for end in ends if 0 <= end[1] < n]
        listed = np.hstack(taps(n, k, s, p, d)).tolist()
        assert sorted(found) == sorted(map(tuple, listed))


def spreading() -> None:
    for s in (1, 2, 3):
        delta, one = whole(4), np.array([1])
        u = spread(delta, s)
        # A kernel of one weight 1 sends each δ back to the cell where its window begins.
        np.testing.assert_array_equal(u, gradients(delta, u, one, s)[0])


def input_gradient() -> None:
    for n, k, s, p, d, outputs in settings():
        x, w, delta = whole(n), whole(k), whole(outputs)
        u = spread(delta, s)
        dx = [sum(w[m] * at(u, i + p - m * d) for m in range(k)) for i in range(n)]
        np.testing.assert_array_equal(gradients(delta, x, w, s, p, d)[0], dx)


def left_over() -> None:
    for n, k, s, p, d, outputs in settings():
        last = (outputs - 1) * s + d * (k - 1)  # cell of the padded input
        assert remainder(n, k, s, p, d) == n + 2 * p - 1 - last
        full = convolve(spread(whole(outputs), s), whole(k), 1, d * (k - 1), d)
        assert len(full) + remainder(n, k, s, p, d) == n + 2 * p


def kernel_gradient() -> None:
    for n, k, s, p, d, outputs in settings():
        x, w, delta = whole(n), whole(k), whole(outputs)
        dw = [sum(delta[o] * at(x, o * s + m * d - p) for o in range(outputs)) for m in range(k)]
        np.testing.assert_array_equal(gradients(delta, x, w, s, p, d)[1], dw)
        longer = correlate(x, delta, stride=d, padding=p, dilation=s)
        np.testing.assert_array_equal(longer[:k], dw)
        assert len(longer) == k + remainder(n, k, s, p, d) // d


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-tap-address": (tap_address, r"i = o S + k D - P"),
    "eq-spread": (
        spreading,
        r"u_{oS} = \delta_o, \qquad u_j = 0 \text{ elsewhere}",
    ),
    "eq-dx-strided": (
        input_gradient,
        r"\frac{\partial L}{\partial x_i} = \sum_{k=0}^{K-1} w_k \, u_{i+P-kD}",
    ),
    "eq-remainder": (left_over, r"R = \big(N + 2P - D(K-1) - 1\big) \bmod S"),
    "eq-dw-strided": (
        kernel_gradient,
        r"\frac{\partial L}{\partial w_k} = \sum_{o} \delta_o \, x_{oS + kD - P}",
    ),
}


def stamped(delta: Array, w: Array, S: int = 2, assign: bool = False) -> Array:
    """The stamps on the 8 cells of the padded input, window by window."""
    cells = np.zeros(8, int)
    for o, k in product(range(len(delta)), range(len(w))):
        cells[o * S + k] = w[k] * delta[o] + (0 if assign else cells[o * S + k])
    return cells


def published(delta: Array, S: int) -> Array:
    """The lines of the exercise, with a kernel of one cell, on one row."""
    dx = np.zeros(3)
    for c in range(len(delta)):
        dx[c * S : c * S + 1] += delta[c]
    return dx


def slips(P: int, S: int, w: Array) -> list[bool]:
    """Which of the seven slips change something, in the order of the table."""
    x, delta = whole(9), whole(output_size(9, 3, S, P))
    dx, dw, _ = gradients(delta, x, w, S, P)
    assigned = dx * 0
    for o, i, k in zip(*(cells.ravel() for cells in taps(9, 3, S, P)), strict=True):
        assigned[i] = w[k] * delta[o]
    full = convolve(delta, w, padding=2)
    unspread = np.pad(full, (0, 9))[P : P + 9]
    wrong_dx = [gradients(delta, x, flip(w), S, P)[0], assigned, np.pad(dx, P), unspread]
    unpadded = correlate(np.pad(x, (0, 2 * P)), delta, dilation=S)[:3]
    wrong_dw = [flip(dw), dw / len(delta), unpadded]
    differ = [not np.array_equal(dx, wrong) for wrong in wrong_dx]
    return differ + [not np.array_equal(dw, wrong) for wrong in wrong_dw]


DX, DW, _ = gradients(THREE, X, W, 2, 1)
CUT_FIRST = np.pad(convolve(spread(THREE, 2), W, padding=2)[1:-1], (0, 1))
COVERED = len({tuple(cell) for cell in taps((8, 8), (1, 1), stride=2)[1]})

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("Here $(6 - 3) \\bmod 2 = 1$", [1], [remainder(6, 3, 2, 0, 1)]),
    ("a kernel of $1 \\times 1$ strides over three cells of four", [0.75], [1 - COVERED / 64]),
    (
        "some cells hear from one window, some from 2 or 4",
        [1, 2, 4],
        np.unique(np.unique(taps((8, 8), (3, 3), stride=2)[1], axis=0, return_counts=True)[1]),
    ),
    ("$(1, 2, 13, 20, 130, 200, 300, 0)$", [1, 2, 13, 20, 130, 200, 300, 0], stamped(THREE, W)),
    ("`dx` is $(2, 13, 20, 130, 200, 300)$. In code", [2, 13, 20, 130, 200, 300], DX),
    ("you get $(2, 13, 20, 130, 200, 0)$", [2, 13, 20, 130, 200, 0], CUT_FIRST),
    ("off each side of the 7 that", [7], [len(CUT_FIRST) + 1]),
    ("stamps 1, nothing, 2, nothing, 3", [1, 0, 2, 0, 3], convolve([1], W, 1, 4, 2)),
    ("dx = 2, 13, 20, 130, 200, 300", [2, 13, 20, 130, 200, 300], DX),
    ("| 2, 31, 20, 310, 200, 100 |", [2, 31, 20, 310, 200, 100], stamped(THREE, flip(W))[1:7]),
    (
        "| 2, 10, 20, 100, 200, 300 |",
        [2, 10, 20, 100, 200, 300],
        stamped(THREE, W, assign=True)[1:7],
    ),
    ("| 1, 2, 13, 20, 130, 200, 300, 0 |", [1, 2, 13, 20, 130, 200, 300, 0], stamped(THREE, W)),
    ("| 12, 123, 230, 300, 0, 0 |", [12, 123, 230, 300, 0, 0], stamped(THREE, W, 1)[1:7]),
    ("dw = 210, 43, 521", [210, 43, 521], DW),
    ("| 521, 43, 210 |", [521, 43, 210], flip(DW)),
    ("| 70, 14.33, 173.67 |", [70, 14.33, 173.67], (DW / 3).round(2)),
    ("| 43, 521, 4 |", [43, 521, 4], correlate(np.pad(X, (0, 2)), THREE, dilation=2)[:3]),
    (
        "the flipped stamp, the padding kept, the stride forgotten, the unpadded input",
        [0, 1, 0, 0, 1, 1, 0],
        slips(0, 1, np.array([2, 5, 2])),
    ),
    ("Here are seven slips", [1] * 7, slips(1, 2, W)),
    ("| 5 |\n| with a border", [5, 9, 7, 7, 5], [2 * 2 + 1, 5 + 2 * 2, 9 - 2, 5 + 2, 7 - 2]),
    ("so that $O = 3$ outputs", [3], [output_size(5, 3, 2, 1)]),
    (
        "So `dx` is $(1, 2, 0, 10, 20, 0, 0)$",
        [1, 2, 0, 10, 20, 0, 0],
        gradients(TWO, whole(7), np.array([1, 2]), 3)[0],
    ),
    (r"$R = (7 - 1 - 1) \bmod 3 = 2$", [2], [remainder(7, 2, 3, 0, 1)]),
    ("the old lines give $(1, 10, 0)$", [1, 10, 0], published(TWO, 1)),
    (
        "the new ones $(1, 0, 10)$",
        [*published(TWO, 2)],
        gradients(TWO, whole(3), np.array([1]), 2)[0],
    ),
    ("The fourth number would belong", [4], [len(correlate(X, TWO, dilation=2))]),
]
