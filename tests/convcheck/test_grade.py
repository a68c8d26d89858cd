"""A class marked in one command, hostile answers among the others."""

import csv
import json
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser

from convcheck import TASKS, __main__, locks, report, submission
from convcheck import grade as grading
from convcheck.excerpt import excerpt
from convcheck.marks import Journal, Marked, read_marking
from convcheck.task import results
from convlib import correlate

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
FORGED = "import os, sys; os.write(int(sys.argv[1]), {!r}); return x"
RUBBISH = FORGED.format(b"\xff" * 99)
NESTED = FORGED.format(struct.pack("<II", 4000, 0) + b"[" * 4000)
OBJECTS = FORGED.format(struct.pack("<II", 27, 0) + b'{{"dtype": "|O8", "shape":0}}')
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
    "prints 100 MB": ("print('x' * 10**8); return x", ""),
    "sends rubbish": (RUBBISH, "only its"),
    "sends a deep head": (NESTED, "only its"),
    "sends objects": (OBJECTS, "only its"),
    "raises what no file holds": ("raise ValueError(chr(0xd800))", "ValueError: ?"),
    "sends a pickle": ("import pickle; return pickle.dumps(x)", "no array of"),
    "imports the bank": (PEEKING, "Error"),
    "calls convlib": ("import convlib; return convlib.correlate(x, w)", "write it out"),
    "runs too deep": ("return correlate(x, w)", "RecursionError"),
}  # fmt: skip


# Cells that stand before the answers and belong to none.
SPOILING = ("import os; os._exit(0)", "x, w = 0, 0\n" + RUBBISH.removesuffix("; return x"))


LOOP = "def correlate(x, w):\n    while True: pass"


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


def grade(folder: Path, assignment: str, marking: Path, out: Path, seed: int = 0) -> list[Marked]:
    """Mark as the command does, and write the table."""
    journal = Journal(out.with_suffix(".journal.jsonl"))
    found = read_marking(marking)
    rows = grading.grade(folder, assignment, found, journal, seed)
    report.write_table(out, found, rows)
    return rows


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
    (folder / "linked").symlink_to(tmp_path)
    (folder / "=1+1.ipynb").write_text(notebook(RIGHT))
    (folder / "bob").mkdir()
    (folder / "bob" / "renamed by hand.ipynb").write_text(notebook(RIGHT, SIZE))
    (folder / "nobody").mkdir()
    grade(folder, "sliding", marking, tmp_path / "grades.csv")
    rows = table(tmp_path / "grades.csv")
    assert {name: row["total"] for name, row in rows.items()} == {
        "ann": "6", "reordered": "6", "half": "4", "flipped": "2", "broken": "0", "empty": "0",
        "link": "0", "linked": "0", "'=1+1": "4", "bob": "6", "nobody": "0",
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


@pytest.mark.parametrize("cell", SPOILING)
def test_a_cell_that_ends_the_program_costs_its_own_task_alone(
    folder: Path, marking: Path, tmp_path: Path, cell: str
) -> None:
    (folder / "eve.ipynb").write_text(notebook(cell, RIGHT, SIZE))
    (row,) = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert row.total == 6


@pytest.mark.parametrize(("loop", "total"), [("x = w = 0\nwhile True: pass", 6), (LOOP, 2)])
def test_an_endless_loop_is_ended(
    folder: Path,
    marking: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    loop: str,
    total: int,
) -> None:
    monkeypatch.setattr("convcheck.submission.SECONDS", 3)
    (folder / "loop.ipynb").write_text(notebook(loop, *([RIGHT] if total == 6 else []), SIZE))
    (row,) = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert row.total == total


def test_an_answer_above_the_cell_that_it_stands_on_is_found(
    folder: Path, marking: Path, tmp_path: Path
) -> None:
    (folder / "ann.ipynb").write_text(notebook(f"LIMIT = np.inf\n{SIZE}", "import numpy as np"))
    first = SIZE.replace("+ 1", "+ 0") + "\nprint(unknown)"
    (folder / "bob.ipynb").write_text(notebook(first, SIZE))  # what is written last is what counts
    rows = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert [row.total for row in rows] == [2, 2]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("'12'", "Not yet: by_hand is str, which is no array of real numbers."),
        ("[1, 2, 3, 4, 5]", "Not yet: for x = ["),
        ("None", "Not yet: by_hand is still empty."),
    ],
)
def test_an_answer_found_by_hand_is_not_spoken_of_as_a_program(
    folder: Path, tmp_path: Path, value: str, words: str
) -> None:
    marking = tmp_path / "marking.json"
    asked = [{"task": "correlate1d", "name": "by_hand", "points": 1, "case": 0}]
    marking.write_text(json.dumps({"questions": asked}))
    (folder / "ann.ipynb").write_text(notebook(f"by_hand = {value}"))
    (row,) = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert row.marks[0].words.startswith(words)
    assert "call" not in row.marks[0].words


def test_an_excerpt_holds_what_an_answer_stands_on() -> None:
    cells = [
        "import numpy as np",
        "x = 1\nprint(f(x))",
        "def f(x):\n    return helper(np.sum(x))",
        "%time\ndef helper(v):\n    return v * K",
        "K = 3",
        "((",
        "def g():\n    return f",
    ]
    assert excerpt(cells, "f") == [cells[0], cells[2], cells[3], cells[4]]


def test_a_line_that_begins_with_a_percent_sign_can_be_python(
    folder: Path, marking: Path, tmp_path: Path
) -> None:
    text = SIZE.replace("2 * p - d", "2 * p\n            % 1000 - d")
    (folder / "ann.ipynb").write_text(notebook(text))
    (row,) = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert row.total == 2


def test_an_interrupted_run_goes_on_where_it_stopped(
    folder: Path, marking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ann", "bob", "eve"):
        (folder / f"{name}.ipynb").write_text(notebook(RIGHT, SIZE))
    out, marked = tmp_path / "grades.csv", []
    whole = grading.mark

    def counted(one: grading.Submission) -> Marked:
        marked.append(one.student)
        return whole(one)

    monkeypatch.setattr(grading, "mark", counted)
    first = grade(folder, "sliding", marking, out)
    lines = out.with_suffix(".journal.jsonl").read_text().splitlines()
    # Two were kept, the third was cut off in the middle of its line.
    out.with_suffix(".journal.jsonl").write_text("\n".join([*lines[:2], lines[2][:30]]))
    kept = {json.loads(line)["student"] for line in lines[:2]}
    marked.clear()
    assert grade(folder, "sliding", marking, out) == first
    assert set(marked) == {"ann", "bob", "eve"} - kept
    marked.clear()
    assert grade(folder, "sliding", marking, out) == first
    assert not marked


def test_a_notebook_handed_in_again_is_marked_again(
    folder: Path, marking: Path, tmp_path: Path
) -> None:
    (folder / "ann.ipynb").write_text(notebook(FLIPPED))
    assert grade(folder, "sliding", marking, tmp_path / "out.csv")[0].total == 0
    (folder / "ann.ipynb").write_text(notebook(RIGHT))
    assert grade(folder, "sliding", marking, tmp_path / "out.csv")[0].total == 4
    assert len(Journal(tmp_path / "out.journal.jsonl").known) == 2


def test_a_file_that_cannot_be_opened_costs_its_author_alone(
    folder: Path, marking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ann", "bob"):
        (folder / f"{name}.ipynb").write_text(notebook(SIZE))
    whole = Path.open

    def refused_to_bob(path: Path, *more: Any, **named: Any) -> Any:
        if path.name == "bob.ipynb":
            raise PermissionError
        return whole(path, *more, **named)

    monkeypatch.setattr(Path, "open", refused_to_bob)
    ann, bob = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert (ann.total, bob.total) == (2, 0)
    assert "cannot be opened (PermissionError)" in bob.marks[0].words


def test_when_the_bank_has_changed_every_notebook_is_marked_again(
    folder: Path, marking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ann.ipynb").write_text(notebook(SIZE))
    (first,) = grade(folder, "sliding", marking, tmp_path / "out.csv")
    monkeypatch.setattr(grading, "code", lambda: "with one mistake more")
    (again,) = grade(folder, "sliding", marking, tmp_path / "out.csv")
    assert first.digest != again.digest
    assert len(Journal(tmp_path / "out.journal.jsonl").known) == 2


def test_another_seed_changes_the_calls_and_not_what_was_asked_by_hand(
    folder: Path, tmp_path: Path
) -> None:
    marking = tmp_path / "marking.json"
    asked = [{"task": "correlate1d", "name": "by_hand", "points": 1, "case": 0}]
    marking.write_text(json.dumps({"questions": asked}))
    right = results(correlate, TASKS["correlate1d"].cases(0)[:1])[0].tolist()
    (folder / "ann.ipynb").write_text(notebook(f"by_hand = {right}"))
    assert grade(folder, "sliding", marking, tmp_path / "out.csv", seed=5)[0].total == 1


def test_two_notebooks_of_one_student_are_not_chosen_between(
    folder: Path, marking: Path, tmp_path: Path
) -> None:
    (folder / "ann.ipynb").write_text(notebook(RIGHT))
    (folder / "ann").mkdir()
    with pytest.raises(ValueError, match="needs one of each student"):
        grade(folder, "sliding", marking, tmp_path / "out.csv")


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
    assert 'aria-label="1 right, 1 with a mistake that has a name, 0 others"' in overview
    assert "“Sliding and flipping”" in overview
    assert 'href="grades-feedback/_b_.html"' in overview


def test_the_pages_fit_a_phone(marked: Path, browser: Browser) -> None:
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    for page in (marked / "grades-overview.html", *(marked / "grades-feedback").iterdir()):
        tab.goto(page.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.close()


def test_two_students_whose_names_make_one_file_name_have_a_page_each(tmp_path: Path) -> None:
    asked = tmp_path / "m.json"
    asked.write_text('{"questions": []}')
    rows = [Marked(name, "") for name in ("a b", "a?b", "A_B", "...")]
    report.write(tmp_path / "out.csv", "sliding", read_marking(asked), rows)
    pages = {page.name for page in (tmp_path / "out-feedback").iterdir()}
    assert pages == {"a b.html", "a_b.html", "A_B (2).html", "_.html"}


def test_an_interruption_is_told_and_nothing_is_lost(folder: Path, marking: Path) -> None:
    for name in ("ann", "bob", "eve", "kim"):
        (folder / f"{name}.ipynb").write_text(notebook(RIGHT if name == "ann" else LOOP, SIZE))
    out = marking.with_name("grades.csv")
    command = ["-m", "convcheck", "grade", folder, "--assignment", "sliding"]
    command += ["--marking", marking, "--out", out]
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    run = subprocess.Popen(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        # A test run in the background hands on that interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert run.stderr
    told = ""
    while "1/4" not in told:  # Ann is marked, two others are in their loops
        told += run.stderr.read(1)
    run.send_signal(signal.SIGINT)
    began = monotonic()
    assert "the same command goes on from there" in run.stderr.read()
    assert monotonic() - began < 8  # seconds: no loop is waited for, each of which has ten
    assert run.wait() == 1
    known = {one.student for one in Journal(out.with_suffix(".journal.jsonl")).known.values()}
    assert "ann" in known
    assert "kim" not in known


def refused(monkeypatch: pytest.MonkeyPatch, *more: str) -> str:
    """The words with which the command stops."""
    monkeypatch.setattr(sys, "argv", ["convcheck", "grade", "nowhere", "--assignment", "a", *more])
    with pytest.raises(SystemExit) as stopped:
        __main__.main()
    return str(stopped.value)


def test_a_mac_says_what_it_cannot_protect_and_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    words = refused(monkeypatch)
    assert "cannot keep an answer from: files, processes and network, memory." in words
    assert "container, or add --unsafe" in words
    assert "needs a folder" in refused(monkeypatch, "--unsafe")


def test_windows_is_sent_to_a_container(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(__main__, "WINDOWS", True)
    assert "use WSL or a Linux container" in refused(monkeypatch, "--unsafe")


def test_a_linux_without_a_lock_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_landlock_version", lambda: 0)
    assert "cannot keep an answer from: files (Landlock)." in refused(monkeypatch)
    monkeypatch.setattr(locks.platform, "machine", lambda: "riscv64")
    assert "files (Landlock), processes and network (seccomp)." in refused(monkeypatch)


def test_a_system_that_can_run_no_answer_says_so_before_it_marks_any(
    monkeypatch: pytest.MonkeyPatch, folder: Path, marking: Path
) -> None:
    monkeypatch.setattr(submission, "_WORKER", folder / "nothing.py")
    more = ["--marking", str(marking), "--out", str(marking.with_name("g.csv"))]
    monkeypatch.setattr(
        sys, "argv", ["convcheck", "grade", str(folder), "--assignment", "a", *more]
    )
    with pytest.raises(SystemExit, match="a trial answer cannot be run"):
        __main__.main()


def test_the_table_is_not_written_among_the_submissions(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    more = ["--assignment", "a", "--out", str(folder / "grades.csv")]
    monkeypatch.setattr(sys, "argv", ["convcheck", "grade", str(folder), *more])
    with pytest.raises(SystemExit, match="needs a place outside of the submissions"):
        __main__.main()


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "marking file"), ('{"questions": [{"task": "zz", "name": "f", "points": 1}]}', "zz")],
)
def test_a_wrong_marking_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=words):
        read_marking(path)
