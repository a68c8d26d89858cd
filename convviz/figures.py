"""Figures in the book's own look, as SVG that follows the page from light to dark."""

import hashlib
import html
import os
import re
from io import StringIO
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager
from matplotlib.figure import Figure

from convviz import look
from convviz.compact import compact

COLUMN: Final = 720  # width of the page's text, in CSS pixels
# Set by the book's build: where it keeps the page's font, and that pages show plain HTML.
FONTS: Final = "CONVVIZ_FONTS"
STATIC: Final = "CONVVIZ_STATIC"

_PX: Final = 1 / 96  # inches in a CSS pixel
PT: Final = 0.75  # points in a CSS pixel
_COLOUR: Final = {value: name for name, value in look.colours().items()}


def use_style() -> None:
    """Give matplotlib the book's colours, type sizes and font, until another style is set."""
    for path in sorted(Path(os.environ.get(FONTS, "-")).glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    known = {font.name for font in font_manager.fontManager.ttflist}
    colour = look.colours()
    names = ["input", "kernel", "output", "gradient"]
    mpl.rcParams.update(
        {
            # What the page's font lacks, such as τ, comes from matplotlib's own.
            "font.family": [*(["Inter"] if "Inter" in known else []), "DejaVu Sans"],
            "font.size": look.SIZE["m"] * PT,
            "axes.titlesize": look.SIZE["m"] * PT,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.labelsize": look.SIZE["s"] * PT,
            "xtick.labelsize": look.SIZE["s"] * PT,
            "ytick.labelsize": look.SIZE["s"] * PT,
            "legend.fontsize": look.SIZE["s"] * PT,
            "legend.frameon": False,
            "axes.prop_cycle": cycler(color=[colour[name] for name in names]),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "text.color": colour["text"],
            "axes.labelcolor": colour["quiet"],
            "axes.edgecolor": colour["line"],
            "xtick.color": colour["quiet"],
            "ytick.color": colour["quiet"],
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "svg.fonttype": "path",
            "figure.dpi": 96,
        }
    )


def to_svg(figure: Figure, alt: str) -> str:
    """The figure as inline SVG: role and words for a screen reader, colours from the page."""
    if not alt.strip():
        raise ValueError("alt: needs words that say what the figure shows; got none")
    text = StringIO()
    # A salt of the figure's own words keeps its ids apart from others' and the same at each build.
    salt = hashlib.sha256(alt.encode()).hexdigest()[:6]
    with mpl.rc_context({"svg.hashsalt": salt}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = _drawing(text.getvalue())
    svg = re.sub("#[0-9a-f]{6}", lambda m: _as_variable(m.group()), svg)
    width, height = (round(inches / _PX) for inches in figure.get_size_inches())
    whole = (
        f'<svg role="img" aria-label="{html.escape(alt)}" viewBox="0 0 {width * PT} {height * PT}" '
        f'style="width: {width}px" stroke-linejoin="round">{svg}</svg>'
    )
    return compact(whole, salt)


def _drawing(svg: str) -> str:
    """What is inside matplotlib's `<svg>`, without what would reach beyond it or say nothing."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    # Its style rule speaks of every element, so in a page it would reach the whole page.
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.S)
    svg = re.sub(r"\s*(?:stroke-linejoin: miter|stroke-dashoffset: 0);?", "", svg)
    # A hatch's ground is an attribute, and attributes take no variables.
    svg = re.sub(r' (fill|stroke)="(#[0-9a-f]{6})"', r' style="\1: \2"', svg)
    # A tenth of a point is finer than any screen; matplotlib writes a millionth.
    svg = re.sub(r' d="[^"]*"', lambda d: re.sub(r"(\.\d)\d+", r"\1", d.group()), svg)
    return svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]


def _as_variable(colour: str) -> str:
    name = _COLOUR.get(colour)
    return f"var(--cv-{name}, {colour})" if name else colour


class Picture:
    """A picture as the book shows it: SVG in the page, with words for those who do not see it."""

    def __init__(self, drawn: Figure | str, alt: str) -> None:
        self.alt = alt
        self.svg = drawn if isinstance(drawn, str) else to_svg(drawn, alt)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # The book's pages bring the colours; a notebook has none yet.
        styles = "" if os.environ.get(STATIC) else f"<style>{look.css()}</style>"
        # On a phone it scrolls inside itself, and what scrolls must be reachable by keyboard.
        page = f'{styles}<div class="cv-picture" tabindex="0">{self.svg}</div>'
        return {"text/html": page, "text/plain": self.alt}

    def standalone(self) -> str:
        """The SVG as a file of its own, light or dark as the reader's system is."""
        names = 'xmlns="http://www.w3.org/2000/svg"'
        light, dark = (
            " ".join(f"--cv-{name}: {value};" for name, value in look.colours(scheme).items())
            for scheme in (False, True)
        )
        rules = f"svg {{ {light} background: var(--cv-ground) }}"
        rules += f" @media (prefers-color-scheme: dark) {{ svg {{ {dark} }} }}"
        svg = self.svg.replace("<svg", f"<svg {names}", 1)
        return svg.replace(">", f"><style>{rules}</style>", 1)
