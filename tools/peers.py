"""The peers of the benchmarks, PyTorch among them, in an environment of their own."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from tools.steps import PYTHON, ROOT, VENV, digest, run, say

LOCK: Final = ROOT / "benchmarks" / "requirements.txt"
PLACE: Final = VENV / "peers"


def python() -> Path:
    """The interpreter that has the peers."""
    return PLACE / "bin" / "python"


def ensure() -> None:
    """Install the peers, unless they are there as the lock has them."""
    stamp = PLACE / "stamp"
    wanted = digest(LOCK, ROOT / "requirements.txt")
    if stamp.exists() and stamp.read_text() == wanted and works():
        return
    say("installing the peers of the benchmarks (PyTorch is some 200 MB)")
    shutil.rmtree(PLACE, ignore_errors=True)
    run("making .venv/peers", [PYTHON, "-m", "venv", "--without-pip", PLACE])
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    into: list[str | Path] = [PYTHON, "-m", "pip", "--python", python()]
    run("installing the peers", [*into, "install", *quiet, "-r", LOCK])
    stamp.write_text(wanted)


def works() -> bool:
    """Whether the peers' own Python still runs."""
    try:
        return subprocess.run([python(), "-c", "import torch"]).returncode == 0
    except OSError:
        return False
