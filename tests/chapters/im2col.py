"""im2col: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from convlib import col2im, conv2d, conv2d_backward, correlate, im2col, numerical_gradient, taps
from convlib._windows import BLOCK_BYTES
from tests.chapters.printed import Array, whole

NINE, KERNEL = np.arange(9).reshape(3, 3), np.array([[1, 2], [3, 4]])
HAND_X, HAND_W, HAND_DY = np.array([1, 2, 0, 3]), np.array([2, -1]), np.array([1, 2, -1])

# stride, padding, dilation
SETTINGS = [(1, 0, 1), (2, 1, 1), (1, 2, 2), (3, 1, 2)]


def settings() -> Iterator[tuple[tuple[int, int], dict[str, int], list[tuple[int, int, int]]]]:
    """How kernels of 2 × 3 slide over 6 × 7 cells, their outputs, and the taps as flat numbers."""
    for stride, padding, dilation in SETTINGS:
        slid = {"stride": stride, "padding": padding, "dilation": dilation}
        shape = correlate(whole(6, 7), whole(2, 3), **slid).shape
        ends = zip(taps((6, 7), (2, 3), **slid), (shape[1], 7, 3), strict=True)
        flat = [[r * width + c for r, c in cells.tolist()] for cells, width in ends]
        yield shape, slid, list(zip(*flat, strict=True))


def copied() -> None:
    for _, slid, ends in settings():
        x = np.arange(1, 43).reshape(6, 7)  # no cell is 0
        cols = im2col(x, (2, 3), **slid)
        assert np.count_nonzero(cols) == len(ends)
        assert all(cols[k, o] == x.flat[i] for o, i, k in ends)


def product() -> None:
    for _, slid, _ in settings():
        x, w = whole(6, 7), whole(2, 3)
        cols, y = im2col(x, (2, 3), **slid), correlate(x, w, **slid).ravel()
        for o in range(y.size):
            assert y[o] == sum(w.flat[k] * cols[k, o] for k in range(w.size))


def layers() -> Iterator[tuple[Array, Array, Array, Array, dict[str, int]]]:
    """Two pictures of three channels, four filters, biases, what comes back, and the setting."""
    for shape, slid, _ in settings():
        yield whole(2, 3, 6, 7), whole(4, 3, 2, 3), whole(4), whole(2, 4, *shape), slid


def layer_product() -> None:
    for x, w, bias, dy, slid in layers():
        cols, flat = im2col(x, (2, 3), **slid), w.reshape(4, -1)
        y = conv2d(x, w, bias, **slid).reshape((*dy.shape[:2], -1))
        for b, f, o in np.ndindex(y.shape):
            total = sum(flat[f, j] * cols[b, j, o] for j in range(3 * 6))
            assert y[b, f, o] == bias[f] + total
        for c, k in np.ndindex(3, 6):  # j = cK + k
            one = im2col(x[:, c : c + 1], (2, 3), **slid)
            np.testing.assert_array_equal(cols[:, c * 6 + k], one[:, k])


def shapes() -> None:
    for x, w, _, dy, slid in layers():
        cols = im2col(x, (2, 3), **slid)[0]
        filters, inner, outputs = len(w), 3 * 6, dy[0, 0].size
        assert w.reshape(4, -1).shape == (filters, inner)
        assert cols.shape == (inner, outputs)
        assert (w.reshape(4, -1) @ cols).shape == (filters, outputs)


def weight_gradient() -> None:
    for x, w, _, dy, slid in layers():
        cols, delta = im2col(x, (2, 3), **slid), dy.reshape(2, 4, -1)
        found = conv2d_backward(dy, x, w, **slid)[1].reshape(4, -1)
        for f, j in np.ndindex(found.shape):
            each = (delta[b, f, o] * cols[b, j, o] for b, o in np.ndindex(2, delta.shape[2]))
            assert found[f, j] == sum(each)


def column_gradient() -> None:
    flat, cols, delta = whole(4, 6), whole(6, 5).astype(float), whole(4, 5)
    measured = numerical_gradient(lambda cols: flat @ cols, cols, delta)
    for j, o in np.ndindex(6, 5):
        found = sum(flat[f, j] * delta[f, o] for f in range(4))
        np.testing.assert_allclose(found, measured[j, o], atol=1e-6)


def added_back() -> None:
    for _, slid, ends in settings():
        cols = whole(*im2col(whole(6, 7), (2, 3), **slid).shape)
        z = col2im(cols, (6, 7), (2, 3), **slid)
        for i in range(42):
            assert z.flat[i] == sum(cols[k, o] for o, cell, k in ends if cell == i)
    for x, w, _, dy, slid in layers():
        back = w.reshape(4, -1).T @ dy.reshape(2, 4, -1)
        dx = conv2d_backward(dy, x, w, **slid)[0]
        np.testing.assert_array_equal(col2im(back, x.shape, (2, 3), **slid), dx)


def copies() -> None:
    for x, w, _, dy, slid in layers():
        cols = im2col(x, (2, 3), **slid)[0]
        channels, kernel, outputs, cells = 3, w[0, 0].size, dy[0, 0].size, x[0, 0].size
        ours = cols.size / x[0].size
        assert ours == (channels * kernel * outputs) / (channels * cells)
        np.testing.assert_allclose(ours, kernel * outputs / cells)


def reuse(filters: int, inner: int = 64 * 9, outputs: int = 3136) -> float:
    """The formula as printed."""
    numbers = filters * inner + inner * outputs + filters * outputs
    return filters * inner * outputs / numbers


def reused() -> None:
    flat, cols = whole(4, 6), whole(6, 5)
    y, products = np.zeros((4, 5), int), 0
    for f, j, o in np.ndindex(4, 6, 5):
        y[f, o] += flat[f, j] * cols[j, o]
        products += 1
    np.testing.assert_array_equal(y, flat @ cols)
    assert reuse(4, 6, 5) == products / (flat.size + cols.size + y.size)


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-im2col": (
        copied,
        r"\text{cols}_{k,o} = x_i \text{ for each tap } (o, i, k)",
    ),
    "eq-cols-product": (
        product,
        r"y_o = \sum_{k=0}^{K-1} w_k \, \text{cols}_{k,o}",
    ),
    "eq-layer-product": (
        layer_product,
        r"y_{f,o} = b_f + \sum_{j=0}^{CK-1} W_{f,j} \, \text{cols}_{j,o}",
    ),
    "eq-product-shapes": (
        shapes,
        r"(F \times CK) \cdot (CK \times O) = (F \times O)",
    ),
    "eq-dw-product": (
        weight_gradient,
        r"\frac{\partial L}{\partial W} = \sum_{s} \delta_s \, \text{cols}_s^\top",
    ),
    "eq-dcols": (
        column_gradient,
        r"\frac{\partial L}{\partial\, \text{cols}_s} = W^\top \delta_s",
    ),
    "eq-col2im": (
        added_back,
        r"z_i = \sum_{(o,\, i,\, k)} \text{cols}_{k,o}",
    ),
    "eq-copies": (
        copies,
        r"\frac{\text{numbers in the columns}}{\text{numbers in the picture}} = "
        r"\frac{C K \cdot O}{C \cdot N} = \frac{K O}{N}",
    ),
    "eq-reuse": (
        reused,
        r"\frac{\text{products}}{\text{numbers}} = "
        r"\frac{F \cdot CK \cdot O}{F \cdot CK + CK \cdot O + F \cdot O}",
    ),
}

COLS = im2col(HAND_X, 2)
BATCH = 32 * 64 * 56 * 56 * 4  # bytes
WIDE = sliding_window_view(np.arange(9), 7)[::2, ::3].strides


def winograd(d: Array, g: Array) -> list[float]:
    """Two outputs by four products, as the exercise has them."""
    m1, m4 = (d[0] - d[2]) * g[0], (d[1] - d[3]) * g[2]
    m2 = (d[1] + d[2]) * (g[0] + g[1] + g[2]) / 2
    m3 = (d[2] - d[1]) * (g[0] - g[1] + g[2]) / 2
    return [m1 + m2 + m3, m2 - m3 - m4]


D, G = np.array([3, 1, 4, 2]), np.array([5, -2, 7])
COUNTS = [col2im(im2col(np.ones((8, 8)), k, s), (8, 8), k, s) for k, s in ((3, 1), (3, 2), (2, 2))]

X, W = np.arange(120).reshape(2, 3, 4, 5) % 7, np.arange(48).reshape(4, 3, 2, 2) % 5
WHOLE = W.reshape(4, -1) @ np.concatenate([*im2col(X, 2)], axis=1)  # F × BO
RIGHT = conv2d(X, W).reshape(2, 4, -1)

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    (
        "Four windows of four cells each",
        [4, 4],
        im2col(NINE, (2, 2)).shape,
    ),
    (
        "its four copies lie on a line that rises to the right",
        [3, 2, 1, 0],
        np.argwhere(im2col(NINE, 2).T == 4)[:, 1],
    ),
    ("stands in all four columns", [4], [(im2col(NINE, 2) == 4).sum()]),
    (
        r"with 3 channels, 4 filters of $3 \times 3$ and $6 \times 8$ outputs",
        [4, 6, 8],
        conv2d(np.ones((1, 3, 8, 10)), np.ones((4, 3, 3, 3)))[0].shape,
    ),
    (
        "at stride 1 up to nine windows lie over a cell, at stride 2 up to four",
        [9, 4, 1, 1],
        [*(count.max() for count in COUNTS), COUNTS[2].min()],
    ),
    (r"9 times for $3 \times 3$, 25 times for $5 \times 5$", [9, 25], [3 * 3, 5 * 5]),
    ("cells takes 26 megabytes", [26], [round(BATCH / 1e6)]),
    (
        "take 231, at *every* layer",
        [231],
        [round(im2col(np.ones((1, 1, 56, 56)), 3, padding=1).size / 56**2 * BATCH / 1e6)],
    ),
    ("Twelve numbers are shown, and six are stored", [12], [sliding_window_view(range(6), 3).size]),
    (
        "One window on is 8 bytes, one kernel cell on as well",
        [8, 8],
        sliding_window_view(np.arange(6, dtype=np.int64), 3).strides,
    ),
    ("With stride 2 and dilation 3 it would be 16 and 24", [16, 24], WIDE),
    ("in blocks of half a megabyte", [0.5], [BLOCK_BYTES / 2**20]),
    (
        "all columns fill 0.28 megabytes",
        [0.28],
        [round(im2col(np.ones((1, 8, 24, 24)), 3).nbytes / 1e6, 2)],
    ),
    (
        "the output alone takes 8.7 megabytes",
        [8.7],
        [round(8 * 425 * 638 * 4 / 1e6, 1)],
    ),
    (
        r"64 channels, $3 \times 3$ and 3136 outputs",
        [576, 3136],
        im2col(np.ones((1, 64, 56, 56)), 3, padding=1)[0].shape,
    ),
    ("there is one product for each number", [1], [round(reuse(1), 1)]),
    (
        "has the right size and a wrong order",
        [1, 0, 1],
        [
            WHOLE.size == RIGHT.size,
            np.array_equal(WHOLE.reshape(2, 4, -1), RIGHT),
            np.array_equal(WHOLE.reshape(4, 2, -1).swapaxes(0, 1), RIGHT),
        ],
    ),
    ("With 64 filters there are 57", [57], [round(reuse(64))]),
    (r"8 channels of $24 \times 24$, 8 filters of $3 \times 3$", [22, 22], [24 - 3 + 1] * 2),
    ("The rows are $(1, 2, 0)$ and $(2, 0, 3)$", [1, 2, 0, 2, 0, 3], COLS.ravel()),
    (r"- (2, 0, 3) = (0, 4, -3)$", [0, 4, -3], HAND_W @ COLS),
    ("$1 + 4 + 0 = 5$ and $2 + 0 - 3 = -1$", [5, -1], COLS @ HAND_DY),
    (
        r"$2\delta = (2, 4, -2)$ and $-\delta = (-1, -2, 1)$",
        [2, 4, -2, -1, -2, 1],
        np.outer(HAND_W, HAND_DY).ravel(),
    ),
    (
        "$(2, 4, -2, 0) + (0, -1, -2, 1) = (2, 3, -4, 1)$",
        [2, 3, -4, 1],
        col2im(np.outer(HAND_W, HAND_DY), 4, 2),
    ),
    ("$y_0 = m_1 + m_2 + m_3$ and $y_1 = m_2 - m_3 - m_4$", winograd(D, G), correlate(D, G)),
    ("on two axes that makes 16 for 36", [16, 36], [4 * 4, 6 * 6]),
]
