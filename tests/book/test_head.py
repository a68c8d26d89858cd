"""What the pages say of themselves to search engines and where their links are shared."""

import re
import struct
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from convbook.card import SIDE, card
from convbook.repository import Repository
from sphinx.testing.util import SphinxTestApp

from tests.conftest import ROOT

CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "_ext")!r})
from convbook.head import setup_head as setup

extensions = ["myst_parser"]
author = "Somebody"
html_title = "A book"
html_theme_options = {{"repository_url": "https://github.com/Some-One/the-book.git"}}
root_doc = "intro"
suppress_warnings = ["theme"]
"""
PAGES = {
    "intro": "# A book\n\n**Why <so> & how?** Because.\n\n```{toctree}\nchapters/one\n```\n",
    "chapters/one": "# One\n\n**What\nis it?** **Another** thing.\n",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book of an address, built."""
    source = tmp_path_factory.mktemp("book")
    (source / "conf.py").write_text(CONF)
    (source / "chapters").mkdir()
    for name, text in PAGES.items():
        (source / f"{name}.md").write_text(text)
    app = SphinxTestApp("html", srcdir=source)
    app.build()
    app.cleanup()
    return Path(app.outdir)


def said(page: Path) -> dict[str, str]:
    """Each `meta` of a page by its name."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page.read_text())
    return {name: unescape(content) for name, content in found}


def test_a_page_describes_itself_by_its_opening_question(site: Path) -> None:
    pages = [site / "intro.html", *sorted((site / "chapters").glob("*.html"))]
    assert len(pages) > 18
    for page in pages:
        text = said(page)["description"]
        assert text.endswith("?"), page
        assert len(text) <= 300, page
        assert '<link rel="icon"' in page.read_text()


def test_without_an_address_nothing_names_one(site: Path) -> None:
    told = said(site / "intro.html")
    assert not {"og:url", "og:image", "twitter:card"} & told.keys()
    assert 'rel="canonical"' not in (site / "intro.html").read_text()
    assert not (site / "sitemap.xml").exists()


def test_with_an_address_a_shared_link_shows_title_words_and_picture(out: Path) -> None:
    told = said(out / "chapters" / "one.html")
    home = "https://some-one.github.io/the-book/"
    assert told["og:title"] == "One"
    assert told["og:description"] == told["description"] == "What is it?"
    assert told["og:url"] == f"{home}chapters/one.html"
    assert told["og:image"] == f"{home}_static/card.png"
    assert told["twitter:card"] == "summary_large_image"
    canonical = f'<link rel="canonical" href="{home}chapters/one.html"'
    assert canonical in (out / "chapters" / "one.html").read_text()


def test_the_front_door_says_what_the_first_page_says(out: Path) -> None:
    assert said(out / "index.html")["description"] == "Why <so> & how?"


def test_the_sitemap_names_every_page(out: Path) -> None:
    tree = ElementTree.parse(out / "sitemap.xml")
    found = {element.text for element in tree.iter() if element.tag.endswith("loc")}
    home = "https://some-one.github.io/the-book/"
    assert found == {f"{home}intro.html", f"{home}chapters/one.html"}
    assert f"Sitemap: {home}sitemap.xml" in (out / "robots.txt").read_text()


@pytest.mark.parametrize(
    ("repository", "pages"),
    [
        ("https://github.com/Ada/Book", "https://ada.github.io/Book/"),
        ("https://github.com/ada/ada.github.io", "https://ada.github.io/"),
        ("https://gitlab.com/ada/book", ""),
        ("", ""),
    ],
)
def test_the_pages_of_a_repository_have_their_usual_address(repository: str, pages: str) -> None:
    assert Repository(repository).pages() == pages


def test_the_card_has_the_size_that_it_says_and_the_same_bytes_each_time() -> None:
    drawn = card("A book")
    assert struct.unpack(">II", drawn[16:24]) == SIDE
    assert card("A book") == drawn
