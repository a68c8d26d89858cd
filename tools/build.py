"""Build the book, say only what a person needs to know, and end with the path of the page."""

import subprocess
import sys

from tools.steps import ROOT, VENV, say

PAGE = ROOT / "_build" / "html" / "index.html"


def main() -> None:
    """Run Jupyter Book with every warning an error; only warnings are shown."""
    say("building the book")
    command = [str(VENV / "bin" / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
    # Jupyter Book's own banners go to stdout, warnings and errors to stderr.
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode
    if code or not PAGE.exists():
        sys.exit("The book did not build: what to mend is named above.")
    print(PAGE)


if __name__ == "__main__":
    main()
