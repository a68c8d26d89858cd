"""What every step of the set-up shares: where things are, how it speaks, how it fails."""

import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / "bin" / "python"

# How pip, npm and Playwright say that nobody answers.
_OFFLINE: Final = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "Failed to establish a new connection",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
)


class SetupError(Exception):
    """One line for the person at the keyboard."""


def say(step: str) -> None:
    """Name the step that begins, at once."""
    print(f"· {step}", file=sys.stderr, flush=True)


def digest(*paths: Path) -> str:
    """What some files hold, as one short word."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def gist(output: str) -> str:
    """The line of a failed command's output that says most."""
    if any(sign in output for sign in _OFFLINE):
        return "no network. Connect and run make again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["it said nothing"])[-1]


def run(
    what: str,
    command: Sequence[str | Path],
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> str:
    """The output of a quiet command; if it fails, all it said goes to a log, the gist is raised."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise SetupError(f"{what} failed: {error}") from None
    if done.returncode:
        VENV.mkdir(exist_ok=True)
        (VENV / "setup.log").write_text(done.stdout, encoding="utf-8")
        raise SetupError(f"{what} failed: {gist(done.stdout)} (more in .venv/setup.log)")
    return done.stdout
