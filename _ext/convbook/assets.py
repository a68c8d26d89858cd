"""The scripts and style sheets that the pages carry, made anew at each build.

An `Asset` is a file of `_static` and the function that makes it. With `where`, only pages
in whose text that pattern is found load it. To add one, add a line to `book_assets`.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from convviz import front, look

from . import card, fonts, head, icons, slim
from .minify import bundled, minified

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Asset:
    """One file of `_static`; a `.css` or `.js` is loaded by the pages in which `where` is found."""

    name: str
    make: Callable[[], str | bytes]
    where: str = ""
    priority: int = 800  # what comes later wins, or runs later
    late: bool = True  # a script that waits until the page is read

    def content(self) -> bytes:
        """What the file holds; text is minified."""
        made = self.make()
        if isinstance(made, bytes):
            return made
        return minified(made, self.name.rsplit(".", 1)[-1]).encode()


def book_assets(title: str) -> Iterator[Asset]:
    """All that this book adds to the theme's own files."""
    # In place of all of Bootstrap, and before the theme's own script, which calls it.
    yield Asset("bootstrap.js", partial(bundled, HERE / "bootstrap.js"), priority=400)
    yield Asset("theme.css", slim.theme_css, priority=100)
    yield Asset("marks.css", lambda: f"{fonts.katex_css()}\n{icons.css()}", priority=790)
    yield Asset("book.css", book_css)
    yield Asset(head.ICON, lambda: card.icon().encode())
    yield Asset(head.CARD, lambda: card.card(title))
    # Known before the body is read, so that a widget is drawn where it stands and nothing moves.
    # A page carries what its kinds of widgets need, after what all of them share.
    for table, kind_of_file in ((front.scripts(), "js"), (front.styles(), "css")):
        for kind, text in table.items():
            name = f"convviz-{kind}".rstrip("-")
            where = f'<conv-widget id="[^"]*" data-kind="{kind}"' if kind else "<conv-widget"
            make = partial(str, text)
            yield Asset(f"{name}.{kind_of_file}", make, where=where, late=False)
    for name, where in (
        ("ask.js", "cv-ask"),
        ("ask.css", "cv-ask"),
        ("print.js", "(?:cv-solution|highlight)"),
    ):
        yield Asset(name, partial((HERE / name).read_text, "utf-8"), where=f'class="{where}')


def book_css() -> str:
    """Palette and the book's own rules as one style sheet."""
    names = ("theme.css", "frame.css", "sheet.css", "print.css")
    own = [(HERE / name).read_text("utf-8") for name in names]
    return "\n".join([look.css(), *own])


def prepare(app: Sphinx, config: Config) -> None:
    """Make every asset; pages are written again when one of them has changed."""
    # As seen from the book, so that the pages do not tell where they were built.
    config.templates_path.insert(0, os.path.relpath(HERE / "templates", app.confdir))
    made = [(asset, asset.content()) for asset in book_assets(config.html_title)]
    named = (asset.name.encode() + b"\0" + content for asset, content in made)
    config.convbook_assets = sha256(b"\0".join(named)).hexdigest()
    static = Path(app.outdir) / "_static"
    for asset, content in made:
        path = static / asset.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Give a page the assets that it uses; Sphinx adds a checksum of the content to each."""
    body = context.get("body", "")
    for asset in book_assets(app.config.html_title):
        if re.search(asset.where, body):
            if asset.name.endswith(".js"):
                loading = "defer" if asset.late else None
                app.add_js_file(asset.name, loading_method=loading, priority=asset.priority)
            elif asset.name.endswith(".css"):
                app.add_css_file(asset.name, priority=asset.priority)


def setup_assets(app: Sphinx) -> None:
    """Make the files before the first page is written, and link them page by page."""
    app.add_config_value("convbook_assets", "", "html")
    app.connect("config-inited", prepare)
    app.connect("html-page-context", link)
