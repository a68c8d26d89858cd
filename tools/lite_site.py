"""The chapters as a JupyterLite site among the pages, `_build/html/lite`: `make lite`.

Python, NumPy and their kin come from Pyodide's CDN, and only when a reader asks for them. What is
not there, the book's own packages first of all, lies as wheels beside the notebooks.
"""

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import nbformat

from tools import apart, lite
from tools.build import LITE, PAGE
from tools.steps import ROOT, run, say

GATE: Final = ROOT / "tools" / "run.html"
PACKAGES: Final = ("convlib", "convviz", "convcheck")
INSTALL: Final = (
    "# Once: fetches NumPy, SciPy and their kin from the network, tens of megabytes.\n"
    "%pip install -q convolution-book"
)
KERNEL: Final = "@jupyterlite/pyodide-kernel-extension:kernel"
KERNELSPEC: Final = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def wheel(into: Path) -> None:
    """Pack the book's own packages."""
    with TemporaryDirectory() as copy:  # a build leaves its traces beside the sources
        for name in ("pyproject.toml", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        for name in PACKAGES:
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, Path(copy) / name, ignore=unwanted)
        how = ["--quiet", "--no-deps", "--no-build-isolation", f"--wheel-dir={into}"]
        apart.pip("packing the book's own packages", lite.PLACE, "wheel", *how, copy)


def prepare(notebook: Path, into: Path) -> None:
    """Write a chapter's notebook so that its first cell installs what is in the site."""
    book = nbformat.read(notebook, 4)
    book.cells[0] = nbformat.v4.new_code_cell(INSTALL, id=book.cells[0].id)
    book.metadata.kernelspec = KERNELSPEC
    nbformat.write(book, into / notebook.name)


def pyodide() -> str:
    """Where the Pyodide is that this JupyterLite was made for."""
    ask = "from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_MJS\n"
    ask += "print(f'{PYODIDE_CDN_URL}/{PYODIDE_MJS}')"
    return run("asking for Pyodide's address", [apart.python(lite.PLACE), "-c", ask]).strip()


def settings(python: str) -> str:
    """What JupyterLite is told, as JSON; `python` is where Pyodide is."""
    told = {
        "appName": "The mathematics of convolution",
        "appUrl": "./tree",
        "litePluginSettings": {KERNEL: {"pyodideUrl": python}},
    }
    return json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": told})


def build(notebooks: Path, target: Path) -> None:
    """Make the site for some notebooks."""
    shutil.rmtree(target, ignore_errors=True)
    with TemporaryDirectory() as made:
        home, contents, wheels = (Path(made) / name for name in ("home", "contents", "wheels"))
        home.mkdir()
        contents.mkdir()
        shutil.copytree(lite.WHEELS, wheels)
        wheel(wheels)
        for notebook in sorted(notebooks.glob("*.ipynb")):
            prepare(notebook, contents)
        (home / "jupyter-lite.json").write_text(settings(pyodide()), encoding="utf-8")
        command: list[str | Path] = [apart.python(lite.PLACE), "-m", "jupyterlite_core", "build"]
        command += ["--lite-dir", home, "--contents", contents, "--output-dir", target]
        command += ["--no-sourcemaps", "--no-unused-shared-packages"]
        command += [f"--apps={app}" for app in ("notebooks", "tree")]
        command += [f"--piplite-wheels={path}" for path in sorted(wheels.glob("*.whl"))]
        env = os.environ | {"JUPYTER_CONFIG_DIR": str(home)}
        run("building JupyterLite", command, cwd=home, env=env)
    shutil.copy(GATE, target)


def main() -> None:
    """Build it where the links of the pages lead."""
    say("building JupyterLite")
    build(PAGE.parent / "notebooks", LITE)
    print(f"To see it, serve the pages: python3 -m http.server --directory {PAGE.parent}")


if __name__ == "__main__":
    main()
