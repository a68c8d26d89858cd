"""The axes of a convolution: their sizes, checked, and the taps that follow, many at a time."""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from convlib._check import Ints, Padding, axes_of, per_axis, refusal, sides

Index = tuple[Any, ...]


class Axis(NamedTuple):
    """Input cells, kernel cells, stride, dilation and padding along one axis."""

    n: int
    k: int
    s: int
    d: int
    before: int = 0
    after: int = 0

    @property
    def span(self) -> int:
        return self.d * (self.k - 1) + 1

    @property
    def padded(self) -> int:
        return self.n + self.before + self.after

    @property
    def output(self) -> int:
        return (self.padded - self.span) // self.s + 1

    @property
    def same_padding(self) -> tuple[int, int]:
        return (self.span - 1) // 2, self.span // 2

    def gathering(self, outputs: int) -> "Axis | None":
        """Return the axis along which flipped kernels gather the input gradient, at stride 1."""
        before, after = self.span - 1 - self.before, self.n + self.before - outputs
        fits = self.s == 1 and min(before, after) >= 0
        return Axis(outputs, self.k, 1, self.d, before, after) if fits else None


def fitting_axes(
    names: tuple[str, str], n: Ints, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints
) -> list[Axis]:
    """Return the axes of a convolution whose kernel fits; `names` are those of `n` and `kernel`."""
    axes = checked_axes(names, n, kernel, stride, padding, dilation)
    for index, a in enumerate(axes):
        if a.span > a.padded:
            raise ValueError(
                f"{names[1]}: needs to fit the padded input; on axis {index} it spans "
                f"{a.span} cells ({a.k} at dilation {a.d}) and the input has {a.padded} "
                f"({a.n} with padding {a.before} + {a.after})"
            )
    return axes


def checked_axes(
    names: tuple[str, str],
    n: Ints,
    kernel: Ints,
    stride: Ints = 1,
    padding: Padding = 0,
    dilation: Ints = 1,
    where: str = "",
) -> list[Axis]:
    """Return the axes, as many as `n` has entries; errors say `where` before the name."""
    count = axes_of(names[0], n)
    words = (names[0], where + names[1], where + "stride", where + "dilation")
    given = zip(words, (n, kernel, stride, dilation), strict=True)
    rows = list(zip(*(per_axis(name, value, count) for name, value in given), strict=True))
    if isinstance(padding, str) and padding == "same":
        bare = [Axis(n, k, s, d) for n, k, s, d in rows]
        if any(a.s > 1 for a in bare):
            raise refusal(where + "padding", "stride 1 to be 'same'", stride)
        padding = [a.same_padding for a in bare]
    pairs = sides(where + "padding", padding, count)
    return [Axis(n, k, s, d, *pair) for (n, k, s, d), pair in zip(rows, pairs, strict=True)]


def by_kernel_cell(axes: list[Axis]) -> Iterator[tuple[Index, Index, Index]]:
    """Yield `(m, out, inp)`: all taps of kernel cell `m`, cells `out` fed by cells `inp`."""
    cells = [[_slices(m, a) for m in range(a.k)] for a in axes]
    for along in product(*cells):
        m, out, inp = zip(*along, strict=True)
        yield (..., *m), (..., *out), (..., *inp)


def _slices(m: int, a: Axis) -> tuple[int, slice, slice]:
    start = m * a.d - a.before
    first = max(0, -(start // a.s))
    count = max(0, min(a.output, (a.n - 1 - start) // a.s + 1) - first)
    begin = start + first * a.s
    return m, slice(first, first + count), slice(begin, begin + count * a.s, a.s)
