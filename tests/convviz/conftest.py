"""A widget on a page of its own, without the book around it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from convviz.gallery import alone
from convviz.widget import ConvWidget

Opened = Callable[..., Locator]


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Opened:
    """Open widgets from the folder, as a reader without a server does; the first is returned."""

    def open_(*widgets: ConvWidget, link: str = "") -> Locator:
        path = tmp_path / "page.html"
        path.write_text(alone(*widgets), encoding="utf-8")
        page.goto(path.as_uri() + link)
        page.locator("conv-widget[data-ready=true]").nth(len(widgets) - 1).wait_for()
        return page.locator("conv-widget").first

    return open_
