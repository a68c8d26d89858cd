"""JupyterLite, which runs chapters in the reader's own browser, in an environment of its own."""

from typing import Final

from tools import apart
from tools.steps import ROOT, VENV, say

LOCK: Final = ROOT / "tools" / "lite.txt"
PLACE: Final = VENV / "lite"
WHEELS: Final = PLACE / "wheels"
# What the book's packages and widgets need and Pyodide does not have; all of it pure Python.
LACKING: Final = ("anywidget", "comm", "ipywidgets", "jupyterlab-widgets", "psygnal")


def ensure() -> None:
    """Install JupyterLite and fetch the wheels that Pyodide lacks, unless they are there."""

    def make() -> None:
        say("installing JupyterLite")
        apart.install(PLACE, LOCK)
        pure = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"]
        into = ["--quiet", "--no-deps", f"--constraint={LOCK}", f"--dest={WHEELS}"]
        apart.pip("fetching wheels", PLACE, "download", *into, *pure, *LACKING)

    apart.ensure(PLACE, [LOCK], make)
