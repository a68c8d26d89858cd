"""The plots of the way back: all words inside the picture and apart from one another."""

from collections.abc import Callable
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from convviz import Picture, way_back


def covered() -> Picture:
    return way_back.coverage(8, [(3, 2, 1), (1, 2, 1), (3, 2, 2)])


every_plot = pytest.mark.parametrize("plot", [way_back.layer_both_ways, way_back.one_tap, covered])


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures drawn since, before they turn into SVG."""
    figures: list[Figure] = []
    keep = lambda figure, alt: figures.append(figure) or Picture(figure, alt)  # noqa: E731
    monkeypatch.setattr(way_back, "Picture", keep)
    return figures


@every_plot
def test_its_words_stay_inside_and_apart(plot: Callable[[], Picture], drawn: list[Figure]) -> None:
    plot()
    (figure,) = drawn
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts = [text for axes in figure.axes for text in axes.texts if text.get_text()]
    boxes = [text.get_window_extent(renderer) for text in texts]
    assert len(boxes) >= 8
    for text, box in zip(texts, boxes, strict=True):
        assert box.x0 >= 0 <= box.y0, text
        assert box.x1 <= figure.bbox.width, text
        assert box.y1 <= figure.bbox.height, text
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]


@every_plot
def test_it_follows_the_page_and_says_what_it_shows(plot: Callable[[], Picture]) -> None:
    picture = plot()
    assert "var(--cv-gradient, " in picture.svg
    assert picture.alt.endswith(".")
    assert plot().svg == picture.svg


def test_coverage_counts_the_windows_over_each_cell(drawn: list[Figure]) -> None:
    picture = way_back.coverage(5, [(3, 2, 1)])
    written = [text.get_text() for text in drawn[0].axes[0].texts[1:]]
    assert written == [str(r * c) for r in (1, 1, 2, 1, 1) for c in (1, 1, 2, 1, 1)]
    assert "0 of 25 by none, and no cell by more than 4" in picture.alt
    assert covered().alt.count("48 of 64 by none") == 2
