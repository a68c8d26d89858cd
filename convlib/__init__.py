"""The mathematics of convolution over one definition, the list of taps.

`convlib.taps`, `convlib.correlate` and `convlib.conv2d` are the functions. Their modules carry the
same names, and `from convlib.taps import taps` reads them as usual.
"""

from convlib import kernels
from convlib.conv2d import conv2d, conv2d_backward, conv_transpose2d
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
    "conv2d",
    "conv2d_backward",
    "conv_transpose2d",
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
