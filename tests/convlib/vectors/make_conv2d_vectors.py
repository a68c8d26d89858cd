"""Write torch_conv2d.json, PyTorch's layers of whole numbers, their gradients and transposes.

Run it with `pip install torch==2.13.0 numpy` and `python make_conv2d_vectors.py`; the same seed
gives the same file. PyTorch works in float64, where sums of whole numbers this small are exact.
"""

import json
from itertools import product
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("torch_conv2d.json")


def whole(torch, rng, *shape):
    """Return a tensor of whole numbers that remembers its gradient."""
    values = rng.integers(-9, 10, shape)
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def as_lists(tensors):
    """Return name and whole numbers of each tensor."""
    found = {}
    for name, tensor in tensors.items():
        assert bool((tensor == tensor.round()).all())
        found[name] = tensor.detach().long().tolist()
    return found


def layers(torch, rng):
    """Yield one layer with its gradients for each number of groups and form of padding, thrice."""
    functional = torch.nn.functional
    forms = ("int", "axis", "pairs", "valid", "same")
    for groups, form, turn in product((1, 2, 3), forms, range(3)):
        inputs, outputs = (groups * rng.integers(1, 4 if groups == 1 else 3, 2)).tolist()
        kernel, dilation = rng.integers(1, 4, 2), rng.integers(1, 3, 2).tolist()
        stride = [1, 1] if form == "same" else rng.integers(1, 4, 2).tolist()
        shape = dilation * (kernel - 1) + rng.integers(1, 4, 2)
        sides = rng.integers(0, 3, (2, 2)).tolist()
        padding = {"int": sides[0][0], "axis": sides[1], "pairs": sides}.get(form, form)
        x = whole(torch, rng, (1, 2, 3)[turn], inputs, *shape)
        weight = whole(torch, rng, outputs, inputs // groups, *kernel)
        bias = whole(torch, rng, outputs)
        options = {"stride": stride, "dilation": dilation, "groups": groups}
        if form == "pairs":
            padded = functional.pad(x, [*sides[1], *sides[0]])
            y = functional.conv2d(padded, weight, bias, **options)
        else:
            y = functional.conv2d(x, weight, bias, padding=padding, **options)
        dy = whole(torch, rng, *y.shape)
        y.backward(dy)
        tensors = {"x": x, "weight": weight, "bias": bias, "y": y, "dy": dy}
        gradients = {"dx": x.grad, "dweight": weight.grad, "dbias": bias.grad}
        yield options | {"padding": padding} | as_lists(tensors | gradients)


def transposed_layers(torch, rng):
    """Yield transposed layers, five for each number of groups, whose crop leaves a cell."""
    for groups in (1, 2, 3):
        found = 0
        while found < 5:
            inputs, outputs = (groups * rng.integers(1, 4 if groups == 1 else 3, 2)).tolist()
            kernel, n = rng.integers(1, 4, 2), rng.integers(1, 5, 2)
            stride, dilation = rng.integers(1, 4, 2), rng.integers(1, 4, 2)
            padding = rng.integers(0, 3, 2)
            extra = rng.integers(0, np.maximum(stride, dilation))
            size = (n - 1) * stride - 2 * padding + dilation * (kernel - 1) + extra + 1
            if size.min() < 1:
                continue
            found += 1
            names = ("stride", "padding", "output_padding", "dilation")
            lists = (a.tolist() for a in (stride, padding, extra, dilation))
            options = dict(zip(names, lists, strict=True)) | {"groups": groups}
            x = whole(torch, rng, 2, inputs, *n)
            weight = whole(torch, rng, inputs, outputs // groups, *kernel)
            bias = whole(torch, rng, outputs)
            z = torch.nn.functional.conv_transpose2d(x, weight, bias, **options)
            yield options | as_lists({"x": x, "weight": weight, "bias": bias, "z": z})


def main():
    """Write the file."""
    import torch

    rng = np.random.default_rng(2025)
    found = {
        "torch": torch.__version__.split("+")[0],
        "layers": list(layers(torch, rng)),
        "transposed": list(transposed_layers(torch, rng)),
    }
    PATH.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
