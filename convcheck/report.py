"""What a marked class can read: a page for each student, and one of the class for the teacher."""

import html
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from convcheck.grade import Marked, Question

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark; --line: #d9dee7; --bar: #2563a8; }}
body {{ max-width: 45rem; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.6 system-ui, sans-serif; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ padding: .5rem .75rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.bar {{ height: .9rem; border-radius: 3px; background: var(--bar); }}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


def _page(path: Path, title: str, body: str) -> None:
    path.write_text(_PAGE.format(title=html.escape(title), body=body), encoding="utf-8")


def _row(cells: Iterable[str], tag: str = "td") -> str:
    return "<tr>" + "".join(cells).replace("<td", f"<{tag}").replace("</td", f"</{tag}") + "</tr>"


def _td(text: object, number: bool = False) -> str:
    kind = ' class="number"' if number else ""
    return f"<td{kind}>{html.escape(str(text))}</td>"


def student_page(
    folder: Path, place: int, assignment: str, asked: list[Question], row: Marked
) -> Path:
    """Write one student's page; its name is safe whatever the student is called."""
    safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in row.student)[:80]
    head = _row([_td("Task"), _td("Points", True), _td("In words")], "th")
    lines = [
        _row([_td(one.name), _td(f"{mark.points:g} of {one.points:g}", True), _td(mark.words)])
        for one, mark in zip(asked, row.marks, strict=True)
    ]
    most = sum(one.points for one in asked)
    total = f"<p><strong>{row.total:g} of {most:g} points.</strong></p>"
    path = folder / f"{place:03}-{safe}.html"
    table = f"<table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"
    _page(path, f"{assignment}: {row.student}", total + table)
    return path


def overview(path: Path, assignment: str, asked: list[Question], rows: list[Marked]) -> None:
    """Write the page of the class: how each task went, and which mistakes were made how often."""
    right = Counter(m.name for row in rows for m in row.marks if m.points)
    made = Counter((m.name, m.mistake) for row in rows for m in row.marks if m.mistake)
    tasks = "".join(
        _row(
            [
                _td(one.name),
                _td(f"{right[one.name]} of {len(rows)}", True),
                _bar(right[one.name], len(rows)),
            ]
        )
        for one in asked
    )
    mistakes = "".join(
        _row([_td(task), _td(name), _td(count, True), _bar(count, max(made.values()))])
        for (task, name), count in made.most_common()
    )
    body = "<h2>How each task went</h2><table>"
    body += _row([_td("Task"), _td("Right", True), _td("")], "th") + tasks + "</table>"
    body += "<h2>Which mistakes were made</h2>"
    if mistakes:
        head = _row([_td("Task"), _td("Mistake"), _td("Students", True), _td("")], "th")
        body += f"<table>{head}{mistakes}</table>"
    else:
        body += "<p>None that has a name.</p>"
    _page(path, f"{assignment}: the class", body)


def _bar(count: int, most: int) -> str:
    words, share = f"{count} of {most}", 100 * count / most if most else 0
    bar = f'<div class="bar" role="img" aria-label="{words}" style="width: {share:.0f}%"></div>'
    return f'<td style="width: 30%">{bar}</td>'


def write(out: Path, assignment: str, asked: list[Question], rows: list[Marked]) -> Path:
    """Write every page beside the table, and return the class's."""
    folder = out.with_name(f"{out.stem}-feedback")
    folder.mkdir(exist_ok=True)
    for place, row in enumerate(rows, 1):
        student_page(folder, place, assignment, asked, row)
    page = out.with_name(f"{out.stem}-overview.html")
    overview(page, assignment, asked, rows)
    return page
