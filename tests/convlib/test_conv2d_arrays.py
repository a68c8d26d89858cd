"""What comes in and goes out of a layer as an array: its type, its memory, its whole numbers."""

import numpy as np
import pytest

from convlib import conv2d, conv2d_backward, conv_transpose2d
from tests.convlib.cases import TYPES, row


@pytest.mark.parametrize(("x", "weight", "result"), TYPES)
def test_the_type_of_the_result_of_a_layer_and_of_its_gradients(x, weight, result):
    pixels, kernels = np.ones((2, 1, 3, 3), x), np.ones((1, 1, 2, 2), weight)
    y = conv2d(pixels, kernels)
    dx, dweight, dbias = conv2d_backward(y, pixels, kernels)
    for found in (y, dx, dweight, dbias, conv_transpose2d(pixels, kernels)):
        assert found.dtype == np.dtype(result)
        assert found.dtype.isnative
    assert (y.max(), dx.max(), dweight.max(), dbias.max()) == (4, 16, 32, 32)


def test_a_bias_and_a_gradient_with_a_point_make_the_result_one():
    ones = np.ones((1, 1, 2, 2), int)
    assert conv2d(ones, ones, bias=[0.5]).tolist() == row(4.5)
    assert conv_transpose2d(row(1), row(2), bias=[0.5]).tolist() == row(2.5)
    for gradient in conv2d_backward(row(0.5), ones, ones):
        assert gradient.dtype == float
        assert (gradient == 0.5).all()


def test_small_integers_are_widened_before_they_are_multiplied_in_a_layer():
    x, weight = np.array(row(255, 255), np.uint8), np.array(row(-128, -128), np.int8)
    assert conv2d(x, weight).tolist() == row(2 * 255 * -128)
    dy = np.array(row(127), np.int8)
    dx, dweight, dbias = conv2d_backward(dy, x, weight)
    assert dx.tolist() == row(127 * -128, 127 * -128)
    assert (dweight.tolist(), dbias.tolist()) == (row(255 * 127, 255 * 127), [127])
    assert conv2d(row(True, True), row(True, True), bias=[True]).tolist() == row(3)


def test_a_layer_whose_sums_could_leave_int64_is_refused_and_one_that_just_fits_is_exact():
    edge = 2**62 - 1
    assert conv2d(row(edge, edge), row(1, 1), bias=[1]).tolist() == row(2**63 - 1)
    exact = conv2d_backward(row(edge), row(1, 1), row(1, 1))
    assert [a.ravel().tolist() for a in exact] == [[edge] * 2, [edge] * 2, [edge]]
    assert conv_transpose2d(row(edge, edge), row(1, 1)).tolist() == row(edge, 2 * edge, edge)
    for names, call in (
        ("x, weight", lambda: conv2d(row(edge, edge), row(1, 1), bias=[2])),
        ("x, weight", lambda: conv2d(row(2**62, 0), row(1, 1))),
        ("x, weight", lambda: conv2d(np.array(row(2**63), np.uint64), row(1))),
        ("x, weight", lambda: conv_transpose2d(row(2**62, 0), row(1, 1))),
        ("dy, weight", lambda: conv2d_backward(row(2**62), row(0, 0), row(1, 1))),
        ("x, dy", lambda: conv2d_backward(row(2**62, 2**62), row(0, 0), row(0))),
        ("x, dy", lambda: conv2d_backward(row(2**61), row(4), row(1))),
    ):
        with pytest.raises(ValueError, match=f"^{names}: needs sums below 2\\*\\*63"):
            call()


def turned(a):
    """Return `a` over memory that runs backwards on three axes."""
    return a[::-1, :, ::-1, ::-1].copy()[::-1, :, ::-1, ::-1]


MEMORIES = {
    "read-only": lambda a: np.frombuffer(a.tobytes(), a.dtype).reshape(a.shape),
    "Fortran order": np.asfortranarray,
    "backwards": turned,
    "every other cell": lambda a: np.repeat(a, 2, axis=3)[..., ::2],
    "rows apart": lambda a: np.repeat(a, 3, axis=2)[:, :, 1::3],
    "other byte order": lambda a: a.astype(a.dtype.newbyteorder()),
    "batch last": lambda a: a.transpose(1, 2, 3, 0).copy().transpose(3, 0, 1, 2),
    "channels last": lambda a: a.transpose(0, 2, 3, 1).copy().transpose(0, 3, 1, 2),
    "a subclass": lambda a: a.view(np.memmap),
}


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize("dtype", ["float64", "int32"])
@pytest.mark.parametrize("options", [{}, {"stride": 2, "padding": 1, "dilation": (2, 1)}])
def test_however_an_array_lies_in_memory_it_is_read_as_what_it_shows(memory, dtype, options):
    rng = np.random.default_rng(3)
    x, weight = rng.integers(-9, 10, (9, 4, 7, 6)), rng.integers(-9, 10, (6, 2, 3, 2))
    dy = rng.integers(-9, 10, conv2d(x, weight, groups=2, **options).shape)

    def run(x, weight, dy):
        z = conv_transpose2d(dy, weight, groups=2, **options)
        gradients = conv2d_backward(dy, x, weight, groups=2, **options)
        return conv2d(x, weight, groups=2, **options), z, *gradients

    plain = [a.astype(dtype) for a in (x, weight, dy)]
    laid = [MEMORIES[memory](a) for a in plain]
    for result, expected in zip(run(*laid), run(*plain), strict=True):
        assert (result == expected).all()
    assert all((a == b).all() for a, b in zip(laid, plain, strict=True))


@pytest.mark.parametrize("kernel", [(1, 1), (3, 2)])
@pytest.mark.parametrize("batch", [1, 9])
def test_a_result_can_be_written_to_and_shares_no_memory_with_what_came(kernel, batch):
    x, weight = np.ones((batch, 2, 3, 2)), np.ones((2, 2, *kernel))
    bias, y = np.zeros(2), conv2d(x, weight)
    dy = np.ones_like(y)
    came = [x, weight, bias, dy]
    for array in came:
        array.flags.writeable = False
    before = [array.tobytes() for array in came]
    results = [
        conv2d(x, weight, bias),
        conv_transpose2d(dy, weight, bias),
        *conv2d_backward(dy, x, weight),
    ]
    for index, result in enumerate(results):
        result[...] = -1
        assert not any(np.may_share_memory(result, other) for other in came + results[:index])
    assert [array.tobytes() for array in came] == before


def test_an_array_repeated_without_memory_is_read_as_what_it_shows():
    x = np.broadcast_to(np.arange(4.0), (9, 3, 5, 4))
    weight = np.broadcast_to(2.0, (2, 3, 2, 2))
    dy = np.broadcast_to(1.0, (9, 2, 4, 3))
    assert (conv2d(x, weight) == conv2d(x.copy(), weight.copy())).all()
    ours, copied = (
        conv2d_backward(*arrays)
        for arrays in ((dy, x, weight), (dy.copy(), x.copy(), weight.copy()))
    )
    assert all((a == b).all() for a, b in zip(ours, copied, strict=True))


def test_the_batch_stands_last_in_the_memory_of_a_result():
    x, weight = np.ones((3, 2, 5, 4)), np.ones((4, 2, 2, 2))
    y = conv2d(x, weight)
    assert y.transpose(1, 2, 3, 0).flags.c_contiguous
    assert conv2d(y, np.ones((1, 4, 1, 1)), padding=1).shape == (3, 1, 6, 5)
