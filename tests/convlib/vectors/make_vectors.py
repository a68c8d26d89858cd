"""Write torch_vectors.json, PyTorch's answers to random convolutions of whole numbers.

Run it with `pip install torch==2.13.0 numpy` and `python make_vectors.py`; the same seed gives
the same file. Modes carry convlib's names; PyTorch's are in `MODES`.
"""

import json
from itertools import product
from pathlib import Path

import numpy as np

MODES = {"zeros": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}
PATH = Path(__file__).with_name("torch_vectors.json")


def convolutions(torch, rng):
    """Yield one record for each number of axes, mode and form of padding, three times."""
    nn = torch.nn
    forms = ("int", "axis", "pairs", "valid", "same")
    for axes, mode, form, _ in product((1, 2, 3), MODES, forms, range(3)):
        kernel = rng.integers(1, (5, 4, 3)[axes - 1], axes)
        stride = [1] * axes if form == "same" else rng.integers(1, 4, axes).tolist()
        dilation = rng.integers(1, 3, axes)
        shape = np.maximum(dilation * (kernel - 1) + rng.integers(1, 4, axes), 3)
        sides = rng.integers(0, 3, (axes, 2)).tolist()
        forms_of_padding = {"int": sides[0][0], "axis": [p for p, _ in sides], "pairs": sides}
        padding = forms_of_padding.get(form, form)
        x, w = rng.integers(-9, 10, shape), rng.integers(-9, 10, kernel)
        signal, weight = (torch.tensor(a, dtype=torch.float64)[None, None] for a in (x, w))
        layer = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[axes - 1](
            in_channels=1,
            out_channels=1,
            kernel_size=kernel.tolist(),
            stride=stride,
            padding=0 if form == "pairs" else padding,
            dilation=dilation.tolist(),
            bias=False,
            padding_mode="zeros" if mode == "zeros" else MODES[mode],
        )
        layer.weight = nn.Parameter(weight, requires_grad=False)
        if form == "pairs":
            last_axis_first = [side for pair in reversed(sides) for side in pair]
            signal = nn.functional.pad(signal, last_axis_first, MODES[mode])
        y = layer(signal)
        yield {
            "x": x.tolist(),
            "w": w.tolist(),
            "stride": stride,
            "padding": padding,
            "dilation": dilation.tolist(),
            "mode": mode,
            "y": y[0, 0].to(torch.int64).tolist(),
        }


def transposed_sizes(torch, rng):
    """Yield sizes as PyTorch's transposed layers give them."""
    while True:
        n, k, s, d = rng.integers(1, 6, 4).tolist()
        p, extra = int(rng.integers(0, 3)), int(rng.integers(0, max(s, d)))
        if (n - 1) * s - 2 * p + d * (k - 1) + extra + 1 < 1:
            continue
        layer = torch.nn.ConvTranspose1d(1, 1, k, s, p, extra, dilation=d)
        yield [[n, k, s, p, extra, d], layer(torch.zeros(1, 1, n)).shape[-1]]


def main():
    """Write the file."""
    import torch

    rng = np.random.default_rng(2024)
    sizes = transposed_sizes(torch, rng)
    found = {
        "torch": torch.__version__.split("+")[0],
        "convolutions": list(convolutions(torch, rng)),
        "transposed_sizes": [next(sizes) for _ in range(100)],
    }
    PATH.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
