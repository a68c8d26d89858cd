"""Class hand-outs from one source: what students get, what teachers get, and the gate between."""

import json
import re
from pathlib import Path

import jupytext
import nbformat
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from convcheck import TASKS
from convcheck.grade import grade
from convcheck.marks import Journal, Marked, read_marking
from convcheck.release import LeakError, guard, guard_notebook, release
from convcheck.source import BEGIN, BLANK, END, read
from convcheck.students import seed_of
from tools.classes import print_one

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "exercises").glob("*.md"))
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All assignments, with own numbers for two students."""
    out = tmp_path_factory.mktemp("class")
    for source in SOURCES:
        release(source, out, ["Ann Lee", "O'Brien, Zoë"])
    return out


def marked(folder: Path, name: str, marking: Path) -> list[Marked]:
    """What the command would find."""
    return grade(folder, name, read_marking(marking), Journal(folder.with_suffix(".jsonl")))


def test_there_are_six_assignments_and_together_they_ask_every_task_but_the_whole_layer() -> None:
    asked = {question["task"] for source in SOURCES for question in read(source).questions}
    assert len(SOURCES) >= 6
    assert asked == set(TASKS) - {"conv2d"}


@every_source
def test_the_solution_earns_every_point_and_the_handout_none(
    released: Path, tmp_path: Path, source: Path
) -> None:
    name, folder = source.stem, tmp_path / "in"
    folder.mkdir()
    home = released / name
    marking = json.loads((home / f"{name}-marking.json").read_text())
    (tmp_path / "marking.json").write_text(json.dumps(marking | {"own": []}))
    (folder / "teacher.ipynb").write_text((home / f"{name}-solution.ipynb").read_text())
    (folder / "student.ipynb").write_text((home / f"{name}.ipynb").read_text())
    rows = marked(folder, name, tmp_path / "marking.json")
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
    assert (released / "sliding" / "students" / "O_Brien_ Zoë").is_dir()
    source = ROOT / "exercises" / "sliding.md"
    assert read(source, seed_of("Ann Lee")) == read(source, seed_of(" ann  LEE "))


def test_own_numbers_are_marked_by_the_students_name(released: Path, tmp_path: Path) -> None:
    source, folder = ROOT / "exercises" / "sizes.md", tmp_path / "in"
    folder.mkdir()
    for student in ("Ann Lee", "O_Brien_ Zoe\u0308"):
        own = read(source, seed_of(student))
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(c.solution) for c in own.cells if c.kind == "code"]
        )
        nbformat.write(book, folder / f"{student}.ipynb")
    marking = released / "sizes" / "sizes-marking.json"
    rows = marked(folder, "sizes", marking)
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
    assignment = read(SOURCES[0])
    more = [nbformat.v4.new_code_cell("expected = 42")]
    with pytest.raises(LeakError, match="a cell of its own"):
        guard_notebook(assignment, nbformat.writes(nbformat.v4.new_notebook(cells=more)))


def test_the_gate_refuses_a_result_that_is_asked_by_hand() -> None:
    assignment = read(ROOT / "exercises" / "sliding.md", 7)
    (value,) = assignment.by_hand.values()
    guard(assignment, "A text without it.")
    with pytest.raises(LeakError, match="a solution stands in the hand-out"):
        guard(assignment, f"It begins with {value}.")


def test_a_worksheet_has_room_for_each_answer_and_a_key_has_the_answers(released: Path) -> None:
    for source in SOURCES:
        asked, home = read(source), released / source.stem
        sheet = (home / f"{source.stem}-worksheet.html").read_text("utf-8")
        key = (home / f"{source.stem}-key.html").read_text("utf-8")
        answers = len(asked.questions) + 1  # the last question is answered in words
        assert sheet.count('<div class="answer') == key.count('<div class="key">') == answers
        assert "NotImplementedError" not in sheet + key
        assert "Answer key" in key
        assert "Answer key" not in sheet


@every_source
def test_a_handout_has_a_cell_for_every_answer_also_for_one_in_words(
    released: Path, source: Path
) -> None:
    book = nbformat.read(released / source.stem / f"{source.stem}.ipynb", 4)
    places = [cell for cell in book.cells[1:] if BLANK in cell.source]
    assert len(places) == len(read(source).questions) + 1
    assert places[-1].cell_type == "markdown"


@every_source
def test_a_line_of_code_is_not_broken_on_paper(source: Path) -> None:
    for cell in read(source).cells:
        if cell.question:
            assert max(map(len, cell.solution.splitlines())) <= 79


@every_source
def test_on_three_sheets_no_answer_stands_on_another_sheet_than_its_question(
    released: Path, source: Path, browser: Browser
) -> None:
    tab = browser.new_page()
    paper = PdfReader(print_one(tab, released / source.stem / f"{source.stem}-worksheet.html"))
    tab.close()
    sheets = [page.extract_text().strip() for page in paper.pages]
    assert len(sheets) == 3
    # The words that stand in the room for an answer; there are none in the last.
    assert all(sheet.endswith((BLANK, " =")) for sheet in sheets[:-1])
    assert "In words" in sheets[-1]


def test_a_students_own_worksheet_bears_the_name_and_the_teacher_has_a_key(released: Path) -> None:
    home = released / "sizes"
    own = home / "students" / "O_Brien_ Zoë" / "sizes-worksheet.html"
    assert "Name: O&#x27;Brien, Zoë" in own.read_text("utf-8")
    key = (home / "sizes-own-key.html").read_text("utf-8")
    for student in ("Ann Lee", "O'Brien, Zoë"):
        for value in read(ROOT / "exercises" / "sizes.md", seed_of(student)).by_hand.values():
            assert f"<code>{value}</code>" in key


def test_a_class_with_numbers_of_its_own_is_not_overwritten_by_one_without(tmp_path: Path) -> None:
    release(SOURCES[0], tmp_path, ["Ann Lee"])
    with pytest.raises(ValueError, match="needs the class list again"):
        release(SOURCES[0], tmp_path)


@pytest.mark.parametrize(
    ("names", "words"),
    [(["Ann?", "ann!"], "needs names that differ; got 'Ann?' and 'ann!'"), (["?"], "letters")],
)
def test_a_class_list_that_mixes_students_up_is_refused(
    tmp_path: Path, names: list[str], words: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        release(SOURCES[0], tmp_path, names)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (END, "", "every solution closed"),
        ("task: convolve2d", "task: convolve9d", "a task of the bank; got 'convolve9d'"),
        ("# Sliding and flipping", "Sliding", "needs a title"),
        ("## 4. The flip", "{{correlate1d.0!}}", "inside one"),
        ("task: correlate1d\nanswer", "task: correlate2d\nanswer", "asked by hand; got 'corr"),
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
