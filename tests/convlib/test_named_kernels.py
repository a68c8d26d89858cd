import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from convlib import correlate, kernels
from tests.convlib.cases import quick

RISING_RIGHT = np.tile(np.arange(5), (5, 1))


def test_the_binomial_gaussian_is_a_sixteenth_of_121_242_121():
    assert (kernels.gaussian(3) * 16 == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]).all()
    assert (kernels.gaussian(5, ndim=1) * 16 == [1, 4, 6, 4, 1]).all()


@quick
@given(st.integers(1, 9), st.floats(0.3, 5), st.integers(1, 2))
def test_a_sampled_gaussian_follows_the_bell_and_sums_to_one(size, sigma, ndim):
    w = kernels.gaussian(size, sigma, ndim)
    t = np.arange(size) - (size - 1) / 2
    bell = np.exp(-(t**2) / (2 * sigma**2))
    expected = bell if ndim == 1 else np.outer(bell, bell)
    np.testing.assert_allclose(w, expected / expected.sum(), rtol=1e-12, atol=0)


@pytest.mark.parametrize("sigma", [5e-324, 1e-200, 1e308])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_an_extreme_bell_is_still_a_mean(size, sigma):
    w = kernels.gaussian(size, sigma, ndim=1)
    assert w.sum() == pytest.approx(1)
    assert (w == w[::-1]).all()
    assert (w >= 0).all()


def test_a_wide_binomial_bell_neither_overflows_nor_loses_its_sum():
    assert kernels.gaussian(1500, ndim=1).sum() == pytest.approx(1)


def test_a_box_is_the_mean_of_its_cells():
    assert (kernels.box(3) == np.full((3, 3), 1 / 9)).all()
    assert (kernels.box((2, 5)) == np.full((2, 5), 1 / 10)).all()
    assert kernels.box(4, ndim=3).shape == (4, 4, 4)


@pytest.mark.parametrize("size", [1, 3, (3, 5)])
def test_the_identity_has_a_single_one_in_its_middle(size):
    x = np.arange(30).reshape(5, 6)
    w = kernels.identity(size)
    assert w.dtype == np.int64
    assert (correlate(x, w, padding="same") == x).all()


def test_slopes_are_scipys():
    x = np.random.default_rng(1).integers(-9, 9, (6, 7))
    for name, axis in (("x", 1), ("y", 0)):
        w = getattr(kernels, f"sobel_{name}")()
        expected = ndimage.sobel(x, axis=axis, mode="nearest")
        assert (correlate(x, w, padding=1, mode="edge") == expected).all()


def test_slopes_answer_positively_where_brightness_rises_to_the_right_or_downwards():
    assert (correlate(RISING_RIGHT, kernels.sobel_x()) == 8).all()
    assert (correlate(RISING_RIGHT, kernels.sobel_y()) == 0).all()
    assert (correlate(RISING_RIGHT.T, kernels.sobel_y()) == 8).all()


def test_the_laplacian_is_scipys_and_positive_in_a_dark_spot():
    x = np.random.default_rng(2).integers(-9, 9, (6, 7))
    expected = ndimage.laplace(x, mode="nearest")
    assert (correlate(x, kernels.laplacian(), padding=1, mode="edge") == expected).all()
    assert correlate([[1, 1, 1], [1, 0, 1], [1, 1, 1]], kernels.laplacian()).tolist() == [[4]]


def test_sharpening_adds_the_missing_detail_and_leaves_a_flat_area():
    assert kernels.sharpen().tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert kernels.sharpen().dtype == np.int64
    assert kernels.sharpen(0.5).tolist() == [[0, -0.5, 0], [-0.5, 3, -0.5], [0, -0.5, 0]]
    assert (kernels.sharpen(0) == kernels.identity(3)).all()
    assert kernels.sharpen(2**60)[1, 1] == 2**62 + 1
    assert kernels.sharpen(np.int8(100)).dtype == np.int64
    assert kernels.sharpen(np.int8(100))[1, 1] == 401
    assert kernels.sharpen(np.float16(0.5)).dtype == np.float64
    for amount in (0, 1, 3, 0.25):
        assert kernels.sharpen(amount).sum() == 1


def test_emboss_by_hand():
    assert kernels.emboss().tolist() == [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]


@pytest.mark.parametrize("name", ["sobel_x", "sobel_y"])
def test_a_slope_kernel_is_separable_and_blind_to_a_flat_area(name):
    w = getattr(kernels, name)()
    assert w.dtype == np.int64
    assert np.linalg.matrix_rank(w) == 1
    assert w.sum() == 0


def test_each_call_gives_a_fresh_array():
    kernels.sobel_x()[:] = 0
    kernels.laplacian()[:] = 0
    assert kernels.sobel_x().any()
    assert kernels.laplacian().any()
