"""Open the chapters as notebooks: a chapter is Markdown, which Lab would show as text."""

import os
import subprocess
import sys
from pathlib import Path

from tools.steps import PYTHON, ROOT, VENV, run, say


def main() -> None:
    """Start JupyterLab with its settings kept in the venv."""
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(VENV / "etc" / "lab")}
    jupytext: list[str | Path] = [
        VENV / "bin" / "jupytext-config",
        "set-default-viewer",
        "markdown",
    ]
    run("setting Jupytext as the viewer of chapters", jupytext, env=env)
    say("opening JupyterLab: stop it with Ctrl-C")
    sys.exit(
        subprocess.run([PYTHON, "-m", "jupyterlab", *sys.argv[1:]], cwd=ROOT, env=env).returncode
    )


if __name__ == "__main__":
    main()
