"""Make every class assignment: `make class`, with own numbers `make class STUDENTS=class.txt`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, PdfMargins, sync_playwright

from convcheck.release import LeakError, release
from tools import browser
from tools.steps import ROOT, say

MARGIN: Final[PdfMargins] = {"top": "18mm", "right": "18mm", "bottom": "18mm", "left": "18mm"}
OUT = ROOT / "_build" / "class"


def students(path: str) -> list[str]:
    """The names or numbers in a file, a line each."""
    found = Path(path).read_text("utf-8").splitlines()
    return [line.strip() for line in found if line.strip()]


def print_one(tab: Page, page: Path) -> Path:
    """Print a worksheet or key to PDF beside it."""
    tab.goto(page.as_uri())
    tab.pdf(path=page.with_suffix(".pdf"), format="A4", margin=MARGIN)
    return page.with_suffix(".pdf")


def print_all(pages: Iterable[Path]) -> None:
    """Print worksheets and keys."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser.path(), args=browser.flags())
        tab = running.new_page()
        for page in pages:
            print_one(tab, page)
        running.close()


def main() -> None:
    """Make all assignments and say where they are."""
    made: list[Path] = []
    try:
        names = students(sys.argv[1]) if sys.argv[1:] else None
        for source in sorted((ROOT / "exercises").glob("*.md")):
            say(source.stem)
            made += release(source, OUT, names)
    except (OSError, ValueError, LeakError) as error:
        sys.exit(str(error))
    say("printing the worksheets")
    print_all(path for path in made if path.suffix == ".html")
    print(OUT)


if __name__ == "__main__":
    main()
