"""How the fields of a layer are read: each convention comes down to padding before and after.

`"side"` and `"total"` say how padding counts, `"valid"` is none, and `"same"` is just enough for
`⌈N / S⌉` outputs, an odd cell after, as TensorFlow has it. Dilation counts from 1, with `gaps` from
0. Rounding up pads the end a little more; as in PyTorch's pooling, no window begins past the input
and the padding before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from convlib import effective_kernel_size, output_size

PADS: Final = ("side", "total", "same", "valid")
Pair = tuple[int, int]


@dataclass(frozen=True)
class Layer:
    """One layer as convlib takes it: the same on both axes, but for the padding."""

    kernel: int
    stride: int
    dilation: int
    padding: tuple[Pair, Pair]

    def output_size(self, n: Sequence[int]) -> Pair:
        """Rows and columns of the output."""
        rows, cols = output_size(tuple(n), self.kernel, self.stride, self.padding, self.dilation)
        return rows, cols


def plain_layer(fields: Iterable[int]) -> Layer:
    """A layer from kernel, stride, padding per side and dilation from 1."""
    kernel, stride, padding, dilation = fields
    return Layer(kernel, stride, dilation, ((padding, padding), (padding, padding)))


def read_layer(
    n: Sequence[int],
    kernel: int,
    stride: int,
    padding: int,
    dilation: int,
    pads: str,
    gaps: bool,
    up: bool,
) -> Layer:
    """The one layer over an input of `n` rows and columns, its fields read as the rest says.

    >>> read_layer((7, 8), 3, 2, 1, 1, "side", False, True).padding
    ((1, 1), (1, 2))
    """
    true = dilation + gaps
    span = effective_kernel_size(kernel, true)

    def around(size: int) -> Pair:
        if pads == "same":
            total = max((-(-size // stride) - 1) * stride + span - size, 0)
            return total // 2, total - total // 2
        total = {"side": 2 * padding, "total": padding, "valid": 0}[pads]
        before, room = total // 2, size + total - span
        more = -room % stride if up else 0
        return before, total - before + (more if room + more < size + before else 0)

    return Layer(kernel, stride, true, (around(n[0]), around(n[1])))


def sizes_of(n: Sequence[int], layers: Iterable[Layer]) -> list[Pair]:
    """Rows and columns at the start and after each layer."""
    sizes: list[Pair] = [(n[0], n[1])]
    for layer in layers:
        sizes.append(layer.output_size(sizes[-1]))
    return sizes
