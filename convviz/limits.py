"""How far a reader may go in a widget, told to Python and to the front alike."""

from typing import Final

LIMITS: Final = {
    "input": 12,  # cells on an axis
    "kernel": 7,  # cells on an axis
    "padding": 6,  # cells per side
    "number": 9999,  # largest size of a typed number: what a cell can show
    "cells": 1300,  # of the matrix or im2col view
    # of a `matrix` widget
    "matrix_input": 8,  # cells on an axis
    "matrix_kernel": 4,  # cells on an axis
    "matrix_padding": 3,  # cells per side
    "matrix_entries": 4096,  # that are drawn: 64 outputs of 64 inputs
    "matrix_weights": 400,  # told apart in a table beside the graph
}
