"""Resolve pyproject.toml into the lists of pinned packages, each consistent with the rest."""

import os
from pathlib import Path

from tools.steps import PYTHON, run, say

# The others follow the first, so that one venv can hold all of them.
LOCKS = {
    "requirements.txt": ["--extra", "book"],
    "tests/requirements.txt": [
        *("--extra", "book", "--extra", "lab", "--extra", "dev"),
        *("--constraint", "requirements.txt"),
    ],
    "binder/requirements.txt": ["--extra", "notebooks", "--constraint", "tests/requirements.txt"],
    "tools/lab.txt": ["--extra", "lab", "--constraint", "tests/requirements.txt"],
    "tools/lite.txt": ["--constraint", "tests/requirements.txt", "--group", "lite"],
}


def main() -> None:
    """Write every lock anew, with the newest packages that fit."""
    env = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    uv: list[str | Path] = [PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    for lock, extras in LOCKS.items():
        say(f"resolving {lock}")
        command = [*uv, "--upgrade", "--python-version", "3.11", "--no-annotate", *extras]
        # A group stands for itself, an extra comes on top of the project.
        source = [] if "--group" in extras else ["pyproject.toml"]
        run(f"resolving {lock}", [*command, "--output-file", lock, *source], env=env)


if __name__ == "__main__":
    main()
