"""Write torch_pooling.json, PyTorch's answers to random poolings of whole numbers, both ways.

Run it with `pip install torch==2.13.0 numpy` and `python make_pooling_vectors.py`; the same seed
gives the same file. For the maximum the inputs are small, so that there are ties; for the mean all
numbers are multiples of 144, so that the shares of up to 4 by 4 cells are whole.
"""

import json
from itertools import product
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("torch_pooling.json")


def poolings(torch, rng, kind):
    """Yield one record for each form of the arguments, four times."""
    pool = {"max": torch.nn.functional.max_pool2d, "avg": torch.nn.functional.avg_pool2d}[kind]
    last = "dilation" if kind == "max" else "count_include_pad"
    lasts = (1, 2) if kind == "max" else (True, False)
    for per_axis, own_stride, option, _ in product((False, True), (False, True), lasts, range(4)):
        kernel = rng.integers(1, 5, 2) if per_axis else np.repeat(rng.integers(1, 5), 2)
        padding = rng.integers(0, kernel // 2 + 1) if per_axis else rng.integers(kernel[0] // 2 + 1)
        stride = (rng.integers(1, 4, 2) if per_axis else rng.integers(1, 4)) if own_stride else None
        span = (kernel - 1) * (option if kind == "max" else 1) + 1
        shape = (*rng.integers(1, 3, 2), *(span + rng.integers(0, 4, 2)))
        most, unit = (2, 1) if kind == "max" else (9, 144)
        x = torch.tensor(unit * rng.integers(-most, most + 1, shape), dtype=torch.float64)
        x.requires_grad_()
        options = {
            "kernel_size": kernel.tolist() if per_axis else int(kernel[0]),
            "stride": None if stride is None else stride.tolist(),
            "padding": padding.tolist(),
            last: option,
        }
        y = pool(x, **options)
        dy = torch.tensor(unit * rng.integers(-9, 10, y.shape), dtype=torch.float64)
        (dx,) = torch.autograd.grad(y, x, dy)
        arrays = {"x": x, "y": y, "dy": dy, "dx": dx}
        yield options | {name: whole(array) for name, array in arrays.items()}


def whole(array):
    """Return an array of whole numbers as lists of ints, and fail on any other."""
    found = array.detach().numpy()
    assert (found == found.astype(np.int64)).all()
    return found.astype(np.int64).tolist()


def main():
    """Write the file."""
    import torch

    rng = np.random.default_rng(2025)
    found = {
        "torch": torch.__version__.split("+")[0],
        **{kind: list(poolings(torch, rng, kind)) for kind in ("max", "avg")},
    }
    PATH.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
