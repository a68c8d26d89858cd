import re
from math import cos, inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.gradcheck import check_gradients, numerical_gradient
from tests.convlib.cases import quick

A = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0], [-0.5, 4.0, 2.0]])
B = np.array([[0.5, 1.5, -2.5], [-1.0, 2.0, 0.75], [1.25, -0.5, 3.0]])


def product(a, b):
    return a @ b


def product_backward(dy, a, b):
    return dy @ b.T, a.T @ dy


def refused(backward, *inputs, f=product, **options):
    """Return what the check says of a backward pass that is wrong."""
    with pytest.raises(AssertionError) as caught:
        check_gradients(f, backward, *inputs, **options)
    return str(caught.value)


def test_the_slope_of_a_sum_of_products_is_the_other_factor():
    w = np.arange(6.0).reshape(2, 3)
    found = numerical_gradient(lambda x: np.sum(w * x), np.ones((2, 3)))
    np.testing.assert_allclose(found, w, atol=1e-9)


def test_an_array_is_weighed_by_the_upstream_gradient_or_by_ones():
    x = np.array([1.0, 2.0, -3.0])
    np.testing.assert_allclose(numerical_gradient(np.square, x), 2 * x, rtol=1e-9)
    dy = [5.0, 0.0, -7.0]
    np.testing.assert_allclose(numerical_gradient(np.square, x, dy), 2 * x * dy, rtol=1e-9)
    np.testing.assert_allclose(numerical_gradient(np.sum, x, 10), [10, 10, 10], rtol=1e-9)
    pairs = numerical_gradient(lambda x: np.array([x[0] * x[1], x[1]]), [3.0, 4.0], [1, 100])
    np.testing.assert_allclose(pairs, [4, 103], rtol=1e-9)


@given(st.floats(1e-3, 1e6), st.sampled_from([-1, 1]), st.integers(1, 3))
@quick
def test_the_step_grows_with_the_entry_so_that_large_ones_are_as_exact(size, sign, power):
    x = sign * size
    found = numerical_gradient(lambda x: x**power, [x])
    np.testing.assert_allclose(found, power * x ** (power - 1), rtol=1e-8, atol=1e-8)


def test_the_default_step_is_near_the_best_one():
    def error(eps):
        return abs(numerical_gradient(np.sin, [1.0], eps=eps)[0] - cos(1))

    assert error(None) < 1e-10
    assert error(None) < error(1e-2) / 1000
    assert error(None) < error(1e-12) / 1000


def test_the_step_given_is_the_step_taken():
    seen = []
    numerical_gradient(lambda x: seen.append(x[0]) or 0.0, [8.0], eps=0.25)
    assert set(seen) == {7.75, 8.0, 8.25}
    assert numerical_gradient(lambda x: x**3, [8.0], eps=0.25)[0] == 3 * 8**2 + 0.25**2


def test_a_step_so_small_that_it_is_rounded_is_measured_as_rounded():
    assert numerical_gradient(np.positive, [1.0], eps=1e-12) == 1


def test_whole_numbers_and_float32_are_differentiated_in_float64():
    seen = set()

    def f(x):
        seen.add(x.dtype)
        return np.square(x)

    for x in ([[1, 2]], np.array([[1, 2]], "f4"), np.array([[True, False]])):
        found = numerical_gradient(f, x)
        assert found.dtype == np.float64
        np.testing.assert_allclose(found, 2 * np.asarray(x, float), rtol=1e-9, atol=1e-9)
    check_gradients(f, lambda dy, x: 2 * x * dy, np.array([1, 2], "f4"))
    assert seen == {np.dtype("f8")}


def test_a_number_is_differentiated_too():
    assert numerical_gradient(np.square, 3).shape == ()
    np.testing.assert_allclose(numerical_gradient(np.square, 3, dy=10), 60, rtol=1e-9)
    assert check_gradients(np.square, lambda dy, x: 2 * x * dy, 3) is None
    words = refused(lambda dy, x: x * dy, 3, f=np.square)
    assert words.startswith("input 0: wrong in 1 of 1 entries, first at (): expected ")


def test_a_function_that_overwrites_its_input_changes_neither_x_nor_the_result():
    def f(x):
        x *= 2
        return x

    def backward(dy, x):
        dy *= 2
        x[:] = 0
        return dy

    x = np.array([1.0, 2.0])
    x.flags.writeable = False
    np.testing.assert_allclose(numerical_gradient(f, x), [2, 2], rtol=1e-9)
    check_gradients(f, backward, x)
    assert x.tolist() == [1, 2]


def test_right_gradients_pass_in_silence():
    assert check_gradients(product, product_backward, A, B) is None
    assert check_gradients(product, product_backward, A[:2].tolist(), B[:, :1].tolist()) is None
    assert check_gradients(np.sum, lambda dy, x: dy * np.ones_like(x), A) is None
    assert check_gradients(np.sin, lambda dy, x: (dy * np.cos(x),), A) is None


def test_a_transposed_gradient_is_caught_square_or_not():
    def transposed(dy, a, b):
        da, db = product_backward(dy, a, b)
        return da, db.T

    words = refused(transposed, A, B)
    assert words.startswith("input 1: wrong in 6 of 9 entries, first at (0, 1): expected ")
    assert refused(transposed, A, B[:, :2]) == "input 1: expected shape (3, 2), got (2, 3)"


def test_a_gradient_of_the_wrong_sign_is_caught():
    def negative(dy, a, b):
        return -product_backward(dy, a, b)[0], None

    assert refused(negative, A, B).startswith("input 0: wrong in 9 of 9 entries, first at (0, 0)")


@pytest.mark.parametrize("index", list(np.ndindex(3, 3)))
@pytest.mark.parametrize("mistake", [1e-4, -0.5, nan, inf])
def test_one_wrong_entry_is_caught_and_named_wherever_it_is(index, mistake):
    def slightly_wrong(dy, a, b):
        da, db = product_backward(dy, a, b)
        db[index] += mistake
        return da, db

    words = refused(slightly_wrong, A, B)
    assert words.startswith(f"input 1: wrong in 1 of 9 entries, first at {index}: expected ")


def test_a_gradient_that_takes_the_upstream_one_for_ones_is_caught():
    def ignores_dy(dy, a, b):
        return product_backward(np.ones_like(dy), a, b)

    def takes_the_mean(dy, a, b):
        return product_backward(np.full_like(dy, dy.mean()), a, b)

    for backward in (ignores_dy, takes_the_mean):
        assert refused(backward, A, B).startswith("input 0: wrong in 9 of 9 entries")
        ones = numerical_gradient(lambda a: a @ B, A)
        np.testing.assert_allclose(backward(np.ones((3, 3)), A, B)[0], ones, rtol=1e-9)


def test_the_message_says_what_was_expected_and_what_came():
    words = refused(lambda dy, x: dy * 2, [1.0, 2.0, 3.0], f=lambda x: x * [2, 2, 5], rng=3)
    last = np.random.default_rng(3).standard_normal(3)[2]
    found = re.fullmatch(
        r"input 0: wrong in 1 of 3 entries, first at \(2,\): expected (\S+), got (\S+)", words
    )
    np.testing.assert_allclose([float(n) for n in found.groups()], [5 * last, 2 * last], rtol=1e-5)


def test_none_leaves_an_input_unchecked_and_the_others_checked():
    assert check_gradients(product, lambda dy, a, b: (None, a.T @ dy), A, B) is None
    words = refused(lambda dy, a, b: (None, dy), A, B)
    assert words.startswith("input 1: ")


def test_the_tolerances_say_what_is_near_enough():
    def wrong_by_a_hundredth(dy, x):
        return dy * np.cos(x) * 1.01

    x = [0.1, 0.2]
    assert refused(wrong_by_a_hundredth, x, f=np.sin)
    assert check_gradients(np.sin, wrong_by_a_hundredth, x, rtol=0.011) is None
    assert check_gradients(np.sin, wrong_by_a_hundredth, x, atol=0.1) is None
    assert refused(wrong_by_a_hundredth, x, f=np.sin, rtol=0.009)


def test_the_upstream_gradient_is_drawn_anew_only_with_another_seed():
    drawn = []

    def backward(dy, x):
        drawn.append(dy.tolist())
        return dy

    for rng in (0, 0, 1, np.random.default_rng(0)):
        check_gradients(np.positive, backward, [1.0, 2.0], rng=rng)
    check_gradients(np.positive, backward, [1.0, 2.0])
    assert drawn[0] == drawn[1] == drawn[3] == drawn[4] != drawn[2]


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: numerical_gradient(3, A), TypeError, "f: needs a function; got 3"),
        (lambda: numerical_gradient(np.sum, []), ValueError, "x: needs at least one axis"),
        (lambda: numerical_gradient(np.sum, [1j]), TypeError, "x: needs real numbers"),
        (lambda: numerical_gradient(np.sum, None), TypeError, "x: needs an array of numbers"),
        (lambda: numerical_gradient(np.sum, [1, inf]), ValueError, "x: needs finite entries"),
        (lambda: numerical_gradient(np.sum, [nan]), ValueError, "x: needs finite entries"),
        (lambda: numerical_gradient(lambda x: None, A), TypeError, "f: needs an array of numbers"),
        (lambda: numerical_gradient(lambda x: x * 1j, A), TypeError, "f: needs real numbers"),
        (lambda: numerical_gradient(np.square, A, A[0]), ValueError, "dy: needs shape (3, 3); got"),
        (lambda: numerical_gradient(np.sum, A, [1]), ValueError, "dy: needs shape (); got (1,)"),
        (lambda: numerical_gradient(np.sum, A, "1"), TypeError, "dy: needs an array of numbers"),
        (lambda: numerical_gradient(np.sum, A, eps=0), ValueError, "eps: needs a finite number"),
        (lambda: numerical_gradient(np.sum, A, eps=inf), ValueError, "eps: needs a finite number"),
        (lambda: numerical_gradient(np.sum, A, eps="1"), TypeError, "eps: needs a finite number"),
        (
            lambda: numerical_gradient(np.sum, [1.0], eps=1e-30),
            ValueError,
            "x: needs entries that a step changes; got [1.0]",
        ),
        (lambda: check_gradients(None, product_backward, A, B), TypeError, "f: needs a function"),
        (lambda: check_gradients(product, A, A, B), TypeError, "backward: needs a function; got"),
        (lambda: check_gradients(product, product_backward, A, "b"), TypeError, "inputs[1]: needs"),
        (lambda: check_gradients(lambda: 1.0, lambda dy: dy), ValueError, "inputs: needs at least"),
        (
            lambda: check_gradients(product, lambda dy, a, b: dy, A, B),
            ValueError,
            "backward: needs to return 2 gradients, not all None; got ",
        ),
        (lambda: check_gradients(np.sin, lambda dy, x: None, A), ValueError, "backward: needs to"),
        (lambda: check_gradients(np.sin, lambda dy, x: (dy, dy), A), ValueError, "backward: needs"),
        (
            lambda: check_gradients(np.sin, lambda dy, x: dy * 1j, A),
            TypeError,
            "backward[0]: needs",
        ),
        (lambda: check_gradients(np.sin, np.multiply, A, rng="x"), TypeError, "rng: needs a seed"),
        (lambda: check_gradients(np.sin, np.multiply, A, rng=-1), ValueError, "rng: needs a seed"),
        (lambda: check_gradients(np.sin, np.multiply, A, rtol=-1), ValueError, "rtol: needs a"),
        (lambda: check_gradients(np.sin, np.multiply, A, atol=None), TypeError, "atol: needs a"),
        (lambda: check_gradients(np.sin, np.multiply, A, atol=nan), ValueError, "atol: needs a"),
    ],
)
def test_a_refusal_names_the_argument_and_says_what_it_needs(call, kind, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert caught.type is kind
    assert str(caught.value).startswith(words)
