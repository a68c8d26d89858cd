"""Mark a folder of notebooks: one row a student, the mistakes by name, a page for each.

What is marked is kept in a journal at once, so that an interrupted run goes on where it stopped.
"""

import csv
import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

from convcheck.bank import TASKS
from convcheck.judge import judge
from convcheck.submission import NotebookError, cells, run
from convcheck.task import seed_of
from convcheck.worker import AnswerError


@dataclass(frozen=True)
class Question:
    """One task of an assignment: which, under which name the answer stands, how much it counts."""

    task: str
    name: str
    points: float
    case: int | None = None  # of an answer found by hand: the call that it answers


@dataclass
class Mark:
    """What one question earned, and the words for the student."""

    name: str
    points: float
    words: str
    mistake: str = ""


@dataclass
class Marked:
    """One student: a mark for each question, or a word on why there is none."""

    student: str
    digest: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def total(self) -> float:
        """The points of all questions."""
        return sum(mark.points for mark in self.marks)


def questions(marking: Path) -> tuple[list[Question], bool]:
    """Read the marking file: what is asked, and whether each student has numbers of their own."""
    try:
        found = json.loads(marking.read_text("utf-8"))
        asked = [Question(**entry) for entry in found["questions"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"marking: needs the marking file of `make class`; got {error}") from None
    unknown = [one.task for one in asked if one.task not in TASKS]
    if unknown:
        raise ValueError(f"marking: needs tasks of the bank; got {', '.join(unknown)}")
    return asked, bool(found.get("own"))


def submitted(folder: Path, assignment: str) -> Iterator[tuple[str, Path]]:
    """Yield each student and the notebook: `STUDENT.ipynb`, or one in the folder `STUDENT`."""
    for place in sorted(folder.iterdir()):
        if place.suffix == ".ipynb" and not place.name.startswith("."):
            yield place.stem, place
        elif place.is_dir() and not place.is_symlink() and not place.name.startswith("."):
            named = place / f"{assignment}.ipynb"
            others = sorted(place.glob("*.ipynb"))
            yield place.name, named if named.exists() or not others else others[0]


def mark(student: str, notebook: Path, asked: list[Question], seed: int) -> Marked:
    """Mark one notebook; what is wrong with it costs its author and nobody else."""
    found = Marked(student, digest(notebook, asked, seed))
    try:
        code = cells(notebook)
    except NotebookError as error:
        words = f"The notebook could not be read: {error}."
        found.marks = [Mark(one.name, 0, words) for one in asked]
        return found
    found.marks = [answered(one, code, seed) for one in asked]
    return found


def answered(one: Question, code: list[str], seed: int) -> Mark:
    """Mark one question of one notebook."""
    task, by_hand = TASKS[one.task], one.case is not None
    cases = task.cases(seed)[one.case or 0 :][: 1 if by_hand else None]
    try:
        verdict = judge(task, cases, run(code, one.name, None if by_hand else cases))
    except AnswerError as error:
        return Mark(one.name, 0, f"Not yet: {error}.")
    mistake = verdict.mistake.name if verdict.mistake else ""
    return Mark(one.name, one.points if verdict.right else 0, verdict.words, mistake)


def digest(notebook: Path, asked: list[Question], seed: int) -> str:
    """Tell this notebook under these questions from every other."""
    plain = notebook.is_file() and not notebook.is_symlink()
    text = f"{[asdict(one) for one in asked]} {seed}".encode()
    return hashlib.sha256(text + (notebook.read_bytes() if plain else b"")).hexdigest()


class Journal:
    """Every student marked so far, a line each, written as soon as it is known."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Marked] = {}
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                self._take(line)

    def _take(self, line: str) -> None:
        try:
            entry = json.loads(line)
        except ValueError:
            return  # the line that an interruption cut off: that student is marked again
        entry["marks"] = [Mark(**one) for one in entry["marks"]]
        self.known[entry["digest"] + entry["student"]] = Marked(**entry)

    def get(self, student: str, sign: str) -> Marked | None:
        """What is known of this student's very notebook."""
        return self.known.get(sign + student)

    def add(self, marked: Marked) -> None:
        """Keep one more, on the disk before going on."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(marked), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def grade(folder: Path, assignment: str, marking: Path, out: Path, seed: int = 0) -> list[Marked]:
    """Mark every notebook of a folder and write the table; the pages are `report`'s."""
    asked, own = questions(marking)
    journal = Journal(out.with_suffix(".journal.jsonl"))
    found: dict[str, Marked] = {}
    waiting = []
    for student, notebook in submitted(folder, assignment):
        mine = seed_of(student) if own else seed
        if known := journal.get(student, digest(notebook, asked, mine)):
            found[student] = known
        else:
            waiting.append((student, notebook, asked, mine))
    total = len(found) + len(waiting)
    with (
        tqdm(total=total, initial=len(found), unit="student", desc=assignment) as bar,
        ThreadPoolExecutor(os.cpu_count() or 1) as pool,
    ):
        jobs = [pool.submit(mark, *one) for one in waiting]
        for job in as_completed(jobs):
            marked = job.result()
            journal.add(marked)
            found[marked.student] = marked
            bar.update()
    rows = [found[student] for student in sorted(found)]
    write_table(out, asked, rows)
    return rows


def write_table(out: Path, asked: list[Question], rows: list[Marked]) -> None:
    """Write the CSV beside its place and move it there, so that it is never half a table."""
    most = sum(one.points for one in asked)
    beside = out.with_name(f".{out.name}.new")
    with beside.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["student", *(one.name for one in asked), "total", "max", "mistakes"])
        for row in rows:
            points: list[Any] = [f"{mark.points:g}" for mark in row.marks]
            named = "; ".join(f"{one.name}: {one.mistake}" for one in row.marks if one.mistake)
            table.writerow([_cell(row.student), *points, f"{row.total:g}", f"{most:g}", named])
    beside.replace(out)


def _cell(text: str) -> str:
    """A name as a spreadsheet shows it: one that begins like a formula would be run."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
