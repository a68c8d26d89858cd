"""Activations: one function of every cell, or of a row of cells, and the way back through it.

`x` has any shape with at least one axis, and so has the result; `dy`, the gradient of the result,
has the same. float32 stays, whole numbers give float64. A wrong shape or axis raises `ValueError`,
a wrong type `TypeError`. Source: Goodfellow, Bengio and Courville, "Deep Learning", chapter 6.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from convlib._check import Array, floating, of_shape, real_array, whole


def relu(x: ArrayLike) -> Array:
    """Return `max(0, x)`; whole numbers stay whole.

    >>> relu([-2, 0, 3]).tolist()
    [0, 0, 3]
    """
    found = real_array("x", x)
    return np.asarray(np.maximum(found, np.zeros_like(found)))  # twice as fast as with a number


def relu_backward(dy: ArrayLike, x: ArrayLike) -> Array:
    """Return `dx = dy` where `x > 0`, else 0: at 0 any slope from 0 to 1 would do, and it is 0.

    >>> relu_backward([5, 6, 7], [-2, 0, 3]).tolist()
    [0.0, 0.0, 7.0]
    """
    slope, found = _both(dy, x)
    blocked = found <= 0  # so that NaN passes, as in PyTorch
    if np.isfinite(slope).all():  # the product is faster, but 0 times infinity is NaN; + 0 ends −0
        return np.asarray(slope * ~blocked + 0)
    return np.where(blocked, slope.dtype.type(0), slope)


def sigmoid(x: ArrayLike) -> Array:
    """Return `σ(x) = 1 / (1 + exp(−x))`.

    >>> sigmoid([-1000, 0, 1000]).tolist()
    [0.0, 0.5, 1.0]
    """
    found = floating(real_array("x", x))
    return np.asarray(special.expit(found).astype(found.dtype, copy=False))  # it widens float16


def sigmoid_backward(dy: ArrayLike, x: ArrayLike) -> Array:
    """Return `dx = dy · σ(x) · σ(−x)`, where `σ(−x) = 1 − σ(x)`.

    >>> sigmoid_backward([8], [0]).tolist()
    [2.0]
    """
    slope, found = _both(dy, x)
    return np.asarray(slope * sigmoid(found) * sigmoid(-found))


def tanh(x: ArrayLike) -> Array:
    """Return `tanh(x) = 2·σ(2x) − 1`.

    >>> tanh([-1000, 0, 1000]).tolist()
    [-1.0, 0.0, 1.0]
    """
    return np.asarray(np.tanh(floating(real_array("x", x))))


def tanh_backward(dy: ArrayLike, x: ArrayLike) -> Array:
    """Return `dx = dy · (1 − tanh²(x))`.

    >>> tanh_backward([8], [0]).tolist()
    [8.0]
    """
    slope, found = _both(dy, x)
    return np.asarray(slope * (1 - np.tanh(found) ** 2))


def softmax(x: ArrayLike, axis: int = -1) -> Array:
    """Return `exp(x_i) / Σ_j exp(x_j)`, summed along `axis`.

    >>> softmax([[0, 0], [1000, 0]]).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    found = floating(real_array("x", x))
    place = whole("axis", axis, -found.ndim, found.ndim - 1)
    return np.asarray(special.softmax(found, axis=place))


def softmax_backward(dy: ArrayLike, x: ArrayLike, axis: int = -1) -> Array:
    """Return `dx_i = y_i · (dy_i − Σ_j dy_j · y_j)`, where `y = softmax(x)`.

    >>> softmax_backward([8, 0], [0, 0]).tolist()
    [2.0, -2.0]
    """
    slope, found = _both(dy, x)
    y = softmax(found, axis)
    return np.asarray(y * (slope - np.sum(slope * y, axis=axis, keepdims=True)))


def _both(dy: ArrayLike, x: ArrayLike) -> tuple[Array, Array]:
    found = real_array("x", x)
    slope = of_shape("dy", real_array("dy", dy), found.shape)
    return floating(slope, found), floating(found, slope)
