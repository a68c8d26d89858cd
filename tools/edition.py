"""When the book's sources last changed: the date that its archive and its PDF bear."""

import os
import subprocess
from datetime import UTC, datetime
from typing import Final

from tools.steps import ROOT

FIRST: Final = datetime(1980, 1, 1, tzinfo=UTC)  # the earliest that an archive can hold


def edition() -> datetime:
    """The moment of the last commit, or what SOURCE_DATE_EPOCH says; the same for all who build."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or _committed()
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else FIRST


def _committed() -> str:
    """The time of the last commit; nothing where the sources came without their history."""
    ask = ["git", "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(ask, cwd=ROOT, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        return ""
