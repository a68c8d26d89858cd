"""The peers of the benchmarks, PyTorch among them, in an environment of their own."""

from pathlib import Path
from typing import Final

from tools import apart
from tools.steps import ROOT, VENV, say

LOCK: Final = ROOT / "benchmarks" / "requirements.txt"
PLACE: Final = VENV / "peers"


def python() -> Path:
    """The interpreter that has the peers."""
    return apart.python(PLACE)


def ensure() -> None:
    """Install the peers, unless they are there as the lock has them."""

    def make() -> None:
        say("installing the peers of the benchmarks (PyTorch is some 200 MB)")
        apart.install(PLACE, LOCK)

    apart.ensure(PLACE, [LOCK, ROOT / "requirements.txt"], make)
