"""The built book, served, in a browser that can reach nothing but this machine."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

from tools import browser as chromium
from tools.serve import served

ROOT = Path(__file__).resolve().parents[1]
LOCAL = {"data", "blob", "about", "chrome-error"}
QUIET = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def site() -> Path:
    """The directory of the built pages."""
    pages = ROOT / "_build" / "html"
    if not (pages / "index.html").exists():
        pytest.fail("the book is not built: run `make book` first", pytrace=False)
    return pages


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of a web server for the pages, without a slash at the end."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium with its own network noise switched off."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.path(), args=[*QUIET, *chromium.flags()]
        )
        yield running
        running.close()


class Watch:
    """What a page did that no page of the book may do."""

    def __init__(self, page: Page) -> None:
        self.wrongs: list[str] = []
        page.route("**/*", self._gate)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrongs.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on(
            "response",
            lambda got: got.status >= 400 and self.wrongs.append(f"{got.status}: {got.url}"),
        )

    def _gate(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme == "file" or url.scheme in LOCAL or url.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.wrongs.append(f"outside request: {route.request.url}")
            route.abort()

    def _failed(self, asked: Request) -> None:
        # What the page itself gave up, by leaving, is no failure.
        if asked.failure != "net::ERR_ABORTED":
            self.wrongs.append(f"no answer: {asked.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrongs.append(f"console {message.type}: {message.text}")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; the test fails if it logged an error or asked for anything outside."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    watch = Watch(tab)
    yield tab
    context.close()
    assert not watch.wrongs, "\n".join(dict.fromkeys(watch.wrongs))
