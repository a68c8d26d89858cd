"""Figures in fewer letters look as matplotlib drew them."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image, ImageChops
from playwright.sync_api import Page

from convviz import figures
from convviz.compact import compact
from convviz.figures import to_svg, use_style


def lines() -> Figure:
    """Curves with markers, a legend, letters of two fonts, a hatch, and points of many shades."""
    use_style()
    figure = Figure(figsize=(6, 3))
    left, right = figure.subplots(1, 2)
    time = np.linspace(0, 6, 50)
    left.plot(time, np.sin(time), "o-", label="sin τ")
    left.fill_between(time, 0, np.sin(time), hatch="//", alpha=0.4)
    left.axvline(2.5, linestyle="--")
    left.legend()
    left.set_xlim(1, 5)
    right.scatter(time, time**2, c=time, alpha=0.6)
    right.set_title("Squares")
    return figure


def shown(page: Page, svg: str) -> Image.Image:
    """What a browser draws of it."""
    page.set_content(svg)
    return Image.open(io.BytesIO(page.locator("svg").screenshot())).convert("RGB")


def test_a_compact_figure_looks_the_same_in_fewer_letters(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.set_viewport_size({"width": 800, "height": 500})
    after = to_svg(lines(), "Two figures.")
    monkeypatch.setattr(figures, "compact", lambda svg, salt: svg)
    before = to_svg(lines(), "Two figures.")
    assert len(after) < 0.8 * len(before)
    differ = ImageChops.difference(shown(page, before), shown(page, after))
    assert max(high for _, high in differ.getextrema()) <= 60  # of 255, at single points of an edge
    assert sum(differ.convert("L").histogram()[5:]) < 300  # pixels of 300,000


def test_a_style_that_stands_once_stays_where_it_is() -> None:
    svg = '<svg style="width: 9px"><path d="M 0 0 L 1 2 L 3 4 z" style="fill: red" /></svg>'
    assert compact(svg, "a") == (
        '<svg style="width: 9px"><path d="M0 0L1 2 3 4z" style="fill: red" /></svg>'
    )


def test_references_follow_their_names_and_an_id_that_nobody_asks_for_goes() -> None:
    svg = (
        '<svg><g id="nobody"><defs><path id="long-name" d="M 0 0 z" /></defs></g>'
        '<use xlink:href="#long-name" clip-path="url(#long-name)" x="1.23456" /></svg>'
    )
    assert compact(svg, "a") == (
        '<svg><defs><path id="a-0" d="M0 0z" /></defs>'
        '<use href="#a-0" clip-path="url(#a-0)" x="1.23" /></svg>'
    )
