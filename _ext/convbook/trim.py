"""Style sheets and fonts cut down, once the pages are written, to what the pages hold.

A selector stays if each class that it names stands in some page or is a word of some script;
a font keeps the letters that the pages show. What is cut is made whole again by the next build.
"""

import html
import re
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx

from . import fonts
from .minify import minified

# Our own sheets hold no dead rules, and their scripts put classes together.
SHEETS = (
    "basic.css",
    "copybutton.css",
    "exercise.css",
    "marks.css",
    "pygments.css",
    "sphinx-design.min.css",
    "styles/sphinx-book-theme.css",
    "theme.css",
    "togglebutton.css",
)
_COMPOSED = re.compile(r"bs-tooltip-\w+")  # Bootstrap adds the side to this name
_WORD = re.compile(r"[A-Za-z_][\w-]{2,}")  # shorter ones are code, and a class only in pages
_STRING = re.compile(r""""[^"\n]*"|'[^'\n]*'|`[^`]*`""")
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_EMPTY = re.compile(r"@[^{};]+\{\s*\}")
_TAG = re.compile(r"<(?:script(?![^>]*json)|style)\b.*?</(?:script|style)>|<[^>]+>", re.S)
_LINKED = re.compile(r'(?:src|href)="([^":]*_static/[^"?]+\.(?:js|css))(\?v=\w+)?"')


def trim(css: str, wanted: Callable[[str], bool]) -> str:
    """A style sheet without the selectors that nobody wants, and without its fonts."""

    def keep(rule: re.Match[str]) -> str:
        used = [part for part in re.split(r",(?![^(]*\))", rule[1]) if wanted(part)]
        return f"{','.join(used)}{{{rule[2]}}}" if used else ""

    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    return _EMPTY.sub("", _RULE.sub(keep, css))


def possible(known: frozenset[str], selector: str) -> bool:
    """Whether a page can hold what a selector asks for; `:not` and its like ask for nothing."""
    plain = re.sub(r":(?:not|is|where|has)\([^)]*\)", "", selector)
    return all(name in known or _COMPOSED.fullmatch(name) for name in _CLASS.findall(plain))


class Site:
    """The built pages, and what they load from `_static`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.static = root / "_static"
        paths = (path for path in sorted(root.rglob("*.html")) if self.static not in path.parents)
        self.pages = {path: path.read_text("utf-8") for path in paths}

    def linked(self) -> set[Path]:
        """Every script and style sheet that some page loads."""
        return {
            (path.parent / found[1]).resolve()
            for path, text in self.pages.items()
            for found in _LINKED.finditer(text)
        }

    def scripts(self) -> Iterable[str]:
        """The text of each script that some page loads."""
        return (path.read_text("utf-8") for path in self.linked() if path.suffix == ".js")

    def classes(self) -> frozenset[str]:
        """The classes in the pages, and each word that a script could make one of."""
        pages = "".join(self.pages.values())
        classes = (found.split() for found in set(re.findall(r'class="([^"]*)"', pages)))
        quoted = (found for text in self.scripts() for found in _STRING.findall(text))
        return frozenset().union(*classes, *map(_WORD.findall, quoted))

    def letters(self) -> frozenset[str]:
        """The characters that a page shows or a script may write."""
        shown = (html.unescape(_TAG.sub(" ", text)) for text in self.pages.values())
        return frozenset("".join({*map(chr, range(32, 127))}.union(*shown, *self.scripts())))

    def stamp(self) -> None:
        """Name each version of a file in its links, so that no reader keeps an older one."""
        stamps = {path: sha256(path.read_bytes()).hexdigest()[:8] for path in self.linked()}

        def renewed(page: Path, link: re.Match[str]) -> str:
            address = link[0].split("?")[0].rstrip('"')
            return f'{address}?v={stamps[(page.parent / link[1]).resolve()]}"'

        for page, text in self.pages.items():
            new = _LINKED.sub(partial(renewed, page), text)
            if new != text:
                page.write_text(new, "utf-8")


def finish(app: Sphinx, error: Exception | None) -> None:
    """Cut, write the fonts that are left, and stamp the links."""
    if error or app.builder.name != "html":
        return
    site = Site(Path(app.outdir))
    wanted = partial(possible, site.classes())
    sheets = [site.static / name for name in SHEETS]
    for sheet in filter(Path.exists, sheets):
        sheet.write_text(minified(trim(sheet.read_text("utf-8"), wanted), "css"), "utf-8")
    linked = (path for path in site.linked() if path.suffix == ".css" and path.exists())
    named = "".join(path.read_text("utf-8") for path in linked)
    fonts.write(site.static, site.letters(), named, Path(app.srcdir) / "_build" / ".fonts")
    site.stamp()


def setup_trim(app: Sphinx) -> None:
    """Wait for the last page."""
    app.connect("build-finished", finish, priority=900)  # other extensions copy theirs then
