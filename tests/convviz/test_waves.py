"""The plots of waves: what they draw and say is what the kernel does, and what the clock said."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from convviz import Picture, waves
from convviz.waves import gains, race


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures drawn since, before they turn into SVG."""
    figures: list[Figure] = []
    keep = lambda figure, alt: figures.append(figure) or Picture(figure, alt)  # noqa: E731
    monkeypatch.setattr(waves, "Picture", keep)
    return figures


def test_each_curve_is_the_fourier_transform_of_its_kernel(drawn: list[Figure]) -> None:
    kernels = {"box": [1 / 3] * 3, "five": [0.25, -0.5, 1.5, -0.5, 0.25], "one": [4]}
    gains(kernels)
    curves = {line.get_label(): line.get_xydata() for line in drawn[0].axes[0].lines}
    for name, kernel in kernels.items():
        ring = np.roll(np.pad(kernel, (0, 400 - len(kernel))), -(len(kernel) // 2))
        np.testing.assert_allclose(curves[name][:, 1], np.fft.fft(ring).real[:201], atol=1e-9)
        np.testing.assert_allclose(curves[name][:, 0], np.arange(201) / 400)


def test_it_says_what_becomes_of_the_flat_row_and_of_the_finest_wave() -> None:
    alt = gains({"box": [1 / 3] * 3, "edge": [-1, 2.5, -1]}).alt
    assert alt.endswith("box goes from 1 to −0.33; edge goes from 0.5 to 4.5.")


@pytest.mark.parametrize("kernel", [[1, 2], [1, 0, -1], [[1]]])
def test_a_kernel_that_would_delay_a_wave_is_refused(kernel: list[int]) -> None:
    with pytest.raises(ValueError, match="kernels: 'odd one' needs an odd number"):
        gains({"odd one": kernel})


def test_a_race_draws_and_says_its_times_in_milliseconds(drawn: list[Figure]) -> None:
    alt = race([4, 4096], {"slow": [0.001, 2.5], "fast": [0.002, 0.0002]}, "cells").alt
    assert alt == "Milliseconds at 4, 4096 cells: slow 1, 2500; fast 2, 0.2."
    slow, fast = (line.get_xydata().tolist() for line in drawn[0].axes[0].lines)
    assert slow == [[4, 1], [4096, 2500]]
    assert fast == [[4, 2], [4096, 0.2]]


def test_words_stay_inside_and_colours_follow_the_page(drawn: list[Figure]) -> None:
    pictures = gains({"box": [1 / 3] * 3}), race([1, 2], {"a": [1, 2], "b": [9, 7]}, "cells")
    for picture, figure in zip(pictures, drawn, strict=True):
        assert "var(--cv-input, " in picture.svg
        box = figure.get_tightbbox(FigureCanvasAgg(figure).get_renderer())
        width, height = figure.get_size_inches()
        assert box.x0 >= 0 <= box.y0
        assert box.x1 <= width
        assert box.y1 <= height
