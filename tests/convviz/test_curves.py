"""The picture of functions and their slopes says what convlib computes."""

from convlib import relu, relu_backward, sigmoid, sigmoid_backward
from convviz import curves
from tests.convviz.drawing import drawn

FUNCTIONS = {"sigmoid": (sigmoid, sigmoid_backward), "ReLU": (relu, relu_backward)}


def test_the_slopes_are_said() -> None:
    assert curves(FUNCTIONS).alt == (
        "Functions and their slopes. sigmoid has the slope 0.105 at −2, 0.25 at 0, 0.105 at 2; "
        "ReLU has the slope 0 at −2, 0 at 0, 1 at 2."
    )


def test_a_slope_that_jumps_is_not_joined() -> None:
    first = []  # the legend is dashed too
    for name in FUNCTIONS:
        lines = drawn(curves({name: FUNCTIONS[name]}).svg)
        first.append(next(line for line, style in lines if "stroke-dasharray" in style))
    assert [line.attrib["d"].count("M") for line in first] == [1, 2]
