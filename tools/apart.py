"""Environments of their own in `.venv`, beside the book's: each is kept until its lists change."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools.steps import PYTHON, ROOT, digest, run


def python(place: Path) -> Path:
    """The interpreter of an environment."""
    return place / "bin" / "python"


def pip(what: str, place: Path, *arguments: str | Path) -> str:
    """What the book's own pip says when it works for an environment; none of them needs one."""
    return run(what, [PYTHON, "-m", "pip", "--python", python(place), *arguments])


def install(place: Path, lock: Path) -> None:
    """Install what a list pins."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    pip(f"installing {lock.relative_to(ROOT)}", place, "install", *quiet, "-r", lock)


def ensure(place: Path, locks: list[Path], make: Callable[[], None]) -> None:
    """Make an empty environment and fill it, unless it is there as the lists have it."""
    stamp = place / "stamp"
    wanted = digest(*locks)
    if stamp.exists() and stamp.read_text() == wanted and _works(place):
        return
    shutil.rmtree(place, ignore_errors=True)
    run(f"making {place.name}", [PYTHON, "-m", "venv", "--without-pip", place])
    make()
    stamp.write_text(wanted)


def _works(place: Path) -> bool:
    try:
        return subprocess.run([python(place), "-c", ""]).returncode == 0
    except OSError:
        return False
