"""Gradients through pooling and shared weights: its equations and the numbers of its prose."""

from collections.abc import Callable, Iterable

import numpy as np
import sympy as sp
from sklearn.datasets import load_digits

from convlib import (
    avg_pool2d_backward,
    conv2d,
    conv2d_backward,
    correlate,
    max_pool2d_backward,
    numerical_gradient,
    taps,
)
from tests.chapters.printed import Array, at, valid, whole

PICTURE = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0]])
FOUND = np.array([[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]])
NINE, KERNEL = np.arange(9).reshape(1, 1, 3, 3), np.array([[[[0, 1], [2, 3]]]])
LETTERS = np.array(sp.symbols("x11 x12 x13 x21 x22 x23 x31 x32 x33")).reshape(3, 3)
WEIGHTS = np.array(sp.symbols("w11 w12 w21 w22")).reshape(2, 2)


def windows(n: int, k: int, s: int) -> list[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Each window of k × k at stride s in n × n cells: its place and its cells in C order."""
    places = np.ndindex((n - k) // s + 1, (n - k) // s + 1)
    return [((r, c), [(r * s + i, c * s + j) for i, j in np.ndindex(k, k)]) for r, c in places]


def through_max(dy: Array, x: Array, k: int, s: int) -> Array:
    """dx by convlib."""
    return max_pool2d_backward(dy[None, None], x[None, None], k, s)[0, 0]


def max_back() -> None:
    for k, s in ((2, 2), (2, 1), (3, 2), (3, 1)):
        x = np.random.default_rng(5).permutation(49).reshape(7, 7)
        over = windows(7, k, s)
        size = (7 - k) // s + 1
        dy = whole(size, size)
        won = {o: max(cells, key=lambda i: x[i]) for o, cells in over}
        dx = through_max(dy, x, k, s)
        for i in np.ndindex(7, 7):
            assert dx[i] == sum(dy[o] for o, winner in won.items() if winner == i)


def mean_back() -> None:
    for k, s in ((2, 2), (2, 1), (3, 2), (3, 1)):
        over, size = windows(7, k, s), (7 - k) // s + 1
        dy = whole(size, size)
        dx = avg_pool2d_backward(dy[None, None], np.zeros((1, 1, 7, 7)), k, s)[0, 0]
        for i in np.ndindex(7, 7):
            total = sum(dy[o] for o, cells in over if i in cells)
            np.testing.assert_allclose(dx[i], total / k**2, atol=1e-12)


def sigma(weight: int) -> sp.Expr:
    """All that a weight adds to the four outputs, from the sum of the outputs."""
    total = sp.expand(correlate(LETTERS, WEIGHTS).sum())
    w = WEIGHTS.flat[weight]
    return sp.expand(total.coeff(w) * w)


def printed_sigma(formula: str) -> sp.Expr:
    """The formula as printed: products of letters, added."""
    right = formula.split("=")[1].replace("_{", "").replace("}", "")
    return sp.Add(*(sp.Mul(*map(sp.Symbol, term.split())) for term in right.split("+")))


def sigma_one() -> None:
    assert printed_sigma(EQUATIONS["eq-sigma-one"][1]) == sigma(0)


def sigma_two() -> None:
    assert printed_sigma(EQUATIONS["eq-sigma-two"][1]) == sigma(1)


def through_both() -> None:
    rng = np.random.default_rng(1)
    for _ in range(5):
        x, w = rng.integers(1, 9, (3, 3)), np.array([4.0, 0.5])
        met = [x[0, 0] + x[0, 1] + x[1, 0] + x[1, 1], x[0, 1] + x[0, 2] + x[1, 1] + x[1, 2]]
        assert met[0] * w[0] > met[1] * w[1]
        slopes = numerical_gradient(lambda w, met=met: max(met[0] * w[0], met[1] * w[1]), w)
        np.testing.assert_allclose(slopes, [met[0], 0], atol=1e-6)


def shared_weight() -> None:
    x, w, dy = whole(4, 5), whole(2, 3), whole(3, 3)
    dw = conv2d_backward(dy[None, None], x[None, None], w[None, None])[1][0, 0]
    out, inp, ker = (list(map(tuple, cells)) for cells in taps(x.shape, w.shape))
    for k in np.ndindex(w.shape):
        copies = [dy[o] * x[i] for o, i, m in zip(out, inp, ker, strict=True) if m == k]
        assert len(copies) == dy.size
        assert dw[k] == sum(copies)


def layer() -> tuple[Array, ...]:
    """A layer of 2 channels and 3 filters on a picture, and its gradients by convlib."""
    x, w, dy = whole(2, 5, 6), whole(3, 2, 2, 3), whole(3, 4, 4)
    dx, dw, _ = conv2d_backward(dy[None], x[None], w)
    return x, w, dy, dx[0], dw


def dw_channels() -> None:
    x, _, dy, _, dw = layer()
    for f, c, *k in np.ndindex(dw.shape):
        places = valid(x[0], dw[0, 0])
        assert dw[(f, c, *k)] == sum(dy[(f, *o)] * x[(c, *np.add(o, k))] for o in places)


def dx_channels() -> None:
    _, w, dy, dx, _ = layer()
    for c, *i in np.ndindex(dx.shape):
        cells = [(f, k) for f in range(3) for k in np.ndindex(2, 3)]
        gathered = sum(w[(f, c, *k)] * at(dy[f], *np.subtract(i, k)) for f, k in cells)
        assert dx[(c, *i)] == gathered


EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-max-back": (
        max_back,
        r"\frac{\partial L}{\partial x_i} = \sum_{o \,:\, \text{win}(o) = i} \delta_o",
    ),
    "eq-mean-back": (
        mean_back,
        r"\frac{\partial L}{\partial x_i} = \frac{1}{K^2} \sum_{o \,:\, i \in o} \delta_o",
    ),
    "eq-sigma-one": (
        sigma_one,
        r"\sigma_1 = x_{11} w_{11} + x_{12} w_{11} + x_{21} w_{11} + x_{22} w_{11}",
    ),
    "eq-sigma-two": (
        sigma_two,
        r"\sigma_2 = x_{12} w_{12} + x_{13} w_{12} + x_{22} w_{12} + x_{23} w_{12}",
    ),
    "eq-through-both": (
        through_both,
        r"\frac{\partial f}{\partial w_{11}} = x_{11} + x_{12} + x_{21} + x_{22}",
    ),
    "eq-shared-weight": (
        shared_weight,
        r"\frac{\partial L}{\partial w} = \sum_{p} \frac{\partial L}{\partial w^{(p)}}",
    ),
    "eq-dw-channels": (
        dw_channels,
        r"\frac{\partial L}{\partial w_{f,c,\mathbf k}} = \sum_{\mathbf o} "
        r"\delta_{f,\mathbf o} \, x_{c,\mathbf o + \mathbf k}",
    ),
    "eq-dx-channels": (
        dx_channels,
        r"\frac{\partial L}{\partial x_{c,\mathbf i}} = \sum_{f=0}^{F-1} \sum_{\mathbf k} "
        r"w_{f,c,\mathbf k} \, \delta_{f,\mathbf i - \mathbf k}",
    ),
}


def in_a_row() -> dict[str, list[float]]:
    """The exercise: dx of the row by each rule, and through the mean, times 3."""
    x, dy = np.array([[[[2, 7, 1, 7, 3]]]]), np.array([[[[1, 2, 3]]]])
    found = {
        rule: max_pool2d_backward(dy, x, (1, 3), 1, ties=rule).ravel().tolist()
        for rule in ("first", "all", "split")
    }
    return found | {"mean": (3 * avg_pool2d_backward(dy, x, (1, 3), 1)).ravel().round(9).tolist()}


def shares() -> list[float]:
    """Windows of all digits; of 100 the tied ones, those of zeros, those tied above 0."""
    images = load_digits().images
    cells = images.reshape(-1, 4, 2, 4, 2).transpose(0, 1, 3, 2, 4).reshape(-1, 4)
    most = cells.max(axis=1)
    tied = (cells == most[:, None]).sum(axis=1) > 1
    percent = [round(100 * s.mean(), 1) for s in (tied, most == 0, tied & (most > 0))]
    assert (tied & (most == 16)).sum() > (tied & (most > 0)).sum() / 2
    return [len(cells), *percent]


def behind(pooling: Callable[..., Array]) -> Iterable[float]:
    """dw where the four outputs are pooled to one, which comes back with 1."""
    back = pooling(np.ones((1, 1, 1, 1)), conv2d(NINE, KERNEL), 2)
    return conv2d_backward(back, NINE, KERNEL)[1].flat


def dx_of_nine() -> Array:
    """The way back to the picture in which 9 wins all four windows."""
    return through_max(
        np.array([[1, 2], [3, 4]]), np.array([[1, 5, 2], [4, 9, 3], [0, 6, 7]]), 2, 1
    )


ROW = in_a_row()
TIED = correlate(np.array([1, 2, 0, 3, 1]), np.array([1, 0, 2]))
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    (
        "gets $1 + 2 + 3 + 4 = 10$; all other cells get 0",
        [10, 0],
        [dx_of_nine().max(), np.sort(dx_of_nine().flat)[-2]],
    ),
    (
        "Over the whole picture `dx` then adds up to 18",
        [18],
        [max_pool2d_backward(np.ones((1, 1, 3, 3)), FOUND[None, None], 2, 1, ties="all").sum()],
    ),
    ("with three, the sum is 1.5", [1.5], [numerical_gradient(np.max, [3, 3, 3]).sum()]),
    ("So $\\sigma_1 = 4$ and $\\sigma_2 = 2$", [4, 2], correlate(PICTURE, np.ones((2, 2)))[0]),
    ("Of the 16 edges the four", [16, 4], [len(taps((3, 3), (2, 2))[0]), 4]),
    ("give 19, 25, 37 and 43", [19, 25, 37, 43], conv2d(NINE, KERNEL).flat),
    ("`dw` has the rows 4, 5 and 7, 8", [4, 5, 7, 8], behind(max_pool2d_backward)),
    ("average pooling gives: 2, 3 and 5, 6", [2, 3, 5, 6], behind(avg_pool2d_backward)),
    ("$0 + 1 + 3 + 4 = 8$", [8], [correlate(NINE[0, 0], np.ones((2, 2)))[0, 0]]),
    ("$1 + 2$: $(0, 3, 0, 3, 0)$", [0, 3, 0, 3, 0], ROW["first"]),
    ("gets the 2: $(0, 3, 0, 5, 0)$", [0, 3, 0, 5, 0], ROW["all"]),
    ("half of it: $(0, 2, 0, 4, 0)$", [0, 2, 0, 4, 0], ROW["split"]),
    ("$(1, 3, 6, 5, 3) / 3$", [1, 3, 6, 5, 3], ROW["mean"]),
    (
        "The sums are 6, 8, 6 and 6",
        [6, 8, 6, 6],
        [sum(row) / (3 if rule == "mean" else 1) for rule, row in ROW.items()],
    ),
    (r"$1{,}797 \cdot 16 = 28{,}752$ windows. In 41.2% of", [28752, 41.2], shares()[:2]),
    ("in 27.2% because the whole window is 0, in 14.0%", [27.2, 14.0], shares()[2:]),
    (r"$1 \cdot 1 + 2 \cdot 0 = 1$, $1 \cdot 2 + 2 \cdot 3 = 8$", [1, 8], TIED[:2]),
    (r"and $1 \cdot 0 + 2 \cdot 1 = 2$", [2], TIED[2:]),
    (
        r"$\partial L / \partial a = 3$ and $\partial L / \partial b = 8$",
        [3, 8],
        [TIED[0] + TIED[2], TIED[1]],
    ),
]
