"""What marking knows: the questions, a mark for each, and a journal that an interruption spares."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from convcheck.bank import TASKS


@dataclass(frozen=True)
class Question:
    """One task of an assignment: which, under which name the answer stands, how much it counts."""

    task: str
    name: str
    points: float
    case: int | None = None  # of an answer found by hand: the call that it answers


@dataclass(frozen=True)
class Marking:
    """A marking file: the questions, and the class list if each student has own numbers."""

    asked: list[Question]
    own: list[str]

    @property
    def most(self) -> float:
        """The points of a notebook without a mistake."""
        return sum(one.points for one in self.asked)


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


def read_marking(path: Path) -> Marking:
    """Read the marking file of an assignment."""
    try:
        found = json.loads(path.read_text("utf-8"))
        asked = [Question(**entry) for entry in found["questions"]]
        own = [str(name) for name in found.get("own") or []]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"marking: needs the marking file of `make class`; got {error}") from None
    unknown = [one.task for one in asked if one.task not in TASKS]
    if unknown:
        raise ValueError(f"marking: needs tasks of the bank; got {', '.join(unknown)}")
    return Marking(asked, own)


class Journal:
    """Every student marked so far, a line each, written as soon as it is known."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Marked] = {}
        text = path.read_text("utf-8") if path.exists() else ""
        for line in text.splitlines():
            self._take(line)
        # A line that an interruption cut off shall not spoil the one after it.
        self._start = "" if not text or text.endswith("\n") else "\n"

    def _take(self, line: str) -> None:
        try:
            entry = json.loads(line)
            entry["marks"] = [Mark(**one) for one in entry["marks"]]
            self.known[entry["digest"] + entry["student"]] = Marked(**entry)
        except (ValueError, KeyError, TypeError):
            return  # cut off: that student is marked again

    def get(self, student: str, sign: str) -> Marked | None:
        """What is known of this student's very notebook."""
        return self.known.get(sign + student)

    def add(self, marked: Marked) -> None:
        """Keep one more, on the disk before going on."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(self._start + json.dumps(asdict(marked)) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._start = ""
