"""1×1, grouped and depthwise: its equations and the numbers of its prose."""

from collections.abc import Callable, Iterable

import numpy as np

from convlib import conv2d, correlate
from tests.chapters.printed import Array, valid, whole


def cell(x: Array, w: Array, o: tuple[int, ...]) -> int:
    """Σ_k w_k x_{o+k} of one slice on one channel."""
    return sum(w[k] * x[tuple(np.add(o, k))] for k in np.ndindex(w.shape))


def pointwise() -> None:
    x, w, b = whole(3, 4, 5), whole(2, 3), whole(2)
    y = conv2d(x[None], w[:, :, None, None], b)[0]
    for f, *o in np.ndindex(2, 4, 5):
        assert y[(f, *o)] == b[f] + sum(w[f, c] * x[(c, *o)] for c in range(3))


def pointwise_matrix() -> None:
    x, w, b = whole(3, 4, 5), whole(2, 3), whole(2)
    y = conv2d(x[None], w[:, :, None, None], b)[0]
    for r, c in np.ndindex(4, 5):
        np.testing.assert_array_equal(y[:, r, c], w @ x[:, r, c] + b)


def bottleneck(c: int = 256, r: int = 64, k: int = 3) -> int:
    """Its weights, counted as arrays."""
    shapes = [(r, c, 1, 1), (r, r, k, k), (c, r, 1, 1)]
    x = np.zeros((1, c, 4, 4))
    for shape in shapes:
        x = conv2d(x, np.zeros(shape), padding=shape[-1] // 2)
    assert x.shape == (1, c, 4, 4)
    weights = sum(np.zeros(shape).size for shape in shapes)
    assert weights == c * r + r**2 * k**2 + r * c
    return weights


def grouped() -> None:
    for count, channels, filters in ((2, 4, 6), (3, 6, 3), (1, 2, 3), (4, 4, 8)):
        x, b = whole(channels, 5, 6), whole(filters)
        w = whole(filters, channels // count, 2, 3)
        y = conv2d(x[None], w, b, groups=count)[0]
        for f in range(filters):
            first = f * count // filters * channels // count
            for o in valid(x[0], w[0, 0]):
                seen = range(channels // count)
                assert y[(f, *o)] == b[f] + sum(cell(x[first + c], w[f, c], o) for c in seen)


def grouped_count(c: int = 4, f: int = 4, k: int = 3, g: int = 2) -> int:
    """Its weights, counted where a layer accepts them."""
    weight = np.ones((f, c // g, k, k), int)
    y = conv2d(np.ones((1, c, k, k), int), weight, groups=g)
    assert weight.size == c * k**2 * f // g == y.sum()  # of ones: y counts the products
    return weight.size


def depthwise() -> None:
    x, w, b = whole(3, 5, 6), whole(3, 2, 3), whole(3)
    y = conv2d(x[None], w[:, None], b, groups=3)[0]
    for c in range(3):
        np.testing.assert_array_equal(y[c], b[c] + correlate(x[c], w[c]))


def depthwise_separable() -> None:
    x, d, p = whole(3, 5, 6), whole(3, 2, 3), whole(4, 3)
    w = np.zeros((4, 3, 2, 3), int)
    for f, c, *k in np.ndindex(w.shape):
        w[(f, c, *k)] = p[f, c] * d[(c, *k)]
    two = conv2d(conv2d(x[None], d[:, None], groups=3), p[:, :, None, None])
    np.testing.assert_array_equal(two, conv2d(x[None], w))


def separable(c: int, f: int, k: int) -> int:
    """Weights of a depthwise and a 1×1 layer."""
    return np.zeros((c, 1, k, k)).size + np.zeros((f, c, 1, 1)).size


def separable_ratio() -> None:
    for c, f, k in ((128, 128, 3), (32, 64, 5), (4, 8, 3), (5, 1, 3), (3, 7, 1)):
        ratio = separable(c, f, k) / (c * f * k**2)
        np.testing.assert_allclose(ratio, 1 / f + 1 / k**2)
        assert (ratio > 1) is (f == 1 or k == 1)


EQUATIONS: dict[str, tuple[Callable[[], object], str]] = {
    "eq-pointwise": (
        pointwise,
        r"y_{f,\mathbf o} = b_f + \sum_{c=0}^{C-1} w_{f,c} \, x_{c,\mathbf o}",
    ),
    "eq-pointwise-matrix": (
        pointwise_matrix,
        r"\mathbf y_{\mathbf o} = \mathbf W \, \mathbf x_{\mathbf o} + \mathbf b",
    ),
    "eq-bottleneck": (bottleneck, r"\text{weights} = C M + M^2 K^2 + M C"),
    "eq-grouped": (
        grouped,
        r"y_{f,\mathbf o} = b_f + \sum_{c=0}^{C/G-1} \sum_{\mathbf k} w_{f,c,\mathbf k} \, "
        r"x_{g\,C/G + c,\; \mathbf o + \mathbf k}",
    ),
    "eq-grouped-count": (grouped_count, r"\text{weights} = \frac{C}{G} \cdot K^2 \cdot F"),
    "eq-depthwise": (depthwise, r"y_c = b_c + w_c \star x_c"),
    "eq-depthwise-separable": (
        depthwise_separable,
        r"w_{f,c,\mathbf k} = p_{f,c} \, d_{c,\mathbf k}",
    ),
    "eq-separable-ratio": (
        separable_ratio,
        r"\frac{C K^2 + C F}{C F K^2} = \frac{1}{F} + \frac{1}{K^2}",
    ),
}

# MobileNet, table 1: channels in and out of each separable layer, side of its maps.
MOBILE = [(32, 64, 112), (64, 128, 56), (128, 128, 56), (128, 256, 28), (256, 256, 28)]
MOBILE += [(256, 512, 14), *[(512, 512, 14)] * 5, (512, 1024, 7), (1024, 1024, 7)]


def share_of_mixing() -> int:
    """Of every 100 products of MobileNet, those of its 1×1 kernels."""
    mixing = sum(c * f * side**2 for c, f, side in MOBILE)
    depthwise = sum(c * 9 * side**2 for c, _, side in MOBILE)
    first, last = 3 * 32 * 9 * 112**2, 1024 * 1000
    return round(100 * mixing / (mixing + depthwise + first + last))


def colours_again() -> None:
    """The exercise: the inverse leads back; no inverse where a row is a mixture of the others."""
    mix = np.array([[0.299, 0.587, 0.114], [1, -1, 0], [0.5, 0.5, -1]])
    x = whole(1, 3, 4, 5)
    y = conv2d(x, mix[:, :, None, None])
    np.testing.assert_allclose(conv2d(y, np.linalg.inv(mix)[:, :, None, None]), x, atol=1e-9)
    mix[2] = -mix[1]
    assert np.linalg.matrix_rank(mix) == 2


def shuffled() -> list[int]:
    """How many of 4 input channels each final map depends on, without and with the shuffle."""
    w = np.ones((4, 2, 1, 1), int)
    seen = []
    for order in ([0, 1, 2, 3], [0, 2, 1, 3]):
        x = np.eye(4, dtype=int)[:, :, None, None]  # in picture n, channel n alone is not 0
        mixed = conv2d(conv2d(x, w, groups=2), np.eye(4, dtype=int)[order][:, :, None, None])
        seen += (conv2d(mixed, w, groups=2) != 0).sum(axis=(0, 2, 3)).tolist()
    return seen


colours_again()
MAPS = conv2d(
    np.arange(48).reshape(1, 3, 4, 4), np.array([[1, 0, -1], [2, 0, -2]])[..., None, None]
)

SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("95 of every 100 products", [95], [share_of_mixing()]),
    ("depthwise separable layers, 13 of them", [13], [len(MOBILE)]),
    (
        "Map 1 is twice map 0, but for the bias, at all 16",
        [16],
        [(MAPS[0, 1] == 2 * MAPS[0, 0]).sum()],
    ),
    ("288 free weights became 68", [288, 68], [8 * 4 * 9, separable(4, 8, 3)]),
    ("has 147,456 weights", [147456], [grouped_count(128, 128, 3, 1)]),
    (r"= 17{,}536$ weights", [17536], [separable(128, 128, 3)]),
    (r"$1/128 + 1/9 \approx 0.119$", [0.119], [round(1 / 128 + 1 / 9, 3)]),
    ("| full | 147,456 |", [147456], [grouped_count(128, 128, 3, 1)]),
    ("| 4 groups | 36,864 |", [36864], [grouped_count(128, 128, 3, 4)]),
    ("128 to 32 to 128 | 17,408 |", [17408], [bottleneck(128, 32, 3)]),
    ("| depthwise separable | 17,536 |", [17536], [separable(128, 128, 3)]),
    ("| 1×1 | 16,384 |", [16384], [grouped_count(128, 128, 1, 1)]),
    ("| depthwise | 1,152 |", [1152], [grouped_count(128, 128, 3, 128)]),
    (r"$32 \cdot 25 \cdot 64 = 51{,}200$", [51200], [grouped_count(32, 64, 5, 1)]),
    (r"$8 \cdot 25 \cdot 64 = 12{,}800$", [12800], [grouped_count(32, 64, 5, 4)]),
    ("= 800 + 2048 = 2848$", [2848], [separable(32, 64, 5)]),
    ("$2848 / 51{,}200 = 0.055625$", [0.055625], [2848 / 51200]),
    ("$1/64 + 1/25 = 0.015625 + 0.04$", [0.015625, 0.04], [1 / 64, 1 / 25]),
    ("all four final maps know all four channels", [2] * 4 + [4] * 4, shuffled()),
]
