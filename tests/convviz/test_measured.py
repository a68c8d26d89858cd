"""The plot of measured gradients: where each curve has its foot."""

from convviz.measured import step_sizes


def test_step_sizes_says_where_each_curve_has_its_foot() -> None:
    steps = [1e-1, 1e-2, 1e-3]
    picture = step_sizes(steps, {"one": [1e-1, 2e-2, 3e-2], "both": [1e-2, 1e-4, 1e-5]})
    assert "from 10⁻¹ to 10⁻³" in picture.alt
    assert "one, it falls to 2 · 10⁻² at h = 10⁻²" in picture.alt
    assert "both, it falls to 10⁻⁵ at h = 10⁻³" in picture.alt
    assert "var(--cv-kernel, " in picture.svg
    assert "var(--cv-gradient, " in picture.svg
