"""Print the built book to one PDF: `make pdf`.

A first print shows on which page each place falls; the second has these numbers in its contents
and its index.
"""

import logging
import re
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader, PdfWriter

from tools import browser
from tools.build import PAGE
from tools.edition import edition
from tools.paper import book, settings
from tools.steps import ROOT, say

TARGET: Final = ROOT / "_build" / "convolution-book.pdf"
WHOLE: Final = ROOT / "_build" / "paper" / "book.html"
KEYWORDS: Final = "convolution, cross-correlation, convolutional neural networks, NumPy, teaching"
HEAD: Final = re.compile(rb"\(node\d{8}\)")
FILL: Final = """numbers => {
    const blanks = [...document.querySelectorAll('[data-page-of]')];
    blanks.forEach(e => e.textContent = numbers[decodeURIComponent(e.dataset.pageOf)] ?? '');
    return blanks.filter(e => !e.textContent).map(e => e.dataset.pageOf);
}"""


class PrintError(Exception):
    """What cannot be printed as it should."""


def numbers(pdf: Path) -> dict[str, int]:
    """The page on which each place stands to which something leads."""
    reader = PdfReader(pdf)
    return {
        name.removeprefix("/"): (reader.get_destination_page_number(to) or 0) + 1
        for name, to in reader.named_destinations.items()
    }


def print_book(tab: Page, html: Path, pdf: Path) -> None:
    """Print a page that `paper.book` made, with page numbers in its contents and index."""
    missing: list[str] = []
    tab.on("requestfailed", lambda asked: missing.append(asked.url))
    tab.goto(html.as_uri())
    tab.emulate_media(media="print")
    tab.evaluate("document.fonts.ready")
    tab.pdf(path=pdf, prefer_css_page_size=True)
    first = numbers(pdf)
    missing += tab.evaluate(FILL, first)
    tab.pdf(path=pdf, prefer_css_page_size=True, outline=True, tagged=True)
    if missing:
        raise PrintError(f"the book lacks what it is printed with: {', '.join(missing)}")
    if numbers(pdf) != first:
        raise PrintError("the pages moved between the two prints")


def sign(pdf: Path) -> None:
    """Say who wrote the book, and when in place of when it was printed."""
    told, when = settings(), f"D:{edition():%Y%m%d%H%M%S}Z"
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # a browser counts its objects too low
    writer = PdfWriter(clone_from=pdf)
    writer.add_metadata(
        {
            "/Title": told["title"],
            "/Author": told["author"],
            "/Keywords": KEYWORDS,
            "/CreationDate": when,
            "/ModDate": when,
        }
    )
    writer.write(pdf)
    pdf.write_bytes(_recounted(pdf.read_bytes()))


def _recounted(data: bytes) -> bytes:
    """The same with the heads of tables counted from 0; a browser goes on from its last page."""
    heads = sorted(set(HEAD.findall(data)))
    anew = {head: b"(node%08d)" % n for n, head in enumerate(heads)}
    return HEAD.sub(lambda found: anew[found[0]], data)


def make(tab: Page, html: Path, target: Path) -> None:
    """Print and sign a book beside its page; only a whole one takes the place of the last."""
    draft = html.with_suffix(".pdf")
    print_book(tab, html, draft)
    sign(draft)
    draft.replace(target)


def main() -> None:
    """Print the book and say where it is."""
    if not PAGE.exists():
        sys.exit("the book is not built: run `make book` first")
    say("joining the pages")
    WHOLE.parent.mkdir(exist_ok=True)
    WHOLE.write_text(book(PAGE.parent, WHOLE), encoding="utf-8")
    say("printing the book, twice for the page numbers (a minute or so)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser.path(), args=browser.flags())
        try:
            make(running.new_page(), WHOLE, TARGET)
        except PrintError as error:
            sys.exit(str(error))
        finally:
            running.close()
    print(TARGET)


if __name__ == "__main__":
    main()
