"""PyTorch's side: eager mode, gradients by autograd."""

import os
import sys

import torch
from torch.nn.functional import conv2d, max_pool2d

from benchmarks._sizes import SIZES, Calls, arrays, pooled, time_calls


def calls(name: str, dtype: str) -> Calls:
    """A forward pass without a graph, and one with its backward pass."""
    if name == "pool":
        picture = torch.from_numpy(pooled(dtype))
        return {"forward": lambda: max_pool2d(picture, 2)}
    x, weight, bias, dy = map(torch.from_numpy, arrays(name, dtype))
    stride, padding = SIZES[name][-2:]
    learned = [part.requires_grad_() for part in (x, weight, bias)]

    def forward() -> object:
        with torch.inference_mode():
            return conv2d(x, weight, bias, stride, padding)

    def both() -> object:
        return torch.autograd.grad(conv2d(x, weight, bias, stride, padding), learned, dy)

    return {"forward": forward, "both": both}


if __name__ == "__main__":
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    time_calls(calls, sys.argv[1], sys.argv[2:])
