"""The buttons and links that lead to the sources: all follow from one address in the settings."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml
from convbook import lite
from convbook.repository import ARCHIVE, PACKAGE, PAPER, Repository, add_buttons

from tests.conftest import ROOT
from tools import archive, pdf

URL = "https://github.com/example/book"
CHAPTER = "chapters/01-sliding-and-flipping"


def options(url: str) -> dict[str, Any]:
    """The theme's options after the decision."""
    config: Any = SimpleNamespace(html_theme_options={"repository_url": url})
    add_buttons(config, config)
    return dict(config.html_theme_options)


def test_without_an_address_no_button_leads_nowhere() -> None:
    assert options("") == {"repository_url": ""}
    assert Repository("").requirement() == Repository("").colab("a.ipynb") == ""


def test_with_an_address_binder_opens_lab() -> None:
    buttons = options(URL)
    assert buttons["launch_buttons"]["notebook_interface"] == "jupyterlab"
    assert buttons["use_repository_button"]


@pytest.mark.parametrize(("setting", "page", "there"), [
    ("1", "chapters/01-a", {"run": "lite/run.html", "run_chapter": "01-a"}),
    ("1", "intro", {}),
    ("", "chapters/01-a", {}),
])  # fmt: skip
def test_a_chapter_can_be_run_in_the_browser_where_that_is_built(
    monkeypatch: pytest.MonkeyPatch, setting: str, page: str, there: dict[str, str]
) -> None:
    monkeypatch.setenv("LITE", setting)
    app: Any = SimpleNamespace(config=SimpleNamespace())
    lite.decide(app, app.config)
    context: dict[str, Any] = {}
    lite.link(app, page, "", context, None)
    assert context == there


def test_pip_installs_the_project_from_the_branch_of_the_book() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["name"] == PACKAGE
    assert Repository(URL, "next").requirement() == f"{PACKAGE} @ git+{URL}@next"


def test_colab_opens_the_published_notebook_and_reads_github_alone() -> None:
    there = "https://colab.research.google.com/github/example/book/blob/notebooks/a.ipynb"
    assert Repository(URL).colab("a.ipynb") == there
    assert Repository("https://gitlab.com/example/book").colab("a.ipynb") == ""
    assert Repository("https://example.org/github.com/book").colab("a.ipynb") == ""


def test_a_hub_pulls_the_sources_and_opens_the_page() -> None:
    link = urlsplit(Repository(URL, "next").hub("https://hub.example.org", "chapters/a.md"))
    assert (link.netloc, link.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    assert parse_qs(link.query) == {
        "repo": [URL],
        "branch": ["next"],
        "urlpath": ["lab/tree/book/chapters/a.md"],
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a book of one chapter and the teachers' page that has an address."""
    book = tmp_path_factory.mktemp("book")
    for name in ("_ext", "chapters", "convlib", "convviz", "convcheck"):
        shutil.copytree(ROOT / name, book / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("intro.md", "references.bib", "requirements.txt", "reference/teachers.md"):
        (book / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, book / name)
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["repository"] = {"url": URL, "branch": "main"}
    config["execute"]["execute_notebooks"] = "off"
    (book / "_config.yml").write_text(yaml.safe_dump(config))
    pages = [{"file": CHAPTER}, {"file": "reference/teachers"}]
    toc = {"format": "jb-book", "root": "intro", "chapters": pages}
    (book / "_toc.yml").write_text(yaml.safe_dump(toc))
    command = [Path(sys.executable).parent / "jupyter-book", "build", ".", "-q"]
    env = os.environ | {"PYTHONPATH": str(book), lite.SETTING: "1"}
    done = subprocess.run(command, cwd=book, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return book / "_build" / "html"


def test_the_buttons_of_a_chapter_lead_to_that_chapter(published: Path) -> None:
    page = (published / f"{CHAPTER}.html").read_text("utf-8")
    links = re.findall(r'href="(https://[^"]*)"', page)
    assert f"https://mybinder.org/v2/gh/example/book/main?urlpath=lab/tree/{CHAPTER}.md" in links
    name = CHAPTER.removeprefix("chapters/")
    assert Repository(URL).colab(f"{name}.ipynb") in links
    assert any(link.startswith(f"{URL}/issues/new") for link in links)
    assert f"{URL}/edit/main/{CHAPTER}.md" in links
    assert page.count('href="../lite/run.html?01-sliding-and-flipping"') == 1


def test_the_first_page_says_where_else_the_book_is(published: Path, site: Path) -> None:
    page = (published / "intro.html").read_text("utf-8")
    pages = "https://example.github.io/book"
    for address in (
        "https://mybinder.org/v2/gh/example/book/main?urlpath=lab/tree/intro.md",
        f"{pages}/convolution-book.zip",
        f"{pages}/convolution-book.pdf",
        URL,
    ):
        assert f'href="{address}"' in page
    assert "elsewhere" not in (site / "intro.html").read_text("utf-8")


def test_what_is_named_on_the_first_page_is_published() -> None:
    workflow = (ROOT / ".github" / "workflows" / "book.yml").read_text("utf-8")
    assert f"cp _build/{ARCHIVE} _build/{PAPER} _build/html/" in workflow
    assert (archive.TARGET.name, pdf.TARGET.name) == (ARCHIVE, PAPER)


def test_the_notebook_of_a_chapter_installs_the_book_first(published: Path) -> None:
    name = CHAPTER.removeprefix("chapters/")
    first = nbformat.read(published / "notebooks" / f"{name}.ipynb", 4).cells[0]
    assert first.cell_type == "code"
    assert f'%pip install -q "{PACKAGE} @ git+{URL}@main"' in first.source.splitlines()


def test_the_pages_carry_no_second_notebooks(published: Path) -> None:
    assert not (published / "_sources").exists()


def test_teachers_are_told_the_link_for_their_hub(published: Path, site: Path) -> None:
    with_address = (published / "reference" / "teachers.html").read_text("utf-8")
    assert "repo=https%3A%2F%2Fgithub.com%2Fexample%2Fbook" in with_address
    assert "REPOSITORY" not in with_address
    without = (site / "reference" / "teachers.html").read_text("utf-8")
    assert "repo=https%3A%2F%2Fgithub.com%2FOWNER%2FREPOSITORY" in without
