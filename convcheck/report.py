"""What a marked class can read: a table, a page for each student, and one of the class."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from convcheck import markup
from convcheck.bank import TASKS
from convcheck.marks import Marked, Marking, Question
from convcheck.students import safe, sign


def write(out: Path, assignment: str, marking: Marking, rows: Sequence[Marked]) -> Path:
    """Write the table and every page beside it; return the class's page."""
    write_table(out, marking, rows)
    folder = out.with_name(f"{out.stem}-feedback")
    folder.mkdir(exist_ok=True)
    pages = {row.student: folder / name for row, name in zip(rows, _names(rows), strict=True)}
    for row in rows:
        title = f"{assignment}: {row.student}"
        pages[row.student].write_text(markup.page(title, _student(marking, row)), encoding="utf-8")
    links = {name: quote(f"{folder.name}/{page.name}") for name, page in pages.items()}
    page = out.with_name(f"{out.stem}-overview.html")
    page.write_text(markup.page(f"{assignment}: the class", _class(marking, rows, links)), "utf-8")
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
    head = markup.row(
        markup.td("Task"), markup.td("Points", "number"), markup.td("In words"), tag="th"
    )
    lines = [
        markup.row(
            markup.td(one.name),
            markup.td(f"{mark.points:g} of {one.points:g}", "number"),
            markup.td(mark.words),
        )
        for one, mark in zip(marking.asked, row.marks, strict=True)
    ]
    total = f"<p><strong>{row.total:g} of {marking.most:g} points.</strong></p>"
    return total + markup.table(head, lines)


def _class(marking: Marking, rows: Sequence[Marked], links: dict[str, str]) -> str:
    """Which mistakes were made how often, how each task went, and each student's points."""
    mean = sum(row.total for row in rows) / len(rows) if rows else 0
    students = "1 student" if len(rows) == 1 else f"{len(rows)} students"
    body = f"<p>{students}, on average {mean:.1f} of {marking.most:g} points.</p>"
    there = {sign(row.student) for row in rows}
    if absent := [name for name in marking.own if sign(name) not in there]:
        body += f"<p>Nothing from: {markup.text(', '.join(absent))}.</p>"
    body += "<h2>Which mistakes were made</h2>" + _mistakes(marking.asked, rows)
    body += "<h2>How each task went</h2>" + _tasks(marking.asked, rows)
    return body + "<h2>Each student</h2>" + _students(marking, rows, links)


def _mistakes(asked: Sequence[Question], rows: Sequence[Marked]) -> str:
    made = Counter((m.name, m.mistake) for row in rows for m in row.marks if m.mistake)
    if not made:
        return "<p>None that has a name.</p>"
    tasks = {one.name: TASKS[one.task] for one in asked}
    head = markup.row(
        markup.td("Mistake"), markup.td("Students", "number"), markup.td("", "bars"), tag="th"
    )
    lines = []
    for (task, name), count in made.most_common():
        advice = next(one.advice for one in tasks[task].mistakes if one.name == name)
        what = f"<strong>{markup.text(name)}</strong> in {markup.text(task)}"
        cell = f'<td>{what}<br><span class="quiet">{markup.text(advice)}</span></td>'
        words = f"{count} of {len(rows)}"
        lines.append(
            markup.row(cell, markup.td(count, "number"), markup.bars(words, len(rows), named=count))
        )
    return markup.table(head, lines)


def _tasks(asked: Sequence[Question], rows: Sequence[Marked]) -> str:
    head = [markup.td("Task"), markup.td("Right", "number"), markup.td("Named mistake", "number")]
    lines = []
    for place, one in enumerate(asked):
        marks = [row.marks[place] for row in rows]
        right, named = sum(m.points > 0 for m in marks), sum(bool(m.mistake) for m in marks)
        other = len(marks) - right - named
        words = f"{right} right, {named} with a mistake that has a name, {other} others"
        bars = markup.bars(words, len(marks), right=right, named=named, other=other)
        numbers = [markup.td(count, "number") for count in (right, named, other)]
        lines.append(markup.row(markup.td(one.name), *numbers, bars))
    return markup.table(
        markup.row(*head, markup.td("Other", "number"), markup.td("", "bars"), tag="th"), lines
    )


def _students(marking: Marking, rows: Sequence[Marked], links: dict[str, str]) -> str:
    head = markup.row(
        markup.td("Student"), markup.td("Points", "number"), markup.td("", "bars"), tag="th"
    )
    lines = []
    for row in rows:
        name = (
            f'<td><a href="{markup.text(links[row.student])}">{markup.text(row.student)}</a></td>'
        )
        words = f"{row.total:g} of {marking.most:g}"
        lines.append(
            markup.row(
                name, markup.td(words, "number"), markup.bars(words, marking.most, right=row.total)
            )
        )
    return markup.table(head, lines)
