"""Write torch_cnn.json, PyTorch's training of a tiny network: loss, gradients, three SGD steps.

Run it with `pip install torch==2.13.0 numpy` and `python make_cnn_vectors.py`.
"""

import json
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("torch_cnn.json")


def layers(nn):
    """Every kind of layer, with options away from their defaults."""
    return nn.Sequential(
        nn.Conv2d(2, 4, (3, 2), stride=(1, 2), padding=1, dilation=(1, 2), groups=2),
        nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1),
        nn.Conv2d(4, 3, 2, bias=False),
        nn.AvgPool2d(2, stride=1),
        nn.Flatten(),
        nn.Linear(3, 3),
    ).double()


def main():
    """Write the file."""
    import torch

    rng = np.random.default_rng(2024)
    network = layers(torch.nn)
    with torch.no_grad():
        for entry in network.parameters():
            entry.copy_(torch.from_numpy(rng.normal(size=entry.shape)))
    x, labels = rng.normal(size=(5, 2, 6, 12)), rng.integers(0, 3, 5)
    pictures = torch.from_numpy(x).requires_grad_()
    descent = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)

    def numbers(entries):
        return {name: entry.detach().tolist() for name, entry in entries}

    found = {
        "torch": torch.__version__.split("+")[0],
        "x": x.tolist(),
        "labels": labels.tolist(),
        "weights": numbers(network.named_parameters()),
        "steps": [],
    }
    for _ in range(3):
        descent.zero_grad()
        pictures.grad = None
        logits = network(pictures)
        loss = torch.nn.CrossEntropyLoss()(logits, torch.from_numpy(labels))
        loss.backward()
        descent.step()
        step = {
            "logits": logits.tolist(),
            "loss": loss.item(),
            "dx": pictures.grad.tolist(),
            "gradients": numbers((n, entry.grad) for n, entry in network.named_parameters()),
            "weights": numbers(network.named_parameters()),
        }
        found["steps"].append(step)
    PATH.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
