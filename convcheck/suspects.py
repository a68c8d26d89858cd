"""Backward passes of one layer, each with one bug, and tests that catch them or let them go.

The layer is `conv2d` with a bias, on a batch of two pictures with one channel and one kernel.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from convcheck.bank import TASKS
from convcheck.task import same
from convlib import conv2d, conv2d_backward, flip, numerical_gradient

Array = np.ndarray[Any, Any]
Backward = Callable[..., tuple[Array, Array, Array]]  # called as `conv2d_backward` is


def _wrong_dx(name: str) -> Backward:
    """A backward pass whose `dx` makes the mistake of that name in the bank."""
    (mistake,) = (m for m in TASKS["input_gradient"].mistakes if m.name == name)

    def backward(
        dy: Array, x: Array, weight: Array, stride: int = 1, padding: int = 0
    ) -> tuple[Array, Array, Array]:
        _, dweight, dbias = conv2d_backward(dy, x, weight, stride, padding)
        pairs = zip(dy[:, 0], x[:, 0], strict=True)
        dx = [mistake.function(d, one, weight[0, 0], stride, padding) for d, one in pairs]
        return np.array(dx)[:, None], dweight, dbias

    return backward


def _mean(
    dy: Array, x: Array, weight: Array, stride: int = 1, padding: int = 0
) -> tuple[Array, Array, Array]:
    dx, dweight, dbias = conv2d_backward(dy, x, weight, stride, padding)
    return dx, dweight / dy.size, dbias / dy.size


def _unpadded(
    dy: Array, x: Array, weight: Array, stride: int = 1, padding: int = 0
) -> tuple[Array, Array, Array]:
    dx, _, dbias = conv2d_backward(dy, x, weight, stride, padding)
    moved = np.pad(x, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    return dx, conv2d_backward(dy, moved, weight, stride)[1], dbias


def _batch_only(
    dy: Array, x: Array, weight: Array, stride: int = 1, padding: int = 0
) -> tuple[Array, Array, Array]:
    dx, dweight, _ = conv2d_backward(dy, x, weight, stride, padding)
    return dx, dweight, dy.sum(axis=0)


def _no_upstream(
    dy: Array, x: Array, weight: Array, stride: int = 1, padding: int = 0
) -> tuple[Array, Array, Array]:
    return conv2d_backward(np.ones_like(dy), x, weight, stride, padding)


SUSPECTS: Final[dict[str, Backward]] = {
    "flip": _wrong_dx("scattered the flipped kernel"),
    "=": _wrong_dx("= for +="),
    "mean": _mean,
    "unpadded": _unpadded,
    "batch": _batch_only,
    "no dy": _no_upstream,
}


def every_entry(
    backward: Backward, size: int = 3, stride: int = 1, padding: int = 1, weak: str = ""
) -> bool:
    """Tell whether all gradients agree with central differences, for `size` × `size` kernels.

    `weak` may be "ones", for a `dy` of ones, or "symmetric", for a kernel that equals its flip.

    >>> every_entry(conv2d_backward), every_entry(SUSPECTS["flip"])
    (True, False)
    >>> every_entry(SUSPECTS["flip"], weak="symmetric")
    True
    """
    dy, *inputs = _layer(size, stride, padding)
    if weak == "ones":
        dy = np.ones_like(dy)
    if weak == "symmetric":
        inputs[1] = inputs[1] + flip(inputs[1][0, 0])
    found = backward(dy, *inputs[:2], stride, padding)
    for place, gradient in enumerate(found):

        def along(value: Array, place: int = place) -> Array:
            moved = [*inputs[:place], value, *inputs[place + 1 :]]
            return conv2d(moved[0], moved[1], moved[2], stride, padding)

        expected = numerical_gradient(along, inputs[place], dy)
        if gradient.shape != expected.shape or not np.allclose(gradient, expected, 1e-6, 1e-7):
            return False
    return True


def shapes(backward: Backward) -> bool:
    """Tell whether each gradient has the shape of what it is the gradient of."""
    dy, *inputs = _layer(3, 1, 1)
    found = backward(dy, *inputs[:2], 1, 1)
    return all(g.shape == one.shape for g, one in zip(found, inputs, strict=True))


def mean_of_dx(backward: Backward) -> bool:
    """Tell whether the mean of `dx` is right, in a layer without padding."""
    dy, x, weight, _ = _layer(3, 1, 0)
    wanted = conv2d_backward(dy, x, weight)[0].mean()
    return bool(np.isclose(backward(dy, x, weight)[0].mean(), wanted))


def adjoint(backward: Backward) -> bool:
    """Tell whether `⟨y, dy⟩ = ⟨x, dx⟩`, for the layer without its bias."""
    dy, x, weight, _ = _layer(3, 1, 1)
    y = conv2d(x, weight, padding=1)
    return same(np.sum(x * backward(dy, x, weight, 1, 1)[0]), np.sum(y * dy))


TESTS: Final[dict[str, Callable[[Backward], bool]]] = {
    "shapes": shapes,
    "mean of dx": mean_of_dx,
    "adjoint": adjoint,
    "symmetric kernel": lambda backward: every_entry(backward, weak="symmetric"),
    "window 2, stride 2": lambda backward: every_entry(backward, 2, 2, 0),
    "dy all ones": lambda backward: every_entry(backward, weak="ones"),
    "every entry": every_entry,
}


def caught() -> str:
    """A table: which test (row) catches which suspect (column)."""
    lines = [" " * 19 + "".join(f"{name:>9}" for name in SUSPECTS)]
    for name, test in TESTS.items():
        signs = ("." if test(suspect) else "caught" for suspect in SUSPECTS.values())
        lines.append(f"{name:<19}" + "".join(f"{sign:>9}" for sign in signs))
    return "\n".join(lines)


def _layer(size: int, stride: int, padding: int) -> tuple[Array, Array, Array, Array]:
    """A random `dy`, and the random `x`, `weight` and `bias` of its layer."""
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(2, 1, 6, 6)), rng.normal(size=(1, 1, size, size))
    y = conv2d(x, weight, None, stride, padding)
    return rng.normal(size=y.shape), x, weight, rng.normal(size=1)
