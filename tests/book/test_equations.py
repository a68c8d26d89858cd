"""Each labelled equation, evaluated as printed with plain loops, is what convlib computes."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convlib import convolve, correlate, flip

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.md"))
RNG = np.random.default_rng(3)
Array = np.ndarray[Any, Any]


def ints(*shape: int) -> Array:
    """Random whole numbers, small enough to be exact everywhere."""
    return RNG.integers(-9, 10, shape)


def at(x: Array, *index: int) -> Any:
    """A cell, or 0 outside: textbooks let indices run over all whole numbers."""
    inside = all(0 <= i < n for i, n in zip(index, x.shape, strict=True))
    return x[index] if inside else 0


def valid(x: Array, w: Array) -> Iterator[tuple[int, ...]]:
    """The output cells whose window lies inside the input."""
    return product(*(range(n - k + 1) for n, k in zip(x.shape, w.shape, strict=True)))


def correlation_1d() -> None:
    x, w = ints(7), ints(3)
    y = [sum(w[k] * x[o + k] for k in range(3)) for o in range(5)]
    np.testing.assert_array_equal(correlate(x, w), y)


def correlation_2d() -> None:
    x, w = ints(5, 6), ints(2, 3)
    y = correlate(x, w)
    for i, j in valid(x, w):
        assert y[i, j] == sum(w[m, n] * x[i + m, j + n] for m in range(2) for n in range(3))


def correlation_nd() -> None:
    for axes in (1, 2, 3, 4):
        x, w = ints(*[4, 5, 3, 3][:axes]), ints(*[2, 3, 1, 2][:axes])
        y = correlate(x, w)
        for o in valid(x, w):
            cells = np.ndindex(w.shape)
            assert y[o] == sum(w[k] * x[tuple(np.add(o, k))] for k in cells)


def correlation_3d() -> None:
    x, w = ints(4, 3, 5), ints(2, 2, 3)
    y = correlate(x, w)
    for i, j, l in valid(x, w):  # noqa: E741 (the letter of the formula)
        cells = product(range(2), range(2), range(3))
        assert y[i, j, l] == sum(w[m, n, p] * x[i + m, j + n, l + p] for m, n, p in cells)


def convolution_1d() -> None:
    x, w = ints(7), ints(3)
    y = [sum(w[k] * x[o + 3 - 1 - k] for k in range(3)) for o in range(5)]
    np.testing.assert_array_equal(convolve(x, w), y)


def flipping() -> None:
    k = ints(2, 3)
    turned = flip(k)
    for m, n in np.ndindex(2, 3):
        assert turned[m, n] == k[2 - 1 - m, 3 - 1 - n]


def convolution_full() -> None:
    x, w = ints(6), ints(4)
    y = [sum(w[k] * at(x, n - k) for k in range(4)) for n in range(9)]
    np.testing.assert_array_equal(convolve(x, w, padding=3), y)


def convolution_2d() -> None:
    f, g = ints(3, 4), ints(2, 3)
    y = convolve(f, g, padding=(1, 2))
    for i, j in np.ndindex(y.shape):
        cells = list(np.ndindex(f.shape))
        assert y[i, j] == sum(f[c] * at(g, i - c[0], j - c[1]) for c in cells)
    slipped = np.array(
        [[sum(f[c] * at(g, i - c[0], i - c[1]) for c in cells) for _ in range(6)] for i in range(4)]
    )
    assert (slipped == slipped[:, :1]).all()
    assert not np.array_equal(slipped, y)


def convolution_integral() -> None:
    errors = []
    for step in (0.02, 0.01, 0.005):
        time = np.arange(0, 3, step)
        f, g = (time < 1) * 1.0, np.exp(-time)
        exact = np.where(time < 1, 1 - np.exp(-time), np.exp(1 - time) - np.exp(-time))
        got = convolve(f, g, padding=len(time) - 1)[: len(time)] * step
        errors.append(np.abs(got - exact).max())
    assert errors[0] <= 0.02 * 1.01
    np.testing.assert_allclose(np.divide(errors[:-1], errors[1:]), 2, rtol=0.1)


def associative() -> None:
    x, a, b = ints(5), ints(3), ints(2)
    for slide, equal in ((convolve, True), (correlate, False)):
        twice = slide(slide(x, a, padding=2), b, padding=1)
        once = slide(x, slide(a, b, padding=1), padding=3)
        assert np.array_equal(twice, once) is equal
    chained = correlate(correlate(x, a, padding=2), b, padding=1)
    np.testing.assert_array_equal(chained, correlate(x, convolve(a, b, padding=1), padding=3))


# label: the check, and the formula that it evaluates, as it is printed
CHECKS: dict[str, tuple[Callable[[], None], str]] = {
    "eq-correlation-1d": (
        correlation_1d,
        r"y_o = \sum_{k=0}^{K-1} w_k \, x_{o+k}",
    ),
    "eq-correlation-2d": (
        correlation_2d,
        r"y_{r,c} = \sum_{m=0}^{M-1} \sum_{n=0}^{N-1} w_{m,n} \, x_{r+m,\; c+n}",
    ),
    "eq-correlation-nd": (
        correlation_nd,
        r"y_{\mathbf o} = \sum_{\mathbf k} w_{\mathbf k} \, x_{\mathbf o + \mathbf k}",
    ),
    "eq-correlation-3d": (
        correlation_3d,
        r"y_{q,r,c} = \sum_{l} \sum_{m} \sum_{n} w_{l,m,n} \, x_{q+l,\; r+m,\; c+n}",
    ),
    "eq-convolution-1d": (
        convolution_1d,
        r"y_o = \sum_{k=0}^{K-1} w_k \, x_{o + K - 1 - k}",
    ),
    "eq-flip": (
        flipping,
        r"\tilde w_{m,n} = w_{M-1-m,\; N-1-n}",
    ),
    "eq-convolution-full": (
        convolution_full,
        r"(x * w)_n = \sum_{k} w_k \, x_{n-k}",
    ),
    "eq-convolution-2d": (
        convolution_2d,
        r"(f * g)(i, j) = \sum_{x} \sum_{y} f(x, y) \, g(i - x,\; j - y)",
    ),
    "eq-convolution-integral": (
        convolution_integral,
        r"(f * g)(t) = \int_{-\infty}^{\infty} f(\tau) \, g(t - \tau) \, d\tau",
    ),
    "eq-associative": (
        associative,
        r"(x * a) * b = x * (a * b)",
    ),
}


@pytest.mark.parametrize("label", CHECKS)
def test_the_equation_as_printed_is_what_convlib_computes(label: str) -> None:
    check, _ = CHECKS[label]
    check()


def test_every_labelled_equation_of_every_chapter_is_the_one_that_is_checked() -> None:
    labelled = re.compile(r"^\$\$(.*)\$\$ \((eq-[\w-]+)\)$", re.M)
    printed = [found for c in CHAPTERS for found in labelled.findall(c.read_text("utf-8"))]
    assert {label: formula for formula, label in printed} == {
        label: formula for label, (_, formula) in CHECKS.items()
    }
    everywhere = sum(c.read_text("utf-8").count("(eq-") for c in CHAPTERS)
    assert len(printed) == len(CHECKS) == everywhere
