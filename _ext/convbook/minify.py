"""The book's own scripts and style sheets as the pages carry them: without spaces and remarks."""

import subprocess
from functools import cache
from pathlib import Path

from sphinx.errors import ExtensionError

from .fonts import PACKAGES

NEWEST = "es2022"  # what every browser of the last years reads


@cache
def program() -> Path:
    """The esbuild of this machine, which npm has put beside the fonts."""
    found = sorted((PACKAGES / "@esbuild").glob("*/bin/esbuild"))
    if not found:
        raise ExtensionError(f"{PACKAGES} has no esbuild: build the book with `make book`")
    return found[0]


def bundled(path: Path) -> str:
    """A script with all that it imports from npm, and nothing that it does not use."""
    return _run(path.read_text("utf-8"), "js", "--bundle", "--tree-shaking=true")


def minified(text: str, kind: str) -> str:
    """The same `kind`, "js" or "css", in fewer letters."""
    return _run(text, kind)


def _run(text: str, kind: str, *more: str) -> str:
    # A style sheet keeps what older browsers need, so no target there.
    target = [f"--target={NEWEST}"] if kind == "js" else []
    # Letters stay as they are: the fonts are cut to those that a script may write.
    kept = ["--minify", "--charset=utf8"]
    command: list[str | Path] = [program(), *kept, f"--loader={kind}", *target, *more]
    done = subprocess.run(
        command, input=text, capture_output=True, encoding="utf-8", cwd=PACKAGES.parent
    )
    if done.returncode:
        raise ExtensionError(f"esbuild refuses a {kind} file of the book: {done.stderr}")
    return done.stdout
