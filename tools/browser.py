"""The Chromium that the tests drive: the machine's own, else Playwright's, else Debian's."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tools.steps import PYTHON, VENV, SetupError, run, say

FOUND: Final = VENV / "browser"  # holds the path of the browser that was seen to start
COMMANDS: Final = (
    "chromium-headless-shell",  # without windows and their pages, it costs about half as much
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
)
MAC_APPS: Final = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT: Final = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(VENV / "browsers")}


def flags() -> list[str]:
    """Chromium's sandbox refuses to run as root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


def starts(path: str) -> bool:
    """Whether a browser comes up without a screen and answers."""
    page = "data:text/html,<body><script>document.body.append(6 * 7)</script>"
    ask = [path, "--headless", "--disable-gpu", *flags(), "--dump-dom", page]
    try:
        done = subprocess.run(ask, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "42" in done.stdout


def installed() -> list[str]:
    """The Chromiums of this machine, in the order in which we would take them."""
    found = [shutil.which(command) for command in COMMANDS]
    roots = [Path("/Applications"), Path.home() / "Applications"]
    apps = [root / app for root in roots for app in MAC_APPS]
    return [path for path in found if path] + [str(app) for app in apps if app.exists()]


def from_playwright() -> list[str]:
    """Playwright's own build, fetched into the venv."""
    say("fetching a browser for the tests")
    run("fetching Playwright's Chromium", [PYTHON, "-m", "playwright", "install", "chromium"],
        env=PLAYWRIGHT)  # fmt: skip
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as it: print(it.chromium.executable_path)"
    )
    return [run("finding Playwright's Chromium", [PYTHON, "-c", ask], env=PLAYWRIGHT).strip()]


def from_debian() -> list[str]:
    """Debian's package, with the system libraries that it needs."""
    if not shutil.which("apt-get"):
        raise SetupError("there is no apt-get here")
    say("installing Debian's chromium")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get update", [*sudo, "apt-get", "update"], env=quiet)
    install = [*sudo, "apt-get", "install", "-y"]
    try:
        run("apt-get install", [*install, "chromium-headless-shell"], env=quiet)
    except SetupError:  # older releases have only the whole browser
        run("apt-get install", [*install, "chromium"], env=quiet)
    return installed()


def choose(
    sources: Iterable[Callable[[], list[str]]] = (installed, from_playwright, from_debian),
    works: Callable[[str], bool] = starts,
) -> str:
    """The first browser that starts; a source is asked only when those before it had none."""
    reasons = []
    for source in sources:
        try:
            candidates = source()
        except SetupError as error:
            reasons.append(str(error))
            continue
        for path in candidates:
            if works(path):
                return path
            reasons.append(f"{path} does not start")
    because = "; ".join(reasons)
    raise SetupError(
        f"The tests need Chromium or Chrome, install one and run make again ({because})"
    )


def ensure() -> None:
    """Find a browser once and keep its path."""
    if not (FOUND.exists() and Path(FOUND.read_text()).exists()):
        FOUND.write_text(choose())


def path() -> str:
    """The browser that set-up found."""
    if not FOUND.exists():
        raise SetupError("no browser has been set up: run `make test` once")
    return FOUND.read_text()
