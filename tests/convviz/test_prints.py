"""Pictures side by side: the very numbers, each under its title."""

import base64
import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from convviz import Filters, photograph, side_by_side
from convviz.photo import decoded


def shown(svg: str) -> list[np.ndarray]:
    """The greys of every picture in an SVG."""
    files = re.findall(r'href="data:image/png;base64,([^"]+)"', svg)
    return [np.array(Image.open(BytesIO(base64.b64decode(file)))) for file in files]


def test_a_print_holds_every_number_as_its_grey() -> None:
    rising = np.arange(-20, 280).reshape(15, 20) + 0.4
    falling = rising[::-1, :5]
    svg = side_by_side({"up": rising, "down & out": falling}, "Two ramps.").svg
    first, second = shown(svg)
    np.testing.assert_array_equal(first, np.clip(np.rint(rising), 0, 255))
    np.testing.assert_array_equal(second, np.clip(np.rint(falling), 0, 255))
    assert re.findall(r">([^<>]+)</text>", svg) == ["up", "down &amp; out"]
    assert 'aria-label="Two ramps. Pictures: up, down &amp; out."' in svg


def test_a_pixel_of_three_channels_has_its_colour() -> None:
    colours = np.arange(-10, 290, 5).reshape(4, 5, 3)
    (picture,) = shown(side_by_side({"hues": colours}, "Hues.").svg)
    np.testing.assert_array_equal(picture, np.clip(colours, 0, 255))


def test_pixels_are_square_and_no_picture_lies_on_another() -> None:
    svg = side_by_side({str(n): np.zeros((4, 8)) for n in range(5)}, "Black.", columns=2).svg
    boxes = [
        [float(n) for n in found]
        for found in re.findall(r'<image .*?x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"', svg)
    ]
    assert len(boxes) == 5
    for x, y, width, height in boxes:
        assert width == pytest.approx(2 * height)
        for left, top, *_ in boxes:
            assert (left, top) == (x, y) or abs(left - x) > width or abs(top - y) > height + 20
    wide, tall = map(float, re.findall(r'viewBox="0 0 (.*?) (.*?)"', svg)[0])
    assert max(x + w for x, _, w, _ in boxes) <= wide + 0.01
    assert max(y + h for _, y, _, h in boxes) <= tall + 0.01


@pytest.mark.parametrize(
    ("pictures", "columns", "words"),
    [
        ({}, 3, "needs a picture"),
        ({"row": np.zeros(4)}, 3, r"'row' needs rows and columns; got shape \(4,\)"),
        ({"none": np.zeros((0, 4))}, 3, "'none' needs rows and columns"),
        ({"two": np.zeros((4, 4, 2))}, 3, r"needs rows and columns; got shape \(4, 4, 2\)"),
        ({"one": np.eye(2)}, 0, "columns at least 1; got 1 and 0"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(pictures, columns, words) -> None:
    with pytest.raises(ValueError, match=words):
        side_by_side(pictures, "Nothing.", columns)


@pytest.mark.parametrize("name", ["china", "flower"])
def test_a_photograph_is_what_the_widget_shows(name: str) -> None:
    pixels = photograph(name)
    np.testing.assert_array_equal(pixels, decoded(Filters(name).picture))
    assert np.subtract(0, pixels).min() < 0, "wrapped: too small a type"
    pixels[0, 0] += 1
    assert photograph(name)[0, 0] == pixels[0, 0] - 1


def test_another_photograph_is_refused() -> None:
    with pytest.raises(ValueError, match="name: needs 'china' or 'flower'; got 'moon'"):
        photograph("moon")
