"""What Binder makes of the directory `binder`, for the tests: its list, then a JupyterLab.

Binder's image has a JupyterLab before it reads the list, so the list holds none. Here it comes
after, as `make lab` has it, and `packages` keeps what the list alone brought.
"""

from typing import Final

from tools import apart
from tools.steps import ROOT, VENV, say

LOCK: Final = ROOT / "binder" / "requirements.txt"
SERVER: Final = ROOT / "tools" / "lab.txt"
PLACE: Final = VENV / "binder"
PACKAGES: Final = PLACE / "packages"


def packages() -> list[str]:
    """What is installed there, as `name==version`."""
    return apart.pip("listing packages", PLACE, "list", "--format=freeze").split()


def ensure() -> None:
    """Install the list and then the server, unless they are there."""

    def make() -> None:
        say("making Binder's environment for the tests (a minute or two)")
        apart.install(PLACE, LOCK)
        PACKAGES.write_text("\n".join(packages()))
        apart.install(PLACE, SERVER)

    apart.ensure(PLACE, [LOCK, SERVER], make)
