"""Sizes: how many cells a convolution gives, and how far a stack of layers sees.

Dilation 1 means none, padding counts per side, sizes round down. The first argument says how many
axes there are; each other is a whole number or one per axis. An int gives an int, a tuple a tuple.
A wrong value and a kernel that does not fit raise `ValueError`, a wrong type `TypeError`. Source:
Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv 1603.07285.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast

from convlib._axis import checked_axes, fitting_axes
from convlib._check import Ints, Padding, Pairs, axes_of, is_sequence, per_axis, require

N = TypeVar("N", int, tuple[int, ...])

_NAMES, _KERNEL = ("n", "kernel_size"), ("kernel_size", "kernel_size")


def output_size(n: N, kernel_size: Ints, stride: Ints = 1, padding: Padding = 0,
                dilation: Ints = 1) -> N:  # fmt: skip
    """Return how many output cells a convolution of `n` input cells gives.

    On each axis `⌊(N + P_before + P_after − D·(K − 1) − 1) / S⌋ + 1`, relationships 6 and 15 of
    the source. `padding` is a whole number per side, one per axis, `"valid"` (none), `"same"`
    (stride 1 only; an odd extra cell goes after) or `((before, after), ...)`.

    >>> output_size(7, 3, stride=2), output_size((480, 640), 5, stride=5, padding=5)
    (3, (98, 130))
    """
    axes = fitting_axes(_NAMES, n, kernel_size, stride, padding, dilation)
    return _like(n, (a.output for a in axes))


def effective_kernel_size(kernel_size: N, dilation: Ints = 1) -> N:
    """Return how many input cells a dilated kernel spans, `D·(K − 1) + 1` on each axis.

    >>> effective_kernel_size(3, dilation=2)
    5
    """
    axes = checked_axes(_KERNEL, kernel_size, kernel_size, dilation=dilation)
    return _like(kernel_size, (a.span for a in axes))


def same_padding(kernel_size: Ints, dilation: Ints = 1) -> tuple[int, int] | Pairs:
    """Return the padding `(before, after)` that keeps the size at stride 1.

    The two add up to `D·(K − 1)`; if that is odd, the extra cell goes after. An int gives one
    pair, a tuple one pair per axis. Source: PyTorch's `Conv2d` with `padding="same"`.

    >>> same_padding(3), same_padding((4, 3), dilation=(1, 2))
    ((1, 1), ((1, 2), (2, 2)))
    """
    axes = checked_axes(_KERNEL, kernel_size, kernel_size, dilation=dilation)
    pairs = tuple(a.same_padding for a in axes)
    return pairs if is_sequence(kernel_size) else pairs[0]


def transposed_output_size(n: N, kernel_size: Ints, stride: Ints = 1, padding: Padding = 0,
                           output_padding: Ints = 0, dilation: Ints = 1) -> N:  # fmt: skip
    """Return how many cells a transposed convolution of `n` cells gives.

    On each axis `(N − 1)·S − P_before − P_after + D·(K − 1) + output_padding + 1`: with
    `output_padding < S` a size whose `output_size` is `n`, and it chooses where there are several.
    It is less than the stride or the dilation. Source: section 4, and PyTorch's `ConvTranspose2d`.

    >>> transposed_output_size(3, 3, stride=2), output_size(7, 3, stride=2)
    (7, 3)
    """
    axes = checked_axes(_NAMES, n, kernel_size, stride, padding, dilation)
    extra = per_axis("output_padding", output_padding, len(axes), least=0)
    pairs = list(zip(axes, extra, strict=True))
    needs = "less than the stride or the dilation"
    require(all(e < max(a.s, a.d) for a, e in pairs), "output_padding", needs, output_padding)
    sizes = tuple((a.n - 1) * a.s - a.before - a.after + a.span + e for a, e in pairs)
    require(min(sizes) >= 1, "padding", f"to leave a cell on each axis, not {sizes}", padding)
    return _like(n, sizes)


def receptive_field(layers: Sequence[Any]) -> int | tuple[int, ...]:
    """Return how many input cells one output cell of a stack of layers sees.

    A layer is a kernel size or `(kernel_size[, stride[, padding[, dilation]]])`, each an int or
    one entry per axis; if any is per axis, so is the result. Layer `l` adds
    `D_l·(K_l − 1)·S_1·…·S_{l−1}` to 1; padding plays no part. `((3, 3),)` is a kernel of 3 × 3,
    `(3, 3)` one of 3 at stride 3. Source: Araujo, Norris and Sim, Distill, 2019, 4(11).

    >>> receptive_field([3, (3, 2), 3])
    9
    """
    require(is_sequence(layers), "layers", "a list of layers", layers, TypeError)
    rows = [tuple(layer) if is_sequence(layer) else (layer,) for layer in layers]
    lengths = [axes_of("layers", entry) for row in rows for entry in row if is_sequence(entry)]
    any_size = [1] * max(lengths, default=1)  # a layer does not say how large its input is
    reach, step = list(any_size), list(any_size)
    for index, row in enumerate(rows):
        needs = "(kernel_size[, stride[, padding[, dilation]]])"
        require(1 <= len(row) <= 4, f"layers[{index}]", needs, row)
        layer = checked_axes(_NAMES, any_size, *row, where=f"layers[{index}] ")
        for axis, a in enumerate(layer):
            reach[axis] += (a.span - 1) * step[axis]
            step[axis] *= a.s
    return tuple(reach) if lengths else reach[0]


def _like(n: N, sizes: Iterable[int]) -> N:
    found = tuple(sizes)
    return cast(N, found if is_sequence(n) else found[0])
