"""A small network of this book's parts alone: PyTorch's names, arguments and first weights.

A layer is a function and its way back, and refuses what they refuse. Weights begin uniform within
±1/√(inputs of one output), drawn by `rng`, a seed or a NumPy Generator, in `dtype`. A wrong type
raises `TypeError`, a wrong value or shape `ValueError`. Source: PyTorch's `torch.nn` and `optim`.
"""

from functools import partial
from io import BytesIO
from math import prod
from pathlib import Path
from typing import Any, ClassVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import ArrayLike

from convlib import _check, activations, pooling
from convlib._check import Array, Ints, Padding
from convlib.conv2d import _gradients, conv2d, conv2d_backward


class Layer:
    """A function that remembers its last call: `y = layer(x)`, then `dx = layer.backward(dy)`.

    `parameters` are arrays by name, to be changed in place; `gradients` are what `backward` found
    for them. All other arguments of a layer are those of its function after `x`.

    >>> layer = ReLU()
    >>> layer([-2, 3]).tolist(), layer.backward([5, 5]).tolist()
    ([0, 3], [0.0, 5.0])
    """

    functions: ClassVar[Any]

    def __init__(self, *options: Any, **named: Any) -> None:
        self.options, self.named = options, named
        self.parameters: dict[str, Array] = {}
        self.gradients: dict[str, Array] = {}
        self.x: Any = None
        self.y: Any = None

    def __call__(self, x: ArrayLike) -> Array:
        """Return `y` and remember it."""
        self.y = self.functions[0](x, *self.parameters.values(), *self.options, **self.named)
        self.x = x
        return np.asarray(self.y)

    def backward(self, dy: ArrayLike, input_gradient: bool = True) -> Any:
        """Return `dx` of the last call; a layer may leave it out if it is not asked for."""
        _check.require(self.x is not None, "backward", "a call of the layer before it", self.x)
        back, weight = self.functions[1 if input_gradient else -1], [*self.parameters.values()][:1]
        found = back(dy, self.x, *weight, *self.options, **self.named)
        dx, *slopes = found if isinstance(found, tuple) else (found,)
        self.gradients = dict(zip(self.parameters, slopes, strict=False))
        return dx

    def _draw(self, shape: tuple[int, ...], bias: bool, rng: Any, dtype: str) -> None:
        _check.few_enough("weight", prod(shape))
        _check.choice("dtype", dtype, ("float32", "float64"))
        draw, bound = _check.generator(rng).uniform, prod(shape[1:]) ** -0.5
        sizes = {"weight": shape} | ({"bias": shape[:1]} if _check.flag("bias", bias) else {})
        for name, size in sizes.items():
            self.parameters[name] = draw(-bound, bound, size).astype(dtype)


class Conv2d(Layer):
    """`y = conv2d(x, weight, bias)`, `weight` (O, C / groups, K_H, K_W), `bias` (O,).

    >>> Conv2d(1, 8, 3, padding=1, rng=0)(np.ones((64, 1, 5, 5))).shape
    (64, 8, 5, 5)
    """

    functions = conv2d, conv2d_backward, partial(_gradients, False)

    def __init__(self, in_channels: int, out_channels: int, kernel_size: Ints, stride: Ints = 1,
                 padding: Padding = 0, dilation: Ints = 1, groups: int = 1, bias: bool = True,
                 rng: Any = None, dtype: str = "float32") -> None:  # fmt: skip
        super().__init__(stride=stride, padding=padding, dilation=dilation, groups=groups)
        counts = _check.per_axis("in_channels, out_channels", (in_channels, out_channels), 2)
        inputs = counts[0] // _check.groups_of(groups, *counts)
        size = _check.per_axis("kernel_size", kernel_size, 2)
        self._draw((counts[1], inputs, *size), bias, rng, dtype)


def _linear(x: ArrayLike, weight: Array, bias: Array | int = 0) -> Array:
    found = _check.real_array("x", x, 2)
    _check.of_shape("x", found, (len(found), weight.shape[1]))
    return np.asarray((weight @ found.T).T + bias)  # the batch last in memory, as in conv2d


def _linear_backward(dy: ArrayLike, x: ArrayLike, weight: Array) -> tuple[Array, ...]:
    slope = _check.of_shape("dy", _check.real_array("dy", dy), (len(np.asarray(x)), len(weight)))
    slope = _check.floating(slope, weight)  # small whole numbers would wrap
    return (weight.T @ slope.T).T, slope.T @ x, slope.sum(axis=0)


class Linear(Layer):
    """`y = x weightᵀ + bias` for `x` (N, inputs), `weight` (outputs, inputs), `bias` (outputs,).

    >>> Linear(18, 10, rng=0)(np.ones((64, 18))).shape
    (64, 10)
    """

    functions = _linear, _linear_backward

    def __init__(self, in_features: int, out_features: int, bias: bool = True, rng: Any = None,
                 dtype: str = "float32") -> None:  # fmt: skip
        super().__init__()
        shape = _check.per_axis("out_features, in_features", (out_features, in_features), 2)
        self._draw(shape, bias, rng, dtype)


class ReLU(Layer):
    """`y = max(0, x)`, the function `relu`.

    >>> ReLU()([-2, 3]).tolist()
    [0, 3]
    """

    functions = activations.relu, activations.relu_backward


class MaxPool2d(Layer):
    """The largest cell of each window, the function `max_pool2d`.

    >>> MaxPool2d(2)([[[[1, 2], [3, 4]]]]).tolist()
    [[[[4]]]]
    """

    functions = pooling.max_pool2d, pooling.max_pool2d_backward


class AvgPool2d(Layer):
    """The mean of each window, the function `avg_pool2d`.

    >>> AvgPool2d(2)([[[[1, 2], [3, 4]]]]).tolist()
    [[[[2.5]]]]
    """

    functions = pooling.avg_pool2d, pooling.avg_pool2d_backward


def _flatten(x: ArrayLike) -> Array:
    found = _check.array("x", x)
    return found.reshape(len(found), -1)


def _flatten_backward(dy: ArrayLike, x: ArrayLike) -> Array:
    slope = _check.of_shape("dy", _check.array("dy", dy), _flatten(x).shape)
    return slope.reshape(np.shape(x))


class Flatten(Layer):
    """A row for each sample, (N, C, H, W) as (N, C·H·W) in C order: a view, if it can be.

    >>> Flatten()(np.ones((64, 2, 3, 3))).shape
    (64, 18)
    """

    functions = _flatten, _flatten_backward


class Sequential(Layer):
    """Layers one after another; their arrays are named by place.

    >>> network = Sequential(Conv2d(1, 4, 3, rng=0), ReLU(), MaxPool2d(2), Flatten())
    >>> network(np.ones((64, 1, 8, 8))).shape, list(network.parameters)
    ((64, 36), ['0.weight', '0.bias'])
    """

    def __init__(self, *layers: Layer) -> None:
        super().__init__()
        known = all(isinstance(layer, Layer) for layer in layers)
        _check.require(known, "layers", "layers such as ReLU()", layers, TypeError)
        once = len({id(layer) for layer in layers}) == len(layers)
        _check.require(once, "layers", "a new layer at each place", layers)
        self.layers = layers
        self.parameters = self._named("parameters")

    def _named(self, kind: str) -> dict[str, Array]:
        parts = [getattr(layer, kind).items() for layer in self.layers]
        return {f"{i}.{name}": found for i, part in enumerate(parts) for name, found in part}

    def __call__(self, x: ArrayLike) -> Array:
        """Return what the last layer gives."""
        for layer in self.layers:
            x = layer(x)
        return np.asarray(x)

    def backward(self, dy: ArrayLike, input_gradient: bool = True) -> Any:
        """Return `dx` of the first layer, which is spared where it is not asked for."""
        for layer in reversed(self.layers):
            dy = layer.backward(dy, input_gradient or layer is not self.layers[0])
        self.gradients = self._named("gradients")
        return dy

    def save(self, path: str | Path) -> None:
        """Write the parameters as .npz, by name."""
        with open(path, "wb") as file:
            np.savez(file, allow_pickle=False, **self.parameters)

    def load(self, path: str | Path) -> None:
        """Read parameters that `save` wrote; a file that does not fit changes nothing."""
        try:
            with np.load(BytesIO(Path(path).read_bytes())) as stored:
                found = dict(stored)
        except (ValueError, TypeError, EOFError, RuntimeError, BadZipFile) as error:
            raise _check.refusal("path", "a file that save has written", path) from error
        got = {name: entry.shape for name, entry in found.items() if entry.dtype.kind == "f"}
        wanted = {name: entry.shape for name, entry in self.parameters.items()}
        _check.require(got == wanted, "path", f"floats of the shapes {wanted}", got)
        for name, entry in self.parameters.items():
            entry[...] = found[name]


def cross_entropy(logits: ArrayLike, labels: ArrayLike) -> tuple[float, Array]:
    """Return `L`, the mean of `log Σ_j exp(logits[n, j]) − logits[n, labels[n]]`, and `dlogits`.

    `logits` are (N, classes), `labels` (N,) whole numbers from 0; `dlogits` is the softmax of each
    row, less 1 at its label, over N.

    >>> cross_entropy([[0, 0], [1000, 0]], [0, 0])[1].tolist()
    [[-0.25, 0.25], [0.0, 0.0]]
    """
    scores = _check.floating(_check.real_array("logits", logits, 2))
    count, classes = scores.shape
    right = _check.of_shape("labels", _check.array("labels", labels), (count,))
    known = right.dtype.kind in "iu" and right.min() >= 0 and right.max() < classes
    _check.require(known, "labels", f"whole numbers from 0 to {classes - 1}", labels)
    at = np.arange(count), right
    shifted = scores - scores.max(axis=1, keepdims=True)  # so that exp cannot overflow
    dlogits = np.exp(shifted)
    sums = dlogits.sum(axis=1, keepdims=True)
    dlogits /= sums
    dlogits[at] -= 1
    dlogits /= count
    return float((np.log(sums[:, 0]) - shifted[at]).sum() / count), dlogits


class SGD:
    """Gradient descent: `v = momentum · v + gradient`, then `parameter −= lr · v`, in place.

    >>> layer = Linear(1, 1, bias=False, rng=0)
    >>> layer.parameters["weight"][:], descent = 3, SGD(layer, lr=0.5)
    >>> _ = layer([[1]]), layer.backward([[4]]), descent.step()
    >>> layer.parameters["weight"].tolist()
    [[1.0]]
    """

    def __init__(self, network: Layer, lr: float, momentum: float = 0) -> None:
        _check.require(isinstance(network, Layer), "network", "a layer", network, TypeError)
        self.lr, self.momentum = _check.real("lr", lr), _check.real("momentum", momentum)
        self.network = network
        self.velocity = {name: np.zeros_like(entry) for name, entry in network.parameters.items()}

    def step(self) -> None:
        """Move every parameter against the gradient of the last `backward`."""
        if self.network.gradients.keys() != self.velocity.keys():
            raise ValueError("step: needs a backward before it; got no gradients")
        for name, entry in self.network.parameters.items():
            self.velocity[name] *= self.momentum
            self.velocity[name] += self.network.gradients[name]
            entry -= self.lr * self.velocity[name]
