"""The book's own side."""

import sys

from benchmarks._sizes import SIZES, Calls, arrays, pooled, time_calls
from convlib import conv2d, conv2d_backward
from convlib.pooling import max_pool2d


def calls(name: str, dtype: str) -> Calls:
    """A forward pass, and a forward with a backward pass."""
    if name == "pool":
        picture = pooled(dtype)
        return {"forward": lambda: max_pool2d(picture, 2)}
    x, weight, bias, dy = arrays(name, dtype)
    options = SIZES[name][-2:]

    def forward() -> object:
        return conv2d(x, weight, bias, *options)

    def both() -> object:
        return forward(), conv2d_backward(dy, x, weight, *options)

    return {"forward": forward, "both": both}


if __name__ == "__main__":
    time_calls(calls, sys.argv[1], sys.argv[2:])
