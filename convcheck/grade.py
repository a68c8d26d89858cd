"""Mark a folder of notebooks: one row a student, each mistake by its name.

What is marked is kept in a journal at once, so that an interrupted run goes on where it stopped.
"""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from tqdm import tqdm

from convcheck.answer import AnswerError
from convcheck.bank import TASKS
from convcheck.judge import judge
from convcheck.marks import Journal, Mark, Marked, Marking, Question
from convcheck.students import seed_of
from convcheck.submission import LARGEST_FILE, Notebook, NotebookError, cells, stopping


@cache
def code() -> str:
    """Tells the bank and all else that marks from every other version: a mistake may be added."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


@dataclass(frozen=True)
class Seeds:
    """What chooses the numbers: those in the hand-out, and those of the calls in marking."""

    handout: int
    calls: int


@dataclass(frozen=True)
class Submission:
    """A student's notebook, and what marking it needs."""

    student: str
    notebook: Path
    asked: list[Question]
    seeds: Seeds

    @property
    def digest(self) -> str:
        """Tells this notebook under these questions and this bank from every other."""
        asked = f"{[asdict(one) for one in self.asked]} {self.seeds} {code()}"
        sign = hashlib.sha256(asked.encode())
        if self.notebook.is_file() and not self.notebook.is_symlink():
            # More than this is not read as a notebook; what cannot be opened is marked as such.
            with suppress(OSError), self.notebook.open("rb") as file:
                sign.update(file.read(LARGEST_FILE + 1))
        return sign.hexdigest()


def submitted(folder: Path, assignment: str) -> Iterator[tuple[str, Path]]:
    """Yield each student and the notebook: `STUDENT.ipynb`, or one in the folder `STUDENT`."""
    found: dict[str, Path] = {}
    for place in sorted(folder.iterdir()):
        if place.name.startswith(".") or not (place.suffix == ".ipynb" or place.is_dir()):
            continue
        student = place.stem if place.suffix == ".ipynb" else place.name
        notebook = place
        if place.is_dir() and not place.is_symlink():
            named = place / f"{assignment}.ipynb"
            others = sorted(place.glob("*.ipynb"))
            student, notebook = place.name, named if named.exists() or not others else others[0]
        student = student.encode("utf-8", "replace").decode()
        if student in found:
            both = f"{found[student]} and {notebook}"
            raise ValueError(f"submissions: needs one of each student; got {both}")
        found[student] = notebook
    yield from found.items()


def mark(one: Submission) -> Marked:
    """Mark one notebook; what is wrong with it costs its author and nobody else."""
    found = Marked(one.student, one.digest)
    try:
        book = Notebook(cells(one.notebook))
    except NotebookError as error:
        words = f"The notebook could not be read: {error}."
        found.marks = [Mark(question.name, 0, words) for question in one.asked]
    else:
        found.marks = [answered(question, book, one.seeds) for question in one.asked]
    return found


def answered(one: Question, book: Notebook, seeds: Seeds) -> Mark:
    """Mark one question of one notebook."""
    task, by_hand = TASKS[one.task], one.case is not None
    cases = task.cases(seeds.handout if by_hand else seeds.calls)
    cases = cases[one.case or 0 :][: 1 if by_hand else None]
    try:
        verdict = judge(task, cases, book.run(one.name, None if by_hand else cases))
    except AnswerError as error:
        return Mark(one.name, 0, f"Not yet: {error}.")
    mistake = verdict.mistake.name if verdict.mistake else ""
    words = f"Right: {one.name}." if verdict.right and by_hand else verdict.words
    return Mark(one.name, one.points if verdict.right else 0, words, mistake)


def grade(
    folder: Path, assignment: str, marking: Marking, journal: Journal, seed: int = 0
) -> list[Marked]:
    """Mark every notebook of a folder that the journal does not know; return all, by name."""
    stopping.clear()
    found: dict[str, Marked] = {}
    waiting: list[Submission] = []
    for student, notebook in submitted(folder, assignment):
        handout = seed_of(student) if marking.own else 0
        one = Submission(student, notebook, marking.asked, Seeds(handout, seed))
        if known := journal.get(student, one.digest):
            found[student] = known
        else:
            waiting.append(one)
    total = len(found) + len(waiting)
    with (
        tqdm(total=total, initial=len(found), unit="student", desc=assignment) as bar,
        ThreadPoolExecutor(os.cpu_count() or 1) as pool,
    ):
        jobs = [pool.submit(mark, one) for one in waiting]
        try:
            for job in as_completed(jobs):
                marked = job.result()
                journal.add(marked)
                found[marked.student] = marked
                bar.update()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stopping.set()
            raise
    return [found[student] for student in sorted(found)]
