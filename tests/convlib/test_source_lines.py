"""What the source documents teach and where they slip, each printed formula in plain loops."""

from itertools import product

import numpy as np
import pytest
import sympy
from scipy.integrate import quad

from convlib import (
    convolve,
    correlate,
    effective_kernel_size,
    flip,
    kernels,
    output_size,
    same_padding,
    taps,
)

ROWS = ["100100", "110100", "100100", "111111", "100100", "100100"]
PICTURE = np.array([[int(cell) for cell in row] for row in ROWS])
X = np.array([[3, 1, 4, 1, 5], [9, 2, 6, 5, 3], [5, 8, 9, 7, 9], [3, 2, 3, 8, 4]])
W = np.array([[2, -1, 0], [7, 1, -3]])


def test_convolution_is_correlation_with_the_doubly_flipped_kernel():
    """S0.2, K(m, n) = K'(M − 1 − m, N − 1 − n)."""
    given = np.array([[9, 8, 7], [6, 5, 4], [3, 2, 1]])
    flipped = np.zeros_like(given)
    for m, n in product(range(3), repeat=2):
        flipped[m, n] = given[3 - 1 - m, 3 - 1 - n]
    assert flipped.tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert (flip(given) == flipped).all()
    x = np.arange(20).reshape(4, 5) ** 2
    assert (convolve(x, flipped) == correlate(x, given)).all()


def test_a_figure_that_slides_the_kernel_as_printed_shows_the_correlation():
    """S0.3: laying the printed kernel on a patch gives the correlation, not the convolution."""
    drawn = (X[0:2, 0:3] * W).sum()
    assert correlate(X, W)[0, 0] == drawn == 52
    assert convolve(X, W)[0, 0] == (X[0:2, 0:3] * W[::-1, ::-1]).sum() == 30


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_the_printed_sums_run_over_one_index_for_each_axis(axes):
    """S2.3, [f * g](i, j, k) = Σ_p Σ_q Σ_r f(p, q, r) g(i + p, j + q, k + r), p, q, r = 1, …, d."""
    rng = np.random.default_rng(axes)
    f, g = rng.integers(-9, 10, (2,) * axes), rng.integers(-9, 10, (4, 5, 3)[:axes])
    y = correlate(g, f)
    for i in np.ndindex(y.shape):
        total = 0
        for p in product((1, 2), repeat=axes):
            # The printed indices begin at 1, an array's at 0.
            at = tuple(shift + index - 1 for shift, index in zip(i, p, strict=True))
            total += f[tuple(index - 1 for index in p)] * g[at]
        assert y[i] == total


def test_a_sum_over_p_alone_misses_terms_however_q_is_read():
    """E2: the printed 2-D sum names p only; fixing q or letting q = p both give another value."""
    y = correlate(X, [[1, 2], [3, 4]])
    f = {(1, 1): 1, (1, 2): 2, (2, 1): 3, (2, 2): 4}
    right = sum(f[p, q] * X[p - 1, q - 1] for p in (1, 2) for q in (1, 2))
    assert y[0, 0] == right == 40
    slipped = {
        "q = 1": sum(f[p, 1] * X[p - 1, 0] for p in (1, 2)),
        "q = 2": sum(f[p, 2] * X[p - 1, 1] for p in (1, 2)),
        "q = p": sum(f[p, p] * X[p - 1, p - 1] for p in (1, 2)),
    }
    assert slipped == {"q = 1": 30, "q = 2": 10, "q = p": 11}


def test_the_worked_example_gives_19_25_37_43():
    """S2.4."""
    x, w = np.arange(9).reshape(3, 3), [[0, 1], [2, 3]]
    assert correlate(x, w)[0, 0] == 0 * 0 + 1 * 1 + 2 * 3 + 3 * 4
    assert correlate(x, w)[0, 1] == 0 * 1 + 1 * 2 + 2 * 4 + 3 * 5
    assert correlate(x, w).tolist() == [[19, 25], [37, 43]]


def test_without_padding_or_stride_the_result_has_h_minus_k_plus_one_rows():
    """S2.5."""
    for height, kernel in product(range(1, 9), repeat=2):
        if kernel <= height:
            assert output_size((height, 9), (kernel, 2)) == (height - kernel + 1, 8)
    assert correlate(X, W).shape == (4 - 2 + 1, 5 - 3 + 1)


def test_the_integral_of_two_boxes_is_the_triangle_that_the_discrete_sum_approaches():
    """S3.1, (f * g)(t) = ∫ f(u) g(t − u) du."""

    def box(u):
        return 1.0 if 0 <= u < 1 else 0.0

    n = 100
    samples = np.ones(n)
    steps = convolve(samples, samples, padding=n - 1) / n
    for t in (0.25, 0.5, 1.0, 1.5):
        integral = quad(lambda u, t=t: box(u) * box(t - u), 0, 1, points=[t % 1])[0]
        assert integral == pytest.approx(min(t, 2 - t), abs=1e-9)
        assert steps[round(t * n) - 1] == pytest.approx(integral, abs=1e-9)


def printed_convolution(f, g, i, column_of_g):
    """Evaluate Σ_x Σ_y f(x, y) g(i − x, ·), g being zero outside its range."""
    total = 0
    for x, y in product(*map(range, f.shape)):
        row, column = i - x, column_of_g(y)
        if 0 <= row < g.shape[0] and 0 <= column < g.shape[1]:
            total += f[x, y] * g[row, column]
    return total


def test_the_discrete_form_has_j_minus_y_and_i_minus_y_is_right_on_the_diagonal_only():
    """S3.1 and E1: g(i − x, j − y), not g(i − x, i − y)."""
    f, g = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), np.array([[1, 3, 9], [2, 7, 5], [8, 4, 6]])
    y = convolve(f, g, padding=2)
    right, slipped = np.zeros_like(y), np.zeros_like(y)
    for i, j in np.ndindex(y.shape):
        right[i, j] = printed_convolution(f, g, i, lambda col, j=j: j - col)
        slipped[i, j] = printed_convolution(f, g, i, lambda col, i=i: i - col)
    assert (y == right).all()
    assert ((y == slipped) == np.eye(5, dtype=bool)).all()


def test_the_smoothing_kernels_are_a_sixteenth_of_121_242_121_and_a_ninth_of_ones():
    """S3.2."""
    assert (16 * kernels.gaussian(3) == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]).all()
    assert (kernels.box(3) == np.ones((3, 3)) / 9).all()
    flat = np.full((5, 5), 7.0)
    for w in (kernels.gaussian(3), kernels.box(3)):
        np.testing.assert_allclose(correlate(flat, w), 7, rtol=1e-15)


def test_a_column_of_ones_finds_the_vertical_strokes_of_the_picture():
    """S3.3."""
    w = [[1, 0, 0], [1, 0, 0], [1, 0, 0]]
    y = correlate(PICTURE, w)
    assert ["".join(map(str, row)) for row in y] == ["3103", "3213", "3113", "3113"]


def test_a_ring_of_zeros_makes_a_three_by_three_image_five_by_five_and_keeps_the_size():
    """S3.6."""
    image = np.arange(1, 10).reshape(3, 3)
    assert same_padding((3, 3)) == ((1, 1), (1, 1))
    ring = correlate(image, [[1]], padding=1)
    assert ring.shape == (5, 5)
    assert (ring[1:-1, 1:-1] == image).all()
    assert ring.sum() == image.sum()
    assert correlate(image, np.ones((3, 3)), padding="same").shape == (3, 3)


def test_seven_cells_under_three_at_stride_two_give_three():
    """S3.7."""
    assert output_size((7, 7), 3, stride=2) == (3, 3)
    starts = [start for start in range(0, 7, 2) if start + 3 <= 7]
    assert len(starts) == 3


def test_the_quiz_gives_98_by_130():
    """S3.8, the spatial part."""
    assert output_size((480, 640), 5, stride=5, padding=5) == (98, 130)
    assert correlate(np.ones((480, 640)), np.ones((5, 5)), 5, 5).shape == (98, 130)


def test_a_three_by_three_filter_at_dilation_two_covers_five_by_five():
    """S3.9."""
    assert effective_kernel_size((3, 3), 2) == (5, 5)
    _, inp, _ = taps((5, 5), (3, 3), dilation=2)
    drawn = np.full((5, 5), "0")
    drawn[tuple(inp.T)] = "F"
    assert ["".join(row) for row in drawn] == ["F0F0F", "00000", "F0F0F", "00000", "F0F0F"]


def test_symbols_print_the_sums_of_the_worked_example():
    """S3.10."""
    w11, w12, w21, w22 = sympy.symbols("w11 w12 w21 w22")
    y = correlate([[1, 1, 0], [1, 1, 0], [1, 0, 0]], [[w11, w12], [w21, w22]])
    assert [[str(cell) for cell in row] for row in y] == [
        ["w11 + w12 + w21 + w22", "w11 + w21"],
        ["w11 + w12 + w21", "w11"],
    ]
    assert sympy.diff(sum(y.flat), w11) == 4


def test_a_size_formula_without_padding_dilation_or_floor_goes_wrong():
    """E8: (N − F) / S + 1 against ⌊(N + 2P − D(K − 1) − 1) / S⌋ + 1."""

    def slipped(n, k, s):
        return (n - k) / s + 1

    assert slipped(7, 3, 2) == output_size(7, 3, 2) == 3
    assert (slipped(480, 5, 5), slipped(640, 5, 5)) == (96, 128)
    assert slipped(8, 3, 2) == 3.5
    assert output_size(8, 3, 2) == 3
    assert slipped(7, 3, 1) == 5
    assert output_size(7, 3, dilation=2) == 3
    for n, k, s, p, d in product(range(5, 9), (1, 2, 3), (1, 2, 3), (0, 1), (1, 2)):
        assert output_size(n, k, s, p, d) == (n + 2 * p - d * (k - 1) - 1) // s + 1


def test_leaving_out_the_flip_loses_associativity():
    """E10: with a = 1, b = (1, 2), c = (1, 3), (a ⋆ b) ⋆ c = (6, 5, 1), a ⋆ (b ⋆ c) = (2, 7, 3)."""
    a, b, c = np.array([1]), np.array([1, 2]), np.array([1, 3])

    def full(operation, x, w):
        return operation(x, w, padding=len(w) - 1).tolist()

    left = full(correlate, full(correlate, a, b), c)
    right = full(correlate, a, full(correlate, b, c))
    assert (left, right) == ([6, 5, 1], [2, 7, 3])
    left = full(convolve, full(convolve, a, b), c)
    right = full(convolve, a, full(convolve, b, c))
    assert left == right == [1, 5, 6]


def test_a_kernel_given_by_hand_answers_with_the_opposite_sign_when_it_is_flipped():
    """E10: sobel_x used by convolve says that brightness falls where it rises."""
    rising = np.tile(np.arange(5), (4, 1))
    assert (correlate(rising, kernels.sobel_x()) == 8).all()
    assert (convolve(rising, kernels.sobel_x()) == -8).all()
