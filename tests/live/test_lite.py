"""The chapters in JupyterLite: whole, asked for before they load, and Python from one place.

Pyodide itself lies in the network, so here no cell runs: what a kernel asks for is seen and cut.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import nbformat
import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests import axe
from tests.conftest import ROOT
from tools import lite, lite_site
from tools.serve import served

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
PYTHON = re.compile(r"https://cdn\.jsdelivr\.net/pyodide/v[\d.]+/full/pyodide\.mjs")
NEEDS = "Running a chapter in the browser needs the network"


@pytest.fixture(scope="module")
def made(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JupyterLite site of the built chapters."""
    if not lite.WHEELS.exists():
        pytest.fail("JupyterLite is not there: run `make test` once", pytrace=False)
    target = tmp_path_factory.mktemp("pages") / "lite"
    lite_site.build(site / "notebooks", target)
    return target


@pytest.fixture(scope="module")
def address(made: Path) -> Iterator[str]:
    """Where a web server offers it."""
    with served(made.parent) as home:
        yield f"{home}/lite"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has not been there yet."""
    fresh = browser.new_context()
    fresh.set_default_timeout(60_000)
    yield fresh
    fresh.close()


def cut(context: BrowserContext, answer: int = 0) -> list[str]:
    """What is asked of other machines: nothing comes back, or to a mere question this status."""
    asked: list[str] = []

    def gate(route: Route) -> None:
        if re.match(r"http://127\.0\.0\.1|file:|data:|blob:", route.request.url):
            route.continue_()
            return
        asked.append(route.request.url)
        if answer and route.request.method == "HEAD":
            route.fulfill(status=answer, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.abort()

    context.route("**/*", gate)
    return asked


def said(page: Page) -> str:
    """What the gate says in the end."""
    page.wait_for_function(f"document.querySelector('#line').innerText.startsWith('{NEEDS}')")
    return page.inner_text("#line")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_is_there_and_installs_the_book_first(
    site: Path, made: Path, chapter: str
) -> None:
    name = f"{chapter}.ipynb"
    book, plain = (
        nbformat.read(folder / name, 4) for folder in (made / "files", site / "notebooks")
    )
    assert book.cells[0].source == lite_site.INSTALL
    assert book.cells[1:] == plain.cells[1:] != []
    listed = json.loads((made / "api" / "contents" / "all.json").read_text("utf-8"))["content"]
    assert name in [entry["path"] for entry in listed]


def test_the_first_cell_finds_the_book_and_what_pyodide_lacks_in_the_site(made: Path) -> None:
    index = json.loads((made / "pypi" / "all.json").read_text("utf-8"))
    assert set(index) == {"convolution-book", *lite.LACKING}
    for entry in index.values():
        for files in entry["releases"].values():
            for file in files:
                assert file["url"].startswith("./")
                assert file["filename"].endswith("-none-any.whl")
                assert (made / "pypi" / file["filename"]).exists()


def test_the_wheel_holds_every_file_of_the_packages(made: Path) -> None:
    with ZipFile(next((made / "pypi").glob("convolution_book-*.whl"))) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sources = (path for name in lite_site.PACKAGES for path in (ROOT / name).rglob("*"))
    files = (path for path in sources if path.is_file() and "__pycache__" not in path.parts)
    assert packed == {path.relative_to(ROOT).as_posix() for path in files} != set()


def test_a_chapter_opens_with_its_widgets_front_and_asks_for_python_alone(
    context: BrowserContext, address: str
) -> None:
    asked = cut(context, answer=200)
    page = context.new_page()
    answered: dict[str, int] = {}
    page.on("response", lambda got: answered.update({got.url: got.status}))
    # The gate asks whether Python is there, the kernel for Python itself.
    with context.expect_event("requestfailed", lambda lost: PYTHON.fullmatch(lost.url)):
        page.goto(f"{address}/run.html?{CHAPTERS[0]}")
        page.get_by_role("heading", name="Sliding and flipping").first.wait_for()
    assert page.url == f"{address}/notebooks/index.html?path={CHAPTERS[0]}.ipynb"
    page.locator(".jp-CodeCell", has_text="%pip install -q convolution-book").wait_for()
    assert [url for url in asked if not PYTHON.fullmatch(url)] == []
    fronts = [url for url in answered if "/extensions/" in url]
    for name in ("anywidget", "@jupyter-widgets/jupyterlab-manager"):
        assert any(f"/extensions/{name}/static/remoteEntry" in url for url in fronts)
    assert {answered[url] for url in fronts} == {200}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_at_the_gate(
    context: BrowserContext, made: Path, scheme: Literal["light", "dark"]
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto((made / "run.html").as_uri())
    assert axe.serious(page) == []


@pytest.mark.parametrize("answer", [0, 404])
def test_without_the_network_the_gate_says_so_and_leads_back(
    context: BrowserContext, address: str, answer: int
) -> None:
    asked = cut(context, answer)
    page = context.new_page()
    page.goto(f"{address}/run.html?{CHAPTERS[0]}")
    assert said(page) == f"{NEEDS}: Python could not be reached."
    assert page.get_attribute("#back", "href") == f"../chapters/{CHAPTERS[0]}.html"
    assert len(asked) == 1
    assert PYTHON.fullmatch(asked[0])


def test_from_a_folder_the_gate_says_what_it_needs_and_asks_nobody(
    context: BrowserContext, made: Path
) -> None:
    asked = cut(context, answer=200)
    page = context.new_page()
    page.goto(f"{(made / 'run.html').as_uri()}?{CHAPTERS[0]}")
    assert said(page).endswith("open the book at its address in the web, not from a folder.")
    assert asked == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_page_links_to_it_only_where_it_was_built_and_loads_nothing_of_it(
    site: Path, chapter: str
) -> None:
    page = (site / "chapters" / f"{chapter}.html").read_text("utf-8")
    link = f'href="../lite/run.html?{chapter}"'
    assert page.count(link) == page.count("lite/") == int((site / "lite").exists())


def test_the_template_makes_one_plain_link_and_without_the_setting_none() -> None:
    templates = Environment(loader=FileSystemLoader(ROOT / "_ext" / "convbook" / "templates"))
    template = templates.get_template("run-chapter.html")
    to = {"pathto": lambda place, _: f"../{place}", "run": "lite/run.html", "run_chapter": "01-a"}
    made = template.render(to)
    assert re.findall(r"<(\w+)", made) == ["a", "i"]
    assert 'href="../lite/run.html?01-a"' in made
    assert template.render(to | {"run": ""}).strip() == ""
