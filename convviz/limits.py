"""How far a reader may go in a widget, told to Python and to the front alike."""

from typing import Final

LIMITS: Final = {
    "input": 12,  # cells on an axis
    "kernel": 7,  # cells on an axis
    "window": 5,  # cells on an axis of a pooling's window
    "signal": 32,  # samples
    "padding": 6,  # cells per side
    "channels": 4,  # of an input with many
    "filters": 4,
    "slice": 7,  # cells on an axis of one channel
    "tile": 3,  # cells on an axis of one slice of a filter
    "around": 2,  # padding of a channel, cells per side
    "number": 9999,  # largest size of a typed number: what a cell can show
    "decimals": 12,  # what has none but noughts among so many is what rounding has left of 0
    "cells": 1300,  # of the matrix or im2col view
    # of a `gradients` widget, where six grids stand together
    "gradients_input": 7,  # cells on an axis
    "gradients_kernel": 4,  # cells on an axis
    "gradients_padding": 2,  # cells per side
    # of a `matrix` widget
    "matrix_input": 8,  # cells on an axis
    "matrix_kernel": 4,  # cells on an axis
    "matrix_padding": 3,  # cells per side
    "matrix_entries": 4096,  # that are drawn: 64 outputs of 64 inputs
    "matrix_weights": 400,  # told apart in a table beside the graph
    "size": 9999,  # cells on an axis where only their number counts
    "setting": 32,  # kernel, stride, padding, dilation where only sizes are asked for
    "layers": 5,  # of a stack
    "row": 24,  # positions, padding too, that are drawn cell by cell
    "picture": 240,  # pixels on an axis of a picture
    "picture_least": 8,
    "file": 40,  # megabytes of a picture that a reader opens
    "pixels": 100,  # millions of them, in a picture that a reader opens
    "ink": 16,  # the darkest shade of a handwritten digit
}
