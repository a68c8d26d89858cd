"""The source of an `ask` directive, split into its question and its answers.

An answer is `[x] 19 := expression` (right) or `[ ] 5 := expression` (not right), and below it
its words, indented after a colon. The expression is optional; evaluated, it must equal what is
written. `[ ] *` answers every number that is not listed. An expression that calls
`mistaken(task, name)` gives the answer that name, and the bank's own words where it has none.
"""

import re
from dataclasses import dataclass, field

from convcheck.task import Mistake

_MARKUP = re.compile(r"[\\`*_\[\]$<>]")
_HEAD = re.compile(r"\[(?P<mark>[ xX])\]\s+(?P<said>.*?)(?:\s+:=\s*(?P<expression>.*?))?\s*$")


@dataclass
class Answer:
    """One listed answer. Lines count from the first line of the directive's body."""

    right: bool
    said: str
    expression: str | None
    line: int
    words: list[str] = field(default_factory=list)
    mistake: Mistake | None = None
    count: int | None = None  # how many numbers the expression gave

    def told(self) -> list[str]:
        """The words, after the name of the mistake if there is one."""
        if not self.mistake:
            return self.words
        words = self.words if any(self.words) else [_MARKUP.sub(r"\\\g<0>", self.mistake.why)]
        return [f"**{self.mistake.title}.** {words[0]}", *words[1:]]


@dataclass(frozen=True)
class Problem:
    """What an author has to mend, and on which line of the body; -1 is the directive's own."""

    line: int
    text: str


def read(lines: list[str]) -> tuple[list[str], list[Answer], list[Problem]]:
    """Split the body into the question, its answers, and the problems of its form."""
    question: list[str] = []
    answers: list[Answer] = []
    problems = []
    for number, line in enumerate(lines):
        if head := _HEAD.match(line):
            right = head["mark"] != " "
            answers.append(Answer(right, head["said"], head["expression"], number))
        elif not answers:
            question.append(line)
        elif not answers[-1].words and not line.startswith(":"):
            if line.strip():
                text = "the words of an answer begin with a colon on the line below it"
                problems.append(Problem(number, f"{text}; here is {line!r}"))
        elif answers[-1].words and not answers[-1].words[-1] and line[:1].strip():
            problems.append(Problem(number, f"{line!r} follows the answers; put it above them"))
        else:
            answers[-1].words.append(line.rstrip())
    for answer in answers:
        answer.words = _dedent(answer.words)
    return question, answers, problems


def _dedent(words: list[str]) -> list[str]:
    """Take away the colon and the indent that it sets."""
    if not words:
        return []
    lines = [" " + words[0][1:], *words[1:]]
    indent = len(lines[0]) - len(lines[0].lstrip())
    return [line[min(indent, len(line) - len(line.lstrip())) :] for line in lines]
