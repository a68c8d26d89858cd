"""The influence of a field: cells as deep as they count, and the shares of the columns."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from convviz import Picture, fields, influence

SQUARES = np.outer([1, 4, 9, 4, 1], [1, 4, 9, 4, 1]).astype(float)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Figure:
    """The figure before it turns into SVG."""
    kept: list[Figure] = []
    keep = lambda figure, alt: kept.append(figure) or Picture(figure, alt)  # noqa: E731
    monkeypatch.setattr(fields, "Picture", keep)
    influence(SQUARES, np.array([1, 2, 3, 2, 1]))
    return kept[0]


def test_a_cell_is_as_deep_as_the_root_of_its_square(drawn: Figure) -> None:
    cells = drawn.axes[0].collections[0]
    depths = np.zeros((5, 5))
    for (c, r), ink in zip(cells.get_offsets(), cells.get_facecolors(), strict=True):
        depths[int(r), int(c)] = ink[3]
    np.testing.assert_allclose(depths, np.sqrt(SQUARES) / 9, atol=0.005)


def test_both_shares_are_of_a_hundred(drawn: Figure) -> None:
    axes = drawn.axes[1]
    bars = [bar.get_height() for bar in axes.patches]
    np.testing.assert_allclose(bars, 100 * np.array([1, 4, 9, 4, 1]) / 19)
    np.testing.assert_allclose(axes.lines[0].get_ydata(), 100 * np.array([1, 2, 3, 2, 1]) / 9)
    assert [bar.get_x() + 0.4 for bar in axes.patches] == pytest.approx([-2, -1, 0, 1, 2])


def test_it_says_what_it_shows() -> None:
    picture = influence(SQUARES, np.array([1, 2, 3, 2, 1]))
    assert "field of 5 by 5 cells" in picture.alt
    assert f"at most 1 from the middle have {17 / 19:.0%}" in picture.alt
    assert "var(--cv-gradient, " in picture.svg


@pytest.mark.parametrize("shape", [(5, 4), (4, 4), (25,)])
def test_shapes_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="squares: needs as many rows and columns"):
        influence(np.ones(shape), np.ones(shape[-1] if len(shape) == 2 else 5))
