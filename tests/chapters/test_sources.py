"""What every chapter's source keeps to."""

import re
from pathlib import Path

import pytest

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.md"))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_and_its_cells_stay_short(chapter: Path) -> None:
    source = chapter.read_text("utf-8")
    assert source.count("\n") <= 350
    cells = re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", source, re.M | re.S)
    assert cells
    assert max(cell.count("\n") for cell in cells) <= 12
    assert max(len(line) for cell in cells for line in cell.splitlines()) <= 70


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_all_its_parts(chapter: Path) -> None:
    source = chapter.read_text("utf-8")
    assert source.count(":kind: prediction") >= 1
    assert source.count(":::{ask}") - source.count(":kind: prediction") >= 2
    assert source.count("```{exercise}") >= 3
    assert source.count("```{solution}") == source.count("```{exercise}")
    assert re.search(r"about \d+ minutes, you can", source)
    assert "## In three sentences" in source
    assert "```{bibliography}" in source
