"""The plots of im2col: to scale, with the ratios of the times given, all words inside and apart."""

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from convviz import Picture, columns

TIMES = {"loops in Python": 0.9, "loops, compiled": 0.003, "one product": 7e-5, "convlib": 6e-5}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures drawn since, before they turn into SVG."""
    figures: list[Figure] = []
    keep = lambda figure, alt: figures.append(figure) or Picture(figure, alt)  # noqa: E731
    monkeypatch.setattr(columns, "Picture", keep)
    return figures


def words(figure: Figure) -> list[str]:
    """What stands in it, after a test that no words leave the picture or lie on others."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    (axes,) = figure.axes
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()] if axes.axison else []
    texts = [text for text in [*axes.texts, *ticks, axes.xaxis.label] if text.get_text()]
    boxes = [text.get_window_extent(renderer) for text in texts]
    for text, box in zip(texts, boxes, strict=True):
        assert box.x0 >= 0 <= box.y0, text
        assert box.x1 <= figure.bbox.width, text
        assert box.y1 <= figure.bbox.height, text
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]
    return [text.get_text() for text in texts]


@pytest.mark.parametrize("sizes", [(3, 9, 4, 48), (1, 4, 1, 4), (2, 9, 6, 25)])
def test_a_layer_is_drawn_to_scale(sizes: tuple[int, ...], drawn: list[Figure]) -> None:
    channels, cells, filters, outputs = sizes
    picture = columns.layer_as_product(channels, cells, filters, outputs)
    said = words(drawn[0])
    inner = channels * cells
    assert f"{channels} · {cells} = {inner}" in said
    assert said.count(str(filters)) >= 2
    assert said.count(str(outputs)) >= 2
    frames = drawn[0].axes[0].patches[::2]
    wide = [frame.get_width() for frame in frames]
    assert wide[0] == wide[2]
    assert wide[1] * outputs == pytest.approx(wide[0] * inner)
    assert frames[2].get_height() == pytest.approx(wide[1])
    assert f"{filters} by {outputs}, are the weights" in picture.alt


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (TIMES, ["1", "300", "13,000", "15,000"]),
        ({"a": 1.0, "b": 0.5, "c": 2.0}, ["1", "2", "0.5"]),
        ({"a": 2.0}, ["1"]),
    ],
)
def test_bars_say_how_many_times_as_fast(times, said, drawn: list[Figure]) -> None:
    picture = columns.speeds(times)
    shown = words(drawn[0])
    assert shown[: len(said)] == said
    assert [name in shown for name in times] == [True] * len(times)
    listed = ", ".join(f"{name} {ratio}" for name, ratio in zip(times, said, strict=True))
    assert picture.alt == f"Times as fast as the first: {listed}."


@pytest.mark.parametrize("times", [{}, {"a": 0.0}, {"a": 1.0, "b": -1.0}])
def test_what_is_no_time_is_refused(times: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="seconds: needs times above 0; got"):
        columns.speeds(times)
