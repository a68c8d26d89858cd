"""What the theme and the extensions bring to every page, cut down to what a page can use."""

import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import myst_nb
from sphinx.application import Sphinx

from .icons import STATIC

MYSTNB = Path(myst_nb.__path__[0]) / "static" / "mystnb.css"

# Whoever writes classes into our pages; a class that none of them names is in no page.
WRITERS = {
    "docutils": ("*.py",),
    "myst_nb": ("*.py",),
    "pydata_sphinx_theme": ("*.py", "*.html", "pydata-sphinx-theme.js"),
    "sphinx": ("*.py", "*.html", "*.html_t", "doctools.js", "searchtools.js"),
    "sphinx_book_theme": ("*.py", "*.html", "*.js"),
    "sphinx_copybutton": ("*.py", "*.js", "*.js_t"),
    "sphinx_design": ("*.py",),
    "sphinx_exercise": ("*.py",),
    "sphinx_togglebutton": ("*.py", "*.js"),
    "sphinxcontrib.bibtex": ("*.py",),
}
# What programs complete or set while the page runs: placed pictures, folds, tooltips.
_MADE = re.compile(
    r"(?:align|table)-(?:left|center|right|default)|sd-(?:summary|shadow)-\w+"
    r"|bs-tooltip-\w+|tooltip(?:-\w+)?|collaps(?:e|ing)|fade|show"
)
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_EMPTY = re.compile(r"@[^{};]+\{\s*\}")
# The icons are ours, and no output is printed in 256 colours.
_NEVER = re.compile(r"\.fa[sbr]?(?![a-z])|-Color\[class\*=-(?:BG)?C\d")

# Files that a page loads only if its text matches the pattern beside them.
_CODE = re.compile('<div class="highlight')
# The state that a widget manager would read; ours carry their own.
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_FOLD = re.compile(r'class="[^"]*\b(?:toggle|dropdown)\b')
ONLY_WITH = {
    "clipboard.min.js": _CODE,
    "copybutton.js": _CODE,
    "copybutton.css": _CODE,
    "design-tabs.js": re.compile("sd-tab-set"),
    "exercise.css": re.compile('class="exercise'),
    "sphinx-design.min.css": re.compile(r'class="[^"]*\bsd-'),
    "togglebutton.css": _FOLD,
    "togglebutton.js": _FOLD,
}


def words(book: Iterable[Path]) -> frozenset[str]:
    """Every word that a writer of pages or the book's own sources hold."""
    paths = list(book)
    for package, patterns in WRITERS.items():
        home = Path(import_module(package).__path__[0])
        paths += [path for pattern in patterns for path in home.rglob(pattern)]
    return frozenset(word for path in paths for word in _WORD.findall(path.read_text("utf-8")))


def trim(css: str, known: frozenset[str]) -> str:
    """A style sheet without the selectors, rules and fonts of classes that no page can have."""

    def named(selector: str) -> bool:
        classes = _CLASS.findall(re.sub(r":not\([^)]*\)", "", selector))
        real = all(name in known or _MADE.fullmatch(name) for name in classes)
        return real and not _NEVER.search(selector)

    def keep(rule: re.Match[str]) -> str:
        used = [part for part in re.split(r",(?![^(]*\))", rule[1]) if named(part)]
        return f"{','.join(used)}{{{rule[2]}}}" if used else ""

    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    return _EMPTY.sub("", _RULE.sub(keep, css))


def theme_css(book: Iterable[Path]) -> str:
    """The theme's main style sheet and MyST-NB's, trimmed."""
    sheets = [STATIC / "styles" / "pydata-sphinx-theme.css", MYSTNB]
    known = words(book)
    return "\n".join(trim(sheet.read_text("utf-8"), known) for sheet in sheets)


def wanted(linked: Any, body: str) -> bool:
    """Whether a page with this text needs a script or style sheet that Sphinx would link."""
    if getattr(linked, "attributes", {}).get("type") == WIDGET_STATE:
        return False
    name = str(linked.filename or "").rsplit("/", 1)[-1]
    if name.startswith("mystnb."):  # part of theme.css
        return False
    return name not in ONLY_WITH or bool(ONLY_WITH[name].search(body))


def unlink(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Leave out of a page what its text does not ask for."""
    body = context.get("body", "")
    for kind in ("script_files", "css_files"):
        context[kind] = [linked for linked in context[kind] if wanted(linked, body)]


def setup_slim(app: Sphinx) -> None:
    """Link the theme's files by name, all but its icons, and prune page by page."""
    app.add_css_file("basic.css", priority=90)
    app.add_js_file("scripts/bootstrap.js", loading_method="defer")
    app.add_js_file("scripts/pydata-sphinx-theme.js", loading_method="defer")
    app.connect("html-page-context", unlink, priority=900)
