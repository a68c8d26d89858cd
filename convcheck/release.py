"""From one source: the hand-out, the solution, the worksheet with its key, and the marking file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from convcheck import worksheet
from convcheck.source import BEGIN, END, Assignment, read
from convcheck.task import seed_of

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


class LeakError(Exception):
    """Something of the solution stands in what students get."""


def notebook(assignment: Assignment, solved: bool) -> Any:
    """Return the notebook, for the student or for the teacher."""
    cells = []
    for place, cell in enumerate(assignment.cells):
        text = cell.solution if solved else cell.text
        if text.strip():
            make = getattr(nbformat.v4, f"new_{cell.kind}_cell")
            # An id made from the place, so that the same source gives the same bytes.
            cells.append(make(text.strip("\n"), id=f"cell-{place}"))
    return nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)


def guard(assignment: Assignment, released: str) -> None:
    """Refuse a text for students in which a line of a solution stands, or a mark of one."""
    lines = {line.strip() for line in released.splitlines()}
    given = {line.strip() for cell in assignment.cells for line in cell.text.splitlines()}
    for secret in [BEGIN, END, *assignment.secrets]:
        if secret in lines or (len(secret) > 12 and secret in released):
            raise LeakError(f"{assignment.name}: a solution stands in the hand-out: {secret!r}")
    if outside := lines - given - {""}:
        raise LeakError(f"{assignment.name}: the hand-out has a line of its own: {min(outside)!r}")


def release(source: Path, out: Path, students: list[str] | None = None) -> list[Path]:
    """Write everything of one assignment below `out`; with `students`, own numbers for each."""
    folder = out / source.stem
    folder.mkdir(parents=True, exist_ok=True)
    plain = read(source)
    marking = {"assignment": plain.name, "questions": plain.questions, "own": bool(students)}
    made = _write_all(plain, folder)
    path = folder / f"{plain.name}-marking.json"
    path.write_text(json.dumps(marking, indent=1) + "\n", encoding="utf-8")
    for student in students or []:
        own = read(source, seed_of(student))
        named = replace(own, title=f"{own.title}, for {student}")
        place = folder / "students" / _safe(student)
        place.mkdir(parents=True, exist_ok=True)
        made += _write_handout(named, place)
    return [*made, path]


def _safe(student: str) -> str:
    kept = "".join(c if c.isalnum() or c in " -_." else "_" for c in student).strip(" .")
    if not kept:
        raise ValueError(f"students: needs names with letters or digits; got {student!r}")
    return kept


def _write_handout(assignment: Assignment, folder: Path) -> list[Path]:
    book = notebook(assignment, solved=False)
    guard(assignment, "\n".join(cell.source for cell in book.cells))
    paths = [folder / f"{assignment.name}.ipynb", folder / f"{assignment.name}-worksheet.html"]
    nbformat.write(book, paths[0])
    paths[1].write_text(worksheet.page(assignment, solved=False), encoding="utf-8")
    return paths


def _write_all(assignment: Assignment, folder: Path) -> list[Path]:
    paths = [folder / f"{assignment.name}-solution.ipynb", folder / f"{assignment.name}-key.html"]
    nbformat.write(notebook(assignment, solved=True), paths[0])
    paths[1].write_text(worksheet.page(assignment, solved=True), encoding="utf-8")
    return _write_handout(assignment, folder) + paths
