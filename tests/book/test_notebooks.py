"""The chapters as notebooks to download: nothing lost, nothing that only Sphinx understands."""

import re
from pathlib import Path

import nbformat
import pytest
from convbook.markdown import Writer
from docutils import nodes
from playwright.sync_api import Page

from tests.conftest import ROOT

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
CODE = re.compile(r"^```\{code-cell\} ipython3\n(?::.*\n)*\n*(.*?)\n*^```", re.M | re.S)


def texts(site: Path, chapter: str, kind: str) -> list[str]:
    """The cells of one kind in a chapter's notebook."""
    book = nbformat.read(site / "notebooks" / f"{chapter}.ipynb", 4)
    return [cell.source for cell in book.cells if cell.cell_type == kind]


@pytest.fixture(params=CHAPTERS)
def chapter(request: pytest.FixtureRequest) -> str:
    """Each chapter in turn."""
    return str(request.param)


def test_it_has_the_code_of_the_chapter(site: Path, chapter: str) -> None:
    source = (ROOT / "chapters" / f"{chapter}.md").read_text("utf-8")
    assert texts(site, chapter, "code") == CODE.findall(source) != []


def test_it_has_no_markup_that_only_the_build_understands(site: Path, chapter: str) -> None:
    prose = "\n".join(texts(site, chapter, "markdown"))
    assert re.findall(r"^ *:::.*|\{[a-z:]+\}`|```\{.*|^\(.*\)=$", prose, re.M) == []


def test_it_has_every_number_fold_and_table_of_the_page(site: Path, chapter: str) -> None:
    page = (site / "chapters" / f"{chapter}.html").read_text("utf-8")
    prose = "\n".join(texts(site, chapter, "markdown"))
    shown = re.findall(r'class="eqno">\(([\d.]+)\)<a', page)
    assert re.findall(r"\\tag\{([\d.]+)\}", prose) == shown != []
    assert prose.count("<details>") == prose.count("</details>") == page.count("<details")
    assert len(re.findall(r"^\*\*Exercise [\d.]+ ", prose, re.M)) >= 3
    assert len(re.findall(r"^\|---", prose, re.M)) == page.count("<table")


def test_the_same_source_gives_the_same_bytes(site: Path, chapter: str) -> None:
    path = site / "notebooks" / f"{chapter}.ipynb"
    book = nbformat.read(path, 4)
    assert [cell.id for cell in book.cells] == [f"cell-{n}" for n in range(len(book.cells))]
    assert all(not cell.get("outputs") and not cell.metadata for cell in book.cells)
    nbformat.validate(book)


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_page_gives_the_notebook(page: Page, site: Path, server: str, scheme: str) -> None:
    name = CHAPTERS[0]
    home = server if scheme == "http" else site.as_uri()
    page.goto(f"{home}/chapters/{name}.html")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download notebook (.ipynb)").click()
    assert found.value.suggested_filename == f"{name}.ipynb"
    given = Path(found.value.path()).read_bytes()
    assert given == (site / "notebooks" / f"{name}.ipynb").read_bytes()


def test_a_page_that_is_no_chapter_offers_none(page: Page, server: str) -> None:
    page.goto(f"{server}/reference/glossary.html")
    assert page.get_by_role("link", name="Download notebook (.ipynb)").count() == 0


def written(*children: nodes.Node, address: str = "") -> str:
    """Some blocks as the notebooks have them."""
    return Writer(lambda _: address, lambda _: "1.2").blocks(children)


def test_text_that_looks_like_markup_stands_for_itself() -> None:
    assert written(nodes.paragraph("", "2*3*4 <b> $5 [a] `c` x_1")) == (
        r"2\*3\*4 \<b> \$5 \[a\] \`c\` x\_1"
    )
    assert written(nodes.paragraph("", "# one")) == r"\# one"
    assert written(nodes.paragraph("", "7. seven")) == r"7\. seven"
    assert written(nodes.paragraph("", "3.5 is a number")) == "3.5 is a number"


def test_a_bar_in_a_table_does_not_end_its_cell() -> None:
    entries = [nodes.entry("", nodes.paragraph("", "", child)) for child in
               (nodes.math("", "|x|"), nodes.literal("", "a | b"))]  # fmt: skip
    row = nodes.row("", *entries)
    table = nodes.table("", nodes.tgroup("", nodes.tbody("", row, row.deepcopy())))
    line = r"| $\vert x\vert$ | `a \| b` |"
    assert written(table) == f"{line}\n|---|---|\n{line}"


def test_a_link_is_a_word_where_the_book_has_no_address() -> None:
    link = nodes.paragraph("", "", nodes.reference("", "there", refuri="a.html"))
    assert written(link) == "there"
    assert written(link, address="https://example.org/a.html") == (
        "[there](https://example.org/a.html)"
    )


def test_a_list_in_a_list_is_indented() -> None:
    def items(*texts: str) -> list[nodes.list_item]:
        return [nodes.list_item("", nodes.paragraph("", text)) for text in texts]

    first, second = items("one", "two")
    first += nodes.enumerated_list("", *items("a", "b"))
    assert written(nodes.bullet_list("", first, second)) == ("- one\n\n  1. a\n  2. b\n- two")
