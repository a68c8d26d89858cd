"""What an answer's results say: right, a mistake by name, or the first entry that differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from reprlib import repr as brief
from typing import Any

import numpy as np

from convcheck.task import Case, Mistake, Results, Task, alike, close, results, same

KINDS = "biuf"
_TOLD = 12  # entries of an array that are written out


@dataclass(frozen=True)
class Verdict:
    """`right`, the mistake if it has a name, and the words for whoever answered."""

    right: bool
    words: str
    mistake: Mistake | None = None


def judge(task: Task, cases: Sequence[Case], got: Results) -> Verdict:
    """Compare the results of an answer, one for each case, with the task's own."""
    expected = results(task.reference, cases)
    for case, result, right in zip(cases, got, expected, strict=True):
        if result.dtype.kind not in KINDS:
            needs = f"needs {_shape(right)}; got {result.dtype.name} values"
            return Verdict(False, f"{_called(task, case)} {needs}.")
    if alike(got, expected):
        return Verdict(True, f"Right: {task.name} agrees in {len(cases)} calls.")
    for mistake in task.mistakes:
        if alike(got, results(mistake.function, cases)):
            return Verdict(False, f"Not yet: {mistake.name}. {mistake.advice}", mistake)
    return Verdict(False, _difference(task, cases, got, expected))


def _difference(task: Task, cases: Sequence[Case], got: Results, expected: Results) -> str:
    wrong = [n for n, pair in enumerate(zip(got, expected, strict=True)) if not same(*pair)]
    case, result, right = cases[wrong[0]], got[wrong[0]], expected[wrong[0]]
    which = f"{len(wrong)} of {len(cases)} calls differ, first" if len(cases) > 1 else "for"
    start = f"Not yet: {which} {_called(task, case)}"
    if result.shape != right.shape:
        return f"{start}: it needs {_shape(right)}; got {_shape(result)}."
    apart = np.argwhere(~close(result, right))
    if not right.ndim:
        return f"{start}: expected {right.item()}, got {result.item()}."
    at = tuple(apart[0].tolist())
    count = f"{len(apart)} of {right.size} entries differ"
    return f"{start}: {count}, first {list(at)}: expected {right[at]:g}, got {result[at]:g}."


def _shape(array: np.ndarray[Any, Any]) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "one number"


def _called(task: Task, case: Case) -> str:
    names = task.call.partition("(")[2].rstrip(")").split(", ")
    return ", ".join(f"{name} = {_told(value)}" for name, value in zip(names, case, strict=True))


def _told(value: Any) -> str:
    """A value as it can be typed in, or the shape of one that is too long for that."""
    if not isinstance(value, np.ndarray):
        return brief(value)
    return str(value.tolist()) if value.size <= _TOLD else _shape(value)
