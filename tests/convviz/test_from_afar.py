"""A matrix from afar: what the plot shows and says is what it was given."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from convlib import conv_matrix, correlate
from convviz import Picture, from_afar


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures drawn since, before they turn into SVG."""
    figures: list[Figure] = []
    keep = lambda figure, alt: figures.append(figure) or Picture(figure, alt)  # noqa: E731
    monkeypatch.setattr(from_afar, "Picture", keep)
    return figures


def test_a_matrix_from_afar_shows_its_entries_and_frames_a_window(drawn: list[Figure]) -> None:
    x, w = np.arange(30.0).reshape(5, 6), np.array([[1, 2], [3, 4]])
    matrix = conv_matrix(w, x.shape, padding=1).toarray()
    picture = from_afar.spy(matrix, x, correlate(x, w, padding=1), row=8)
    y, table, taken = drawn[0].axes
    shown = np.concatenate([squares.get_offsets() for squares in table.collections])
    columns, rows = shown.astype(int).T
    assert set(zip(rows, columns, strict=True)) == set(zip(*np.nonzero(matrix), strict=True))
    frames = [[patch.get_xy() for patch in axes.patches] for axes in (y, table, taken)]
    assert frames[0] == [(0.5, 0.5)], "row 8 is row 1, column 1 of 7 columns"
    assert frames[1] == [(-0.5, 7.3)]
    assert frames[2] == [(c - 0.5, r - 0.5) for r in (0, 1) for c in (0, 1)]
    found = re.findall(r"\d+", picture.alt)
    assert found == ["42", "30", str(np.count_nonzero(matrix)), "1260", "0", "8", "4", "1"]
    assert "var(--cv-kernel, " in picture.svg
