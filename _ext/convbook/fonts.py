"""The text font, Inter, and KaTeX's fonts: files from npm that the pages carry with them.

Only letters of the text and Greek ones are carried; other scripts come from the reader's own
fonts. matplotlib gets the same letters, in the format that it reads.
"""

import re
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

PACKAGES = Path(sys.prefix) / "front" / "node_modules"  # put there by `make`, from npm/
KATEX = PACKAGES / "katex" / "dist"
INTER = PACKAGES / "@fontsource" / "inter" / "files"
FACES = [("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal")]
RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, "
    "U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215",
    "greek": "U+0370-0377, U+037A-037F, U+0384-038A, U+038C, U+038E-03A1, U+03A3-03FF",
}


def web_fonts() -> list[Path]:
    """The font files that the pages may ask for."""
    if not KATEX.is_dir():
        raise ExtensionError(f"{PACKAGES} has no KaTeX: build the book with `make book`")
    inter = [INTER / f"inter-{r}-{weight}-{style}.woff2" for r in RANGES for weight, style in FACES]
    return [*inter, *sorted((KATEX / "fonts").glob("*.woff2"))]


def css() -> str:
    """The rules that name those files, and KaTeX's own, with one format for each font."""
    faces = [
        f"@font-face {{ font-family: Inter; font-style: {style}; font-weight: {weight}; "
        f"font-display: swap; src: url(fonts/inter-{name}-{weight}-{style}.woff2) "
        f'format("woff2"); unicode-range: {codes}; }}'
        for name, codes in RANGES.items()
        for weight, style in FACES
    ]
    katex = (KATEX / "katex.min.css").read_text("utf-8")
    other = re.compile(r",url\(fonts/[^)]+\.(?:woff|ttf)\) format\(\"\w+\"\)")
    return "\n".join([*faces, other.sub("", katex)])


def write_for_matplotlib(target: Path) -> None:
    """Inter as `.ttf` files, made once."""
    target.mkdir(parents=True, exist_ok=True)
    for weight, style in FACES:
        name = f"inter-latin-{weight}-{style}"
        if not (target / f"{name}.ttf").exists():
            font = TTFont(INTER / f"{name}.woff")
            font.flavor = None
            font.save(target / f"{name}.ttf")
