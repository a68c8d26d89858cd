"""The theme's icons as style rules, in place of the 1.5 MB script that would draw them.

The theme names an icon by a class, `fa-bars`, or by a variable of an admonition. Each name in
use is looked up in the theme's own script and becomes a mask in the colour of the text.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pydata_sphinx_theme
import sphinx_book_theme

PYDATA = Path(pydata_sphinx_theme.__path__[0])
STATIC = PYDATA / "theme" / "pydata_sphinx_theme" / "static"
# Where the theme writes the icons that it puts into pages.
SOURCES = (
    *(PYDATA / "theme").rglob("*.html"),
    *Path(sphinx_book_theme.__path__[0]).rglob("*.html"),
    *Path(sphinx_book_theme.__path__[0], "header_buttons").glob("*.py"),
)
HOSTS = {"bitbucket", "github", "gitlab"}  # the theme puts these names together
_DRAWING = re.compile(r'(?:"([\w-]+)"|\b(\w+)):\[(\d+),(\d+),\[([^\]]*)\],"[0-9a-f]+","([^"]+)"\]')
_BASE = """
.fas, .far, .fab, .fa-solid, .fa-regular, .fa-brands {
  display: inline-block; width: 1em; height: 1em; vertical-align: -0.125em;
  background: currentColor; mask: var(--icon) center / contain no-repeat;
}
.fa-lg { font-size: 1.25em; }
.admonition > .admonition-title::after {
  content: ""; background: currentColor; mask: var(--icon) center / contain no-repeat;
}
@media print { .fas, .fa-solid, .admonition > .admonition-title::after {
  print-color-adjust: exact;
} }
"""


@cache
def drawings() -> dict[str, str]:
    """Every icon of the theme by each of its names, as an SVG address; filled ones win."""
    script = (STATIC / "scripts" / "fontawesome.js").read_text("utf-8")
    found = {}
    for quoted, bare, width, height, aliases, path in _DRAWING.findall(script):
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
            f'<path d="{path}"/></svg>'
        )
        address = f'url("data:image/svg+xml,{quote(svg, safe=" =:/")}")'.replace("%22", "'")
        for name in [quoted or bare, *re.findall(r'"([\w-]+)"', aliases)]:
            found[name] = address
    return found


def named(sources: Iterable[Path]) -> set[str]:
    """The names behind `fa-` in some files; what is no icon, as `fa-solid`, is left out."""
    words = {name for path in sources for name in re.findall(r"\bfa-([\w-]+)", path.read_text())}
    return words & drawings().keys()


def admonitions() -> dict[str, str]:
    """Each kind of admonition and the name of the icon that the theme gives it."""
    css = (STATIC / "styles" / "pydata-sphinx-theme.css").read_text("utf-8")
    return dict(re.findall(r"--pst-icon-admonition-(\w+):var\(--pst-icon-([\w-]+)\)", css))


def css() -> str:
    """The rules for every icon that the theme or this book names."""
    used = sorted(named(SOURCES) | HOSTS)
    rules = [f".fa-{name} {{ --icon: {drawings()[name]}; }}" for name in used]
    for kind, icon in admonitions().items():
        which = "" if kind == "default" else f".{kind}"
        rules.append(f".admonition{which} {{ --icon: {drawings()[icon]}; }}")
    return _BASE + "\n".join(rules)
