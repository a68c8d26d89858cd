"""Configurations for the tests, and the definition once more, in the plainest loops."""

from dataclasses import dataclass
from itertools import product, starmap
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# No test depends on how fast the machine is.
quick = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])

# Types of two arrays, and that of their products and sums.
TYPES = [
    ("bool", "bool", "int64"),
    ("int8", "int8", "int64"),
    ("uint8", "int16", "int64"),
    ("uint64", "int64", "int64"),
    ("float16", "float16", "float16"),
    ("float32", "float32", "float32"),
    ("uint8", "float32", "float32"),
    ("bool", "float32", "float32"),
    ("float16", "float32", "float32"),
    ("int64", "float32", "float64"),
    ("float32", "float64", "float64"),
    (">f4", ">f4", "float32"),
    (">i4", ">i4", "int64"),
]


@dataclass(frozen=True)
class Case:
    """A convolution: `padding` as an argument, and `pairs`, the same written out."""

    shape: tuple[int, ...]
    kernel: tuple[int, ...]
    stride: Any
    padding: Any
    dilation: Any
    pairs: tuple[tuple[int, int], ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]

    @property
    def options(self):
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}


@st.composite
def cases(draw, axes=None, forms=("int", "axis", "pairs", "valid", "same"), most_kernel=4):
    """Draw a convolution whose kernel fits, with its arguments in any of the forms allowed."""
    axes = axes or draw(st.integers(1, 3))
    form = draw(st.sampled_from(forms))

    def entries(low, high):
        return tuple(draw(st.integers(low, high)) for _ in range(axes))

    kernel = entries(1, most_kernel if axes < 3 else min(most_kernel, 3))
    dilations = entries(1, 3)
    strides = (1,) * axes if form == "same" else entries(1, 3)
    if form == "same":
        sums = [d * (k - 1) for k, d in zip(kernel, dilations, strict=True)]
        pairs, padding = tuple((s // 2, s - s // 2) for s in sums), "same"
    elif form == "valid":
        pairs, padding = ((0, 0),) * axes, "valid"
    elif form == "int":
        padding = draw(st.integers(0, 3))
        pairs = ((padding, padding),) * axes
    elif form == "axis":
        padding = entries(0, 3)
        pairs = tuple((p, p) for p in padding)
    else:
        pairs = padding = tuple(zip(entries(0, 3), entries(0, 3), strict=True))
    least = [
        max(1, d * (k - 1) + 1 - sum(p)) for k, d, p in zip(kernel, dilations, pairs, strict=True)
    ]
    shape = tuple(n + draw(st.integers(0, 5 if axes < 3 else 2)) for n in least)

    def shortened(values):
        return values[0] if len(set(values)) == 1 and draw(st.booleans()) else values

    return Case(
        shape,
        kernel,
        shortened(strides),
        padding,
        shortened(dilations),
        pairs,
        strides,
        dilations,
    )


def windows_that_fit(n, k, stride, pair, dilation):
    """Count window positions one by one, with no formula."""
    last = n + sum(pair) - 1
    return sum(1 for start in range(0, last + 1, stride) if start + dilation * (k - 1) <= last)


def output_by_count(case):
    rows = zip(case.shape, case.kernel, case.strides, case.pairs, case.dilations, strict=True)
    return tuple(starmap(windows_that_fit, rows))


def taps_by_loops(case, flip=False):
    """List `(output cell, input cell, kernel cell)` in the promised order, cell by cell."""
    sizes = output_by_count(case)
    found = []
    for out in product(*map(range, sizes)):
        for offset in product(*map(range, case.kernel)):
            inp = tuple(
                o * s + m * d - before
                for o, s, m, d, (before, _) in zip(
                    out, case.strides, offset, case.dilations, case.pairs, strict=True
                )
            )
            if all(0 <= i < n for i, n in zip(inp, case.shape, strict=True)):
                ker = tuple(k - 1 - m for k, m in zip(case.kernel, offset, strict=True))
                found.append((out, inp, ker if flip else offset))
    return sizes, found


def sum_over_taps(x, w, case, flip=False):
    """Return `y[o] += w[k] · x[i]` over `taps_by_loops`, in exact Python numbers."""
    sizes, found = taps_by_loops(case, flip)
    y = np.zeros(sizes, dtype=object)
    for out, inp, ker in found:
        y[out] += w[ker] * x[inp]
    return y


@st.composite
def whole_arrays(draw, shape, least=-9, most=9):
    """Draw an int64 array of this shape."""
    size = int(np.prod(shape))
    values = draw(st.lists(st.integers(least, most), min_size=size, max_size=size))
    return np.array(values, dtype=np.int64).reshape(shape)


@st.composite
def filled_cases(draw, **options):
    """Draw a case together with an input and a kernel of whole numbers."""
    case = draw(cases(**options))
    return case, draw(whole_arrays(case.shape)), draw(whole_arrays(case.kernel))


def row(*cells):
    """Return one picture of one channel and one row."""
    return [[[[*cells]]]]


@dataclass(frozen=True)
class Layer:
    """A layer of whole numbers: its `case` on the two image axes, its arrays, a gradient of y."""

    case: Case
    groups: int
    x: Any
    weight: Any
    bias: Any
    dy: Any

    @property
    def options(self):
        return self.case.options | {"groups": self.groups}


@st.composite
def layers(draw, batches=(1, 2, 3), **options):
    """Draw a layer of at most three groups, each of one or two channels and kernels."""
    case = draw(cases(axes=2, **options))
    batch, groups = draw(st.sampled_from(batches)), draw(st.integers(1, 3))
    inputs, kernels = draw(st.integers(1, 2)), draw(st.integers(1, 2)) * groups
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def whole(*shape):
        return rng.integers(-9, 10, shape)

    x, weight = whole(batch, groups * inputs, *case.shape), whole(kernels, inputs, *case.kernel)
    dy = whole(batch, kernels, *output_by_count(case))
    return Layer(case, groups, x, weight, whole(kernels), dy)


def layer_by_loops(layer):
    """Return y and the gradients of x, weight and bias, tap by tap and channel by channel."""
    _, found = taps_by_loops(layer.case)
    kernels, inputs = layer.weight.shape[:2]
    y, dx, dweight = (np.zeros_like(a) for a in (layer.dy, layer.x, layer.weight))
    dbias = np.zeros_like(layer.bias)
    for o in range(kernels):
        y[:, o] += layer.bias[o]
        dbias[o] += sum(layer.dy[:, o].flat)
        for c in range(inputs):
            part = o // (kernels // layer.groups)
            for out, inp, ker in found:
                fed, cell, tap = (..., o, *out), (..., part * inputs + c, *inp), (o, c, *ker)
                y[fed] += layer.weight[tap] * layer.x[cell]
                dx[cell] += layer.weight[tap] * layer.dy[fed]
                dweight[tap] += sum(layer.dy[fed] * layer.x[cell])
    return y, dx, dweight, dbias
