import json
from pathlib import Path

import pytest

from convlib import correlate, output_size, transposed_output_size

VECTORS = json.loads(
    (Path(__file__).parent / "vectors" / "torch_vectors.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize("mode", ["zeros", "reflect", "edge", "wrap"])
def test_correlate_gives_what_pytorch_gives(axes, mode):
    records = [r for r in VECTORS["convolutions"] if len(r["stride"]) == axes and r["mode"] == mode]
    assert len(records) == 15
    for record in records:
        options = {name: record[name] for name in ("stride", "padding", "dilation", "mode")}
        assert correlate(record["x"], record["w"], **options).tolist() == record["y"], record


def test_output_size_gives_the_shape_that_pytorch_gives():
    for record in VECTORS["convolutions"]:
        sizes = {"x": [], "w": [], "y": []}
        for name, found in sizes.items():
            level = record[name]
            while isinstance(level, list):
                found.append(len(level))
                level = level[0]
        options = {name: record[name] for name in ("stride", "padding", "dilation")}
        assert output_size(tuple(sizes["x"]), sizes["w"], **options) == tuple(sizes["y"])


def test_transposed_sizes_are_pytorchs():
    assert len(VECTORS["transposed_sizes"]) == 100
    for arguments, expected in VECTORS["transposed_sizes"]:
        assert transposed_output_size(*arguments) == expected
