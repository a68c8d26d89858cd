"""What an `ask` directive promises: the rules of its form, and numbers that are computed."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

import convlib
from convcheck import TASKS
from convcheck.task import Function, Mistake

from .ask_numbers import close, numbers, values
from .ask_source import Answer, Problem


def check(answers: list[Answer], number: bool, tolerance: float) -> Iterator[Problem]:
    """What breaks a rule of the directive."""
    right = [a for a in answers if a.right]
    if not right:
        yield Problem(-1, "no answer is marked right; mark one with [x]")
    for answer in answers:
        if not any(answer.told()):
            yield Problem(answer.line, f"the answer {answer.said!r} has no words of its own")
    yield from _check_numbers(answers, tolerance) if number else _check_choices(answers)


def _check_choices(answers: list[Answer]) -> Iterator[Problem]:
    right = [a for a in answers if a.right]
    if len(answers) < 2:
        yield Problem(-1, f"a choice needs at least two answers, and has {len(answers)}")
    if len(right) > 1:
        yield Problem(right[1].line, f"a choice has one right answer; {len(right)} are marked [x]")
    for i, answer in enumerate(answers):
        if answer.said == "*":
            yield Problem(answer.line, "[ ] * is for numbers; here every choice has its own words")
        if answer.said in [a.said for a in answers[:i]]:
            yield Problem(answer.line, f"the answer {answer.said!r} is listed twice")


def _check_numbers(answers: list[Answer], tolerance: float) -> Iterator[Problem]:
    others = [a for a in answers if a.said == "*"]
    if len(others) != 1 or others[0].right:
        found = "marked right" if any(a.right for a in others) else f"there {len(others)} times"
        yield Problem(-1, f"a number needs [ ] * once, to answer any other number; it is {found}")
    seen: list[list[float]] = []
    for answer in (a for a in answers if a.said != "*"):
        value = values(answer)
        if value is None:
            yield Problem(answer.line, f"{answer.said!r} is not a number")
        elif any(close(value, old, tolerance) for old in seen):
            yield Problem(answer.line, f"the answer {answer.said!r} is listed twice")
        else:
            seen.append(value)


def prove(answers: list[Answer], given: str, tolerance: float) -> Iterator[Problem]:
    """Evaluate each expression, and tell where it does not give what is written.

    An answer whose expression asks for a mistake of the bank becomes that mistake's.
    """
    if not any(a.expression for a in answers):
        return
    asked: list[Mistake] = []
    names: dict[str, Any] = {name: getattr(convlib, name) for name in convlib.__all__}
    names |= {"np": np, "mistaken": lambda task, name: _mistaken(task, name, asked)}
    try:
        exec(given, names)
    except Exception as error:  # whatever the author's code raises is the author's to read
        yield Problem(-1, f":given: {given!r} raises {type(error).__name__}: {error}")
        return
    for answer in answers:
        if answer.expression is None:
            continue
        asked.clear()
        try:
            computed = eval(answer.expression, names)
        except Exception as error:
            what = f"{answer.expression!r} raises {type(error).__name__}: {error}"
            yield Problem(answer.line, f"the proof of {answer.said!r} fails: {what}")
            continue
        answer.mistake = asked[0] if asked else None
        got = _floats(computed)
        answer.count = len(got) if got else None
        if not _same(computed, got, answer, tolerance):
            text = f"{answer.said!r} is written, but {answer.expression!r} gives {computed!r}"
            yield Problem(answer.line, text)


def _mistaken(task: str, name: str, asked: list[Mistake]) -> Function:
    """The wrong function of this task and name, which is put down as asked for."""
    if task not in TASKS:
        raise ValueError(f"there is no task {task!r}")
    found = [mistake for mistake in TASKS[task].mistakes if mistake.name == name]
    if not found:
        named = ", ".join(mistake.name for mistake in TASKS[task].mistakes)
        raise ValueError(f"{task} knows no mistake {name!r}, but {named}")
    asked += found
    return found[0].function


def _floats(computed: object) -> list[float] | None:
    try:
        found: list[float] = np.asarray(computed, dtype=float).ravel().tolist()
    except (TypeError, ValueError):
        return None
    return found


def _same(computed: object, got: list[float] | None, answer: Answer, tolerance: float) -> bool:
    plain = re.sub(r"[$`]", "", answer.said).replace(r"\times", "×").strip()
    wanted = numbers(plain, answer.count)
    if wanted is None:
        return str(computed) == plain
    return got is not None and close(got, wanted, tolerance)
