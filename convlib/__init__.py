"""The mathematics of convolution over one definition, the list of taps.

`convlib.taps`, `convlib.correlate` and `convlib.conv2d` are functions, named as their modules are.
"""

# isort: off
from convlib import cnn, kernels
from convlib.activations import relu, relu_backward, sigmoid, sigmoid_backward
from convlib.activations import softmax, softmax_backward, tanh, tanh_backward
from convlib.conv2d import conv2d, conv2d_backward, conv_transpose2d
from convlib.correlate import convolve, correlate, flip
from convlib.gradcheck import check_gradients, numerical_gradient
from convlib.matrix import col2im, conv_matrix, im2col
from convlib.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from convlib.shapes import effective_kernel_size, output_size, receptive_field, same_padding
from convlib.shapes import transposed_output_size
from convlib.taps import taps

__all__ = [
    "avg_pool2d", "avg_pool2d_backward", "check_gradients", "cnn", "col2im", "conv2d",
    "conv2d_backward", "conv_matrix", "conv_transpose2d", "convolve", "correlate",
    "effective_kernel_size", "flip", "im2col", "kernels", "max_pool2d", "max_pool2d_backward",
    "numerical_gradient", "output_size", "receptive_field", "relu", "relu_backward", "same_padding",
    "sigmoid", "sigmoid_backward", "softmax", "softmax_backward", "tanh", "tanh_backward", "taps",
    "transposed_output_size",
]  # fmt: skip
