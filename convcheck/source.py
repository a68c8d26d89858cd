"""An assignment as its author writes it: one MyST notebook, from which all else is made.

A cell of code whose header names a `task` is a question: the reader writes its function, or, where
the header also has `answer`, finds one number or array by hand and gives it that name. What stands
between `### BEGIN SOLUTION` and `### END SOLUTION` is for the teacher, and so is a cell tagged
`solution`; where that holds words, a student finds a cell to write in. A cell tagged `computer` is
not on paper, and neither is code that asks nothing. `{{task.0}}` stands for the numbers of the
first call of a task, `{{task.0!}}`, inside a solution, for what comes out.
"""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jupytext
import numpy as np

from convcheck.bank import TASKS
from convcheck.task import Task, results

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BLANK = "write your answer here"
WORDS = f"*{BLANK}*"  # the cell of an answer in words
_SOLUTION = re.compile(rf"^([ \t]*){BEGIN}\n(.*?)^[ \t]*{END}\n?", re.M | re.S)
_NUMBERS = re.compile(r"\{\{(\w+)\.(\d+)(!?)\}\}")


@dataclass(frozen=True)
class Cell:
    """One cell: what the hand-out shows, what the solution shows, and what is asked in it."""

    kind: str
    text: str
    solution: str
    question: dict[str, Any] | None = None
    on_paper: bool = True


@dataclass(frozen=True)
class Assignment:
    """A whole assignment with the numbers of one seed."""

    name: str
    title: str
    cells: list[Cell]
    secrets: list[str]
    student: str = ""  # whose numbers these are, if they are one student's own

    @property
    def by_hand(self) -> dict[str, str]:
        """The name of each answer found by hand, and its solution."""
        asked = [(cell.question or {}, cell.solution) for cell in self.cells]
        found = {one["name"]: text.partition("=")[2] for one, text in asked if "case" in one}
        return {
            name: re.sub(r"np\.array\((.*)\)", r"\1", text).strip() for name, text in found.items()
        }

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What is asked, as the marking file has it."""
        return [cell.question for cell in self.cells if cell.question]


def read(path: Path, seed: int = 0) -> Assignment:
    """Read an assignment and put in the numbers of this seed."""
    book = jupytext.read(path, fmt="md:myst")
    cells, secrets = [], []
    for cell in book.cells:
        text, meta = cell.source, cell.metadata
        hidden = "solution" in meta.get("tags", [])
        in_code = cell.cell_type == "code"
        inside = [text] if hidden else [found[1] for found in _SOLUTION.findall(text)]
        inside = [_filled(part, seed, in_code) for part in inside]
        secrets += [line.strip() for part in inside for line in part.splitlines()]
        blank = "" if in_code else WORDS
        shown = blank if hidden else _SOLUTION.sub(partial(_blank, meta), text)
        _closed(path, shown)
        solved = re.sub(rf"^[ \t]*({BEGIN}|{END})\n?", "", text, flags=re.M)
        question = _question(path, meta) if "task" in meta else None
        shown, solved = (_filled(part, seed, in_code) for part in (shown, solved))
        on_paper = (not in_code or question is not None) and "computer" not in meta.get("tags", [])
        cells.append(Cell(cell.cell_type, shown, solved, question, on_paper))
    title = next((line[2:] for line in book.cells[0].source.split("\n") if line[:2] == "# "), "")
    if not title:
        raise ValueError(f"{path.name}: needs a title, a first line such as '# Sliding'")
    return Assignment(path.stem, title, cells, [line for line in secrets if line])


def _closed(path: Path, shown: str) -> None:
    if BEGIN in shown or END in shown or "!}}" in shown:
        need = "needs every solution closed, and {{task.0!}} inside one"
        raise ValueError(f"{path.name}: {need}; got {shown[:60]!r}")


def _blank(meta: dict[str, Any], found: re.Match[str]) -> str:
    if "answer" in meta:
        return f"{found[1]}{meta['answer']} = None  # {BLANK}\n"
    return f"{found[1]}raise NotImplementedError  # {BLANK}\n"


def _question(path: Path, meta: dict[str, Any]) -> dict[str, Any]:
    name, points = meta["task"], meta.get("points", 1)
    if name not in TASKS:
        raise ValueError(f"{path.name}: needs a task of the bank; got {name!r}")
    if "answer" in meta:
        case = int(meta.get("case", 0))
        if not TASKS[name].by_hand:
            raise ValueError(f"{path.name}: needs a task that is asked by hand; got {name!r}")
        return {"task": name, "name": meta["answer"], "points": points, "case": case}
    return {"task": name, "name": TASKS[name].call.partition("(")[0], "points": points}


def _filled(text: str, seed: int, in_code: bool) -> str:
    """Put numbers where the text asks for them."""

    def numbers(found: re.Match[str]) -> str:
        task, place = TASKS[found[1]], int(found[2])
        case = task.cases(seed)[place]
        if found[3]:
            return literal(results(task.reference, [case])[0])
        if in_code:
            return ", ".join(map(literal, case))
        told = zip(arguments(task), case, strict=True)
        return ", ".join(f"`{name} = {_plain(value)}`" for name, value in told)

    return _NUMBERS.sub(numbers, text)


def arguments(task: Task) -> list[str]:
    """Return the names of a task's arguments."""
    return task.call.partition("(")[2].rstrip(")").split(", ")


def literal(value: Any) -> str:
    """Write a value as Python reads it."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"np.array({value.tolist()})"
    return repr(value.item() if isinstance(value, np.ndarray) else value)


def _plain(value: Any) -> str:
    return str(value.tolist() if isinstance(value, np.ndarray) else value)
