"""Kernels as filters: its equations, evaluated as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable

import numpy as np

from convlib import convolve, correlate
from convlib.kernels import box, emboss, gaussian, identity, laplacian, sharpen, sobel_x, sobel_y
from convviz import photograph
from tests.chapters.printed import Array, valid, whole

PHOTO = photograph("china")
NOISY = PHOTO + np.random.default_rng(0).normal(0, 20, PHOTO.shape)
STEP = np.tile([10, 10, 10, 90, 90, 90], (3, 1))
ROWS = ["100100", "110100", "100100", "111111", "100100", "100100"]
LINES = np.array([[int(digit) for digit in row] for row in ROWS])
LINE = np.array([[1, 0, 0]] * 3)
MEAN_FREE = correlate(LINES, 3 * LINE - 1)
UNSHARP = 2 * identity(3) - gaussian(3)


def error(w: Array) -> float:
    """How wrong the noisy photograph is after a blur, as the chapter measures it."""
    noisy = NOISY.clip(0, 255).round().astype(int)
    y = correlate(noisy, w, padding=len(w) // 2, mode="edge")
    return float(np.mean((y - PHOTO) ** 2) ** 0.5)


def found(row: int, col: int, mean_free: bool = True) -> list[int]:
    """Where the patch of 9 × 9 pixels from that place has its largest sum."""
    patch = PHOTO[row : row + 9, col : col + 9]
    sums = correlate(PHOTO, patch - patch.mean() if mean_free else patch)
    return [int(n) for n in np.unravel_index(sums.argmax(), sums.shape)]


def rho(w: Array, x: Array) -> float:
    """The formula of the exercise, as printed."""
    p, q = w - w.mean(), x - x.mean()
    return float((p * q).sum() / (np.sqrt((p**2).sum()) * np.sqrt((q**2).sum())))


def alike(row: int, col: int) -> Array:
    """ρ of that patch at every place of the photograph."""
    patch = PHOTO[row : row + 9, col : col + 9]
    places = valid(PHOTO, patch)
    sums = [rho(patch, PHOTO[r : r + 9, c : c + 9]) for r, c in places]
    return np.reshape(sums, (107 - 8, 160 - 8))


ALIKE = alike(50, 77)
APART = [ALIKE[r, c] for r, c in np.ndindex(ALIKE.shape) if abs(r - 50) > 8 or abs(c - 77) > 8]


def mean_of_nine() -> None:
    x, w = whole(5, 6), box(3)
    y = correlate(x, w)
    for r, c in valid(x, w):
        total = sum(x[r + m, c + n] for m in range(3) for n in range(3))
        np.testing.assert_allclose(y[r, c], total / 9, atol=1e-12)


def noise() -> None:
    errors = np.random.default_rng(1).normal(0, 7, (700, 700))
    for w in (box(3), gaussian(3), sharpen(), emboss()):
        root = sum(w[m, n] ** 2 for m in range(3) for n in range(3)) ** 0.5
        np.testing.assert_allclose(correlate(errors, w).std(), 7 * root, rtol=0.02)


def small_bell() -> None:
    np.testing.assert_array_equal(gaussian(3), np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16)


def flat_area() -> None:
    for w in (whole(3, 4), sharpen(), sobel_x()):
        y = correlate(np.full((6, 7), 11), w)
        assert (y == 11 * sum(w[m, n] for m, n in np.ndindex(w.shape))).all()


def sobel() -> None:
    np.testing.assert_array_equal(sobel_x(), [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    np.testing.assert_array_equal(sobel_y(), sobel_x().T)


def edge_strength() -> None:
    """On an even slope in any direction, the length of the arrow that points uphill, times 8."""
    rows, cols = np.indices((5, 5))
    for down, right in ((0, 3), (-2, 0), (4, -3), (12, 5)):
        x = down * rows + right * cols
        h, v = correlate(x, sobel_x()), correlate(x, sobel_y())
        e = [(h[r, c] ** 2 + v[r, c] ** 2) ** 0.5 for r, c in np.ndindex(h.shape)]
        np.testing.assert_allclose(e, 8 * np.hypot(down, right))


def separable() -> None:
    parts = {
        "box": (box(3), [1 / 3] * 3, [1 / 3] * 3),
        "gaussian": (gaussian(3), [1 / 4, 1 / 2, 1 / 4], [1 / 4, 1 / 2, 1 / 4]),
        "sobel": (sobel_x(), [1, 2, 1], [-1, 0, 1]),
    }
    for w, u, v in parts.values():
        for m, n in np.ndindex(w.shape):
            np.testing.assert_allclose(w[m, n], u[m] * v[n])
    for w in (laplacian(), np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])):
        assert np.linalg.matrix_rank(w) > 1


def two_passes() -> None:
    x, u, v = whole(6, 7), whole(3), whole(2)
    y = correlate(x, np.outer(u, v))
    for r, c in valid(x, np.outer(u, v)):
        inner = [sum(v[n] * x[r + m, c + n] for n in range(2)) for m in range(3)]
        assert y[r, c] == sum(u[m] * inner[m] for m in range(3))
    np.testing.assert_array_equal(correlate(correlate(x, v[None]), u[:, None]), y)


def mean_free() -> None:
    x, w = whole(9) * 1.0, whole(9) * 1.0
    d = [weight - w.mean() for weight in w]
    right = sum(d[k] * (x[k] - x.mean()) for k in range(9))
    np.testing.assert_allclose(sum(d[k] * x[k] for k in range(9)), right)
    np.testing.assert_allclose(correlate(x, w - w.mean()), [right])


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-box": (
        mean_of_nine,
        r"y_{r,c} = \frac{1}{9} \sum_{m=0}^{2} \sum_{n=0}^{2} x_{r+m,\; c+n}",
    ),
    "eq-noise": (
        noise,
        r"s_y = s_x \sqrt{\sum_{m} \sum_{n} w_{m,n}^2}",
    ),
    "eq-gaussian": (
        small_bell,
        r"w = \frac{1}{16} \begin{pmatrix} 1 & 2 & 1 \\ 2 & 4 & 2 \\ 1 & 2 & 1 \end{pmatrix}",
    ),
    "eq-flat-area": (
        flat_area,
        r"y_{r,c} = \sum_{m} \sum_{n} w_{m,n} \, g = g \sum_{m} \sum_{n} w_{m,n}",
    ),
    "eq-sobel": (
        sobel,
        r"w = \begin{pmatrix} -1 & 0 & 1 \\ -2 & 0 & 2 \\ -1 & 0 & 1 \end{pmatrix}",
    ),
    "eq-edge-strength": (
        edge_strength,
        r"e_{r,c} = \sqrt{h_{r,c}^2 + v_{r,c}^2}",
    ),
    "eq-separable": (
        separable,
        r"w_{m,n} = u_m \, v_n",
    ),
    "eq-two-passes": (
        two_passes,
        r"y_{r,c} = \sum_{m} u_m \Big( \sum_{n} v_n \, x_{r+m,\; c+n} \Big)",
    ),
    "eq-mean-free": (
        mean_free,
        r"\sum_k d_k \, x_k = \sum_k d_k \, (x_k - \bar x)",
    ),
}

# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    (r"$107 \cdot 160 = 17\,120$ pixels", [107, 160, 17120], [*PHOTO.shape, PHOTO.size]),
    ("about 293 million", [293], [PHOTO.size**2 // 10**6]),
    (
        "mean of three gives $(0, 30, 60, 90)$",
        [0, 30, 60, 90],
        correlate([0, 0, 0, 90, 90, 90], np.ones(3)) / 3,
    ),
    (
        "the root is a third, a fifth, a seventh",
        [1 / 3, 1 / 5, 1 / 7],
        [(box(size) ** 2).sum() ** 0.5 for size in (3, 5, 7)],
    ),
    (
        r"$\sqrt{36/256} = 0.375$",
        [0.375, 0.375],
        [(36 / 256) ** 0.5, (gaussian(3) ** 2).sum() ** 0.5],
    ),
    (
        "leaves an error of 12.8, where the small box left 14.9",
        [12.8, 14.9],
        np.round([error(gaussian(3)), error(box(3))], 1),
    ),
    (
        "has made errors of 18.8 only",
        [18.8],
        [round(error(identity(3)), 1)],
    ),
    (
        "That of five helps no longer, and that of seven harms",
        [True, True],
        [
            0.99 < error(box(5)) / error(identity(3)) < 1.01,
            error(box(7)) > 1.05 * error(identity(3)),
        ],
    ),
    (
        "the merged kernel $(1, 1) * (1, 1) = (1, 2, 1)$",
        [1, 2, 1],
        convolve([1, 1], [1, 1], padding=1),
    ),
    ("gives 1, 4, 6, 4, 1", [1, 4, 6, 4, 1], np.polymul([1, 2, 1], [1, 2, 1])),
    ("the other weights cancel", [0], [(emboss() - identity(3)).sum()]),
    ("$(-2, -1, 0)$, $(-1, 1, 1)$ and $(0, 1, 2)$", [-2, -1, 0, -1, 1, 1, 0, 1, 2], emboss().flat),
    ("it gives $(0, 80, 80, 0)$", [0, 80, 80, 0], correlate(STEP[0], [-1, 0, 1])),
    (r"$(1 + 2 + 1) \cdot 80 = 320$", [0, 320, 320, 0], correlate(STEP, sobel_x())[0]),
    ("Sobel x gives $-320$", [-320], [correlate(STEP[:, ::-1], sobel_x()).min()]),
    (
        r"$-320 + 2 \cdot 256 = 192$",
        [192, 192],
        [-320 + 2 * 256, np.array(-320).astype(np.uint8)],
    ),
    (
        "34% of this photograph's sums",
        [34, 34],
        [
            round(100 * (correlate(PHOTO, sobel_x(), padding=1, mode=mode) < 0).mean())
            for mode in ("edge", "reflect")
        ],
    ),
    (
        "with the rows $(0, 1, 0)$, $(1, -4, 1)$ and $(0, 1, 0)$, is the sum",
        [0, 1, 0, 1, -4, 1, 0, 1, 0],
        laplacian().flat,
    ),
    ("0 on an even slope too", [0], [correlate(np.indices((3, 3)).sum(0), laplacian())[0, 0]]),
    (
        "all rows are $(100, 100, 140, 140)$, they become $(100, 60, 180, 140)$",
        [100, 60, 180, 140],
        [100, *correlate(np.tile([100, 100, 140, 140], (3, 1)), sharpen())[0], 140],
    ),
    (
        r"$\sqrt{5^2 + 4} = 5.4$",
        [5.4, 5.4],
        np.round([(5**2 + 4) ** 0.5, (sharpen() ** 2).sum() ** 0.5], 1),
    ),
    (
        "with a 5 in the middle and four times $-1$ around it",
        [0, -1, 0, -1, 5, -1, 0, -1, 0],
        sharpen().flat,
    ),
    ("6 in place of 9, 14 in place of 49", [6, 9, 14, 49], [6, 3**2, 2 * 7, 7**2]),
    ("only 62 in place of 961", [62, 961], [2 * 31, 31**2]),
    ("the largest it can be", [3, 3], [LINE.sum(), correlate(LINES, LINE).max()]),
    (
        "nine 1s, gets a 3 as well, and a wall twice as bright gets a 6",
        [3, 6],
        [LINE.sum(), (2 * LINE).sum()],
    ),
    (
        "a 1 comes from the bar alone or from the dot alone, the 2 from both together",
        [1, 1, 2],
        [LINES[3:6, 2].sum(), LINES[:3, 1].sum(), LINES[1:4, 1].sum()],
    ),
    ("at row 46, column 70", [46, 70], found(46, 70)),
    (
        "a perfect copy of the kernel gets 6, at row 0 and column 3",
        [6, 6],
        [MEAN_FREE[0, 3], MEAN_FREE.max()],
    ),
    ("the extra dot beside it gets 5", [5], [MEAN_FREE[0, 0]]),
    (r"\frac{28 - 12}{16} = 1", [1, 1], [(28 - 12) / 16, UNSHARP.sum()]),
    (
        "$(-1, -2, -1)$, $(-2, 28, -2)$ and $(-1, -2, -1)$",
        [-1, -2, -1, -2, 28, -2, -1, -2, -1],
        16 * UNSHARP.ravel(),
    ),
    (r"= 804/256$", [804, 804], [28**2 + 4 * 2**2 + 4, 256 * (UNSHARP**2).sum()]),
    (r"\sqrt{804/256} = 1.77", [1.77], [round((804 / 256) ** 0.5, 2)]),
    ("finds row 24, column 67", [24, 67], found(50, 77)),
    (
        r"at row 50, column 77, with $\rho = 1$",
        [50, 77],
        np.unravel_index(ALIKE.argmax(), ALIKE.shape),
    ),
    ("does not overlap it reaches 0.71", [0.71], [round(max(APART), 2)]),
]
