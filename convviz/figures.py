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
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from convviz import look

COLUMN: Final = 720  # width of the page's text, in CSS pixels
FONTS: Final = "CONVVIZ_FONTS"  # folder where the build keeps the page's font

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
            "font.family": "Inter" if "Inter" in known else "DejaVu Sans",
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


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty figure whose one axes counts CSS pixels from the top left corner."""
    use_style()
    figure = Figure(figsize=(width * _PX, height * _PX))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    axes.axis("off")
    return figure, axes


def to_svg(figure: Figure, alt: str) -> str:
    """The figure as inline SVG: role and words for a screen reader, colours from the page."""
    if not alt.strip():
        raise ValueError("alt: needs words that say what the figure shows; got none")
    text = StringIO()
    # A salt of the figure's own words keeps its ids apart from others' and the same at each build.
    salt = hashlib.sha256(alt.encode()).hexdigest()[:8]
    with mpl.rc_context({"svg.hashsalt": salt}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.S)
    # A hundredth of a point is finer than any screen.
    svg = re.sub(r"\d+\.\d{3,}", lambda m: f"{float(m.group()):.2f}".rstrip("0").rstrip("."), svg)
    svg = re.sub(r'(\bid="|"#|url\(#)', rf"\g<1>{salt}-", svg)
    svg = re.sub("#[0-9a-f]{6}", lambda m: _as_variable(m.group()), svg)
    width = round(figure.get_figwidth() / _PX)
    head = f'<svg role="img" aria-label="{html.escape(alt)}" style="width: {width}px" '
    return re.sub(r'<svg (?:height|width)="[^"]*"|<svg ', head, svg, count=1)


def _as_variable(colour: str) -> str:
    name = _COLOUR.get(colour)
    return f"var(--cv-{name}, {colour})" if name else colour


class Picture:
    """A figure as the book shows it: SVG in the page, with words for those who do not see it."""

    def __init__(self, figure: Figure, alt: str) -> None:
        self.alt = alt
        self.svg = to_svg(figure, alt)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        styles = f"<style>{look.css()}</style>"
        page = f'<div class="cv-picture">{self.svg}</div>'
        return {
            "text/html": page if os.environ.get("CONVVIZ_STATIC") else styles + page,
            "text/plain": self.alt,
        }
