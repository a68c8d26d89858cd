"""A gradient checked against finite differences: every entry, under a random upstream gradient.

All is float64, and the functions get copies. Wrong values and shapes raise `ValueError`, wrong
types `TypeError`. Source: Press et al., "Numerical Recipes", section 5.7.
"""

from collections.abc import Callable
from math import ulp
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib._check import Array, generator, of_shape, real, real_array, require

# The series cut off after h² and the rounding, ε / h, add up to the least near h = ∛ε.
_STEP = float(np.cbrt(np.finfo(np.float64).eps))


def numerical_gradient(f: Callable[[Array], Any], x: ArrayLike, dy: ArrayLike | None = None,
                       eps: float | None = None) -> Array:  # fmt: skip
    """Return the slope of `Σ dy · f(x)` along each entry, `Σ dy · (f(x + h) − f(x − h)) / 2h`.

    `f` takes an array like `x` and gives a number or an array, whose shape `dy` has; without `dy`
    all of it is 1. `h` is `eps`, or else `∛ε · max(1, |x|)`, about 6·10⁻⁶.

    >>> numerical_gradient(lambda x: x**2, [1, -3]).round(6).tolist()
    [2.0, -6.0]
    """
    point = _numbers("x", x, finite=True)
    shape = _value(f, point).shape
    slope = np.ones(shape) if dy is None else of_shape("dy", _numbers("dy", dy), shape)
    steps = _STEP * np.maximum(1, np.abs(point))
    if eps is not None:
        steps[...] = real("eps", eps, "a finite number above 0, or None", low=ulp(0.0))
    require((point + steps != point).all(), "x", "entries that a step changes", x)
    gradient = np.empty_like(point)
    for index, h in np.ndenumerate(steps):
        low, high = point.copy(), point.copy()
        low[index] -= h
        high[index] += h
        rise = _value(f, high) - _value(f, low)
        gradient[index] = np.sum(slope * rise) / (high[index] - low[index])
    return gradient


def check_gradients(f: Callable[..., Any], backward: Callable[..., Any], *inputs: ArrayLike,
                    rng: Any = 0, rtol: float = 1e-6, atol: float = 1e-7) -> None:  # fmt: skip
    """Raise `AssertionError` unless `backward(dy, *inputs)` is the gradient of `f(*inputs)`.

    `backward` returns one array for one input, a tuple for more; None in it is not checked. `dy`
    is drawn with `rng`, a seed or a NumPy `Generator`. Each entry must lie within
    `atol + rtol · |expected|` of `numerical_gradient`, so keep the inputs clear of kinks and ties.

    >>> check_gradients(np.sin, lambda dy, x: dy * np.cos(x), [0.5, 2])
    >>> check_gradients(np.sin, lambda dy, x: np.cos(x), [0.5, 2])
    Traceback (most recent call last):
    AssertionError: input 0: wrong in 2 of 2 entries, first at (0,): expected 0.110339, got 0.877583
    """
    require(inputs, "inputs", "at least one array", inputs)
    points = [_numbers(f"inputs[{i}]", value, finite=True) for i, value in enumerate(inputs)]
    dy = np.asarray(generator(rng).standard_normal(_value(f, *points).shape))
    relative, absolute = real("rtol", rtol), real("atol", atol)
    require(callable(backward), "backward", "a function", backward, TypeError)
    returned = backward(dy.copy(), *(point.copy() for point in points))
    gradients = returned if isinstance(returned, tuple) else (returned,)
    fits = len(gradients) == len(points) and any(g is not None for g in gradients)
    require(fits, "backward", f"to return {len(points)} gradients, not all None", returned)
    for place, gradient in enumerate(gradients):
        if gradient is not None:
            got = _numbers(f"backward[{place}]", gradient)
            others = points[:place], points[place + 1 :]
            one = lambda x, others=others: f(*others[0], x, *others[1])  # noqa: E731
            expected = numerical_gradient(one, points[place], dy)
            _agree(f"input {place}", got, expected, absolute + relative * np.abs(expected))


def _agree(name: str, got: Array, expected: Array, allowed: Array) -> None:
    if got.shape != expected.shape:
        raise AssertionError(f"{name}: expected shape {expected.shape}, got {got.shape}")
    wrong = ~(np.abs(got - expected) <= allowed)  # so that NaN is wrong
    if wrong.any():
        at = tuple(np.argwhere(wrong)[0].tolist())
        where = f"{name}: wrong in {wrong.sum()} of {wrong.size} entries, first at {at}"
        raise AssertionError(f"{where}: expected {expected[at]:.6g}, got {got[at]:.6g}")


def _value(f: Callable[..., Any], *points: Array) -> Array:
    require(callable(f), "f", "a function", f, TypeError)
    return _numbers("f", f(*(point.copy() for point in points)))


def _numbers(name: str, value: Any, finite: bool = False) -> Array:
    """Return real numbers, one or an array of them, as a float64 copy."""
    single = np.isscalar(value) or (isinstance(value, np.ndarray) and value.ndim == 0)
    found = real_array(name, [value] if single else value).astype(np.float64)
    require(not finite or np.isfinite(found).all(), name, "finite entries", value)
    return found.reshape(()) if single else found
