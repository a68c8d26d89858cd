"""Maps side by side show every number, deeper where it is farther from 0, on one scale."""

import re

import numpy as np
import pytest

from convviz import shades


def test_every_number_of_every_map_is_shown() -> None:
    svg = shades({"one": [[1, -2], [10.25, -0.001]], "two": np.full((1, 3), 7)}, "Notice.").svg
    assert re.findall(r"<text[^>]*>([^<]*)</text>", svg) == [
        *["one", "1", "−2", "10.25", "0"],
        *["two", "7", "7", "7"],
    ]


def test_all_maps_share_one_scale_and_what_is_negative_is_grey() -> None:
    svg = shades({"one": [[8, -4]], "two": [[2, 0]]}, "Notice.").svg
    filled = re.findall(r"fill: var\(--cv-(\w+)\); fill-opacity: ([\d.]+)", svg)
    assert [ink for ink, _ in filled] == ["input", "quiet", "input"]
    depths = np.array([float(depth) for _, depth in filled])
    np.testing.assert_allclose(depths / depths[0], [1, 0.5, 0.25], atol=0.03)


def test_the_words_name_the_maps_and_say_what_to_notice() -> None:
    picture = shades({"a < b": [[1]], "c": [[0]]}, "They differ.")
    assert picture.alt == "a < b, c. They differ."
    assert 'aria-label="a &lt; b, c. They differ."' in picture.svg


def test_what_is_no_map_is_refused() -> None:
    with pytest.raises(ValueError, match=r"maps: needs two axes each; 'row' has shape \(2,\)"):
        shades({"row": [1, 2]}, "Notice.")
    with pytest.raises(ValueError, match="columns: needs at least 1; got 0"):
        shades({"one": [[1]]}, "Notice.", columns=0)
