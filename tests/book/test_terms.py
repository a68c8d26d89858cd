"""Chapters and glossary, linked both ways."""

import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "_ext"))

from convbook.terms import named, terms  # noqa: E402

CHAPTER = "chapters/01-sliding-and-flipping.html"
KNOWN = {"tap", "kernel", "Toeplitz matrix", "ReLU", "weight sharing"}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("tap", "tap"),
        ("taps", "tap"),
        ("Kernels", "kernel"),
        ("Toeplitz matrix", "Toeplitz matrix"),
        ("ReLU", "ReLU"),
        ("The kernel is local.", None),
        ("ta", None),
    ],
)
def test_a_bold_text_names_a_term_or_its_plural_and_nothing_else(text: str, term: str) -> None:
    assert named(text, KNOWN) == term


def test_the_glossary_has_each_term_once_in_the_order_of_letters() -> None:
    page = (ROOT / "reference" / "glossary.md").read_text("utf-8")
    listed = [line for line in page.splitlines() if line in terms(ROOT / "reference/glossary.md")]
    assert listed == sorted(set(listed), key=str.lower)
    assert len(listed) > 50


def test_every_term_has_its_korean_chinese_and_japanese_name(site: Path) -> None:
    html = (site / "reference/glossary.html").read_text("utf-8")
    for entry in html.split("<dt")[1:]:
        said = dict(re.findall(r'<span lang="(ko|zh|ja)">([^<]+)</span>', entry))
        assert set(said) == {"ko", "zh", "ja"}, entry[:200]


def test_every_term_is_explained_in_a_chapter(site: Path) -> None:
    html = (site / "reference/glossary.html").read_text("utf-8")
    entries = html.split("<dt")[1:]
    lost = [re.findall(r'id="([^"]+)"', e)[0] for e in entries if "Explained in" not in e]
    assert lost == []


def test_a_bold_term_leads_to_the_glossary_and_back(page: Page, server: str) -> None:
    page.goto(f"{server}/{CHAPTER}")
    page.locator("article a.reference strong", has_text="cross-correlation").click()
    page.wait_for_url("**/reference/glossary.html#term-cross-correlation")
    entry = page.locator("dt#term-cross-correlation + dd")
    entry.get_by_role("link", name="Sliding and flipping").click()
    page.wait_for_url(f"**/{CHAPTER}#explained-cross-correlation")
    expect(page.get_by_text("This is the cross-correlation")).to_be_in_viewport()


def test_the_index_leads_to_where_a_term_is_explained(page: Page, server: str) -> None:
    page.goto(f"{server}/reference/glossary.html")
    page.get_by_role("link", name="index", exact=True).click()
    page.wait_for_url("**/genindex.html")
    link = page.locator(f'a[href="{CHAPTER}#explained-associativity"]')
    expect(link).to_have_count(1)
