"""Check your gradients: its equations as printed, and the numbers of its prose."""

from collections.abc import Callable, Iterable

import numpy as np
from sklearn.datasets import load_digits

from convcheck.suspects import SUSPECTS, TESTS
from convlib import (
    check_gradients,
    conv2d,
    conv2d_backward,
    convolve,
    correlate,
    flip,
    numerical_gradient,
    relu_backward,
    tanh_backward,
)
from tests.chapters.printed import Array, whole

NINE, KERNEL = np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])
BACK = np.array([[1, 2], [-1, 3]])
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def cube(x: float) -> float:
    return x**3


def measured(f: Callable[[float], float], x: float, h: float) -> float:
    return (f(x + h) - f(x - h)) / (2 * h)


def central_difference() -> None:
    rng = np.random.default_rng(0)
    x, w, dy = (rng.normal(size=n) for n in (6, 3, 4))
    loss = lambda x: np.sum(dy * np.tanh(correlate(x, w)))  # noqa: E731
    h = 1e-5
    found = [(loss(x + h * e) - loss(x - h * e)) / (2 * h) for e in np.eye(6)]
    wanted = numerical_gradient(lambda x: np.tanh(correlate(x, w)), x, dy)
    np.testing.assert_allclose(found, wanted, atol=1e-9)
    exact = convolve(tanh_backward(dy, correlate(x, w)), w, padding=2)
    np.testing.assert_allclose(found, exact, atol=1e-9)


def central_error() -> None:
    for h in (0.5, 0.1, 0.01):  # of a cubic the series ends: it is exact
        np.testing.assert_allclose(measured(cube, 2, h), 12 + h**2 / 6 * 6, rtol=1e-10)
    for h in (0.1, 0.01):  # sin' = cos, sin''' = −cos; what is left is of the fourth power
        rest = measured(np.sin, 1, h) - (np.cos(1) + h**2 / 6 * -np.cos(1))
        np.testing.assert_allclose(rest, h**4 / 120 * np.cos(1), rtol=0.01)


def step_error() -> None:
    eps = np.finfo(float).eps
    for h in 10.0 ** -np.arange(1, 12):
        errors = [abs(measured(np.sin, x, h) - np.cos(x)) for x in np.linspace(0.5, 1, 50)]
        bound = h**2 / 6 + eps / h  # |sin| and |cos| are at most 1
        assert bound / 20 < max(errors) < 2 * bound


def relative_error() -> None:
    for g, ghat, wanted in ((1000.001, 1000, 1e-6), (0.002, 0.003, 1 / 3), (-2, 2, 2), (5, 5, 0)):
        found = abs(g - ghat) / max(abs(g), abs(ghat))
        np.testing.assert_allclose(found, wanted, rtol=1e-5)
        assert found == abs(ghat - g) / max(abs(ghat), abs(g))  # whichever is the measured one


def tolerance() -> None:
    for slope in (0.0, 1.0, -1000.0):
        allowed = 1e-7 + 1e-6 * abs(slope)
        for part, passes in ((0.9, True), (1.1, False)):
            off = slope + part * allowed
            try:
                # Σ dy · slope · x, at a dy that is 1: the gradient is the slope.
                check_gradients(
                    lambda x, a=slope: a * x, lambda dy, x, b=off: b * dy, [1.0], rng=Ones()
                )
                found = True
            except AssertionError:
                found = False
            assert found is passes


class Ones(np.random.Generator):
    """A generator that draws 1."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(0))

    def standard_normal(self, size: tuple[int, ...]) -> Array:  # type: ignore[override]
        return np.ones(size)


def mean_blind() -> None:
    for kernel, delta in ((whole(3), whole(5)), (whole(2, 3), whole(4, 4))):
        dx = convolve(delta, kernel, padding=tuple(n - 1 for n in kernel.shape))
        assert sum(dx.flat) == sum(kernel.flat) * sum(delta.flat)


def adjoint() -> None:
    x, w, delta = whole(5, 6), whole(2, 3), whole(4, 4)
    y = correlate(x, w)
    dx = conv2d_backward(delta[None, None], x[None, None], w[None, None])[0][0, 0]
    forward = sum(delta[o] * y[o] for o in np.ndindex(4, 4))
    assert forward == sum(x[i] * dx[i] for i in np.ndindex(5, 6))


# label: the check, and the formula that it evaluates, as it is printed
EQUATIONS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-central-difference": (
        central_difference,
        r"\frac{\partial L}{\partial x_i} \approx "
        r"\frac{L(x + h \, e_i) - L(x - h \, e_i)}{2h}",
    ),
    "eq-central-error": (
        central_error,
        r"\frac{L(x + h) - L(x - h)}{2h} = L'(x) + \frac{h^2}{6} L'''(x) + \dots",
    ),
    "eq-step-error": (
        step_error,
        r"\text{error} \approx \frac{h^2}{6} \, |L'''| + \frac{\varepsilon}{h} \, |L|",
    ),
    "eq-relative-error": (
        relative_error,
        r"\text{relative error} = \frac{|g - \hat g|}{\max(|g|, |\hat g|)}",
    ),
    "eq-tolerance": (tolerance, r"|g - \hat g| \le 10^{-7} + 10^{-6} \, |\hat g|"),
    "eq-mean-blind": (
        mean_blind,
        r"\sum_i \frac{\partial L}{\partial x_i} = "
        r"\Big(\sum_k w_k\Big) \Big(\sum_o \delta_o\Big)",
    ),
    "eq-adjoint-test": (
        adjoint,
        r"\sum_o \delta_o \, y_o = \sum_i x_i \, \frac{\partial L}{\partial x_i}",
    ),
}


def losses_without_a_row() -> list[float]:
    """The first and the last loss of the loop that forgets the last row of dw."""
    three = load_digits().images[3] / 16
    target, guess, losses = correlate(three, SOBEL), np.zeros((3, 3)), []
    for _ in range(300):
        error = correlate(three, guess) - target
        losses.append(np.sum(error**2) / 2)
        guess -= 0.02 * correlate(three, error) * [[1], [1], [0]]
    assert not guess[2].any()
    return [round(losses[0], 1), round(losses[-1], 1)]


def single_precision() -> bool:
    """Whether in float32 no step comes closer than 1e-4 to the gradient of the chapter."""
    rng = np.random.default_rng(0)
    x, w, dy = (rng.normal(size=shape) for shape in ((6, 6), (3, 3), (4, 4)))
    dx = convolve(tanh_backward(dy, correlate(x, w)), w, padding=2)
    small = [array.astype(np.float32) for array in (x, w, dy)]
    loss = lambda x: np.sum(small[2] * np.tanh(correlate(x, small[1])))  # noqa: E731
    errors = []
    for h in 10.0 ** -np.arange(1, 7, dtype=np.float32):
        moves = np.float32(h) * np.eye(36, dtype=np.float32).reshape(36, 6, 6)
        slopes = [(loss(small[0] + m) - loss(small[0] - m)) / (2 * h) for m in moves]
        errors.append(np.abs(np.reshape(slopes, (6, 6)) - dx).max())
    return bool(min(errors) > 1e-4)


def one_number(blunt: str = "") -> list[list[str]]:
    """The suspects caught by each of the three equalities of the exercise."""
    rng = np.random.default_rng(0)
    x, w, dy = (rng.normal(size=n) for n in ((2, 1, 6, 6), (1, 1, 3, 3), (2, 1, 6, 6)))
    if blunt == "ones":
        dy = np.ones_like(dy)
    if blunt == "symmetric":
        w = w + flip(w[0, 0])
    forward = np.sum(dy * conv2d(x, w, padding=1))
    caught: list[list[str]] = [[], [], []]
    for name, suspect in SUSPECTS.items():
        dx, dw, db = suspect(dy, x, w, stride=1, padding=1)
        agree = [np.isclose(np.sum(x * dx), forward), np.isclose(np.sum(w * dw), forward)]
        agree.append(db.shape == (1,) and np.isclose(db[0], dy.sum()))
        for found, fine in zip(caught, agree, strict=True):
            found += [] if fine else [name]
    return caught


def let_go(blunt: str) -> list[str]:
    """The suspects that all three equalities let through."""
    return sorted(SUSPECTS.keys() - {name for found in one_number(blunt) for name in found})


FIRST, SECOND, THIRD = one_number()
FLIPPED = correlate(BACK, KERNEL, padding=1)
GATHERED = convolve(BACK, KERNEL, padding=1)
EPS = np.finfo(float).eps


def slips_through(name: str) -> int:
    """How many of the tests let this suspect pass."""
    return sum(test(SUSPECTS[name]) for test in TESTS.values())


# words of the chapter, what they say, what is computed
SAID: list[tuple[str, Iterable[float], Iterable[float]]] = [
    ("the loss still falls from 62.3 to 4.1", [62.3, 4.1], losses_without_a_row()),
    ("$(f(2.1) - f(2)) / 0.1 = 12.61$", [12.61], [round((cube(2.1) - cube(2)) / 0.1, 9)]),
    ("$(f(2.1) - f(1.9)) / 0.2 = 12.01$", [12.01], [round(measured(cube, 2, 0.1), 9)]),
    (
        r"that is $0.05 \cdot 12 = 0.6$; with $h^2 = 0.01$ it makes 12.61",
        [0.6, 12.61],
        [0.1 / 2 * 6 * 2, 12 + 0.1 / 2 * 6 * 2 + 0.1**2],
    ),
    (r"\varepsilon = 2 \cdot 10^{-16}", [2e-16], [float(f"{EPS:.0e}")]),
    (r"\approx 6 \cdot 10^{-6}$, which", [6e-6], [float(f"{np.cbrt(EPS):.0e}")]),
    (r"where $\varepsilon$ is $10^{-7}$", [1e-7], [float(f"{np.finfo(np.float32).eps:.0e}")]),
    ("never gets closer than $10^{-4}$", [True], [single_precision()]),
    (
        "the relative error is $4/3$",
        [4 / 3],
        [abs(1e-12 - -3e-12) / max(abs(1e-12), abs(-3e-12))],
    ),
    ("a millionth of it. Beside 0.002 it is half", [1e-6, 0.5], [0.001 / 1000, 0.001 / 0.002]),
    ("both sums are 30", [30, 30], [FLIPPED.sum(), GATHERED.sum()]),
    ("8 of the 9 cells are wrong", [8, 9], [np.sum(FLIPPED != GATHERED), GATHERED.size]),
    (
        "only the last one catches all six",
        [0] * 6,
        [TESTS["every entry"](s) for s in SUSPECTS.values()],
    ),
    ("each suspect slips through some test", [True] * 6, [slips_through(s) > 0 for s in SUSPECTS]),
    (
        "it catches every bug in `dx` of our table",
        [False] * 3,
        [TESTS["adjoint"](SUSPECTS[name]) for name in ("flip", "=", "no dy")],
    ),
    ("where `relu_backward` says 0", [0], relu_backward([1], [0])),
    ("$(3.5^2 - 3^2) / 0.5 = 6.5$", [6.5], [(3.5**2 - 3**2) / 0.5]),
    ("$(3.5^2 - 2.5^2) / 1 = 6$", [6], [3.5**2 - 2.5**2]),
    ("The first catches *flip*, *=* and *no dy*", [1], [FIRST == ["flip", "=", "no dy"]]),
    ("the second *mean*, *unpadded* and", [1], [SECOND == ["mean", "unpadded", "no dy"]]),
    ("the third *batch*, *mean* and *no dy*", [1], [THIRD == ["mean", "batch", "no dy"]]),
    ("a $\\delta$ of ones lets *no dy* through", [1], [let_go("ones") == ["no dy"]]),
    ("a symmetric kernel lets *flip* through", [1], [let_go("symmetric") == ["flip"]]),
    (
        r"a step near $6 \cdot 10^{-6}$ and an error near $4 \cdot 10^{-11}$",
        [6e-6, 4e-11],
        [float(f"{EPS ** (1 / 3):.0e}"), float(f"{EPS ** (2 / 3):.0e}")],
    ),
    ("a step near $10^{-8}$", [1e-8], [float(f"{EPS**0.5:.0e}")]),
]
