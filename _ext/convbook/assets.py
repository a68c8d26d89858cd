"""The scripts, style sheets and fonts that the pages carry, made anew at each build.

An `Asset` is a file of `_static` and the function that makes it. With `where`, only pages
whose text holds that string load it. To add one, add a line to `book_assets`.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from convviz import front, look
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from . import icons, slim

HERE = Path(__file__).parent
PACKAGES = Path(sys.prefix) / "front" / "node_modules"  # put there by `make`, from npm/
KATEX = PACKAGES / "katex" / "dist"
INTER = PACKAGES / "@fontsource" / "inter" / "files"
# Letters of the text and of formulas in it; other scripts come from the reader's own fonts.
FACES = [("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal")]
RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, "
    "U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215",
    "greek": "U+0370-0377, U+037A-037F, U+0384-038A, U+038C, U+038E-03A1, U+03A3-03FF",
}


@dataclass(frozen=True)
class Asset:
    """One file of `_static`; a `.css` or `.js` is loaded by the pages that hold `where`."""

    name: str
    make: Callable[[], str | bytes]
    where: str = ""
    priority: int = 800  # of a style sheet: later ones win

    def content(self) -> bytes:
        """What the file holds."""
        made = self.make()
        return made.encode() if isinstance(made, str) else made


def book_assets() -> Iterator[Asset]:
    """All that this book adds to the theme's own files."""
    yield Asset("pydata.css", slim.pydata_css, priority=100)
    yield Asset("book.css", book_css)
    for path in fonts():
        yield Asset(f"fonts/{path.name}", path.read_bytes)
    yield Asset("convviz.js", front.bundle, where="<conv-widget")
    yield Asset("convviz.css", front.css, where="<conv-widget")
    for name in ("ask.js", "ask.css"):
        yield Asset(name, (HERE / name).read_bytes, where='class="cv-ask')


def fonts() -> list[Path]:
    """The font files that the pages may ask for."""
    if not KATEX.is_dir():
        raise ExtensionError(f"{PACKAGES} has no KaTeX: build the book with `make book`")
    inter = [INTER / f"inter-{r}-{weight}-{style}.woff2" for r in RANGES for weight, style in FACES]
    return [*inter, *sorted((KATEX / "fonts").glob("*.woff2"))]


def font_faces() -> str:
    """The rules that name the text font's files."""
    return "".join(
        f"@font-face {{ font-family: Inter; font-style: {style}; font-weight: {weight}; "
        f"font-display: swap; src: url(fonts/inter-{name}-{weight}-{style}.woff2) "
        f'format("woff2"); unicode-range: {codes}; }}\n'
        for name, codes in RANGES.items()
        for weight, style in FACES
    )


def katex_css() -> str:
    """KaTeX's own style sheet, with one format for each font."""
    css = (KATEX / "katex.min.css").read_text("utf-8")
    return re.sub(r",url\(fonts/[^)]+\.(?:woff|ttf)\) format\(\"\w+\"\)", "", css)


def book_css() -> str:
    """Palette, fonts, mathematics and theme as one style sheet."""
    theme = (HERE / "theme.css").read_text("utf-8")
    return "\n".join([look.css(), font_faces(), katex_css(), icons.css(), theme])


def prepare(app: Sphinx, config: Config) -> None:
    """Make every asset; pages are written again when one of them has changed."""
    config.templates_path.insert(0, str(HERE / "templates"))
    made = [(asset, asset.content()) for asset in book_assets()]
    config.convbook_assets = sha256(b"\0".join(content for _, content in made)).hexdigest()
    static = Path(app.outdir) / "_static"
    for asset, content in made:
        path = static / asset.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Give a page the assets that it uses; Sphinx adds a checksum of the content to each."""
    body = context.get("body", "")
    for asset in book_assets():
        if asset.where in body:
            if asset.name.endswith(".js"):
                app.add_js_file(asset.name, loading_method="defer")
            elif asset.name.endswith(".css"):
                app.add_css_file(asset.name, priority=asset.priority)


def setup_assets(app: Sphinx) -> None:
    """Make the files before the first page is written, and link them page by page."""
    app.add_config_value("convbook_assets", "", "html")
    app.connect("config-inited", prepare)
    app.connect("html-page-context", link)
