"""From one source: the hand-out, the solution, the worksheet with its key, and the marking file."""

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from convcheck import worksheet
from convcheck.notebook import notebook
from convcheck.source import BEGIN, END, Assignment, read
from convcheck.students import class_list, safe, seed_of


class LeakError(Exception):
    """Something of the solution stands in what students get."""


def as_notebook(assignment: Assignment, solved: bool) -> Any:
    """Return the notebook, for the student or for the teacher."""
    texts = [(cell.kind, cell.solution if solved else cell.text) for cell in assignment.cells]
    return notebook((kind, text.strip("\n")) for kind, text in texts if text.strip())


def guard(assignment: Assignment, released: str) -> None:
    """Refuse a text for students that holds a line of a solution, or a result asked by hand."""
    lines = {line.strip() for line in released.splitlines()}
    for secret in [BEGIN, END, *assignment.secrets, *assignment.by_hand.values()]:
        if secret in lines or (len(secret) > 12 and secret in released):
            raise LeakError(f"{assignment.name}: a solution stands in the hand-out: {secret!r}")


def guard_notebook(assignment: Assignment, text: str) -> None:
    """Refuse a notebook for students that holds anything but the cells that they are to see."""
    book = nbformat.reads(text, 4)
    guard(assignment, "\n".join(cell.source for cell in book.cells))
    given = {cell.text.strip("\n") for cell in assignment.cells}
    for cell in book.cells:
        if cell.source not in given or cell.get("outputs") or cell.metadata:
            raise LeakError(
                f"{assignment.name}: the hand-out has a cell of its own: {cell.source!r}"
            )


def release(source: Path, out: Path, students: list[str] | None = None) -> list[Path]:
    """Write everything of one assignment below `out`; with `students`, own numbers for each."""
    names = class_list(students or [])
    folder = out / source.stem
    if (folder / "students").exists() and not names:
        need = "needs the class list again, since a class has numbers of its own already"
        raise ValueError(f"students: {need}; or remove {folder / 'students'}")
    folder.mkdir(parents=True, exist_ok=True)
    plain = read(source)
    marking = {"assignment": plain.name, "questions": plain.questions, "own": names}
    made = _write_handout(plain, folder) + _write_solution(plain, folder)
    path = folder / f"{plain.name}-marking.json"
    path.write_text(json.dumps(marking, indent=1) + "\n", encoding="utf-8")
    own = [replace(read(source, seed_of(name)), student=name) for name in names]
    for assignment in own:
        place = folder / "students" / safe(assignment.student)
        place.mkdir(parents=True, exist_ok=True)
        made += _write_handout(assignment, place)
    if any(assignment.by_hand for assignment in own):
        made.append(folder / f"{plain.name}-own-key.html")
        made[-1].write_text(worksheet.own_key(own), encoding="utf-8")
    return [*made, path]


def _write_handout(assignment: Assignment, folder: Path) -> list[Path]:
    """Write what a student gets, if the gate lets it through as it will stand in the file."""
    book = nbformat.writes(as_notebook(assignment, solved=False))
    sheet = worksheet.page(assignment, solved=False)
    guard_notebook(assignment, book)
    guard(assignment, html.unescape(sheet))
    paths = [folder / f"{assignment.name}.ipynb", folder / f"{assignment.name}-worksheet.html"]
    for path, text in zip(paths, (book + "\n", sheet), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def _write_solution(assignment: Assignment, folder: Path) -> list[Path]:
    paths = [folder / f"{assignment.name}-solution.ipynb", folder / f"{assignment.name}-key.html"]
    nbformat.write(as_notebook(assignment, solved=True), paths[0])
    paths[1].write_text(worksheet.page(assignment, solved=True), encoding="utf-8")
    return paths
