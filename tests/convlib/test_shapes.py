import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import (
    effective_kernel_size,
    output_size,
    receptive_field,
    same_padding,
    taps,
    transposed_output_size,
)
from tests.convlib.cases import cases, quick, windows_that_fit

sizes = st.integers(1, 12)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((7, 3), 5),
        ((7, 3, 2), 3),
        ((8, 3, 2), 3),
        ((5, 3, 1, 1), 5),
        ((7, 3, 1, 0, 2), 3),
        ((5, 4, 1, "same"), 5),
        ((5, 3, 1, ((2, 0),)), 5),
        (((480, 640), 5, 5, 5), (98, 130)),
        (((9, 7), (3, 1), (2, 1), (1, 0), (2, 1)), (4, 7)),
    ],
)
def test_output_sizes_counted_by_hand(arguments, expected):
    assert output_size(*arguments) == expected


@quick
@given(cases())
def test_the_output_size_is_the_number_of_windows_that_fit(case):
    counted = tuple(
        map(windows_that_fit, case.shape, case.kernel, case.strides, case.pairs, case.dilations)
    )
    assert output_size(case.shape, case.kernel, **case.options) == counted


def test_an_int_gives_an_int_and_a_tuple_a_tuple():
    assert output_size(np.int32(7), 3) == 5
    assert type(output_size(np.int32(7), 3)) is int
    assert output_size((7,), 3) == (5,)
    assert effective_kernel_size((3, 2), 2) == (5, 3)


def test_a_kernel_that_spans_more_than_the_padded_input_is_refused_with_both_spans():
    assert output_size(3, 3, padding=1, dilation=2) == 1
    with pytest.raises(ValueError, match=r"kernel_size: .* axis 1 .* spans 5 cells .* has 4 "):
        output_size((5, 2), 3, padding=1, dilation=2)


@quick
@given(sizes, sizes)
def test_a_dilated_kernel_spans_from_its_first_to_its_last_cell(k, d):
    cells = range(0, d * k, d)
    assert effective_kernel_size(k, d) == cells[-1] - cells[0] + 1


@quick
@given(sizes, sizes, st.integers(1, 9))
def test_same_padding_keeps_the_size_and_puts_an_odd_cell_after(n, k, d):
    before, after = same_padding(k, d)
    assert output_size(n, k, padding=((before, after),), dilation=d) == n
    assert output_size(n, k, padding="same", dilation=d) == n
    assert after - before in (0, 1)


def test_same_padding_of_an_even_kernel_by_hand():
    assert same_padding(4) == (1, 2)
    assert same_padding((2, 3), dilation=(3, 1)) == ((1, 2), (1, 1))


def test_same_padding_with_a_stride_is_refused_as_in_pytorch():
    with pytest.raises(ValueError, match="padding: needs stride 1 to be 'same'"):
        output_size((5, 5), 3, stride=(1, 2), padding="same")


@quick
@given(sizes, sizes, st.integers(1, 4), st.integers(0, 4), st.integers(1, 3), st.data())
def test_a_transposed_size_is_one_whose_forward_size_is_the_given_one(n, k, s, p, d, data):
    extra = data.draw(st.integers(0, s - 1))
    size = (n - 1) * s + d * (k - 1) + 1 + extra - 2 * p
    if size < 1:
        with pytest.raises(ValueError, match="padding: needs to leave a cell"):
            transposed_output_size(n, k, s, p, extra, d)
    else:
        assert transposed_output_size(n, k, s, p, extra, d) == size
        assert output_size(size, k, s, p, d) == n


def test_output_padding_reaches_every_size_with_the_same_forward_size_and_no_other():
    reached = {transposed_output_size(4, 3, 3, output_padding=extra) for extra in range(3)}
    assert reached == {n for n in range(3, 30) if output_size(n, 3, 3) == 4}
    with pytest.raises(ValueError, match="output_padding: needs less than the stride"):
        transposed_output_size(4, 3, 3, output_padding=3)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([], 1),
        ([3], 3),
        ([3, 3], 5),
        ([(3, 2), (3, 1), (3, 2)], 11),
        ([(3, 1, 1, 2), 3], 7),
        ([((3, 5), (2, 1)), ((3, 3), 1, 0, (1, 2))], (7, 9)),
    ],
)
def test_receptive_fields_counted_by_hand(layers, expected):
    assert receptive_field(layers) == expected


layers = st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(0, 1), st.integers(1, 2))


@quick
@given(st.lists(layers, min_size=1, max_size=3))
def test_the_receptive_field_is_what_the_taps_reach_through_the_stack(stack):
    # An input just wide enough for a last layer of 9 cells, so that the middle one meets no border.
    n = 9
    for k, s, p, d in reversed(stack):
        n = transposed_output_size(n, k, s, 0, 0, d) + 2 * p
    lists, size = [], n
    for k, s, p, d in stack:
        lists.append(taps(size, k, s, p, d))
        size = output_size(size, k, s, p, d)
    reached = {size // 2}
    for out, inp, _ in reversed(lists):
        pairs = zip(out.ravel().tolist(), inp.ravel().tolist(), strict=True)
        reached = {i for o, i in pairs if o in reached}
    assert max(reached) - min(reached) + 1 == receptive_field(stack)


def test_a_receptive_field_may_outgrow_the_largest_input():
    wide = 2**31
    assert receptive_field([wide, wide, 3]) == 1 + 2 * (wide - 1) + 2
    with pytest.raises(ValueError, match=r"layers\[2\] kernel_size: needs .* at least 1"):
        receptive_field([wide, wide, 0])
