"""The built book as one archive, to be handed on and read without a network: `make zip`."""

import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tools.build import PAGE
from tools.edition import edition
from tools.steps import ROOT, say

TARGET: Final = ROOT / "_build" / "convolution-book.zip"
FOLDER: Final = "convolution-book"
LICENCE: Final = ROOT / "LICENSE"
# What a build leaves for other programs, and what the theme brings and no page loads.
UNREAD: Final = (
    ".*",
    "*.map",
    "*.inv",
    "*macros.html",
    "_sources/*",
    "_static/locales/*",
    "_static/vendor/*",
    "_static/scripts/fontawesome.js*",
    "_static/styles/pydata-sphinx-theme.css",
    "_static/mystnb.*.css",
)


def names(site: Path) -> list[str]:
    """The files that a reader of the pages can come to need, in order."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return sorted(n for n in found if not any(fnmatchcase(n, pattern) for pattern in UNREAD))


def pack(site: Path, target: Path) -> None:
    """Write the archive; the same files of the same edition give the same bytes."""
    moment = edition().timetuple()[:6]
    with ZipFile(target, "w") as archive:
        for name, path in [(LICENCE.name, LICENCE), *((n, site / n) for n in names(site))]:
            entry = ZipInfo(f"{FOLDER}/{name}", moment)
            entry.create_system = 3  # what the next line means: a file that all may read
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED, 9)


def main() -> None:
    """Pack the built pages and say where the archive is."""
    if not PAGE.exists():
        sys.exit("the book is not built: run `make book` first")
    say("packing the pages")
    pack(PAGE.parent, TARGET)
    print(TARGET)


if __name__ == "__main__":
    main()
