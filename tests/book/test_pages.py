"""Every page of the built book, as a reader meets it."""

from pathlib import Path

from playwright.sync_api import Page


def test_a_page_opens_from_the_server(page: Page, server: str) -> None:
    page.goto(f"{server}/chapters/01-sliding-and-flipping.html")
    assert page.locator("h1").count() == 1


def test_a_page_opens_from_the_folder(page: Page, site: Path) -> None:
    page.goto((site / "chapters" / "01-sliding-and-flipping.html").as_uri())
    assert page.locator("h1").count() == 1
