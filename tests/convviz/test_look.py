"""One palette, readable in both schemes, and pictures that follow it."""

import hashlib
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from convviz import Picture, Slide, area_of_product, look
from convviz.figures import STATIC, to_svg, use_style


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("role", ["input", "kernel", "output", "gradient"])
def test_ink_and_text_are_readable_on_every_tint(role: str, dark: bool) -> None:
    colour = look.colours(dark)
    tint = colour[f"{role}-tint"]
    for ink in (role, "text", "quiet"):
        assert contrast(colour[ink], tint) >= 4.5, ink
    for ground in ("ground", "soft"):
        assert contrast(colour[role], colour[ground]) >= 4.5, ground


def test_black_on_white_has_the_known_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def drawn(alt: str = "A line.") -> str:
    """A small figure in the book's colours."""
    use_style()
    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1])
    axes.set_title("a title")
    plt.close(figure)
    return to_svg(figure, alt)


def test_a_figure_takes_its_colours_from_the_page() -> None:
    svg = drawn()
    assert "var(--cv-input, #2563a8)" in svg
    bare = re.sub(r"var\(--cv-[\w-]+, #\w{6}\)", "", svg)
    assert set(re.findall(r"(?<!xlink:href=\")#[0-9a-f]{6}\b(?!-)", bare)) <= {"#000000"}


def test_a_hatched_area_takes_its_colours_from_the_page_too() -> None:
    time = np.arange(0, 2, 0.01)
    svg = area_of_product(time, (time < 1) * 1.0, (time < 1) * 1.0, moments=[0.5]).svg
    assert 'style="fill: var(--cv-output-tint, #e6f5ed)"' in svg
    assert '="var(' not in svg


def test_a_figure_says_itself_in_words_and_must() -> None:
    assert 'role="img" aria-label="A &quot;line&quot;."' in drawn('A "line".')
    with pytest.raises(ValueError, match="alt: needs words"):
        drawn(" ")


def test_two_figures_on_one_page_share_no_id() -> None:
    one, other = (set(re.findall(r' id="([^"]+)"', drawn(alt))) for alt in ("One.", "Two."))
    assert one
    assert not one & other


def test_a_figure_is_the_same_in_every_build() -> None:
    assert drawn() == drawn()


def test_a_figures_style_does_not_reach_the_page_around_it() -> None:
    rules = "".join(re.findall(r"<style[^>]*>(.*?)</style>", drawn()))
    salt = hashlib.sha256(b"A line.").hexdigest()[:6]
    names = re.findall(r"([^{}]+)\{", rules)
    assert names
    assert all(re.fullmatch(rf"\.f{salt}\d+", name) for name in names)


def test_a_picture_brings_its_colours_only_where_no_page_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = Picture("<svg></svg>", "Nothing.")
    monkeypatch.delenv(STATIC, raising=False)
    assert "--cv-input" in picture._repr_mimebundle_()["text/html"]
    monkeypatch.setenv(STATIC, "1")
    page = picture._repr_mimebundle_()["text/html"]
    assert page == '<div class="cv-picture" tabindex="0"><svg></svg></div>'


def test_the_still_picture_shows_every_number_and_the_sum() -> None:
    widget = Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, -3]], padding=1, step=7)
    words = re.findall(r"<text[^>]*>([^<]*)</text>", widget.page_html())
    assert words.count("0") >= 16
    assert [str(n).replace("-", "−") in words for n in widget.output().ravel()] == [True] * 16
    assert words[-1] == "y[1, 2] = 1·0 + 2·1 + 4·2 + 5·(−3) = −5"


def test_a_long_sum_is_cut_with_dots_in_the_still_picture() -> None:
    widget = Slide(np.ones((7, 7)), np.ones((7, 7)))
    assert "1·1 + … + 1·1 = 49" in widget.page_html()


def test_the_area_of_a_product_is_the_convolution_integral() -> None:
    time = np.arange(0, 4, 0.001)
    picture = area_of_product(time, (time < 1) * 1.0, np.exp(-time), moments=[0.5, 1.0, 2.0])
    exact = [1 - np.exp(-0.5), 1 - np.exp(-1), np.exp(-1) - np.exp(-2)]
    for t, area in zip((0.5, 1, 2), exact, strict=True):
        assert f"{area:.2f} at t = {t:g}" in picture.alt
