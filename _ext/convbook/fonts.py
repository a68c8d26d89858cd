"""The text font, Inter, and KaTeX's fonts: files from npm, cut to the letters of the book.

The faces that nearly every page needs stand in the style sheet itself and are asked for in the
head of a page, so that no text is drawn in another font first and then moves. Scripts other
than Latin and Greek come from the reader's own fonts. matplotlib gets the same letters, in the
format that it reads.
"""

import logging
import re
import sys
from base64 import b64encode
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

PACKAGES = Path(sys.prefix) / "front" / "node_modules"  # put there by `make`, from npm/
KATEX = PACKAGES / "katex" / "dist"
INTER = PACKAGES / "@fontsource" / "inter" / "files"
FACES = [("400", "normal"), ("400", "italic"), ("600", "normal")]  # 600 serves as bold, too
RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, "
    "U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215",
    "greek": "U+0370-0377, U+037A-037F, U+0384-038A, U+038C, U+038E-03A1, U+03A3-03FF",
}
AT_ONCE = {  # the file of each, and what a style sheet would call it
    **{f"inter-latin-{weight}-{style}": f"{style} {weight} 1em Inter" for weight, style in FACES},
    "KaTeX_Main-Regular": "1em KaTeX_Main",
    "KaTeX_Math-Italic": "italic 1em KaTeX_Math",
    **{f"KaTeX_Size{n}-Regular": f"1em KaTeX_Size{n}" for n in (1, 2, 3)},
}
FEATURES = ["kern", "mark", "ccmp", "tnum"]
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
# A package of code colours that the theme loads has every library's notes shown.
logging.getLogger("fontTools").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Face:
    """One file of letters and the rule by which a page finds it."""

    family: str
    path: Path
    rule: str  # all of it but the source

    def subset(self, letters: frozenset[str]) -> bytes:
        """The file with these letters alone."""
        font = TTFont(self.path, recalcTimestamp=False)
        options = Options(hinting=False, layout_features=FEATURES, drop_tables=["FFTM", "meta"])
        cutter = Subsetter(options)
        cutter.populate(text="".join(sorted(letters)))
        cutter.subset(font)
        font.flavor = "woff2"
        file = BytesIO()
        font.save(file)
        return file.getvalue()


def faces() -> Iterator[Face]:
    """All that the pages could use."""
    if not KATEX.is_dir():
        raise ExtensionError(f"{PACKAGES} has no KaTeX: build the book with `make book`")
    for script, codes in RANGES.items():
        for weight, style in FACES:
            rule = (
                f"font-style:{style};font-weight:{weight};font-display:swap;unicode-range:{codes}"
            )
            yield Face("Inter", INTER / f"inter-{script}-{weight}-{style}.woff2", rule)
    for face in _FACE.findall((KATEX / "katex.min.css").read_text("utf-8")):
        rules = dict(part.split(":", 1) for part in face.split(";"))
        file = re.search(r"fonts/[\w-]+\.woff2", rules.pop("src"))
        assert file, face
        kept = ";".join(f"{name}:{value}" for name, value in rules.items() if name != "font-family")
        yield Face(rules["font-family"], KATEX / file[0], kept)


def katex_css() -> str:
    """KaTeX's own rules, without its fonts."""
    return _FACE.sub("", (KATEX / "katex.min.css").read_text("utf-8"))


def write(static: Path, letters: frozenset[str], css: str, cache: Path) -> None:
    """Write `fonts.css` and its files, for the families that the style sheets name."""
    (static / "fonts").mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, exist_ok=True)
    named = _FACE.sub("", css)
    cuts = {face: _cut(face, letters, cache) for face in faces() if face.family in named}
    rules, kept = [], set()
    for face, cut in cuts.items():
        if face.path.stem in AT_ONCE:
            address = "data:font/woff2;base64," + b64encode(cut.read_bytes()).decode()
        else:
            address = f"fonts/{cut.name}"
            (static / address).write_bytes(cut.read_bytes())
            kept.add(cut.name)
        source_rule = f'src:url({address}) format("woff2")'
        rules.append(f"@font-face{{font-family:{face.family};{face.rule};{source_rule}}}")
    _drop_others((static / "fonts").iterdir(), kept)
    _drop_others(cache.glob("*.woff2"), {cut.name for cut in cuts.values()})
    (static / "fonts.css").write_text("\n".join(rules), "utf-8")


def _cut(face: Face, letters: frozenset[str], cache: Path) -> Path:
    """The file with these letters alone, cut anew only if it is not at hand."""
    source = face.path.read_bytes() + "".join([*FEATURES, *sorted(letters)]).encode()
    path = cache / f"{face.path.stem}-{sha256(source).hexdigest()[:8]}.woff2"
    if not path.exists():
        draft = path.with_suffix(".part")  # half a file must not bear the name of a whole one
        draft.write_bytes(face.subset(letters))
        draft.replace(path)
    return path


def _drop_others(files: Iterable[Path], kept: Container[str]) -> None:
    for file in list(files):
        if file.name not in kept:
            file.unlink()


def write_for_matplotlib(target: Path) -> None:
    """Inter as `.ttf` files, made once."""
    target.mkdir(parents=True, exist_ok=True)
    for weight, style in [*FACES, ("700", "normal")]:
        name = f"inter-latin-{weight}-{style}"
        if not (target / f"{name}.ttf").exists():
            font = TTFont(INTER / f"{name}.woff")
            font.flavor = None
            font.save(target / f"{name}.ttf")
