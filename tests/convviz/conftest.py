"""A widget on a page of its own, without the book around it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from convviz import front
from convviz.widget import ConvWidget

Opened = Callable[..., Locator]


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Opened:
    """Open widgets from the folder, as a reader without a server does; the first is returned."""

    def open_(*widgets: ConvWidget, link: str = "") -> Locator:
        body = "".join(widget.page_html() for widget in widgets)
        path = tmp_path / "page.html"
        path.write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Widgets</title>'
            '<meta name="viewport" content="width=device-width">'
            f"<style>body {{ margin: 16px }} {front.css()}</style>"
            f"<main><h1>Widgets</h1>{body}</main><script>{front.bundle()}</script></html>",
            encoding="utf-8",
        )
        page.goto(path.as_uri() + link)
        page.locator("conv-widget[data-ready=true]").nth(len(widgets) - 1).wait_for()
        return page.locator("conv-widget").first

    return open_
