"""What the theme and the extensions bring to every page, cut down to what a page can use."""

import re
from pathlib import Path
from typing import Any

import myst_nb
from sphinx.application import Sphinx

from . import fonts
from .icons import STATIC
from .trim import trim

MYSTNB = Path(myst_nb.__path__[0]) / "static" / "mystnb.css"

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


def theme_css() -> str:
    """The theme's main style sheet and MyST-NB's, without icons and terminal colours."""
    sheets = [STATIC / "styles" / "pydata-sphinx-theme.css", MYSTNB]
    drawn = [sheet.read_text("utf-8") for sheet in sheets]
    return "\n".join(trim(css, lambda selector: not _NEVER.search(selector)) for css in drawn)


def wanted(linked: Any, body: str) -> bool:
    """Whether a page with this text needs a script or style sheet that Sphinx would link."""
    if getattr(linked, "attributes", {}).get("type") == WIDGET_STATE:
        return False
    name = str(linked.filename or "").rsplit("/", 1)[-1]
    if name.startswith("mystnb."):  # part of theme.css
        return False
    return name not in ONLY_WITH or bool(ONLY_WITH[name].search(body))


def unlink(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Leave out of a page what its text does not ask for, and ask for its fonts at once."""
    context["fonts_at_once"] = list(fonts.AT_ONCE.values())
    body = context.get("body", "")
    for kind in ("script_files", "css_files"):
        context[kind] = [linked for linked in context[kind] if wanted(linked, body)]


def setup_slim(app: Sphinx) -> None:
    """Link the theme's files by name, all but its icons, and prune page by page."""
    app.add_css_file("fonts.css", priority=80)
    app.add_css_file("basic.css", priority=90)
    app.add_js_file("scripts/pydata-sphinx-theme.js", loading_method="defer")
    app.connect("html-page-context", unlink, priority=900)
