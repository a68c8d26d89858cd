"""The sparse matrix: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from scipy.sparse.linalg import spsolve
from sklearn.datasets import load_digits

from convlib import (
    conv2d_backward,
    conv_matrix,
    convolve,
    correlate,
    numerical_gradient,
    taps,
)
from convlib.kernels import gaussian
from tests.chapters.printed import Array, at, whole

NINE, KERNEL = np.arange(9).reshape(3, 3), np.array([[1, 2], [3, 4]])
BACK = np.array([[1, 2], [-1, 3]])
C = conv_matrix(KERNEL, (3, 3)).toarray()
EDGES = np.outer(BACK, NINE)
HAND_X, HAND_W, HAND_DY = np.array([1, 2, 0, 3]), np.array([2, -1]), np.array([1, 2, -1])
HAND_C = conv_matrix(HAND_W, 4).toarray()
ZERO = load_digits().images[0]
BLUR = conv_matrix(gaussian(3), (8, 8), padding=1)
BLURRED = BLUR @ ZERO.ravel()
C28 = conv_matrix(np.ones((3, 3)), (28, 28))

# stride, padding, dilation
SETTINGS = [(1, 0, 1), (2, 1, 1), (1, 2, 2), (3, 1, 2)]


def settings() -> Iterator[tuple[Array, Array, dict[str, int], Array]]:
    """Random inputs and kernels of two axes, with how they slide and what comes back."""
    for stride, padding, dilation in SETTINGS:
        slid = {"stride": stride, "padding": padding, "dilation": dilation}
        x, w = whole(6, 7), whole(2, 3)
        yield x, w, slid, whole(*correlate(x, w, **slid).shape)


def listed(x: Array, w: Array, slid: dict[str, int]) -> list[tuple[int, int, int]]:
    """The taps, each end as a number in its list."""
    shapes = (correlate(x, w, **slid).shape, x.shape, w.shape)
    ends = zip(taps(x.shape, w.shape, **slid), shapes, strict=True)
    flat = [[r * width + c for r, c in cells.tolist()] for cells, (_, width) in ends]
    return list(zip(*flat, strict=True))


def matrix_product() -> None:
    for x, w, slid, dy in settings():
        matrix, flat = conv_matrix(w, x.shape, **slid).toarray(), x.ravel()
        y = [sum(matrix[o, i] * flat[i] for i in range(x.size)) for o in range(dy.size)]
        np.testing.assert_array_equal(correlate(x, w, **slid).ravel(), y)


def entries() -> None:
    for x, w, slid, _ in settings():
        w = np.where(w, w, 1)  # a weight of 0 would not show
        matrix = conv_matrix(w, x.shape, **slid).toarray()
        ends = listed(x, w, slid)
        assert len({(o, i) for o, i, _ in ends}) == len(ends), "one tap or none for each pair"
        assert np.count_nonzero(matrix) == len(ends)
        assert all(matrix[o, i] == w.flat[k] for o, i, k in ends)


def flat_index() -> None:
    x = whole(4, 7)
    assert all(x.ravel()[r * 7 + c] == x[r, c] for r, c in np.ndindex(4, 7))


def toeplitz() -> None:
    w = whole(3)
    matrix = conv_matrix(w, 8).toarray()
    assert matrix.shape == (6, 8)
    assert all(matrix[o, i] == at(w, i - o) for o, i in np.ndindex(6, 8))


def filled() -> None:
    for n, k in (((28, 28), (3, 3)), ((5, 9), (2, 3)), ((4, 4), (4, 1))):
        out, *_ = taps(n, k)
        rows = conv_matrix(np.ones(k), n).shape[0]
        ours = len(out) / (rows * np.prod(n))
        np.testing.assert_allclose(
            [ours, ours], [rows * np.prod(k) / rows / np.prod(n), np.prod(k) / np.prod(n)]
        )


def edge_gradient() -> None:
    matrix, x, delta = whole(3, 5).astype(float), whole(5), whole(3)
    measured = numerical_gradient(lambda m: m @ x, matrix, delta)
    for o, i in np.ndindex(3, 5):
        np.testing.assert_allclose(delta[o] * x[i], measured[o, i], atol=1e-6)


def tied_gradient() -> None:
    for x, w, slid, dy in settings():
        carried = listed(x, w, slid)
        _, dw, _ = conv2d_backward(*(a[None, None] for a in (dy, x, w)), **slid)
        for k in range(w.size):
            places = [(o, i) for o, i, weight in carried if weight == k]
            assert dw.flat[k] == sum(dy.flat[o] * x.flat[i] for o, i in places)


def matrix_back() -> None:
    for x, w, slid, dy in settings():
        matrix = conv_matrix(w, x.shape, **slid).toarray()
        dx, *_ = conv2d_backward(*(a[None, None] for a in (dy, x, w)), **slid)
        for i in range(x.size):
            assert dx.flat[i] == sum(matrix[o, i] * dy.flat[o] for o in range(dy.size))


def adjoint() -> None:
    for x, w, slid, v in settings():
        matrix = conv_matrix(w, x.shape, **slid)
        forward, back = matrix @ x.ravel(), matrix.T @ v.ravel()
        left = sum(forward[o] * v.flat[o] for o in range(v.size))
        assert left == sum(x.flat[i] * back[i] for i in range(x.size))


def chained() -> None:
    x, a, b = whole(7), whole(3), whole(2)
    first, second = conv_matrix(a, 7), conv_matrix(b, 5)
    np.testing.assert_array_equal(second @ (first @ x), (second @ first) @ x)
    np.testing.assert_array_equal(correlate(correlate(x, a), b), (second @ first) @ x)
    merged = conv_matrix(convolve(a, b, padding=1), 7)
    np.testing.assert_array_equal((second @ first).toarray(), merged.toarray())


def chained_back() -> None:
    first, second = (conv_matrix(whole(k), n).toarray() for k, n in ((3, 7), (2, 5)))
    np.testing.assert_array_equal((second @ first).T, first.T @ second.T)


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-matrix-product": (
        matrix_product,
        r"y_o = \sum_{i} \mathbf C_{o,i} \, x_i",
    ),
    "eq-matrix-entries": (
        entries,
        r"\mathbf C_{o,i} = w_k \text{ for each tap } (o, i, k), \qquad "
        r"\mathbf C_{o,i} = 0 \text{ elsewhere}",
    ),
    "eq-flat-index": (
        flat_index,
        r"i = r W + c",
    ),
    "eq-toeplitz": (
        toeplitz,
        r"\mathbf C_{o,i} = w_{i-o}",
    ),
    "eq-filled": (
        filled,
        r"\frac{\text{taps}}{\text{entries}} = \frac{O K}{O N} = \frac{K}{N}",
    ),
    "eq-edge-gradient": (
        edge_gradient,
        r"\frac{\partial L}{\partial \mathbf C_{o,i}} = \delta_o \, x_i",
    ),
    "eq-tied-gradient": (
        tied_gradient,
        r"\frac{\partial L}{\partial w_k} = "
        r"\sum_{(o,\, i)\, \text{with}\, w_k} \delta_o \, x_i",
    ),
    "eq-matrix-back": (
        matrix_back,
        r"\frac{\partial L}{\partial x_i} = \sum_{o} \mathbf C_{o,i} \, \delta_o",
    ),
    "eq-adjoint": (
        adjoint,
        r"\langle \mathbf C x,\, v \rangle = \langle x,\, \mathbf C^\top v \rangle",
    ),
    "eq-matrix-chain": (
        chained,
        r"\mathbf C_b \, (\mathbf C_a \, x) = (\mathbf C_b \, \mathbf C_a) \, x",
    ),
    "eq-chain-back": (
        chained_back,
        r"(\mathbf C_b \, \mathbf C_a)^\top = \mathbf C_a^\top \, \mathbf C_b^\top",
    ),
}

HAND_EDGES = np.outer(HAND_DY, HAND_X)
STRIDED = conv_matrix(np.ones((3, 3)), (4, 4), stride=2, padding=1)
EXACT, ROUNDED = (spsolve(BLUR.tocsc(), y) for y in (BLURRED, BLURRED.round()))
FINEST = np.linalg.eigvalsh(BLUR.toarray())[0]

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("the table has 4096 entries", [4096], [np.prod(BLUR.shape)]),
    ("the others are three numbers", [3], [len(np.unique(BLUR.data))]),
    ("first    1  2  0  3  4  0  0  0  0", [1, 2, 0, 3, 4, 0, 0, 0, 0], C[0]),
    ("second   0  1  2  0  3  4  0  0  0", [0, 1, 2, 0, 3, 4, 0, 0, 0], C[1]),
    (
        "36 entries, 20 of them 0, and four different weights",
        [36, 20, 4],
        [C.size, (C == 0).sum(), len(np.unique(C)) - 1],
    ),
    (
        r"is number $2 \cdot 3 + 1 = 7$",
        [7],
        [np.ravel_multi_index((2, 1), (3, 3))],
    ),
    (
        "is $(25, 55, 35, 65)$, where $(27, 37, 57, 67)$ is right",
        [25, 55, 35, 65, 27, 37, 57, 67],
        [*C @ NINE.ravel(order="F"), *C @ NINE.ravel()],
    ),
    ("Column 4 of our matrix reads, from the top, 4, 3, 2, 1", [4, 3, 2, 1], C[:, 4]),
    ("that is 9 in 784", [9, 784], [C28.nnz / len(C28.indptr[1:]), C28.shape[1]]),
    ("it reads a window of nine cells", [9], [np.count_nonzero(BLUR.toarray()[27])]),
    ("16 edges with 16 weights", [16], [np.count_nonzero(C)]),
    (
        r"Column 4 says $4 \cdot 1 + 3 \cdot 2 + 2 \cdot (-1) + 1 \cdot 3 = 11$",
        [11],
        C.T[4:5] @ BACK.ravel(),
    ),
    (
        "some cells hear from one output, some from two, and one from all four",
        [9, 6, 0, 1],
        [((STRIDED > 0).sum(axis=0) == n).sum() for n in (1, 2, 3, 4)],
    ),
    ("so $\\mathbf C x = (0, 4, -3)$", [0, 4, -3], HAND_C @ HAND_X),
    ("$\\mathbf C^\\top \\delta = (2, 3, -4, 1)$", [2, 3, -4, 1], HAND_C.T @ HAND_DY),
    (
        "the gradients $(1, 2, 0, 3)$, $(2, 4, 0, 6)$ and $(-1, -2, 0, -3)$",
        [1, 2, 0, 3, 2, 4, 0, 6, -1, -2, 0, -3],
        HAND_EDGES.flat,
    ),
    (
        "$1 + 4 + 0 = 5$, weight 1 on the one to its right, $2 + 0 - 3 = -1$",
        [5, -1],
        [HAND_EDGES.trace(), HAND_EDGES.trace(offset=1)],
    ),
    (
        "are $0 + 8 + 3 = 11$ and $2 + 6 + 0 + 3 = 11$",
        [0, 8, -3 * -1, 2, 6, 0, 3],
        [*(HAND_C @ HAND_X) * HAND_DY, *HAND_X * (HAND_C.T @ HAND_DY)],
    ),
    ("comes back, up to tiny rounding errors", ZERO.flat, EXACT.round(9)),
    ("wrong by up to 98", [98], [np.abs(ROUNDED - ZERO.ravel()).max().round()]),
    ("has only the greys 0 to 15", [0, 15], [ZERO.min(), ZERO.max()]),
    ("to about a thousandth", [0.0009], [FINEST.round(4)]),
]
