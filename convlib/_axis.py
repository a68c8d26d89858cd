"""The axes of a convolution: their sizes, checked, and the taps that follow, many at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

from convlib._check import Ints, Padding, axes_of, per_axis, require, sides

Index = tuple[Any, ...]
Axes = tuple["Axis", ...]


@dataclass(frozen=True)
class Axis:
    """Input cells, kernel cells, stride, dilation and padding along one axis."""

    n: int
    k: int
    s: int
    d: int
    before: int = 0
    after: int = 0

    @cached_property
    def span(self) -> int:
        return self.d * (self.k - 1) + 1

    @cached_property
    def padded(self) -> int:
        return self.n + self.before + self.after

    @cached_property
    def output(self) -> int:
        return (self.padded - self.span) // self.s + 1

    @property
    def same_padding(self) -> tuple[int, int]:
        return (self.span - 1) // 2, self.span // 2


def fitting_axes(names: tuple[str, str], *given: Any) -> Axes:
    """Return what `checked_axes` does, of all arguments by place, if the kernel fits."""
    return (_remembered if all(map(_is_plain, given)) else _fitting)(names, *given)


def _is_plain(size: object) -> bool:
    # True and 1.0 equal 1 as keys of a memory, and must be refused each time.
    return type(size) is int or (type(size) is tuple and all(type(e) is int for e in size))


def _fitting(names: tuple[str, str], *given: Any) -> Axes:
    axes = checked_axes(names, *given)
    for index, a in enumerate(axes):
        if a.span > a.padded:
            spans = f"on axis {index} it spans {a.span} cells ({a.k} at dilation {a.d})"
            has = f"the input has {a.padded} ({a.n} with padding {a.before} + {a.after})"
            raise ValueError(f"{names[1]}: needs to fit the padded input; {spans} and {has}")
    return axes


_remembered = lru_cache(_fitting)  # a third of the time of a small layer


def checked_axes(names: tuple[str, str], n: Ints, kernel: Ints, stride: Ints = 1,
                 padding: Padding = 0, dilation: Ints = 1, *, where: str = "") -> Axes:  # fmt: skip
    """Return the axes, as many as `n` has entries; `names` are those of `n` and `kernel`."""
    count = axes_of(names[0], n)
    words = (names[0], where + names[1], where + "stride", where + "dilation")
    sizes = map(per_axis, words, (n, kernel, stride, dilation), (count,) * 4)
    rows = list(zip(*sizes, strict=True))
    if isinstance(padding, str) and padding == "same":
        bare = [Axis(*row) for row in rows]
        require(all(a.s == 1 for a in bare), where + "padding", "stride 1 to be 'same'", stride)
        padding = [a.same_padding for a in bare]
    pairs = sides(where + "padding", padding, count)
    return tuple(Axis(n, k, s, d, *pair) for (n, k, s, d), pair in zip(rows, pairs, strict=True))


@lru_cache(maxsize=16)
def by_kernel_cell(axes: Axes) -> list[tuple[Index, Index, Index]]:
    """List `(m, out, inp)`: all taps of kernel cell `m`, cells `out` fed by cells `inp`."""
    cells = (zip(*cell, strict=True) for cell in product(*map(_along, axes)))
    return [((..., *m), (..., *out), (..., *inp)) for m, out, inp in cells]


def _along(a: Axis) -> Iterator[tuple[int, slice, slice]]:
    """Yield the kernel cells that meet the input in some window; others see padding alone."""
    least = -(-(a.before - (a.output - 1) * a.s) // a.d)
    for m in range(max(0, least), min(a.k, (a.n - 1 + a.before) // a.d + 1)):
        start = m * a.d - a.before
        first = max(0, -(start // a.s))
        count = max(0, min(a.output, (a.n - 1 - start) // a.s + 1) - first)
        begin = start + first * a.s
        yield m, slice(first, first + count), slice(begin, begin + count * a.s, a.s)
