import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import output_size, taps
from tests.convlib.cases import cases, filled_cases, quick, taps_by_loops


def as_list(found):
    return list(zip(*(map(tuple, cells.tolist()) for cells in found), strict=True))


def test_the_taps_of_two_cells_over_three_by_hand():
    assert as_list(taps(3, 2)) == [
        ((0,), (0,), (0,)),
        ((0,), (1,), (1,)),
        ((1,), (1,), (0,)),
        ((1,), (2,), (1,)),
    ]


def test_a_tap_in_the_padding_is_left_out():
    assert as_list(taps(2, 2, padding=((1, 0),))) == [
        ((0,), (0,), (1,)),
        ((1,), (0,), (0,)),
        ((1,), (1,), (1,)),
    ]


def test_with_flip_the_window_keeps_its_order_and_carries_the_kernel_from_its_other_end():
    out, inp, ker = taps((2, 2), (2, 2), flip=True)
    assert out.tolist() == [[0, 0]] * 4
    assert inp.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert ker.tolist() == [[1, 1], [1, 0], [0, 1], [0, 0]]


def test_stride_moves_the_window_and_dilation_spreads_it():
    _, inp, _ = taps(7, 3, stride=2, dilation=2)
    assert inp.ravel().tolist() == [0, 2, 4, 2, 4, 6]


@quick
@given(cases(), st.booleans())
def test_taps_are_the_definition_written_out_in_the_promised_order(case, flip):
    sizes, expected = taps_by_loops(case, flip)
    found = taps(case.shape, case.kernel, **case.options, flip=flip)
    assert as_list(found) == expected
    assert output_size(case.shape, case.kernel, **case.options) == sizes


@quick
@given(cases())
def test_taps_are_three_integer_tables_of_one_length_inside_their_shapes(case):
    found = taps(case.shape, case.kernel, **case.options)
    shapes = (output_size(case.shape, case.kernel, **case.options), case.shape, case.kernel)
    for cells, shape in zip(found, shapes, strict=True):
        assert cells.dtype == np.intp
        assert cells.shape == (len(found[0]), len(shape))
        assert ((cells >= 0) & (cells < shape)).all()


@quick
@given(cases())
def test_flip_changes_the_kernel_column_only(case):
    plain = taps(case.shape, case.kernel, **case.options)
    flipped = taps(case.shape, case.kernel, **case.options, flip=True)
    assert (plain[0] == flipped[0]).all()
    assert (plain[1] == flipped[1]).all()
    assert (plain[2] + flipped[2] == np.array(case.kernel) - 1).all()


@quick
@given(filled_cases(), st.booleans(), st.data())
def test_reading_the_taps_backwards_is_the_transposed_map(filled, flip, data):
    case, x, w = filled
    found = taps(case.shape, case.kernel, **case.options, flip=flip)
    out, inp, ker = (tuple(cells.T) for cells in found)
    size = output_size(case.shape, case.kernel, **case.options)
    y = np.array(data.draw(st.lists(st.integers(-9, 9), min_size=1, max_size=7)))
    y = np.resize(y, size)
    forward, backward = np.zeros(size, dtype=int), np.zeros(case.shape, dtype=int)
    np.add.at(forward, out, w[ker] * x[inp])
    np.add.at(backward, inp, w[ker] * y[out])
    assert (forward * y).sum() == (x * backward).sum()


def test_an_output_cell_that_sees_only_padding_has_no_taps():
    out, _, _ = taps(1, 1, padding=2)
    assert out.ravel().tolist() == [2]


@pytest.mark.parametrize("flip", [1, None, "yes", 0.0])
def test_flip_takes_true_or_false_only(flip):
    with pytest.raises(TypeError, match="flip: needs True or False; got"):
        taps(3, 2, flip=flip)
