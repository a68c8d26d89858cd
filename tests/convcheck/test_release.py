"""Class hand-outs from one source: what students get, what teachers get, and the gate between."""

import json
import re
from pathlib import Path

import jupytext
import nbformat
import pytest

from convcheck import TASKS
from convcheck.grade import grade
from convcheck.release import LeakError, guard, release
from convcheck.source import BEGIN, END, read
from convcheck.task import seed_of

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "exercises").glob("*.md"))
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All assignments, with own numbers for two students."""
    out = tmp_path_factory.mktemp("class")
    for source in SOURCES:
        release(source, out, ["Ann Lee", "12345"])
    return out


def submission(text: str) -> nbformat.NotebookNode:
    """A notebook as a student hands it in."""
    return nbformat.reads(text, 4)


def test_there_are_six_assignments_and_together_they_ask_every_task() -> None:
    asked = {question["task"] for source in SOURCES for question in read(source).questions}
    assert len(SOURCES) >= 6
    assert asked == set(TASKS)


@every_source
def test_the_solution_earns_every_point_and_the_handout_none(
    released: Path, tmp_path: Path, source: Path
) -> None:
    name, folder = source.stem, tmp_path / "in"
    folder.mkdir()
    home = released / name
    marking = json.loads((home / f"{name}-marking.json").read_text())
    (tmp_path / "marking.json").write_text(json.dumps(marking | {"own": False}))
    (folder / "teacher.ipynb").write_text((home / f"{name}-solution.ipynb").read_text())
    (folder / "student.ipynb").write_text((home / f"{name}.ipynb").read_text())
    rows = grade(folder, name, tmp_path / "marking.json", tmp_path / "grades.csv")
    totals = {row.student: row.total for row in rows}
    most = sum(question["points"] for question in marking["questions"])
    assert totals == {"teacher": most, "student": 0}, [
        mark.words for row in rows if row.student == "teacher" for mark in row.marks
    ]


@every_source
def test_no_solution_stands_in_what_students_get(released: Path, source: Path) -> None:
    secrets = [
        line.strip()
        for part in re.findall(f"{BEGIN}\n(.*?){END}", source.read_text("utf-8"), re.S)
        for line in part.splitlines()
        if len(line.strip()) > 12 and "{{" not in line
    ]
    assert secrets
    for path in (released / source.stem).rglob("*"):
        if path.is_file() and not re.search("solution|key|marking", path.name):
            text = path.read_text("utf-8")
            assert BEGIN not in text
            assert not [secret for secret in secrets if secret in text]
            if path.suffix == ".ipynb":
                cells = nbformat.reads(text, 4).cells
                assert not any(cell.get("outputs") or cell.metadata for cell in cells)


def test_the_marking_file_holds_no_expected_value(released: Path) -> None:
    for path in released.rglob("*-marking.json"):
        for question in json.loads(path.read_text())["questions"]:
            assert set(question) <= {"task", "name", "points", "case"}


@every_source
def test_a_handout_is_a_notebook_that_runs_as_it_is(released: Path, source: Path) -> None:
    book = nbformat.read(released / source.stem / f"{source.stem}.ipynb", 4)
    nbformat.validate(book)
    space: dict[str, object] = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            exec(cell.source, space)


def test_each_student_has_numbers_of_their_own_the_same_each_time(released: Path) -> None:
    homes = [released / "sliding", *(released / "sliding" / "students").iterdir()]
    texts = [(home / "sliding.ipynb").read_text() for home in homes]
    assert len(set(texts)) == 3
    source = ROOT / "exercises" / "sliding.md"
    assert read(source, seed_of("Ann Lee")) == read(source, seed_of(" ann  LEE "))


def test_own_numbers_are_marked_by_the_students_name(released: Path, tmp_path: Path) -> None:
    source, folder = ROOT / "exercises" / "sizes.md", tmp_path / "in"
    folder.mkdir()
    for student in ("Ann Lee", "12345"):
        own = read(source, seed_of(student))
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(c.solution) for c in own.cells if c.kind == "code"]
        )
        nbformat.write(book, folder / f"{student}.ipynb")
    marking = released / "sizes" / "sizes-marking.json"
    rows = grade(folder, "sizes", marking, tmp_path / "grades.csv")
    assert {row.total for row in rows} == {sum(q["points"] for q in read(source).questions)}


def test_the_same_source_gives_the_same_bytes(released: Path, tmp_path: Path) -> None:
    release(SOURCES[0], tmp_path)
    name = SOURCES[0].stem
    for path in (tmp_path / name).glob("*.ipynb"):
        assert path.read_bytes() == (released / name / path.name).read_bytes()


def test_the_gate_refuses_a_line_of_a_solution(tmp_path: Path) -> None:
    text = (ROOT / "exercises" / "sliding.md").read_text("utf-8")
    leaky = text.replace("## 5. In words", "return correlate2d(x, w[::-1, ::-1])\n\n## 5. In words")
    path = tmp_path / "leaky.md"
    path.write_text(leaky, encoding="utf-8")
    with pytest.raises(LeakError, match="a solution stands in the hand-out"):
        release(path, tmp_path / "out")


def test_the_gate_refuses_a_line_that_no_cell_for_students_has() -> None:
    with pytest.raises(LeakError, match="a line of its own"):
        guard(read(SOURCES[0]), "expected = 42")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (END, "", "every solution closed"),
        ("task: convolve2d", "task: convolve9d", "a task of the bank; got 'convolve9d'"),
        ("# Sliding and flipping", "Sliding", "needs a title"),
        ("## 4. The flip", "{{correlate1d.0!}}", "inside one"),
    ],
)
def test_a_source_that_is_wrong_is_refused_with_words(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (ROOT / "exercises" / "sliding.md").read_text("utf-8")
    path = tmp_path / "wrong.md"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(words)):
        release(path, tmp_path / "out")


def test_sources_are_notebooks_that_lab_can_open() -> None:
    for source in SOURCES:
        assert any(cell.cell_type == "code" for cell in jupytext.read(source).cells)
