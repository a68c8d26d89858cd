"""What the page of conventions says of NumPy and SciPy, tried on them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import ndimage, signal

from convlib import convolve, correlate, output_size

PAGE = (Path(__file__).parents[2] / "reference" / "conventions.md").read_text("utf-8")


def cells(line: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


COLUMNS = cells(next(line for line in PAGE.splitlines() if "`00abcd00`" in line))
X = np.array([[1, 20, 300, 4000, 50000]])
BEFORE = {
    "numpy.convolve": (lambda w: np.convolve(X[0], w[0], "same"), convolve),
    "numpy.correlate": (lambda w: np.correlate(X[0], w[0], "same"), correlate),
    "scipy.signal.convolve": (lambda w: signal.convolve(X, w, "same"), convolve),
    "scipy.signal.correlate": (lambda w: signal.correlate(X, w, "same"), correlate),
    "scipy.signal.convolve2d": (lambda w: signal.convolve2d(X, w, "same"), convolve),
    "scipy.ndimage.correlate": (lambda w: ndimage.correlate(X, w, mode="constant"), correlate),
}
AFTER = {
    "scipy.signal.correlate2d": (lambda w: signal.correlate2d(X, w, "same"), correlate),
    "scipy.ndimage.convolve": (lambda w: ndimage.convolve(X, w, mode="constant"), convolve),
}
EDGES = [  # ours, NumPy's pad, SciPy's ndimage, SciPy's signal
    ("zeros", "constant", "constant", "fill"),
    ("edge", "edge", "nearest", None),
    ("reflect", "reflect", "mirror", None),
    (None, "symmetric", "reflect", "symm"),
    ("wrap", "wrap", "wrap", "wrap"),
]


@pytest.mark.parametrize("name", [*BEFORE, *AFTER])
@pytest.mark.parametrize("weights", [(1, 3), (1, 3, 7, 2)])
def test_the_odd_cell_of_same_goes_where_the_page_says(name: str, weights: tuple[int]) -> None:
    call: Callable[[Any], Any]
    call, slide = (BEFORE | AFTER)[name]
    kernel = np.array([weights])
    few, more = (len(weights) - 1) // 2, len(weights) // 2
    sides = (more, few) if name in BEFORE else (few, more)
    wanted = slide(X, kernel, padding=((0, 0), sides))
    np.testing.assert_array_equal(np.atleast_2d(call(kernel)), wanted)


@pytest.mark.parametrize(("ours", "pad", "in_ndimage", "in_signal"), EDGES)
def test_beyond_the_edge_stands_what_the_page_says(
    ours: str | None, pad: str, in_ndimage: str, in_signal: str | None
) -> None:
    row, kernel = np.array([5, 7, 11, 13]), np.array([1, 10, 100, 1000, 10000])
    beyond = np.pad(row, 2, mode=pad)  # type: ignore[call-overload]
    wanted = correlate(beyond, kernel)
    np.testing.assert_array_equal(ndimage.correlate(row, kernel, mode=in_ndimage), wanted)
    letters = dict(zip((0, 5, 7, 11, 13), "0abcd", strict=True))
    column = COLUMNS.index(f"`{''.join(letters[n] for n in beyond)}`")
    names = {"this book": ours, "NumPy and JAX `pad`": pad, "SciPy `ndimage`": in_ndimage}
    for library, name in (names | {"SciPy `signal`": in_signal}).items():
        (line,) = (r for r in PAGE.splitlines() if r.startswith(f"| {library} | "))
        assert cells(line)[column] == (name or "")
    if ours:
        np.testing.assert_array_equal(correlate(row, kernel, padding=2, mode=ours), wanted)
    if in_signal:
        got = signal.correlate2d(row[None], kernel[None], mode="same", boundary=in_signal)
        np.testing.assert_array_equal(got[0], wanted)


def test_the_correlations_of_numpy_and_scipy_take_the_conjugate() -> None:
    x, w = np.array([[1 + 1j, 2, 3j]]), np.array([[2j, 1, 1 - 1j]])
    wanted = (x * w.conj()).sum()
    got = [
        np.correlate(x[0], w[0]).item(),
        signal.correlate(x, w, "valid").item(),
        signal.correlate2d(x, w, "valid").item(),
        ndimage.correlate(x, w, mode="constant")[0, 1],
    ]
    np.testing.assert_allclose(got, wanted)
    np.testing.assert_allclose(correlate(x, w).item(), (x * w).sum())


def test_the_two_ways_to_write_valid_are_one_number() -> None:
    for n in range(1, 30):
        for k, s, d in [(1, 1, 1), (3, 2, 1), (2, 3, 2), (4, 5, 1), (3, 1, 3)]:
            if n >= d * (k - 1) + 1:
                assert -(-(n - d * (k - 1)) // s) == output_size(n, k, stride=s, dilation=d)


def test_keras_same_pads_less_before_than_pytorch_at_stride_2() -> None:
    """Cells as many as ⌈N/S⌉ windows need, half of them before, rounded down."""
    need = (8 // 2 - 1) * 2 + 3 - 8
    assert (need // 2, need - need // 2) == (0, 1)
    assert output_size(8, 3, stride=2, padding=1) == 4 == -(-8 // 2)
