"""Many channels, many kernels: its equations and the numbers of its prose."""

from collections.abc import Callable, Iterable

import numpy as np
from sklearn.datasets import load_sample_image

from convlib import conv2d, correlate
from convviz import Channels
from tests.chapters.printed import Array, valid, whole

PHOTO = load_sample_image("china.jpg").astype(int)
X = PHOTO.transpose(2, 0, 1)
W = np.array([[1, 0, -1], [-1, 0, 1], [0, 0, 0]]).reshape(3, 3, 1)
TILE, BETWEEN, RIM = PHOTO[106:109, 165]
COLOUR = conv2d(X[None], W[None])[0, 0]
GREY = correlate(PHOTO.mean(axis=2), W[0])
PRESET = Channels.preset("2 channels, 3 filters")
FIRST_STOP = [correlate(PRESET.input[c], PRESET.weight[0][c])[0, 0] for c in range(2)]
HAND = [[[[1, 2, 3]], [[0, 1, 0]]]], [[[[1, 1]], [[2, -1]]], [[[-1, -1]], [[-2, 1]]]]


def cell(x: Array, w: Array, o: tuple[int, ...]) -> int:
    """Σ_k w_k x_{o+k} of one slice on one channel."""
    return sum(w[k] * x[tuple(np.add(o, k))] for k in np.ndindex(w.shape))


def one_kernel() -> None:
    x, w, b = whole(3, 5, 6), whole(3, 2, 3), whole(1)
    y = conv2d(x[None], w[None], b)[0, 0]
    for o in valid(x[0], w[0]):
        assert y[o] == b[0] + sum(cell(x[c], w[c], o) for c in range(3))
    slipped = 3 * cell(x[0], w[0], (0, 0)) + 3 * b[0]  # E5: nothing carries the channel
    assert slipped != y[0, 0]


def filter_index() -> None:
    x, w, b = whole(5, 6), whole(4, 2, 3), whole(4)
    y = conv2d(x[None, None], w[:, None], b)[0]
    assert y.shape == (4, 5 - 2 + 1, 6 - 3 + 1)
    for f in range(4):
        assert all(y[(f, *o)] == b[f] + cell(x, w[f], o) for o in valid(x, w[0]))


def conv_layer() -> None:
    x, w, b = whole(3, 5, 6), whole(4, 3, 2, 3), whole(4)
    y = conv2d(x[None], w, b)[0]
    for f in range(4):
        for o in valid(x[0], w[0, 0]):
            assert y[(f, *o)] == b[f] + sum(cell(x[c], w[f, c], o) for c in range(3))


def kernel_matrix() -> None:
    x, w, b = whole(3, 5, 6), whole(4, 3, 2, 3), whole(4)
    y = conv2d(x[None], w, b)[0]
    for f in range(4):
        rows = b[f] + sum(correlate(x[c], w[f, c]) for c in range(3))
        np.testing.assert_array_equal(y[f], rows)


def layer_batch() -> None:
    a, w, b = whole(2, 3, 5, 6), whole(4, 3, 2, 3), whole(4)
    z = conv2d(a, w, b)
    for n, f in np.ndindex(2, 4):
        for o in valid(a[0, 0], w[0, 0]):
            assert z[(n, f, *o)] == b[f] + sum(cell(a[n, c], w[f, c], o) for c in range(3))


def parameters() -> None:
    for c, k, f in ((3, 5, 9), (64, 3, 64), (2, 3, 3)):
        learned = np.zeros((f, c, k, k)).size + np.zeros(f).size
        assert learned == c * k**2 * f + f


def products() -> None:
    x, w = np.ones((1, 2, 5, 7), int), np.ones((3, 2, 2, 2), int)
    y = conv2d(x, w)  # of ones: each output cell is the number of its products
    assert y.sum() == 2 * 2**2 * 3 * y.shape[2] * y.shape[3]


EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-one-kernel": (
        one_kernel,
        r"y_{\mathbf o} = b + \sum_{c=0}^{C-1} \sum_{\mathbf k} w_{c,\mathbf k} \, "
        r"x_{c,\mathbf o + \mathbf k}",
    ),
    "eq-filter-index": (
        filter_index,
        r"y_{f,\mathbf o} = b_f + \sum_{\mathbf k} w_{f,\mathbf k} \, x_{\mathbf o + \mathbf k}",
    ),
    "eq-conv-layer": (
        conv_layer,
        r"y_{f,\mathbf o} = b_f + \sum_{c=0}^{C-1} \sum_{\mathbf k} w_{f,c,\mathbf k} \, "
        r"x_{c,\mathbf o + \mathbf k}",
    ),
    "eq-kernel-matrix": (kernel_matrix, r"y_f = b_f + \sum_{c=0}^{C-1} w_{f,c} \star x_c"),
    "eq-layer-batch": (layer_batch, r"Z = A \star W + b"),
    "eq-parameters": (parameters, r"\text{parameters} = C \cdot K^2 \cdot F + F"),
    "eq-products": (products, r"\text{products} = C \cdot K^2 \cdot F \cdot O_H \cdot O_W"),
}


def rate(channels: int) -> int:
    """Parameters of as many filters of 3 × 3 as there are channels, a bias each."""
    return channels * 9 * channels + channels


def shaded() -> list[bool]:
    """Whether a shade on all channels changes the colour edge, and the edge in grey."""
    shade = np.random.default_rng(0).integers(0, 100, PHOTO.shape[:2])
    colour = conv2d((X + shade)[None], W[None])[0, 0]
    grey = correlate(PHOTO.mean(axis=2) + shade, W[0])
    return [not np.array_equal(colour, COLOUR), not np.array_equal(grey, GREY)]


SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("427 pixels high and 640 wide", [427, 640], PHOTO.shape[:2]),
    ("Their greys are 178 and 181", [178, 181], [TILE.mean(), RIM.mean()]),
    ("| tile | 239 | 171 | 124 |", [239, 171, 124], TILE),
    ("| between | 182 | 174 | 135 |", [182, 174, 135], BETWEEN),
    ("| rim | 159 | 205 | 179 |", [159, 205, 179], RIM),
    ("first output becomes $-9$", [-9], [(W[0].T * (TILE - RIM)[:, None])[:, 0].sum()]),
    ("three times the difference of the two greys", [-9], [3 * (TILE.mean() - RIM.mean())]),
    (r"$3 \cdot 80 = 240$ and not 114", [240, 114], [3 * (TILE - RIM)[0], COLOUR[106, 165]]),
    ("the answers are $-3$ and 114", [-3, 114], [GREY[106, 165], COLOUR[106, 165]]),
    ("slice 0 of filter 0 gives $-11$ and slice 1 gives 20", [-11, 20], FIRST_STOP),
    ("684 against 106 billion", [684, 106], [684, round((921600 * 114660 + 114660) / 1e9)]),
    ("$3 - 1 + 5 = 7$ and $5 + 2 + 5 = 12$", [7, 12], conv2d(*HAND, [5, 0])[0, 0, 0]),
    ("weighted sums 2 and 7, and has no bias: $-2$ and $-7$", [-2, -7], conv2d(*HAND)[0, 1, 0]),
    ("equals `y` in every cell", [0, 1], shaded()),
    ("at our pixel 228 in place of 114", [228], [conv2d(2 * X[None], W[None])[0, 0, 106, 165]]),
    (r"$64 \cdot 9 \cdot 64 + 64 = 36{,}928$", [36928], [rate(64)]),
    (r"$128 \cdot 9 \cdot 128 + 128 = 147{,}584$", [147584], [rate(128)]),
    ("the weights are exactly 4 times as many", [4], [128**2 / 64**2]),
]
