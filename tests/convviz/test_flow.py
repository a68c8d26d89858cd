"""The flow of a network: each step with its shape and what it learns, no word on another."""

import re
from itertools import pairwise

import numpy as np
import pytest

from convlib.cnn import AvgPool2d, Conv2d, Flatten, Linear, ReLU, Sequential
from convviz import flow
from convviz.digits import network

CHARACTER = 7.6  # pixels of a bold one at the size of the words, at most


def words(svg: str) -> list[tuple[float, float, str]]:
    """x, y and the words of each text."""
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)</text>', svg)
    return [(float(x), float(y), said) for x, y, said in found]


def test_every_step_stands_in_order_with_its_shape_and_its_parameters() -> None:
    picture = flow(network(0), np.ones((1, 1, 8, 8)))
    assert picture.alt == (
        "From left to right: input 1 × 8 × 8; conv 8 × 8 × 8, 80 parameters; ReLU 8 × 8 × 8; "
        "pooling 8 × 4 × 4; conv 32 × 2 × 2, 2,336 parameters; ReLU 32 × 2 × 2; flatten 128; "
        "linear 10, 1,290 parameters."
    )
    assert {"2,336", "32 × 2 × 2", "flatten"} <= {said for *_, said in words(picture.svg)}


def test_there_is_a_square_for_each_map_and_a_cell_for_each_score() -> None:
    svg = flow(network(0), np.ones((1, 1, 8, 8))).svg
    assert svg.count('rx="1"') == 1 + 8 + 8 + 8 + 32 + 32
    assert svg.count('rx="2"') == 1 + 10


@pytest.mark.parametrize(
    ("built", "shape"),
    [
        (network(0), (1, 1, 8, 8)),
        (Sequential(Conv2d(3, 64, 3, rng=0), ReLU(), AvgPool2d(2)), (1, 3, 30, 20)),
        (Sequential(Flatten(), Linear(100, 49, rng=0), Linear(49, 10, rng=0)), (1, 1, 10, 10)),
    ],
)
def test_nothing_leaves_the_picture_and_no_words_meet(built: Sequential, shape) -> None:
    svg = flow(built, np.ones(shape)).svg
    wide, tall = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    rows: dict[float, list[tuple[float, float]]] = {}
    for x, y, said in words(svg)[:-1]:  # the last is the legend
        half = len(said) * CHARACTER / 2
        rows.setdefault(y, []).append((x - half, x + half))
        assert x - half >= 0
        assert x + half <= wide
        assert y < tall
    for row in rows.values():
        assert all(end <= start for (_, end), (start, _) in pairwise(row))
    for x, y, w, h in re.findall(r'<rect x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"', svg):
        assert float(x) >= 0 <= float(y)
        assert float(x) + float(w) <= wide
        assert float(y) + float(h) <= 140, "a map lies on the words"
