"""Numbers that stand in the prose are those that convlib computes."""

from pathlib import Path

import numpy as np
import pytest

from convlib import convolve, correlate, flip

CHAPTERS = Path(__file__).parents[2] / "chapters"
PICTURE, KERNEL = np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])
FIRST = [KERNEL[m] * PICTURE[m] for m in np.ndindex(2, 2)]
DIAGONAL = [KERNEL[m, m] * PICTURE[m, m] for m in range(2)]
FULL = convolve(PICTURE, KERNEL, padding=1)
RISING, SLOPE = np.array([0, 1, 4, 9]), np.array([-1, 0, 1])
X, W = np.array([1, 2, 0, 3]), np.array([2, -1])


def slipped(i: int, j: int) -> int:
    """E1: g(i − x, i − y) in place of g(i − x, j − y), with g 0 outside its cells."""
    del j  # it does not occur in the formula as printed: that is the slip
    cells = [(x, y) for x in range(3) for y in range(3) if {i - x, i - y} <= {0, 1}]
    return int(sum(PICTURE[x, y] * KERNEL[i - x, i - y] for x, y in cells))


# chapter, its words, what they say, what is computed
SAID = [
    ("01", r"$0 \cdot 0 + 1 \cdot 1 + 3 \cdot 2 + 4 \cdot 3 = 19$", [19], [sum(FIRST)]),
    ("01", "three stops give 25, 37 and 43", [25, 37, 43], correlate(PICTURE, KERNEL).flat[1:]),
    ("01", r"$0 \cdot 0 + 3 \cdot 2 = 6$", [6], [PICTURE[:2, 0] @ KERNEL[:, 0]]),
    ("01", r"$1 \cdot 1 + 4 \cdot 3 = 13$", [13], [PICTURE[:2, 1] @ KERNEL[:, 1]]),
    ("01", r"4 \cdot 3 = 12$. None of them is 19", [12, 19], [sum(DIAGONAL), sum(FIRST)]),
    ("01", "cells $(1, 1)$ and $(1, 2)$ are 5 and 11", [5, 11], FULL[1, 1:3]),
    ("01", "the formula as printed gives 5 twice", [5, 5], [slipped(1, j) for j in (1, 2)]),
    ("01", "which gives 5, 11, 23, 29", [5, 11, 23, 29], convolve(PICTURE, KERNEL).flat),
    ("01", "$(1 + 2z)(1 + 3z) = 1 + 5z + 6z^2$", [1, 5, 6], np.polymul([1, 2], [1, 3])),
    ("01", "its correlation is $(4, 8)$", [4, 8], correlate(RISING, SLOPE)),
    ("01", "Its convolution is $(-4, -8)$", [-4, -8], convolve(RISING, SLOPE)),
    ("01", r"$0 \cdot 2 + 3 \cdot (-1) = -3$", [0, 4, -3], correlate(X, W)),
    ("01", r"(-1) + 2 \cdot 2 = 3$, then $-2$, then 6", [3, -2, 6], convolve(X, W)),
    ("01", "If 1, 2, 3 comes out", [1, 2, 3], convolve(np.eye(5)[2], np.array([1, 2, 3]))),
    ("01", "if 3, 2, 1, it correlates", [3, 2, 1], correlate(np.eye(5)[2], np.array([1, 2, 3]))),
]


@pytest.mark.parametrize(("chapter", "words", "said", "computed"), SAID)
def test_a_number_in_the_prose_is_the_computed_one(
    chapter: str, words: str, said: list[float], computed: list[float]
) -> None:
    (source,) = CHAPTERS.glob(f"{chapter}-*.md")
    assert words in source.read_text("utf-8")
    np.testing.assert_array_equal(said, list(computed))


def test_the_flip_of_the_sources_kernel_counts_up() -> None:
    """S0.2."""
    down = np.arange(9, 0, -1).reshape(3, 3)
    np.testing.assert_array_equal(flip(down), np.arange(1, 10).reshape(3, 3))
