"""The mathematics of convolution over one definition, the list of taps.

`convlib.taps` and `convlib.correlate` are the functions. Their modules carry the same names, and
`from convlib.taps import taps` reads them as usual.
"""

from convlib import kernels
from convlib.correlate import convolve, correlate, flip
from convlib.shapes import (
    effective_kernel_size,
    output_size,
    receptive_field,
    same_padding,
    transposed_output_size,
)
from convlib.taps import taps

__all__ = [
    "convolve",
    "correlate",
    "effective_kernel_size",
    "flip",
    "kernels",
    "output_size",
    "receptive_field",
    "same_padding",
    "taps",
    "transposed_output_size",
]
