"""The style sheets of all pages of the book, for the one page that holds them all."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from tools.joined import page_at


def sheets(site: Path, pages: Iterable[str]) -> list[str]:
    """The style sheets of all pages, in an order that agrees with that of each."""
    merged: list[str] = []
    for page in pages:
        at = 0
        for sheet in _sheets_of(site, page):
            if sheet not in merged:
                merged.insert(at, sheet)
            at = merged.index(sheet) + 1
    return merged


def _sheets_of(site: Path, page: str) -> Iterator[str]:
    html = (site / f"{page}.html").read_text("utf-8").split("</head>")[0]
    home = PurePosixPath(page).parent
    for path in re.findall(r'<link rel="stylesheet"[^>]* href="([^"?]+)', html):
        yield page_at(home, path)
