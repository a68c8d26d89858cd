"""The reference: every public name of convlib once, with all that a reader looks it up for."""

import doctest
import inspect
import re
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup, Tag
from convbook.api import link_words
from playwright.sync_api import Page

import convlib

SOURCE = Path(__file__).resolve().parents[2] / "reference" / "api.md"
PAGE = "reference/api.html"


def names() -> dict[str, Any]:
    """What `convlib` exports, and what is in the modules that are used by their own name."""
    found, modules = {}, {"convlib.cnn"} if find_spec("convlib.cnn") else set()
    for name in convlib.__all__:
        value = getattr(convlib, name)
        if inspect.ismodule(value):
            modules.add(value.__name__)
        else:
            found[f"convlib.{name}"] = value
    for module in map(import_module, modules):
        for name, value in vars(module).items():
            if name[0] != "_" and getattr(value, "__module__", "") == module.__name__:
                found[f"{module.__name__}.{name}"] = value
    return found


NAMES = names()
every_name = pytest.mark.parametrize("name", sorted(NAMES))


@pytest.fixture(scope="module")
def soup(site: Path) -> BeautifulSoup:
    """The built page."""
    return BeautifulSoup((site / PAGE).read_text("utf-8"), "html.parser")


def entry(soup: BeautifulSoup, name: str) -> tuple[Tag, Tag]:
    """The head of an entry, and what stands under it."""
    head = cast("Tag", soup.find("dt", id=name))
    return head, cast("Tag", head.find_next_sibling("dd"))


def test_every_public_name_has_one_entry_and_nothing_else_has(soup: BeautifulSoup) -> None:
    entries = soup.select("section > dl.py:not(.type) > dt")
    assert Counter(str(head["id"]) for head in entries) == Counter(NAMES.keys())
    assert {"convlib.taps", "convlib.kernels.box"} <= NAMES.keys()


@every_name
def test_an_entry_has_arguments_a_summary_and_an_example(soup: BeautifulSoup, name: str) -> None:
    head, body = entry(soup, name)
    arguments = [cast("Tag", e.select_one(".n")).text for e in head.select(".sig-param")]
    assert [a for a in arguments if a not in "*/"] == list(
        inspect.signature(NAMES[name]).parameters
    )
    doc = cast("str", inspect.getdoc(NAMES[name]))
    summary = cast("Tag", body.find("p", recursive=False)).text
    assert summary.replace("’", "'").split()[:3] == doc.replace("`", "").split()[:3]
    example = body.select_one("div.doctest .highlight pre")
    assert example is not None
    assert example.text.count(">>> ") == len(
        [line for line in doc.splitlines() if line.startswith(">>> ")]
    )


@every_name
def test_source_leads_to_the_code(soup: BeautifulSoup, site: Path, name: str) -> None:
    head, _ = entry(soup, name)
    link = cast("Tag", cast("Tag", head.find(class_="viewcode-link")).parent)
    path, _, place = str(link["href"]).partition("#")
    code = BeautifulSoup((site / PAGE).parent.joinpath(path).read_text("utf-8"), "html.parser")
    block = cast("Tag", code.find(id=place))
    for back in block.select(".viewcode-back"):  # a class has more of these within its code
        back.decompose()
    assert block.text.split() == inspect.getsource(NAMES[name]).split()


def test_a_signature_reads_as_it_is_written(soup: BeautifulSoup) -> None:
    head, _ = entry(soup, "convlib.output_size")
    text = "".join(head.text.split())
    assert text.startswith(
        "convlib.output_size(n:N,kernel_size:Ints,stride:Ints=1,padding:Padding=0,dilation:Ints=1,)→N"
    )


def test_a_type_in_a_signature_leads_to_its_words(soup: BeautifulSoup) -> None:
    head, _ = entry(soup, "convlib.flip")
    assert [a["href"] for a in head.select("a[title]")][:2] == ["#ArrayLike", "#Array"]


def test_a_name_in_backticks_leads_to_its_entry_unless_it_is_an_argument_or_anothers() -> None:
    lines = ["As `correlate` of `x` and", "PyTorch's `flip`; `convolve`, arXiv 1603.07285."]
    link_words(cast("Any", None), "function", "convlib.convolve", convlib.convolve, None, lines)
    assert lines == [
        "As :py:obj:`~convlib.correlate` of `x` and",
        "PyTorch's `flip`; `convolve`, "
        "`arXiv\u00a01603.07285 <https://arxiv.org/abs/1603.07285>`__.",
    ]
    lines = ["With `flip` turned."]
    link_words(cast("Any", None), "function", "convlib.taps", convlib.taps, None, lines)
    assert lines == ["With `flip` turned."]


def test_the_examples_of_the_page_itself_are_true() -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```", SOURCE.read_text("utf-8"), re.M | re.S)
    assert blocks
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "api.md", str(SOURCE), 0)
    told: list[str] = []
    results = doctest.DocTestRunner().run(test, out=told.append)
    assert results.attempted == "".join(blocks).count(">>> ")
    assert not results.failed, "".join(told)


def test_a_copied_example_is_code_without_prompts_and_results(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/{PAGE}")
    example = page.locator('dt[id="convlib.taps"] + dd div.highlight')
    example.hover()
    example.locator("button.copybtn").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('taps'))")
    assert page.evaluate("navigator.clipboard.readText()").strip().splitlines() == [
        line.removeprefix(">>> ")
        for line in map(str.strip, cast("str", convlib.taps.__doc__).splitlines())
        if line.startswith(">>> ")
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_signature_takes_a_line_for_each_argument(
    page: Page, server: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}/{PAGE}#convlib.correlate")
    boxes = page.locator('dt[id="convlib.correlate"] .sig-param').evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.top, b.right, b.height])"
    )
    assert len({top for top, _, _ in boxes}) == len(boxes) == 6
    assert max(right for _, right, _ in boxes) <= width - 16
    assert max(height for _, _, height in boxes) < 30


def test_a_function_is_found_by_its_name(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html?q=output_size")
    page.locator('#search-results a[href*="#convlib.output_size"]').first.click()
    page.wait_for_url(f"**/{PAGE}*#convlib.output_size")
