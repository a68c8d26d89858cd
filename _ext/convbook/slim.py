"""What the theme and the extensions bring to every page, cut down to what a page uses."""

import re
from typing import Any

from sphinx.application import Sphinx

from .icons import STATIC

# Families of the theme's rules that no page of a book needs: `.carousel-item` and its kin.
FAMILIES = (
    *("accordion", "breadcrumb", "btn-group", "carousel", "form-check", "form-floating"),
    *("form-range", "form-select", "input-group", "list-group", "modal", "nav-pills", "nav-tabs"),
    *("offcanvas", "page-item", "page-link", "pagination", "placeholder", "popover", "progress"),
    *("row-cols", "spinner", "toast", "version-switcher", "ablog", "bd-header-announcement"),
    *("col-sm", "col-md", "col-xl", "col-xxl", "offset", "g-", "gx-", "gy-", "fa", "fa-[\\w-]+"),
)
_UNUSED = re.compile(rf"\.(?:{'|'.join(FAMILIES)})(?![a-zA-Z])")
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_EMPTY = re.compile(r"@[^{};]+\{\s*\}")

# Files that a page loads only if its text matches the pattern beside them.
_CODE = re.compile('<div class="highlight')
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


def trim(css: str) -> str:
    """A style sheet without the selectors, rules and fonts of what is not used."""

    def keep(rule: re.Match[str]) -> str:
        selectors = re.split(r",(?![^(]*\))", rule[1])
        used = [selector for selector in selectors if not _UNUSED.search(selector)]
        return f"{','.join(used)}{{{rule[2]}}}" if used else ""

    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    return _EMPTY.sub("", _RULE.sub(keep, css))


def pydata_css() -> str:
    """The theme's main style sheet, trimmed."""
    return trim((STATIC / "styles" / "pydata-sphinx-theme.css").read_text("utf-8"))


def file_name(linked: object) -> str:
    """The bare name of a script or style sheet that Sphinx is about to link."""
    return str(getattr(linked, "filename", linked)).split("?")[0].rsplit("/", 1)[-1]


def unlink(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Leave out of a page what its text does not ask for."""
    body = context.get("body", "")
    everywhere = re.compile("")
    for kind in ("script_files", "css_files"):
        context[kind] = [
            linked
            for linked in context[kind]
            if ONLY_WITH.get(file_name(linked), everywhere).search(body)
        ]


def setup_slim(app: Sphinx) -> None:
    """Link the theme's files by name, all but its icons, and prune page by page."""
    app.add_css_file("basic.css", priority=90)
    app.add_js_file("scripts/bootstrap.js", loading_method="defer")
    app.add_js_file("scripts/pydata-sphinx-theme.js", loading_method="defer")
    app.connect("html-page-context", unlink, priority=900)
