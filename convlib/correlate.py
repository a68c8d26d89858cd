"""Cross-correlation and convolution of one signal with one kernel, on any number of axes.

Booleans and integers give exact int64, or `ValueError` where a sum could leave its range. Object
arrays (`Fraction`, SymPy) stay exact, other types follow NumPy: float32 stays float32. Complex
weights are not conjugated. A wrong value, an empty array and a kernel that does not fit raise
`ValueError`, a wrong type `TypeError`. Source: arXiv 1603.07285, section 2.
"""

from math import inf, prod

import numpy as np
from numpy.typing import ArrayLike

from convlib._axis import Axes, by_kernel_cell, fitting_axes
from convlib._check import Array, Ints, Padding, array, choice, few_enough, one_type, require

# How much farther than the size of x each mode can fill the padding.
_REACH = {"zeros": inf, "reflect": -1, "edge": inf, "wrap": 0}


def correlate(x: ArrayLike, w: ArrayLike, stride: Ints = 1, padding: Padding = 0,
              dilation: Ints = 1, mode: str = "zeros") -> Array:  # fmt: skip
    """Return the cross-correlation `y[o] = Σ_m w[m] · x[o·S + m·D − P_before]`.

    `x` and `w` have the same number of axes; `y` has the shape that `output_size` gives. `mode`
    says what lies in the padding: `"zeros"` nothing, so that those taps are left out and an
    infinite weight there makes no NaN; `"edge"` the border cell again; `"reflect"` the mirror
    image without the border cell (padding below the size of `x`); `"wrap"` the other end (padding
    up to the size of `x`). PyTorch's `Conv2d` says "replicate" for "edge", "circular" for "wrap".

    >>> correlate([[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[0, 1], [2, 3]]).tolist()
    [[19, 25], [37, 43]]
    """
    signal, weight = one_type("x, w", array("x", x), array("w", w))
    if signal.ndim != weight.ndim:
        raise ValueError(f"w: needs as many axes as x ({signal.ndim}); got shape {weight.shape}")
    axes = fitting_axes(("x", "w"), signal.shape, weight.shape, stride, padding, dilation)
    choice("mode", mode, _REACH)
    few_enough("padding", prod(a.padded for a in axes))
    if mode != "zeros":
        signal = _pad(signal, axes, mode)
        axes = fitting_axes(("x", "w"), signal.shape, weight.shape, stride, 0, dilation)
    y = np.zeros([a.output for a in axes], signal.dtype)
    for m, out, inp in by_kernel_cell(axes):
        try:
            y[out] += weight[m] * signal[inp]
        except (ArithmeticError, TypeError) as error:
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"x, w: needs entries that multiply and add; {error}") from error
    return y


def convolve(x: ArrayLike, w: ArrayLike, stride: Ints = 1, padding: Padding = 0,
             dilation: Ints = 1, mode: str = "zeros") -> Array:  # fmt: skip
    """Return the convolution of `x` and `w`: `correlate` with the kernel flipped on every axis.

    `y[o] = Σ_k w[k] · x[o·S + (K − 1 − k)·D − P_before]`; with stride 1 and padding `K − 1` it is
    the textbook sum `Σ_i x[i] · w[o − i]`, in which `x` and `w` may change places.

    >>> convolve([1, 2, 3], [1, 10], padding=1).tolist()
    [1, 12, 23, 30]
    """
    return correlate(x, flip(w), stride, padding, dilation, mode)


def flip(w: ArrayLike) -> Array:
    """Return a copy of `w` counted from the other end on every axis, `w[K − 1 − k]`.

    >>> flip([[9, 8, 7], [6, 5, 4]]).tolist()
    [[4, 5, 6], [7, 8, 9]]
    """
    return np.flip(array("w", w)).copy()


def _pad(x: Array, axes: Axes, mode: str) -> Array:
    most = [a.n + _REACH[mode] for a in axes]
    pairs = [(a.before, a.after) for a in axes]
    fits = all(max(pair) <= limit for pair, limit in zip(pairs, most, strict=True))
    require(fits, "padding", f"at most {most} per axis in mode {mode!r}", pairs)
    return np.pad(x, pairs, mode=mode)  # type: ignore[no-any-return, call-overload]
