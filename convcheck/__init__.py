"""Answers checked, the mistake named. Imports convlib; convlib knows nothing of it.

>>> from convlib import correlate, convolve
>>> check("correlate1d", correlate)
Right: correlate1d agrees in 3 calls.
>>> check("correlate1d", convolve)
Not yet: flipped the kernel. Your numbers are those of the convolution:...
"""

from difflib import get_close_matches
from textwrap import fill
from typing import Any

from convcheck.answer import AnswerError
from convcheck.apart import outcome
from convcheck.bank import TASKS
from convcheck.judge import Verdict, judge

__all__ = ["TASKS", "Verdict", "check", "verdict"]

_WIDTH = 74  # characters of a line in the book's column


def verdict(name: str, answer: Any, seed: int = 0) -> Verdict:
    """Return what `check` says, as an object; `seed` chooses the numbers of the calls."""
    if not isinstance(name, str):
        raise TypeError(f"name: needs the name of a task, a string; got {type(name).__name__}")
    if name not in TASKS:
        near = get_close_matches(name, TASKS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(TASKS)}"
        raise ValueError(f"name: needs the name of a task, {hint}; got {name!r}")
    task = TASKS[name]
    if not callable(answer):
        got = f"got {type(answer).__name__}, which cannot be called"
        return Verdict(False, f"Give check the function itself, as in check({name!r}, f); {got}.")
    cases = task.cases(seed)
    try:
        return judge(task, cases, outcome(answer, cases))
    except AnswerError as error:
        return Verdict(False, f"Not yet: called as {task.call}, {error}.")


def check(name: str, answer: Any, seed: int = 0) -> None:
    """Say whether a function does what the task of this name asks for, and if not, why."""
    words = verdict(name, answer, seed).words
    print(fill(words, _WIDTH, break_long_words=False, break_on_hyphens=False))
