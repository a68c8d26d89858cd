"""One training step of the digits network, beside PyTorch's in eager mode."""

import os
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks._sides import alternated, microseconds, ratios, report

BATCH = 64
BOUND = 0.55


def network(nn: Any) -> Any:
    """The network of `convviz.digits` in either library: names and arguments are the same."""
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 32, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(128, 10),
    )


def batch() -> tuple[Any, Any]:
    """Pictures and labels of one step."""
    rng = np.random.default_rng(0)
    return rng.random((BATCH, 1, 8, 8), dtype=np.float32), rng.integers(0, 10, BATCH)


def step_ours() -> Callable[[], object]:
    """Forward, loss, backward and update by `convlib.cnn`."""
    from convlib import cnn
    from convviz import digits

    x, labels = batch()
    ours = network(cnn)
    sides = (ours.parameters, digits.network().parameters)
    mine, theirs = ({name: entry.shape for name, entry in side.items()} for side in sides)
    if mine != theirs:
        raise ValueError(f"network: needs the arrays of the digits network {theirs}; got {mine}")
    descent = cnn.SGD(ours, lr=0.1, momentum=0.9)

    def step() -> None:
        _, dlogits = cnn.cross_entropy(ours(x), labels)
        ours.backward(dlogits, input_gradient=False)
        descent.step()

    return step


def step_torch() -> Callable[[], object]:
    """The same by PyTorch."""
    import torch

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    x, labels = map(torch.from_numpy, batch())
    theirs = network(torch.nn)
    loss_of = torch.nn.CrossEntropyLoss()
    descent = torch.optim.SGD(theirs.parameters(), lr=0.1, momentum=0.9)

    def step() -> None:
        descent.zero_grad()
        loss_of(theirs(x), labels).backward()
        descent.step()

    return step


def main() -> None:
    """Print both times and their ratio, on one thread and on two."""
    for threads in (1, 2):
        sides = {side: ("benchmarks.training", side) for side in ("ours", "torch")}
        found = alternated(sides, threads)
        ratio = ratios(found["ours"], found["torch"])["step"]
        times = ", ".join(f"{side} {times['step']:.0f} µs" for side, times in found.items())
        bound = f" (bound {BOUND})" if threads == 1 else ""
        print(f"a step on {threads} thread(s): {times}, ratio {ratio:.2f}{bound}", flush=True)


if __name__ == "__main__":
    steps = {"ours": step_ours, "torch": step_torch}
    report({"step": microseconds(steps[sys.argv[1]](), seconds=1)})
