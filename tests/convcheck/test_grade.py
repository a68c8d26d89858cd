"""A class marked in one command, hostile answers among the others."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from convcheck import grade as grading
from convcheck.grade import Journal, grade, questions

ROOT = Path(__file__).resolve().parents[2]
RIGHT = """import numpy as np
from convcheck import check
import matplotlib.pyplot as plt
%matplotlib inline
def correlate(x, w):
    return np.array([x[o:o + len(w)] @ w for o in range(len(x) - len(w) + 1)])
check("correlate1d", correlate)
plt.plot([1, 2])"""
FLIPPED = RIGHT.replace("@ w", "@ w[::-1]")
SIZE = "def output_size(n, k, s, p, d):\n    return (n + 2 * p - d * (k - 1) - 1) // s + 1"

PATCHED = "import numpy as np; np.isclose = np.allclose = lambda *a, **k: True; return x"
FORGED = "import os, sys; os.write(int(sys.argv[1]), b'\\xff' * 99); return x"
PEEKING = "import sys; sys.path.insert(0, {home!r}); from bank import TASKS"

# Bodies of `correlate(x, w)`, each with the words that its author is told.
HOSTILE = {
    "leaves": ("import os; os._exit(0)", "it ends the whole program"),
    "forks": ("import os\n    while True: os.fork()", "PermissionError"),
    "starts a program": ("import subprocess; subprocess.run(['true'])", "PermissionError"),
    "takes 70 GB": ("return __import__('numpy').ones(9 * 10**9)", "too much memory"),
    "deletes": ("import os; os.remove({precious!r})", "PermissionError"),
    "writes": ("open({precious!r}, 'w')", "PermissionError"),
    "changes rights": ("import os; os.chmod({precious!r}, 0)", "PermissionError"),
    "reads the marking": ("return open({marking!r}).read()", "PermissionError"),
    "calls outside": ("import socket; socket.create_connection(('127.0.0.1', 9))", "Permission"),
    "ends its parent": ("import os; os.kill(os.getppid(), 9)", "PermissionError"),
    "patches numpy": (PATCHED, ""),
    "agrees with all": ("return type('Yes', (), {{'__eq__': lambda a, b: True}})()", "no array of"),
    "returns a million": ("return __import__('numpy').zeros(2 * 10**6)", "2000000 numbers"),
    "sends rubbish": (FORGED, "only its"),
    "sends a pickle": ("import pickle; return pickle.dumps(x)", "no array of"),
    "imports the bank": (PEEKING, "Error"),
    "calls convlib": ("import convlib; return convlib.correlate(x, w)", "write it out"),
    "runs too deep": ("return correlate(x, w)", "RecursionError"),
}  # fmt: skip


def notebook(*sources: str) -> str:
    """A notebook with these cells of code."""
    cells = [{"cell_type": "code", "source": text, "metadata": {}} for text in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def marking(tmp_path: Path) -> Path:
    """The marking file of two tasks."""
    path = tmp_path / "marking.json"
    asked = [
        {"task": "correlate1d", "name": "correlate", "points": 4},
        {"task": "output_size", "name": "output_size", "points": 2},
    ]
    path.write_text(json.dumps({"questions": asked}))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of submissions."""
    made = tmp_path / "submissions"
    made.mkdir()
    return made


def table(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a CSV by student."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_every_sort_of_notebook_is_marked_as_far_as_it_goes(
    folder: Path, marking: Path, tmp_path: Path
) -> None:
    (folder / "ann.ipynb").write_text(notebook(RIGHT, SIZE))
    (folder / "reordered.ipynb").write_text(notebook(SIZE, "1 / 0", RIGHT))
    (folder / "half.ipynb").write_text(notebook("not python", RIGHT))
    (folder / "flipped.ipynb").write_text(notebook(FLIPPED, SIZE))
    (folder / "broken.ipynb").write_text("{")
    (folder / "empty.ipynb").write_text("")
    (folder / "link.ipynb").symlink_to(marking)
    (folder / "=1+1.ipynb").write_text(notebook(RIGHT))
    (folder / "bob").mkdir()
    (folder / "bob" / "renamed by hand.ipynb").write_text(notebook(RIGHT, SIZE))
    (folder / "nobody").mkdir()
    grade(folder, "sliding", marking, tmp_path / "grades.csv")
    rows = table(tmp_path / "grades.csv")
    assert {name: row["total"] for name, row in rows.items()} == {
        "ann": "6", "reordered": "6", "half": "4", "flipped": "2", "broken": "0", "empty": "0",
        "link": "0", "'=1+1": "4", "bob": "6", "nobody": "0",
    }  # fmt: skip
    assert rows["flipped"]["mistakes"] == "correlate: flipped the kernel"
    assert list(rows["ann"]) == [
        "student",
        "correlate",
        "output_size",
        "total",
        "max",
        "mistakes",
    ]


def test_a_hostile_answer_costs_its_author_that_task_alone(
    folder: Path, marking: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("kept")
    places = {"precious": str(precious), "marking": str(marking), "home": str(ROOT / "convcheck")}
    for name, (body, _) in HOSTILE.items():
        text = f"def correlate(x, w):\n    {body.format(**places)}"
        (folder / f"{name}.ipynb").write_text(notebook(text, SIZE))
    (folder / "ann.ipynb").write_text(notebook(RIGHT, SIZE))
    rows = {row.student: row for row in grade(folder, "sliding", marking, tmp_path / "out.csv")}
    assert rows["ann"].total == 6
    for name, (_, words) in HOSTILE.items():
        first, second = rows[name].marks
        assert (first.points, second.points) == (0, 2), name
        assert words in first.words, name
    assert precious.read_text() == "kept"
    assert precious.stat().st_mode & 0o777
    assert marking.exists()


def test_an_endless_loop_is_ended(
    folder: Path, marking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convcheck.submission.SECONDS", 2)
    (folder / "loop.ipynb").write_text(notebook("while True: pass", RIGHT))
    (row,) = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert row.total == 0
    assert "takes longer" in row.marks[0].words or "ends the whole" in row.marks[0].words


def test_an_interrupted_run_goes_on_where_it_stopped(
    folder: Path, marking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ann", "bob", "eve"):
        (folder / f"{name}.ipynb").write_text(notebook(RIGHT, SIZE))
    out, marked = tmp_path / "grades.csv", []
    whole = grading.mark

    def counted(student: str, *rest: object) -> grading.Marked:
        marked.append(student)
        return whole(student, *rest)

    monkeypatch.setattr(grading, "mark", counted)
    first = grade(folder, "sliding", marking, out)
    lines = out.with_suffix(".journal.jsonl").read_text().splitlines()
    # Two were kept, the third was cut off in the middle of its line.
    out.with_suffix(".journal.jsonl").write_text("\n".join([*lines[:2], lines[2][:30]]))
    kept = {json.loads(line)["student"] for line in lines[:2]}
    marked.clear()
    assert grade(folder, "sliding", marking, out) == first
    assert set(marked) == {"ann", "bob", "eve"} - kept


def test_a_notebook_handed_in_again_is_marked_again(
    folder: Path, marking: Path, tmp_path: Path
) -> None:
    (folder / "ann.ipynb").write_text(notebook(FLIPPED))
    assert grade(folder, "sliding", marking, tmp_path / "out.csv")[0].total == 0
    (folder / "ann.ipynb").write_text(notebook(RIGHT))
    assert grade(folder, "sliding", marking, tmp_path / "out.csv")[0].total == 4
    assert len(Journal(tmp_path / "out.journal.jsonl").known) == 2


@pytest.fixture
def marked(folder: Path, marking: Path, tmp_path: Path) -> Path:
    """A small class, marked by the command."""
    (folder / "ann.ipynb").write_text(notebook(RIGHT, SIZE))
    (folder / "<b>.ipynb").write_text(notebook(FLIPPED, SIZE))
    command = ["-m", "convcheck", "grade", folder, "--assignment", "sliding"]
    command += ["--marking", marking, "--out", tmp_path / "grades.csv"]
    run = subprocess.run(
        [sys.executable, *map(str, command)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "2 students" in run.stdout
    assert "2/2" in run.stderr
    return tmp_path


def test_the_command_writes_a_page_for_each_student_and_one_of_the_class(marked: Path) -> None:
    pages = sorted((marked / "grades-feedback").glob("*.html"))
    assert len(pages) == 2
    text = "".join(page.read_text() for page in pages)
    assert "flipped the kernel" in text
    assert "&lt;b&gt;" in text
    assert "<b>" not in text
    overview = (marked / "grades-overview.html").read_text()
    assert "flipped the kernel" in overview
    assert 'aria-label="1 of 2"' in overview


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "marking file"), ('{"questions": [{"task": "zz", "name": "f", "points": 1}]}', "zz")],
)
def test_a_wrong_marking_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=words):
        questions(path)
