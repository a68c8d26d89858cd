"""The still picture of an answer on trial: what is wrong in it, and which checks find out."""

from typing import Any, Final

from convviz import look
from convviz.mistakes import MISTAKES, Answer, answered, checks
from convviz.panel import Array, Panel, number, text
from convviz.still import framed

_GAP: Final = 56  # between the two gradients
_LINE: Final = 26  # from one line of words to the next


def trial_svg(x: Array, w: Array, dy: Array, mistake: str, **slid: Any) -> str:
    """The gradients of code with a mistake, the right numbers beside the wrong ones."""
    answer, right = (answered(name, x, w, dy, **slid) for name in (mistake, "none"))
    panels = [_panel(answer, right, name) for name in ("dx", "dw")]
    high = max(panel.size[0] for panel in panels)
    parts, left = [], 2.0
    for panel in panels:
        parts.append(panel.svg(left, 2))
        left += panel.size[1] + _GAP
    verdicts = checks(answer, right)
    lines = [
        f"Suppose the code {MISTAKES[mistake]}. {_bias(answer, right)}",
        *(f"{'✓ passes' if passes else '✗ fails'}: {words}" for passes, words in verdicts),
        _verdict(mistake, [passes for passes, _ in verdicts]),
    ]
    parts += [text(2, high + (n + 1) * _LINE, line, "text") for n, line in enumerate(lines)]
    wide = max(left - _GAP, max(map(len, lines)) * look.SIZE["m"] * 0.56)
    return framed(parts, wide + 4, high + (len(lines) + 1) * _LINE, " ".join(lines))


def _panel(answer: Answer, right: Answer, name: str) -> Panel:
    got, need, wrong = getattr(answer, name), getattr(right, name), answer.wrong(right)[name]
    marks = {at: f"→{number(need[at])}" if got.shape == need.shape else "" for at in wrong}
    return Panel(got, "gradient", f"Its {name}", lit=marks, struck=wrong)


def _bias(answer: Answer, right: Answer) -> str:
    instead = "" if answer.db == right.db else f", should be {number(right.db)}"
    return f"Its db is {number(answer.db)}{instead}."


def _verdict(mistake: str, passed: list[bool]) -> str:
    if mistake == "none":
        return "A right answer passes every check."
    if passed[-1]:
        return "On these numbers the mistake changes nothing: no check can see it."
    blind = sum(passed[:-1])
    miss = "misses" if blind == 1 else "miss"
    return f"{blind or 'None'} of the 3 quick checks {miss} this mistake."
