"""What a marked class can read: a table, a page for each student, and one of the class."""

import csv
import html
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from convcheck.bank import TASKS
from convcheck.marks import Marked, Marking, Question
from convcheck.students import safe, sign

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark; --ink: light-dark(#1c2230, #e6e9ef);
  --quiet: light-dark(#5b6472, #9aa4b2); --line: light-dark(#d9dee7, #323a47);
  --right: light-dark(#1d7a4f, #6fd0a0); --named: light-dark(#b3510a, #f0a463);
  --other: light-dark(#8a93a3, #737d8c); }}
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink);
  background: light-dark(#fff, #14181f); font: 16px/1.6 system-ui, sans-serif; }}
h2 {{ margin: 2.5rem 0 .5rem; font-size: 1.25rem; }}
a {{ color: light-dark(#2563a8, #7fb4ee); }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }}
th {{ color: var(--quiet); font-weight: normal; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.quiet {{ color: var(--quiet); }}
.bars {{ width: 34%; min-width: 7rem; }}
.bars div {{ display: flex; }}
.bar {{ height: .8rem; margin-top: .4rem; background: var(--other);
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
.bar.right {{ background: var(--right); }}
.bar.named {{ background: var(--named); }}
@media print {{ html {{ color-scheme: light; }}
  body {{ margin: 0; max-width: none; font-size: 11pt; }}
  tr {{ break-inside: avoid; }} h2 {{ break-after: avoid; }} }}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


def write(out: Path, assignment: str, marking: Marking, rows: Sequence[Marked]) -> Path:
    """Write the table and every page beside it; return the class's page."""
    write_table(out, marking, rows)
    folder = out.with_name(f"{out.stem}-feedback")
    folder.mkdir(exist_ok=True)
    pages = {row.student: folder / name for row, name in zip(rows, _names(rows), strict=True)}
    for row in rows:
        title = f"{assignment}: {row.student}"
        pages[row.student].write_text(_page(title, _student(marking, row)), encoding="utf-8")
    links = {name: quote(f"{folder.name}/{page.name}") for name, page in pages.items()}
    page = out.with_name(f"{out.stem}-overview.html")
    page.write_text(_page(f"{assignment}: the class", _class(marking, rows, links)), "utf-8")
    return page


def write_table(out: Path, marking: Marking, rows: Iterable[Marked]) -> None:
    """Write the CSV beside its place and move it there, so that it is never half a table."""
    beside = out.with_name(f".{out.name}.new")
    with beside.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        names = [one.name for one in marking.asked]
        table.writerow(["student", *names, "total", "max", "mistakes"])
        for row in rows:
            points = [f"{mark.points:g}" for mark in row.marks]
            named = "; ".join(f"{one.name}: {one.mistake}" for one in row.marks if one.mistake)
            sums = [f"{row.total:g}", f"{marking.most:g}"]
            table.writerow([_cell(row.student), *points, *sums, named])
    beside.replace(out)


def _cell(text: str) -> str:
    """A name as a spreadsheet shows it: one that begins like a formula would be run."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _names(rows: Iterable[Marked]) -> list[str]:
    """A file name for each student, the same however many others there are."""
    names, seen = [], Counter[str]()
    for row in rows:
        seen[sign(row.student)] += 1
        again = seen[sign(row.student)]
        names.append(f"{safe(row.student)}{f' ({again})' if again > 1 else ''}.html")
    return names


def _student(marking: Marking, row: Marked) -> str:
    head = _row(_td("Task"), _td("Points", "number"), _td("In words"), tag="th")
    lines = [
        _row(_td(one.name), _td(f"{mark.points:g} of {one.points:g}", "number"), _td(mark.words))
        for one, mark in zip(marking.asked, row.marks, strict=True)
    ]
    total = f"<p><strong>{row.total:g} of {marking.most:g} points.</strong></p>"
    return total + _table(head, lines)


def _class(marking: Marking, rows: Sequence[Marked], links: dict[str, str]) -> str:
    """Which mistakes were made how often, how each task went, and each student's points."""
    mean = sum(row.total for row in rows) / len(rows) if rows else 0
    students = "1 student" if len(rows) == 1 else f"{len(rows)} students"
    body = f"<p>{students}, on average {mean:.1f} of {marking.most:g} points.</p>"
    there = {sign(row.student) for row in rows}
    if absent := [name for name in marking.own if sign(name) not in there]:
        body += f"<p>Nothing from: {html.escape(', '.join(absent))}.</p>"
    body += "<h2>Which mistakes were made</h2>" + _mistakes(marking.asked, rows)
    body += "<h2>How each task went</h2>" + _tasks(marking.asked, rows)
    return body + "<h2>Each student</h2>" + _students(marking, rows, links)


def _mistakes(asked: Sequence[Question], rows: Sequence[Marked]) -> str:
    made = Counter((m.name, m.mistake) for row in rows for m in row.marks if m.mistake)
    if not made:
        return "<p>None that has a name.</p>"
    tasks = {one.name: TASKS[one.task] for one in asked}
    head = _row(_td("Mistake"), _td("Students", "number"), _td("", "bars"), tag="th")
    lines = []
    for (task, name), count in made.most_common():
        advice = next(one.advice for one in tasks[task].mistakes if one.name == name)
        what = f"<strong>{_text(name)}</strong> in {_text(task)}"
        cell = f'<td>{what}<br><span class="quiet">{_text(advice)}</span></td>'
        words = f"{count} of {len(rows)}"
        lines.append(_row(cell, _td(count, "number"), _bars(words, len(rows), named=count)))
    return _table(head, lines)


def _tasks(asked: Sequence[Question], rows: Sequence[Marked]) -> str:
    head = [_td("Task"), _td("Right", "number"), _td("Named mistake", "number")]
    lines = []
    for place, one in enumerate(asked):
        marks = [row.marks[place] for row in rows]
        right, named = sum(m.points > 0 for m in marks), sum(bool(m.mistake) for m in marks)
        other = len(marks) - right - named
        words = f"{right} right, {named} with a mistake that has a name, {other} others"
        bars = _bars(words, len(marks), right=right, named=named, other=other)
        numbers = [_td(count, "number") for count in (right, named, other)]
        lines.append(_row(_td(one.name), *numbers, bars))
    return _table(_row(*head, _td("Other", "number"), _td("", "bars"), tag="th"), lines)


def _students(marking: Marking, rows: Sequence[Marked], links: dict[str, str]) -> str:
    head = _row(_td("Student"), _td("Points", "number"), _td("", "bars"), tag="th")
    lines = []
    for row in rows:
        name = f'<td><a href="{_text(links[row.student])}">{_text(row.student)}</a></td>'
        words = f"{row.total:g} of {marking.most:g}"
        lines.append(_row(name, _td(words, "number"), _bars(words, marking.most, right=row.total)))
    return _table(head, lines)


def _page(title: str, body: str) -> str:
    return _PAGE.format(title=_text(title), body=body)


def _table(head: str, lines: Iterable[str]) -> str:
    return f"<table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"


def _row(*cells: str, tag: str = "td") -> str:
    return "<tr>" + "".join(cells).replace("<td", f"<{tag}").replace("</td", f"</{tag}") + "</tr>"


def _text(value: object) -> str:
    return html.escape(str(value))


def _td(text: object, kind: str = "") -> str:
    return f'<td class="{kind}">{_text(text)}</td>' if kind else f"<td>{_text(text)}</td>"


def _bars(words: str, whole: float, **parts: float) -> str:
    """One bar of several parts, each as long as its share of the whole."""
    bars = "".join(
        f'<span class="bar {kind}" style="width: {100 * part / whole:.1f}%"></span>'
        for kind, part in parts.items()
        if part and whole
    )
    return f'<td class="bars"><div role="img" aria-label="{_text(words)}">{bars}</div></td>'
