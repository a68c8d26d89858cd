"""What a page makes a reader load: its bytes, nothing that moves, nothing from elsewhere."""

import gzip
import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import BinaryIO

import pytest
from convbook import fonts
from convbook.trim import Site
from fontTools.ttLib import TTFont
from playwright.sync_api import Page, Response, expect

from tests.conftest import ROOT
from tools.serve import Quiet, served

PAGES = sorted(f"chapters/{path.stem}.html" for path in (ROOT / "chapters").glob("*.md"))
SCRIPT = 250_000  # bytes
PLAIN = (800_000, 220_000)  # bytes in all, as they are and as gzip would send them
RICH = (1_000_000, 400_000)  # the same, with photographs
RICHES = ("02-", "04-", "05-", "06-", "16-")
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
SHIFTS = """() => new Promise(done => {
    const found = [];
    new PerformanceObserver(list => found.push(...list.getEntries().map(entry => entry.value)))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(found), 300);
})"""


class Strict(Quiet):
    """A server that lets a page run only its files and the scripts that stand in it."""

    def end_headers(self) -> None:
        """Name each script of the page by its hash."""
        path = Path(self.translate_path(self.path))
        if path.suffix == ".html":
            inline = re.findall(
                r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", path.read_text(), re.S
            )
            digests = (b64encode(hashlib.sha256(text.encode()).digest()) for text in inline)
            hashes = " ".join(sorted({f"'sha256-{digest.decode()}'" for digest in digests}))
            self.send_header("Content-Security-Policy", POLICY.format(hashes=hashes))
        super().end_headers()


class Halting(Quiet):
    """A server on a bad line: a page stops for a while among the buttons of its bar."""

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Send a file, a page in two pieces."""
        first, cut, rest = source.read().partition(b'<div class="article-header-buttons">')
        outputfile.write(first)
        if cut:
            outputfile.flush()
            sleep(1)
        outputfile.write(cut + rest)


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[str]:
    """The address of such a server."""
    with served(site, Strict) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
def test_a_chapter_is_light_and_still_and_obeys_a_strict_policy(
    page: Page, strict: str, name: str
) -> None:
    loaded: list[Response] = []
    page.on("response", lambda answer: loaded.append(answer))
    page.goto(f"{strict}/{name}", wait_until="networkidle")
    for widget in page.locator("conv-widget").all():
        assert widget.get_attribute("data-ready") == "true"
    assert sum(page.evaluate(SHIFTS)) == 0
    bodies = [(answer.request.resource_type, answer.body()) for answer in loaded]
    assert sum(len(body) for kind, body in bodies if kind == "script") <= SCRIPT
    packed = {"font", "image"}
    sizes = [len(body if kind in packed else gzip.compress(body)) for kind, body in bodies]
    most = RICH if name.removeprefix("chapters/").startswith(RICHES) else PLAIN
    assert sum(len(body) for _, body in bodies) <= most[0]
    assert sum(sizes) <= most[1]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_a_page_comes_in_pieces(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    with served(site, Halting) as address:
        page.goto(f"{address}/{PAGES[0]}", wait_until="networkidle")
    assert page.evaluate("performance.getEntriesByName('first-paint')[0].startTime") < 1000
    assert sum(page.evaluate(SHIFTS)) == 0
    expect(page.get_by_role("button", name="Color mode")).to_be_visible()


def test_the_fonts_have_every_letter_of_the_pages_that_they_ever_had(site: Path) -> None:
    static = site / "_static"
    letters = {ord(letter) for letter in Site(site).letters()}
    css = (static / "fonts.css").read_text("utf-8")
    seen = 0
    for face in fonts.faces():
        _, found, rest = css.partition(f"font-family:{face.family};{face.rule};src:url(")
        if not found:
            continue
        address = rest[: rest.index(")")]
        packed = address.startswith("data:")
        file = b64decode(address.split(",")[1]) if packed else (static / address).read_bytes()
        had, has = (
            TTFont(BytesIO(data)).getBestCmap().keys() for data in (face.path.read_bytes(), file)
        )
        assert had & letters <= has, face
        seen += 1
    assert seen > 10
