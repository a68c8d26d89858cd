"""How far a reader may go in a widget, told to Python and to the front alike."""

from typing import Final

LIMITS: Final = {
    "input": 12,  # cells on an axis
    "kernel": 7,  # cells on an axis
    "signal": 32,  # samples
    "padding": 6,  # cells per side
    "number": 9999,  # largest size of a typed number: what a cell can show
    "cells": 1300,  # of the matrix or im2col view
}
