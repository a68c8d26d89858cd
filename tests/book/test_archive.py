"""The archive of the pages: unpacked anywhere, opened by a double click, read without a network."""

from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.book.test_pages import Links
from tools.archive import FOLDER, pack


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that comes out of the archive, in a place with an awkward name."""
    place = tmp_path_factory.mktemp("Bücher und Hefte")
    pack(site, place / "book.zip")
    with ZipFile(place / "book.zip") as archive:
        archive.extractall(place)
    return place / FOLDER


def test_the_archive_is_one_folder_of_what_can_be_read(unpacked: Path) -> None:
    assert sorted(path.name for path in unpacked.parent.iterdir()) == ["book.zip", FOLDER]
    names = [path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")]
    assert {"index.html", "intro.html", "LICENSE", "_static/book.css"} <= set(names)
    left = [n for n in names if n.endswith((".map", ".inv", ".doctree")) or "_sources" in n]
    assert left == []
    assert (unpacked.parent / "book.zip").stat().st_size < 5_000_000


def test_the_same_pages_make_the_same_archive(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("a.zip", "b.zip"):
        pack(site, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
        assert names[1:] == sorted(names[1:])
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_all_that_a_page_of_it_names_is_there(unpacked: Path) -> None:
    missing = []
    for page in unpacked.rglob("*.html"):
        for target in Links(page).targets:
            url = urlsplit(target)
            if not url.scheme and not url.netloc and url.path:
                path = page.parent / unquote(url.path)
                missing += [] if path.is_file() else [f"{page.name}: {target}"]
    assert not missing


def test_it_reads_as_a_book_from_its_folder(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "index.html").as_uri())
    page.wait_for_url("**/intro.html")
    page.locator("a.right-next").click()
    page.wait_for_url("**/01-sliding-and-flipping.html")
    expect(page.locator("conv-widget").first).to_have_attribute("data-ready", "true")
    loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    page.evaluate("document.fonts.ready")
    assert {"Inter", "KaTeX_Main"} <= set(page.evaluate(loaded))

    question = page.locator("#first-sum")
    question.get_by_role("textbox").fill("7")
    question.get_by_role("textbox").press("Enter")
    expect(question.get_by_role("status")).to_contain_text("you turned the kernel round")

    page.locator("a.left-prev").click()
    page.wait_for_url("**/intro.html")


def test_its_search_finds_a_word(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "search.html").as_uri() + "?q=kernel")
    found = page.locator("#search-results a", has_text="Sliding and flipping").first
    found.click()
    page.wait_for_url("**/01-sliding-and-flipping.html*")
