"""Build the book, say only what a person needs to know, and end with the path of the page.

`python -m tools.build linkcheck` follows the links that lead out of the book instead.
"""

import os
import shutil
import subprocess
import sys

from tools.steps import ROOT, VENV, say

PAGE = ROOT / "_build" / "html" / "index.html"
LITE = PAGE.parent / "lite"  # made by `make lite`, whose pages link to it


def main(builder: str = "html") -> None:
    """Run Jupyter Book with every warning an error; only warnings are shown."""
    pages = builder == "html"
    say("building the book" if pages else "following the links that lead out of the book")
    if pages and not os.environ.get("LITE"):
        shutil.rmtree(LITE, ignore_errors=True)
    command = [str(VENV / "bin" / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
    if not pages:  # with a place of its own, so that its report is no part of the pages
        command += ["--builder", builder, "--path-output", str(ROOT / "_build" / builder)]
    # Jupyter Book's own banners go to stdout, warnings and errors to stderr.
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode
    if code or (pages and not PAGE.exists()):
        failed = "The book did not build" if pages else "Some link leads nowhere"
        sys.exit(f"{failed}: what to mend is named above.")
    print(PAGE if pages else "Every link leads somewhere.")


if __name__ == "__main__":
    main(*sys.argv[1:])
