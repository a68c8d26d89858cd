"""Two programs timed fairly: each in its own process, alternated, with the same threads."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import geometric_mean, median
from time import perf_counter

from tools import peers
from tools.steps import ROOT

ROUNDS = 3
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

Times = dict[str, float]


def microseconds(work: Callable[[], object], seconds: float = 0.1) -> float:
    """The median time of one call, over at least three calls after one to warm up."""
    work()
    times: list[float] = []
    end = perf_counter() + seconds
    while perf_counter() < end or len(times) < 3:
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1e6


def report(times: Mapping[str, float]) -> None:
    """Hand the times of one side over to `alternated`."""
    print(json.dumps(times))


def alternated(
    sides: Mapping[str, Sequence[str]], threads: int = 1, rounds: int = ROUNDS
) -> dict[str, Times]:
    """Run modules with their arguments in turn; return the median of each time they report.

    The side called `ours` runs in the book's Python, every other in that of the peers.
    """
    found: dict[str, dict[str, list[float]]] = {side: defaultdict(list) for side in sides}
    env = {**os.environ, **dict.fromkeys(THREADS, str(threads)), "PYTHONWARNINGS": "ignore"}
    for _ in range(rounds):
        for side, (module, *arguments) in sides.items():
            python = Path(sys.executable) if side == "ours" else peers.python()
            command: list[str | Path] = [python, "-m", module, *arguments]
            run = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
            for name, time in json.loads(run.stdout).items():
                found[side][name].append(time)
    return {
        side: {name: median(times) for name, times in named.items()}
        for side, named in found.items()
    }


def ratios(ours: Times, theirs: Times) -> Times:
    """Our time over theirs, by name."""
    return {name: ours[name] / time for name, time in theirs.items()}


def mean_ratio(found: Times, names: Sequence[str]) -> float:
    """The geometric mean over some of the names."""
    return geometric_mean([found[name] for name in names])
