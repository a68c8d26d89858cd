import json
import warnings
from math import inf, lcm, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.gradcheck import check_gradients
from convlib.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from tests.convlib.cases import Case, quick, taps_by_loops

VECTORS = json.loads(
    (Path(__file__).parent / "vectors" / "torch_pooling.json").read_text(encoding="utf-8")
)
PICTURE = [[1, 2, 2, 0], [2, 2, 1, 3], [0, 1, 3, 3]]
MEASURE = lcm(*range(1, 17))  # so that every share of a window of at most 4 by 4 is whole
TIES = ["first", "all", "split"]


@st.composite
def poolings(draw, dilated=True):
    """Draw windows of up to 4 by 4 that fit, and the options that ask for them."""

    def two(low, high):
        return tuple(draw(st.integers(low, most)) for most in np.broadcast_to(high, 2).tolist())

    kernel, dilations = two(1, 4), two(1, 3 if dilated else 1)
    strides = None if draw(st.booleans()) else two(1, 3)
    spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilations, strict=True)]
    halves = [span // 2 for span in spans]
    pairs = tuple(zip(two(0, halves), two(0, halves), strict=True))
    least = [max(1, span - sum(pair)) for span, pair in zip(spans, pairs, strict=True)]
    shape = tuple(low + more for low, more in zip(least, two(0, 4), strict=True))
    options = {"kernel_size": kernel, "stride": strides, "padding": pairs}
    options |= {"dilation": dilations} if dilated else {}
    case = Case(shape, kernel, strides, pairs, dilations, pairs, strides or kernel, dilations)
    return case, options


def filled(draw, case, least, most, unit=1):
    """Return x with two samples and two channels, and dy."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes, _ = taps_by_loops(case)
    x = rng.integers(least, most + 1, (2, 2, *case.shape)) * unit
    return x, rng.integers(-9, 10, (2, 2, *sizes)) * MEASURE


def windows(case):
    """Return the output sizes and, for each output cell, its input cells in C order."""
    sizes, found = taps_by_loops(case)
    cells = {out: [] for out in np.ndindex(sizes)}
    for out, inp, _ in found:
        cells[out].append(inp)
    return sizes, cells


@given(poolings(), st.sampled_from(TIES), st.data())
@quick
def test_the_maximum_and_its_gradient_are_what_plain_loops_give(pooling, ties, data):
    case, options = pooling
    x, dy = filled(data.draw, case, -1, 1)
    sizes, cells = windows(case)
    y, dx = np.full((2, 2, *sizes), -inf), np.zeros(x.shape)
    for n, c in np.ndindex(2, 2):
        for out, inside in cells.items():
            values = [x[n, c][inp] for inp in inside]
            winners = [
                inp for inp, value in zip(inside, values, strict=True) if value == max(values)
            ]
            y[n, c][out] = max(values, default=-inf)
            for inp in winners[:1] if ties == "first" else winners:
                share = len(winners) if ties == "split" else 1
                dx[n, c][inp] += dy[n, c][out] // share
    assert (max_pool2d(x.astype(float), **options) == y).all()
    assert (max_pool2d_backward(dy, x, **options, ties=ties) == dx).all()


@given(poolings(dilated=False), st.booleans(), st.data())
@quick
def test_the_mean_and_its_gradient_are_what_plain_loops_give(pooling, count_include_pad, data):
    case, options = pooling
    x, dy = filled(data.draw, case, -9, 9, unit=MEASURE)
    sizes, cells = windows(case)
    y, dx = np.zeros((2, 2, *sizes)), np.zeros(x.shape)
    for n, c in np.ndindex(2, 2):
        for out, inside in cells.items():
            count = case.kernel[0] * case.kernel[1] if count_include_pad else len(inside)
            y[n, c][out] = sum(int(x[n, c][inp]) for inp in inside) // count
            for inp in inside:
                dx[n, c][inp] += dy[n, c][out] // count
    assert (avg_pool2d(x, **options, count_include_pad=count_include_pad) == y).all()
    back = avg_pool2d_backward(dy, x, **options, count_include_pad=count_include_pad)
    assert (back == dx).all()


@pytest.mark.parametrize(
    ("kind", "forward", "backward"),
    [("max", max_pool2d, max_pool2d_backward), ("avg", avg_pool2d, avg_pool2d_backward)],
)
def test_pooling_gives_what_pytorch_gives_both_ways(kind, forward, backward):
    assert len(VECTORS[kind]) == 32
    for record in VECTORS[kind]:
        options = {name: record[name] for name in record if name not in ("x", "y", "dy", "dx")}
        assert forward(record["x"], **options).tolist() == record["y"], record
        assert backward(record["dy"], record["x"], **options).tolist() == record["dx"], record


def test_the_stored_answers_hold_ties_overlaps_padding_and_strides_that_do_not_divide():
    for kind, option in (("max", "dilation"), ("avg", "count_include_pad")):
        records = VECTORS[kind]
        assert len({record[option] for record in records}) == 2
        assert any(np.max(record["padding"]) > 0 for record in records)
        overlapping = [r for r in records if r["stride"] and np.min(r["kernel_size"]) > 1]
        assert any(np.max(r["stride"]) < np.min(r["kernel_size"]) for r in overlapping)
    differing = 0
    for record in VECTORS["max"]:
        options = {name: record[name] for name in ("kernel_size", "stride", "padding", "dilation")}
        everyone = max_pool2d_backward(record["dy"], record["x"], **options, ties="all")
        differing += everyone.tolist() != record["dx"]
    assert differing > 10


def test_without_a_stride_the_windows_stand_side_by_side_and_the_rest_is_left_out():
    assert max_pool2d([[PICTURE]], 2).tolist() == [[[[2, 3]]]]
    assert max_pool2d([[PICTURE]], (3, 1)).tolist() == [[[[2, 2, 3, 3]]]]
    assert avg_pool2d([[PICTURE]], 2).tolist() == [[[[1.75, 1.5]]]]


def test_at_dilation_two_a_window_reads_every_other_cell():
    assert max_pool2d([[PICTURE]], 2, stride=1, dilation=2).tolist() == [[[[3, 3]]]]
    assert max_pool2d([[PICTURE]], (1, 2), stride=1, dilation=(1, 3)).tolist() == [
        [[[1], [3], [3]]]
    ]


def test_padding_never_wins_and_counts_as_zero_in_a_mean_unless_left_out():
    x = [[[[-4, -8], [-12, -16]]]]
    assert max_pool2d(x, 2, padding=1).tolist() == x
    assert avg_pool2d(x, 2, padding=1).tolist() == [[[[-1, -2], [-3, -4]]]]
    assert avg_pool2d(x, 2, padding=1, count_include_pad=False).tolist() == x


def test_padding_is_also_given_by_side_or_by_name():
    x = [[[[5, 4, 9]]]]
    assert max_pool2d(x, (1, 2), 1, ((0, 0), (1, 0))).tolist() == [[[[5, 5, 9]]]]
    assert max_pool2d(x, (1, 2), 1, "same").tolist() == [[[[5, 9, 9]]]]
    assert max_pool2d(x, (1, 2), 1, "valid").tolist() == [[[[5, 9]]]]


def test_ties_go_to_the_first_to_all_or_are_split():
    x, dy = [[[[7, 7, 0], [7, 1, 0]]]], [[[[6, 60]]]]
    found = {ties: max_pool2d_backward(dy, x, 2, 1, ties=ties).tolist() for ties in TIES}
    assert found["first"] == [[[[6, 60, 0], [0, 0, 0]]]]
    assert found["all"] == [[[[6, 66, 0], [6, 0, 0]]]]
    assert found["split"] == [[[[2, 62, 0], [2, 0, 0]]]]


def test_the_first_of_equals_is_the_first_by_rows():
    dx = max_pool2d_backward([[[[1]]]], [[[[0, 5], [5, 0]]]], 2)
    assert dx.tolist() == [[[[0, 1], [0, 0]]]]


@pytest.mark.parametrize("ties", TIES)
def test_a_cell_that_wins_several_windows_adds_their_gradients_up(ties):
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 1
    dx = max_pool2d_backward([[[[1, 20], [300, 4000]]]], x, 2, 1, ties=ties)
    assert dx.tolist() == (4321 * x).tolist()


def away_from_ties(shape, seed):
    return np.random.default_rng(seed).permutation(np.prod(shape)).reshape(shape) / 8


@given(poolings(), st.sampled_from(TIES), st.integers(0, 99))
@quick
def test_the_gradient_of_the_maximum_agrees_with_differences_in_every_entry(pooling, ties, seed):
    case, options = pooling
    sees_padding_alone = not all(windows(case)[1].values())
    if not sees_padding_alone:  # −∞ has no difference
        check_gradients(
            lambda x: max_pool2d(x, **options),
            lambda dy, x: max_pool2d_backward(dy, x, **options, ties=ties),
            away_from_ties((1, 2, *case.shape), seed),
            rng=seed,
        )


@given(poolings(dilated=False), st.booleans(), st.integers(0, 99))
@quick
def test_the_gradient_of_the_mean_agrees_with_differences_in_every_entry(pooling, counted, seed):
    case, options = pooling
    options |= {"count_include_pad": counted}
    check_gradients(
        lambda x: avg_pool2d(x, **options),
        lambda dy, x: avg_pool2d_backward(dy, x, **options),
        away_from_ties((1, 2, *case.shape), seed),
        rng=seed,
    )


@given(poolings(dilated=False), st.booleans(), st.data())
@quick
def test_the_way_back_through_the_mean_is_its_transpose(pooling, counted, data):
    case, options = pooling
    options |= {"count_include_pad": counted}
    x, dy = filled(data.draw, case, -9, 9, unit=MEASURE)
    there = np.sum(avg_pool2d(x, **options) * dy)
    back = np.sum(x * avg_pool2d_backward(dy, x, **options))
    assert there == back


@given(poolings(), st.data())
@quick
def test_one_winner_or_shares_keep_the_sum_and_all_winners_count_it_again(pooling, data):
    case, options = pooling
    x, dy = filled(data.draw, case, 0, 1)
    _, cells = windows(case)
    images = x.reshape(4, *case.shape)
    whole = sum(dy[..., *out].sum() for out, inside in cells.items() if inside)
    total = {t: max_pool2d_backward(dy, x, **options, ties=t).sum() for t in TIES}
    assert total["first"] == total["split"] == whole
    winners = max_pool2d_backward(np.ones_like(dy), x, **options, ties="all").sum()
    held = [
        [image[inp] for inp in inside] for image in images for inside in cells.values() if inside
    ]
    assert winners == sum(values.count(max(values)) for values in held)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "int32", "uint64", "int64"])
def test_whole_numbers_stay_in_their_type_under_the_maximum_and_are_float64_under_the_mean(dtype):
    x = np.array([[[[1, 0, 1]]]], dtype)
    assert max_pool2d(x, (1, 2), 1).dtype == dtype
    assert max_pool2d(x, (1, 2), (1, 3), (0, 1)).tolist() == [[[[1, 1]]]]
    for found in (
        avg_pool2d(x, (1, 2), 1),
        max_pool2d_backward(x, x, 1),
        avg_pool2d_backward(x, x, 1),
    ):
        assert found.dtype == np.float64
    assert avg_pool2d(x, (1, 2), 1).tolist() == [[[[0.5, 0.5]]]]


def test_the_mean_of_large_small_integers_does_not_wrap():
    assert avg_pool2d(np.full((1, 1, 2, 2), 127, np.int8), 2).tolist() == [[[[127]]]]
    assert max_pool2d(np.full((1, 1, 2, 2), -128, np.int8), 2, padding=1).max() == -128


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_floats_stay_in_their_type_both_ways(dtype):
    x = np.ones((1, 1, 3, 3), dtype)
    for counted in (True, False):
        y = avg_pool2d(x, 2, 1, 1, counted)
        assert y.dtype == avg_pool2d_backward(y, x, 2, 1, 1, counted).dtype == dtype
    y = max_pool2d(x, 2, 1, 1)
    assert {max_pool2d_backward(y, x, 2, 1, 1, ties=t).dtype for t in TIES} == {np.dtype(dtype)}
    assert y.dtype == dtype
    assert max_pool2d_backward(y, x.astype("int64"), 2, 1, 1).dtype == np.float64


def test_nan_wins_and_the_first_of_them_takes_the_gradient():
    x = [[[[9, nan, inf], [nan, 9, 9]]]]
    assert np.isnan(max_pool2d(x, 2, 1)).all()
    dy = [[[[1, 10]]]]
    assert max_pool2d_backward(dy, x, 2, 1).tolist() == [[[[0, 11, 0], [0, 0, 0]]]]
    assert max_pool2d_backward(dy, x, 2, 1, ties="all").tolist() == [[[[0, 11, 0], [1, 0, 0]]]]
    split = max_pool2d_backward(dy, x, 2, 1, ties="split")
    assert split.tolist() == [[[[0, 10.5, 0], [0.5, 0, 0]]]]


def test_nan_stays_in_the_windows_that_hold_it():
    x = [[[[1, nan, 3, 4]]]]
    assert np.isnan(max_pool2d(x, (1, 2))).tolist() == [[[[True, False]]]]
    assert np.isnan(avg_pool2d(x, (1, 2))).tolist() == [[[[True, False]]]]


@pytest.mark.parametrize("ties", TIES)
def test_a_cell_at_minus_infinity_wins_against_the_padding(ties):
    x = np.full((1, 1, 1, 1), -inf)
    assert max_pool2d(x, 2, 1, 1).tolist() == [[[[-inf, -inf], [-inf, -inf]]]]
    dx = max_pool2d_backward([[[[1, 2], [3, 4]]]], x, 2, 1, 1, ties=ties)
    assert dx.tolist() == [[[[10]]]]


@pytest.mark.parametrize("ties", TIES)
@pytest.mark.parametrize("end", [inf, nan])
def test_an_endless_gradient_reaches_the_winner_alone(ties, end):
    dx = max_pool2d_backward([[[[end]]]], [[[[1, 2], [0, 1]]]], 2, ties=ties)
    np.testing.assert_array_equal(dx, [[[[0, end], [0, 0]]]])


@pytest.mark.parametrize(("dtype", "least"), [("float32", -inf), ("int16", -(2**15)), ("bool", 0)])
def test_a_dilated_window_of_padding_alone_gives_the_least_number_and_no_gradient(dtype, least):
    x = np.ones((1, 1, 1, 1), dtype)
    y = max_pool2d(x, (1, 2), 1, (0, 1), (1, 2))
    assert y.tolist() == [[[[least]]]]
    assert max_pool2d_backward(np.ones(y.shape), x, (1, 2), 1, (0, 1), (1, 2)).tolist() == [[[[0]]]]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        split = max_pool2d_backward(np.ones(y.shape), x, (1, 2), 1, (0, 1), (1, 2), "split")
    assert split.tolist() == [[[[0]]]]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 2, 3, 0), (3, 2, 1, 0)])
def test_the_order_in_memory_changes_nothing(order):
    x = away_from_ties((2, 3, 5, 4), 0)
    y = max_pool2d(x, 2, 1, 1)
    moved = np.ascontiguousarray(x.transpose(order)).transpose(np.argsort(order))
    assert (max_pool2d(moved, 2, 1, 1) == y).all()
    assert (avg_pool2d(moved, 2, 1, 1) == avg_pool2d(x, 2, 1, 1)).all()
    for back in (max_pool2d_backward, avg_pool2d_backward):
        assert (back(y, moved, 2, 1, 1) == back(y, x, 2, 1, 1)).all()


@pytest.mark.parametrize("kernel", [1, 2])
def test_the_inputs_are_never_changed_nor_shown_again(kernel):
    x, dy = np.arange(16.0).reshape(1, 1, 4, 4), np.ones((1, 1, 4 // kernel, 4 // kernel))
    x.flags.writeable = dy.flags.writeable = False
    results = [
        max_pool2d(x, kernel),
        avg_pool2d(x, kernel),
        avg_pool2d_backward(dy, x, kernel),
        *(max_pool2d_backward(dy, x, kernel, ties=ties) for ties in TIES),
    ]
    for found in results:
        assert not np.shares_memory(found, x)
        assert not np.shares_memory(found, dy)
        found[:] = -1
    assert (x == np.arange(16.0).reshape(x.shape)).all()
    assert (dy == 1).all()


SQUARE = np.ones((1, 1, 4, 4))
HALF = np.ones((1, 1, 2, 2))


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: max_pool2d(SQUARE[0], 2), ValueError, "x: needs 4 axes; got shape (1, 4, 4)"),
        (lambda: max_pool2d(np.ones((1, 1, 0, 4)), 1), ValueError, "x: needs at least one axis"),
        (lambda: max_pool2d(SQUARE * 1j, 2), TypeError, "x: needs real numbers"),
        (lambda: avg_pool2d(SQUARE.astype(object), 2), TypeError, "x: needs real numbers"),
        (lambda: max_pool2d(None, 2), TypeError, "x: needs an array of numbers"),
        (lambda: max_pool2d(SQUARE, 0), ValueError, "kernel_size: needs a whole number"),
        (lambda: max_pool2d(SQUARE, 2.0), TypeError, "kernel_size: needs a whole number"),
        (lambda: max_pool2d(SQUARE, True), TypeError, "kernel_size: needs a whole number"),
        (lambda: max_pool2d(SQUARE, (2, 2, 2)), ValueError, "kernel_size: needs a whole number"),
        (lambda: max_pool2d(SQUARE, 5), ValueError, "kernel_size: needs to fit the padded input"),
        (lambda: max_pool2d(SQUARE, 3, dilation=2), ValueError, "kernel_size: needs to fit"),
        (lambda: max_pool2d(SQUARE, 2, 0), ValueError, "stride: needs a whole number"),
        (lambda: avg_pool2d(SQUARE, 2, "2"), TypeError, "stride: needs a whole number"),
        (lambda: max_pool2d(SQUARE, 2, 1, -1), ValueError, "padding: needs a whole number"),
        (
            lambda: avg_pool2d(SQUARE, 3, 1, 2),
            ValueError,
            "padding: needs at most half of a window of [3, 3]; got 2",
        ),
        (lambda: max_pool2d(SQUARE, 3, 1, ((1, 1), (0, 2))), ValueError, "padding: needs at most"),
        (lambda: max_pool2d(SQUARE, 2, 1, 2, 2), ValueError, "padding: needs at most half"),
        (lambda: max_pool2d(SQUARE, 2, padding="same"), ValueError, "padding: needs stride 1"),
        (lambda: max_pool2d(SQUARE, 2, dilation=0), ValueError, "dilation: needs a whole number"),
        (lambda: avg_pool2d(SQUARE, 2, count_include_pad=1), TypeError, "count_include_pad: needs"),
        (
            lambda: max_pool2d_backward(SQUARE, SQUARE, 2),
            ValueError,
            "dy: needs shape (1, 1, 2, 2); got (1, 1, 4, 4)",
        ),
        (lambda: avg_pool2d_backward(HALF[0], SQUARE, 2), ValueError, "dy: needs shape"),
        (lambda: avg_pool2d_backward(HALF * 1j, SQUARE, 2), TypeError, "dy: needs real numbers"),
        (
            lambda: max_pool2d_backward(HALF, SQUARE, 2, ties="last"),
            ValueError,
            "ties: needs one of first, all, split; got 'last'",
        ),
        (lambda: max_pool2d_backward(HALF, SQUARE, 2, ties=None), TypeError, "ties: needs one of"),
        (
            lambda: avg_pool2d_backward(HALF, SQUARE, 2, count_include_pad="no"),
            TypeError,
            "count_include_pad: needs True or False; got 'no'",
        ),
    ],
)
def test_a_refusal_names_the_argument_and_says_what_it_needs(call, kind, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert caught.type is kind
    assert str(caught.value).startswith(words)


def test_padding_of_half_the_dilated_window_is_taken():
    assert max_pool2d(SQUARE, 2, 1, 1, 2).shape == (1, 1, 4, 4)
    assert max_pool2d(SQUARE, 3, 1, 2, 2).shape == (1, 1, 4, 4)
    assert avg_pool2d(SQUARE, 4, 1, 2).shape == (1, 1, 5, 5)
