"""How far a reader may go in a widget, told to Python and to the front alike."""

from typing import Final

LIMITS: Final = {
    "input": 12,  # cells on an axis
    "kernel": 7,  # cells on an axis
    "window": 5,  # cells on an axis of a pooling's window
    "padding": 6,  # cells per side
    "channels": 4,  # of an input with many
    "filters": 4,
    "slice": 7,  # cells on an axis of one channel
    "window": 3,  # cells on an axis of one slice of a filter
    "around": 2,  # padding of a channel, cells per side
    "number": 9999,  # largest size of a typed number: what a cell can show
    "cells": 1300,  # of the matrix or im2col view
    "gradients-input": 7,  # cells on an axis, where six grids stand together
    "gradients-kernel": 4,
    "gradients-padding": 2,
}
