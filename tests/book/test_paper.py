"""The book on paper: nothing lost, nothing cut, every number and every link right."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.book.test_pages import every_page
from tools import paper, pdf
from tools.joined import INDEX, Part, article, parts, place, read

ROOT = Path(__file__).parents[2]
CHAPTER = "chapters/01-sliding-and-flipping"
# A book of four pages has all that the whole one has.
FEW = [Part("", ("intro",)), Part("One part", (CHAPTER, "reference/glossary", INDEX))]
PAGES = [page for part in FEW for page in part.pages]
A4 = 658  # CSS pixels of a line: 210 mm less the margins; a Letter's line is longer
TOO_WIDE = """width => [...document.querySelectorAll('article *')]
    .filter(e => !e.parentElement.closest('svg, .katex') && e.checkVisibility())
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => e.outerHTML.slice(0, 200))"""

INKS = """() => [...document.querySelectorAll('.highlight span')]
    .map(span => getComputedStyle(span).color)"""


@pytest.fixture(scope="module")
def html(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, joined."""
    path = tmp_path_factory.mktemp("paper") / "book.html"
    path.write_text(paper.book(site, path, FEW), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def printed(browser: Browser, html: Path) -> Path:
    """The small book, printed."""
    target = html.with_name("printed.pdf")
    pdf.make(browser.new_page(), html, target)
    return target


@pytest.fixture(scope="module")
def reader(printed: Path) -> PdfReader:
    """What a program sees in it."""
    return PdfReader(printed)


@pytest.fixture(scope="module")
def texts(reader: PdfReader) -> list[str]:
    """The text of each page, without spaces, since lines break where they will."""
    return [close(page.extract_text()) for page in reader.pages]


def close(text: str) -> str:
    return re.sub(r"\s+", "", text)


def titles(outline: list[Any], depth: int = 0) -> Iterator[tuple[int, str]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry, depth + 1)
        else:
            yield depth, str(entry.title)


def links(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for held in page.get("/Annots") or []:
            annotation = held.get_object()
            if annotation["/Subtype"] == "/Link":
                yield annotation


def test_every_page_of_the_book_is_in_it(site: Path) -> None:
    every = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    screen = {page for page in every if page.startswith("_")} | {"index", "search"}
    listed = [page for part in parts(ROOT / "_toc.yml") for page in part.pages]
    assert set(listed) == every - screen
    assert len({place(page) for page in listed}) == len(listed)


def test_the_outline_has_parts_then_pages_then_sections(reader: PdfReader) -> None:
    found = list(titles(reader.outline))
    assert [title for depth, title in found if depth == 0] == [
        "Contents",
        "The mathematics of convolution",
        "One part",
    ]
    assert [title for depth, title in found if depth == 1][-3:] == [
        "1. Sliding and flipping",
        "Glossary",
        "Index",
    ]
    assert {(2, "Exercises"), (2, "Answers"), (2, "Solutions")} <= set(found)


def test_every_place_has_a_name_of_its_own(html: Path) -> None:
    names = re.findall(r'\sid="([^"]*)"', html.read_text("utf-8"))
    assert len(names) == len(set(names)) > 100


def test_every_link_leads_to_a_place_of_the_book_or_into_the_net(reader: PdfReader) -> None:
    known, inside, outside = set(reader.named_destinations), 0, set()
    for link in links(reader):
        if "/Dest" in link:
            assert str(link["/Dest"]) in known
            inside += 1
        else:
            outside.add(str(link["/A"]["/URI"]).split(":")[0])
    assert inside > 100
    assert outside == {"https"}


def test_the_contents_and_the_index_tell_the_pages(
    site: Path, printed: Path, texts: list[str]
) -> None:
    heads = {place(page): close(paper.title(article(site, page, PAGES))) for page in PAGES}
    numbers = pdf.numbers(printed)
    for name, head in heads.items():
        assert head in texts[numbers[name] - 1]
        assert f"{head}{numbers[name]}" in texts[1]
    at = numbers[place(CHAPTER, "explained-associativity")]
    assert "associativity" in texts[at - 1]
    assert re.search(rf"associativity{at},\d+", "".join(texts))


def test_each_answer_and_each_solution_is_told_once_at_the_chapters_end(
    site: Path, texts: list[str]
) -> None:
    chapter = read(site, CHAPTER)
    told = chapter.select(".cv-ask > details [data-right], details.cv-solution")
    assert len(told) > 6
    whole = "".join(texts)
    end = whole.index("AnswersPrediction:")
    for words in told:
        for formula in words.select(".katex"):
            formula.replace_with("\n")
        longest = max((close(line) for line in words.get_text().splitlines()), key=len)
        assert whole.count(longest) == 1
        assert whole.index(longest) > end


def test_no_word_is_hidden_and_no_control_is_left(html: Path) -> None:
    book = BeautifulSoup(html.read_text("utf-8"), "html.parser")
    assert book.select("button, script, template, .katex-mathml, a.headerlink, details") == []
    assert book.select(".katex:not([role=img][aria-label])") == []


def test_every_font_is_in_the_file(reader: PdfReader) -> None:
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[union-attr]
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            drawn = font["/Subtype"] == "/Type3"
            held = drawn or "/FontFile2" in inner["/FontDescriptor"]
            fonts[str(font.get("/BaseFont", "drawn"))] = held
    assert all(fonts.values())
    assert {name.split("+")[-1] for name in fonts} >= {"Inter-Regular", "KaTeX_Main-Regular"}


def test_the_names_in_other_scripts_are_set(texts: list[str]) -> None:
    whole = "".join(texts)
    assert "합성곱" in whole
    assert "卷积" in whole
    assert "畳み込み" in whole


def test_the_same_book_makes_the_same_file(
    page: Page, html: Path, printed: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.pdf"
    pdf.make(page, html, again)
    assert again.read_bytes() == printed.read_bytes()
    told = PdfReader(again).metadata
    assert told is not None
    assert (told.title, told.author) == (
        "The mathematics of convolution",
        "The convolution book authors",
    )
    assert told["/Keywords"] == pdf.KEYWORDS


def test_what_is_missing_stops_the_print_and_the_last_book_stays(
    browser: Browser, tmp_path: Path
) -> None:
    book, last = tmp_path / "book.html", tmp_path / "last.pdf"
    book.write_text('<link rel="stylesheet" href="nowhere.css"><h1>A book</h1>')
    last.write_text("the last one")
    with pytest.raises(pdf.PrintError, match=r"lacks .*nowhere\.css"):
        pdf.make(browser.new_page(), book, last)
    assert last.read_text() == "the last one"


def test_small_letters_on_paper_stand_as_close_as_large_ones(page: Page, html: Path) -> None:
    page.emulate_media(media="print")
    page.goto(html.as_uri())
    small, large = (
        page.evaluate(
            """async size => {
                const span = document.createElement('span');
                span.style.font = `${size}pt Inter`;
                span.style.cssText += 'position: absolute; white-space: nowrap';
                span.textContent = 'convolution of photographs';
                document.body.append(span);
                await document.fonts.ready;
                return span.getBoundingClientRect().width;
            }""",
            size,
        )
        for size in (8.5, 85)
    )
    assert 10 * small == pytest.approx(large, rel=0.005)


# One page, printed by its reader


@every_page
def test_nothing_reaches_beyond_the_paper(page: Page, site: Path, name: str) -> None:
    page.set_viewport_size({"width": A4, "height": 900})
    page.emulate_media(media="print")
    page.goto((site / name).as_uri())
    page.evaluate("document.fonts.ready")
    assert page.evaluate(TOO_WIDE, A4) == []


def test_a_printed_chapter_ends_with_answers_and_solutions(
    page: Page, site: Path, tmp_path: Path
) -> None:
    page.goto((site / f"{CHAPTER}.html").as_uri())
    before = page.locator("article").inner_html()
    page.pdf(path=tmp_path / "chapter.pdf")
    whole = "".join(close(p.extract_text()) for p in PdfReader(tmp_path / "chapter.pdf").pages)
    solution = whole.index("Anykernelthatreadsthesamebackwards")
    assert whole.index("Exercise1.3") < whole.index("AnswersPrediction:") < solution
    page.wait_for_function("!document.querySelector('.cv-solutions')")
    assert page.locator("article").inner_html() == before


@pytest.mark.parametrize("name", [CHAPTER, "reference/api"])
def test_code_of_a_dark_page_is_printed_in_the_colours_of_a_light_one(
    page: Page, site: Path, name: str
) -> None:
    seen = []
    for scheme in ("light", "dark"):
        page.emulate_media(media="screen", color_scheme=scheme)  # type: ignore[arg-type]
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        seen.append(page.evaluate(INKS))
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert seen[0] == seen[1] != []


def test_a_print_that_is_announced_twice_loses_no_solution(page: Page, site: Path) -> None:
    page.goto((site / f"{CHAPTER}.html").as_uri())
    before = page.locator("article").inner_html()
    for event in ("beforeprint", "beforeprint", "afterprint"):
        page.evaluate("name => dispatchEvent(new Event(name))", event)
    assert page.locator("article").inner_html() == before


def test_without_script_a_solution_is_printed_in_its_place(
    page: Page, site: Path, tmp_path: Path
) -> None:
    page.route("**/print.js*", lambda route: route.fulfill(body=""))
    page.goto((site / f"{CHAPTER}.html").as_uri())
    page.pdf(path=tmp_path / "chapter.pdf")
    whole = "".join(close(p.extract_text()) for p in PdfReader(tmp_path / "chapter.pdf").pages)
    assert "Anykernelthatreadsthesamebackwards" in whole
