"""The page of sources: each idea once, each link true, each figure in the page and convlib's."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup

from convlib import avg_pool2d as average
from convlib import conv2d, conv_matrix, correlate, flip, kernels, output_size
from convlib import max_pool2d as largest

PAGE = Path(__file__).parents[2] / "reference" / "sources.md"
COUNTS = {"S0": 7, "S1": 9, "S2": 8, "S3": 12, "S4": 6}
IDS = [f"{note}.{n}" for note, count in COUNTS.items() for n in range(1, count + 1)]
SLIPS = [f"E{n}" for n in range(1, 11)]

NINE, FOUR = np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])
PICTURE = np.array(
    [[int(n) for n in row] for row in ["100100", "110100", "100100", "111111", "100100", "100100"]]
)
LINE = np.array([[1, 0, 0]] * 3)
RGB = np.zeros((1, 3, 8, 8))
FOUND = np.array([[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]])
MEANS = [[2.25, 1, 1.75], [2.25, 1.25, 2], [2, 1, 2]]


def rows() -> list[list[str]]:
    """The cells of each row of the page's tables, without their heads."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| [SE]\d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@cache
def built(site: Path, chapter: str) -> BeautifulSoup:
    """A chapter's article."""
    (path,) = (site / "chapters").glob(f"{chapter}-*.html")
    article = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("article")
    assert article
    return article


def text(site: Path, chapter: str) -> str:
    """What it says, with single spaces."""
    return re.sub(r"\s+", " ", built(site, chapter).get_text(" "))


def state(site: Path, chapter: str, name: str) -> dict[str, Any]:
    """What a widget of the page starts from."""
    script = built(site, chapter).select_one(f"conv-widget#{name} script")
    assert script
    found: dict[str, Any] = json.loads(script.get_text())
    return found


def test_every_idea_and_every_slip_stands_there_once_in_order() -> None:
    assert [row[0] for row in rows()] == IDS + SLIPS


def test_every_row_leads_into_a_chapter(site: Path) -> None:
    page = BeautifulSoup((site / "reference/sources.html").read_text("utf-8"), "html.parser")
    for row in page.select("article tbody tr"):
        links = [a["href"] for a in row.select("td:last-child a")]
        assert links, row.get_text()
        assert all(re.match(r"\.\./chapters/[\w-]+\.html#.", str(link)) for link in links), links


# id, chapter, words of the built page, the source's figures, what is computed
SAID = [
    (
        "S0.2",
        "01",
        "array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])",
        np.arange(1, 10),
        flip(10 - np.arange(1, 10).reshape(3, 3)),
    ),
    ("S2.4", "01", "array([[19, 25], [37, 43]])", [19, 25, 37, 43], correlate(NINE, FOUR)),
    (
        "S3.2",
        "02",
        r"\frac{1}{16} \begin{pmatrix} 1 & 2 & 1 \\ 2 & 4 & 2 \\ 1 & 2 & 1",
        [1, 2, 1, 2, 4, 2, 1, 2, 1],
        16 * kernels.gaussian(3),
    ),
    ("S3.2", "02", r"\frac{1}{9}", np.ones(9), 9 * kernels.box(3)),
    (
        "S3.4",
        "07",
        "[[3 2 3] [3 2 3] [3 1 3]]",
        [3, 2, 3, 3, 2, 3, 3, 1, 3],
        largest(FOUND[None, None], 2, 1),
    ),
    (
        "S3.4",
        "07",
        "[[2.25 1. 1.75] [2.25 1.25 2. ] [2. 1. 2. ]]",
        MEANS,
        average(FOUND[None, None], 2, 1),
    ),
    ("S3.6", "04", r"becomes one of 5 × 5", [5, 5], np.pad(NINE, 1).shape),
    ("S3.8", "03", "(98, 130)", [98, 130], output_size((480, 640), 5, 5, 5)),
    ("S3.8", "05", "9 channels leave", [9], [conv2d(RGB, np.zeros((9, 3, 5, 5))).shape[1]]),
    (
        "S4.3",
        "13",
        "four different weights",
        [4],
        [len(np.unique(conv_matrix(FOUR + 1, (3, 3)).data))],
    ),
    (
        "S4.4",
        "13",
        "36 edges with 36 weights",
        [36],
        [conv_matrix(FOUR + 1, (3, 3)).toarray().size],
    ),
]


@pytest.mark.parametrize(("source", "chapter", "words", "figures", "computed"), SAID)
def test_a_sources_figure_stands_in_the_page_and_is_convlibs(
    site: Path, source: str, chapter: str, words: str, figures: Any, computed: Any
) -> None:
    assert words in text(site, chapter), source
    np.testing.assert_allclose(np.ravel(computed), np.ravel(figures), rtol=1e-12)


@pytest.mark.parametrize(
    ("chapter", "words"),
    [
        (
            "09",
            r"w_{12} + w_{21} + w_{22} & w_{11} + w_{21}\\w_{11} + w_{12} + w_{21} & w_{11}",
        ),
        ("11", r"\frac{\partial f}{\partial w_{11}} = x_{11} + x_{12} + x_{21} + x_{22}"),
        ("09", r"\frac{\partial L}{\partial w_0} = \delta_0 x_0 + \delta_1 x_1 + \delta_2 x_2"),
    ],
)
def test_a_sources_symbols_stand_in_the_page(site: Path, chapter: str, words: str) -> None:
    assert words in text(site, chapter)


@pytest.mark.parametrize(
    ("name", "stride", "padding", "dilation"),
    [("size-padding", 1, 1, 1), ("size-stride", 2, 0, 1), ("size-dilation", 1, 0, 2)],
)
def test_the_forward_passes_of_one_channel_are_widgets(
    site: Path, name: str, stride: int, padding: int, dilation: int
) -> None:
    found = state(site, "03", name)
    assert np.shape(found["kernel"]) == (3, 3)
    assert (found["stride"], found["padding"], found["dilation"]) == (stride, padding, dilation)


def test_the_forward_pass_of_two_channels_and_three_filters_is_a_widget(site: Path) -> None:
    found = state(site, "05", "channels-two-three")
    assert (np.shape(found["input"])[0], np.shape(found["weight"])) == (2, (3, 2, 3, 3))
    assert np.any(found["bias"])


def test_the_two_animated_convolutions_are_widgets(site: Path) -> None:
    boxes, spikes = state(site, "01", "signals-boxes"), state(site, "01", "signals-spikes")
    assert boxes["f"] == boxes["g"]
    assert spikes["g"] == boxes["g"]
    assert len(set(spikes["f"])) > 2


def test_the_detector_finds_its_line(site: Path) -> None:
    found = state(site, "02", "slide-line-detector")
    assert found["input"] == PICTURE.tolist()
    assert found["kernel"] == LINE.tolist()
    rows_of_it = ["3103", "3213", "3113", "3113"]
    assert ["".join(map(str, row)) for row in correlate(PICTURE, LINE)] == rows_of_it


def test_the_checkpoints_of_sizes_have_the_sources_answers(site: Path) -> None:
    answer = built(site, "03").select_one("#size-stride-two [data-right]")
    assert answer
    assert json.loads(str(answer["data-answer"])) == [output_size(7, 3, 2)] == [3]
    assert output_size(5, 3, dilation=2) == 1, "3 cells at dilation 2 just fit on 5"
