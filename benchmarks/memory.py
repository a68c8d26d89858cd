"""The most memory that a forward pass takes beside its input, as a multiple of input and output."""

import tracemalloc

from benchmarks._sizes import SIZES, arrays
from convlib import conv2d

BOUND = 3


def main() -> None:
    """Print the peak at the largest size; NumPy tells `tracemalloc` what it asks for."""
    x, weight, bias, _ = arrays("S6", "float32")
    tracemalloc.start()
    y = conv2d(x, weight, bias, *SIZES["S6"][-2:])
    peak = tracemalloc.get_traced_memory()[1] + x.nbytes
    tracemalloc.stop()
    times = peak / (x.nbytes + y.nbytes)
    print(f"S6 forward: {times:.2f} times input and output, the input included (bound {BOUND})")


if __name__ == "__main__":
    main()
