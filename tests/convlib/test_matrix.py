"""The taps as a sparse matrix and as columns; S4.3 and S4.4."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import toeplitz
from scipy.sparse import issparse

from convlib import conv2d, conv2d_backward, correlate, taps
from convlib.matrix import col2im, conv_matrix, im2col
from tests.convlib.cases import filled_cases, quick, sum_over_taps, taps_by_loops

RNG = np.random.default_rng(8)
PLAIN = [1, 2, 3]


def ints(*shape):
    return RNG.integers(-9, 10, shape)


def test_the_matrix_of_a_square_image_and_a_square_kernel_has_four_rows_of_nine():
    """S4.3: W is 4×9, its four values stand where the printed figure has them."""
    matrix = conv_matrix([[1, 2], [3, 4]], (3, 3))
    assert matrix.toarray().tolist() == [
        [1, 2, 0, 3, 4, 0, 0, 0, 0],
        [0, 1, 2, 0, 3, 4, 0, 0, 0],
        [0, 0, 0, 1, 2, 0, 3, 4, 0],
        [0, 0, 0, 0, 1, 2, 0, 3, 4],
    ]
    assert set(matrix.data) == {1, 2, 3, 4}


def test_the_matrix_times_the_flattened_image_is_the_output():
    """S4.3: h = W·x with the image and the output flattened row by row."""
    x, w = np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])
    assert (conv_matrix(w, (3, 3)) @ x.ravel()).tolist() == [19, 25, 37, 43]


def test_full_connection_has_36_weights_local_16_and_sharing_leaves_4():
    """S4.4."""
    inputs, outputs = 9, 4
    assert inputs * outputs == 36
    w = RNG.permutation(np.arange(1, 5)).reshape(2, 2)
    matrix = conv_matrix(w, (3, 3))
    assert matrix.nnz == len(taps((3, 3), (2, 2))[0]) == 16
    assert len(np.unique(matrix.data)) == 4
    seen = [np.count_nonzero(column) for column in matrix.toarray().T]
    assert np.reshape(seen, (3, 3)).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_a_signal_gives_a_toeplitz_matrix():
    w = ints(3)
    first_row = np.r_[w, np.zeros(4, int)]
    expected = toeplitz(np.r_[w[0], np.zeros(4, int)], first_row)
    assert (conv_matrix(w, 7).toarray() == expected).all()


def test_it_is_sparse_by_rows_and_stores_a_zero_of_the_kernel():
    matrix = conv_matrix([[1, 0], [0, 2]], (4, 5))
    assert issparse(matrix)
    assert matrix.format == "csr"
    assert matrix.nnz == 12 * 4


@quick
@given(filled_cases())
def test_each_tap_is_one_entry_of_the_matrix(drawn):
    case, _, w = drawn
    if len(case.shape) == 4:
        return
    sizes, found = taps_by_loops(case)
    expected = np.zeros((np.prod(sizes), np.prod(case.shape)), int)
    for out, inp, ker in found:
        row, column = np.ravel_multi_index(out, sizes), np.ravel_multi_index(inp, case.shape)
        expected[row, column] += w[ker]
    matrix = conv_matrix(w, case.shape, **case.options)
    assert matrix.nnz == len(found)
    assert (matrix.toarray() == expected).all()


@quick
@given(filled_cases())
def test_matrix_and_columns_and_taps_give_the_same_sum(drawn):
    case, x, w = drawn
    expected = sum_over_taps(x, w, case)
    by_matrix = conv_matrix(w, case.shape, **case.options) @ x.ravel()
    by_columns = w.ravel() @ im2col(x, case.kernel, **case.options)
    assert (by_matrix.reshape(expected.shape) == expected).all()
    assert (by_columns.reshape(expected.shape) == expected).all()


@quick
@given(filled_cases(), st.data())
def test_col2im_is_the_transpose_of_im2col(drawn, data):
    case, x, _ = drawn
    cols = im2col(x, case.kernel, **case.options)
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    other = rng.integers(-9, 10, cols.shape)
    back = col2im(other, case.shape, case.kernel, **case.options)
    assert back.shape == x.shape
    assert (cols * other).sum() == (x * back).sum()


def layer(stride, padding, dilation):
    x, weight = ints(3, 2, 7, 6), ints(4, 2, 3, 2)
    options = (stride, padding, dilation)
    return x, weight, options, conv2d(x, weight, None, *options)


@pytest.mark.parametrize(
    ("stride", "padding", "dilation"),
    [(1, 0, 1), (2, 1, 1), ((2, 3), ((0, 2), (1, 0)), (2, 1)), (1, "same", 2)],
)
def test_a_layers_matrix_is_conv2d_and_its_transpose_the_input_gradient(stride, padding, dilation):
    x, weight, options, y = layer(stride, padding, dilation)
    dy = ints(*y.shape)
    dx = conv2d_backward(dy, x, weight, *options)[0]
    of_batch = conv_matrix(weight, x.shape, *options)
    assert of_batch.format == "csr"
    assert ((of_batch @ x.ravel()).reshape(y.shape) == y).all()
    assert ((of_batch.T @ dy.ravel()).reshape(x.shape) == dx).all()
    of_one = conv_matrix(weight, x.shape[1:], *options)
    assert ((of_one @ x[2].ravel()).reshape(y.shape[1:]) == y[2]).all()


@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize("stride", [1, 2])
def test_a_layers_columns_give_conv2d_and_both_gradients(stride, dilation):
    x, weight, options, y = layer(stride, 1, dilation)
    dy = ints(*y.shape)
    dx, dweight, _ = conv2d_backward(dy, x, weight, *options)
    cols = im2col(x, weight.shape[2:], *options)
    flat, slope = weight.reshape(4, -1), dy.reshape(3, 4, -1)
    assert cols.shape == (3, 2 * 3 * 2, y[0, 0].size)
    assert ((flat @ cols).reshape(y.shape) == y).all()
    assert (sum(d @ c.T for d, c in zip(slope, cols, strict=True)) == dweight.reshape(4, -1)).all()
    assert (col2im(flat.T @ slope, x.shape, (3, 2), *options) == dx).all()


def test_columns_come_back_as_they_were_where_windows_do_not_overlap_and_add_up_where_they_do():
    x = ints(6)
    assert (col2im(im2col(x, 2, stride=2), 6, 2, stride=2) == x).all()
    assert col2im(im2col(np.ones(4), 2), 4, 2).tolist() == [1, 2, 2, 1]


def test_padding_stands_as_zero_in_the_columns():
    assert im2col([5, 6], 2, padding=1).tolist() == [[0, 5, 6], [5, 6, 0]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.int64])
def test_the_type_of_the_entries_is_kept(dtype):
    x, w = ints(5).astype(dtype), ints(2).astype(dtype)
    cols = im2col(x, 2)
    found = (
        conv_matrix(w, 5),
        cols,
        col2im(cols, 5, 2),
        conv_matrix(w[None, None, None], (1, 1, 5)),
    )
    assert [part.dtype for part in found] == [dtype] * 4


def test_the_matrix_of_a_narrow_kernel_does_not_wrap():
    assert (conv_matrix(np.int8([100]), 2) @ np.int8([100, -100])).tolist() == [10000, -10000]
    assert conv_matrix(np.float16([0.5]), 2).dtype == np.float32


def test_small_whole_numbers_add_up_beyond_their_own_type():
    assert col2im(np.full((2, 3), 200, np.uint8), 4, 2).tolist() == [200, 400, 400, 200]
    assert col2im(np.ones((2, 3), bool), 4, 2).tolist() == [1, 2, 2, 1]


def test_inputs_stay_as_they_are_and_results_are_new():
    x = ints(4, 4)
    cols = im2col(x, 1)
    before = cols.copy()
    assert not np.shares_memory(cols, x)
    back = col2im(cols, (4, 4), 1)
    back += 1
    assert (cols == before).all()
    assert (correlate(x, [[1]]).ravel() == cols[0]).all()


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: conv_matrix(PLAIN, 2), ValueError, "weight: needs to fit the padded input"),
        (lambda: conv_matrix(PLAIN, (5, 5)), ValueError, "weight: needs a whole number"),
        (lambda: conv_matrix(["1"], 2), TypeError, "weight: needs an array of numbers"),
        (lambda: conv_matrix(np.array(PLAIN, object), 5), TypeError, "weight: needs numbers, not"),
        (lambda: conv_matrix(np.uint64([2**63]), 5), ValueError, "weight: needs sums below 2**63"),
        (
            lambda: conv_matrix(np.ones((1, 2, 1, 1)), (3, 4, 4)),
            ValueError,
            "input_shape: needs (C",
        ),
        (lambda: conv_matrix(np.ones((1, 2, 1, 1)), (4, 4)), ValueError, "input_shape: needs"),
        (lambda: conv_matrix(np.ones((1, 1, 1, 1)), 4), ValueError, "input_shape: needs"),
        (lambda: conv_matrix([[[[1]]]], (2, 3, 1, 4, 4)), ValueError, "input_shape: needs (C"),
        (lambda: conv_matrix(PLAIN, 10**9), ValueError, "input_shape: needs to ask for at most"),
        (lambda: conv_matrix(PLAIN, None), TypeError, "input_shape: needs a whole number"),
        (lambda: im2col(PLAIN, 4), ValueError, "kernel_size: needs to fit the padded input"),
        (lambda: im2col(PLAIN, (1, 1)), ValueError, "kernel_size: needs a whole number"),
        (lambda: im2col(PLAIN, 2, padding=10**9), ValueError, "x: needs to ask for at most"),
        (lambda: im2col([], 2), ValueError, "x: needs at least one axis and one entry"),
        (lambda: col2im(np.ones((2, 3)), 5, 2), ValueError, "cols: needs shape (2, 4); got (2, 3)"),
        (lambda: col2im(np.ones((2, 4)), 5.0, 2), TypeError, "input_shape: needs a whole number"),
        (lambda: col2im([[2**62] * 2] * 2, 3, 2), ValueError, "cols: needs sums below 2**63"),
    ],
)
def test_a_refusal_names_the_argument(call, kind, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert caught.type is kind
    assert str(caught.value).startswith(words)
