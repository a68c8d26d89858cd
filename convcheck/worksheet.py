"""An assignment on paper: the hand-out as a page to print, and its answer keys apart."""

import html
from collections.abc import Sequence

from markdown_it import MarkdownIt

from convcheck.source import BLANK, WORDS, Assignment, Cell

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark; --line: light-dark(#d9dee7, #323a47);
  --quiet: light-dark(#5b6472, #9aa4b2); --key: light-dark(#1d7a4f, #6fd0a0); }}
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: light-dark(#1c2230, #e6e9ef);
  background: light-dark(#fff, #14181f); font: 16px/1.6 system-ui, sans-serif; }}
h2 {{ margin: 2rem 0 .5rem; font-size: 1.25rem; }}
pre, code {{ font: 14px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
pre {{ margin: .25rem 0 .75rem; padding: .6rem 1rem; border: 1px solid var(--line);
  border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }}
.name {{ display: flex; gap: 2rem; }}
.name span {{ flex: 2; border-bottom: 1px solid; }}
.name span:last-child {{ flex: 1; }}
.points {{ margin: 1rem 0 0; text-align: right; color: var(--quiet); font-size: .875rem; }}
.answer {{ margin: .25rem 0 1.5rem; padding: .25rem .75rem; border: 1px dashed var(--quiet);
  border-radius: 6px; color: var(--quiet); font-size: .875rem; }}
.answer code {{ font-size: inherit; }}
.key {{ margin: .25rem 0 1rem; padding-left: .9rem; border-left: 3px solid var(--key); }}
.key::before {{ content: "Answer"; color: var(--key); font-size: .875rem; }}
table {{ border-collapse: collapse; }}
td, th {{ padding: .3rem .7rem; border: 1px solid var(--line); text-align: left; }}
@media print {{
  html {{ color-scheme: light; }}
  body {{ margin: 0; padding: 0; max-width: none; font-size: 11pt; }}
  pre, code {{ font-size: 9.5pt; }}
  p, pre, .answer, .key, tr {{ break-inside: avoid; }}
  h2, h3, .points, :is(p, pre):has(+ .points, + .answer, + .key) {{ break-after: avoid; }}
}}
</style></head><body><main>{head}{body}</main></body></html>
"""


def page(assignment: Assignment, solved: bool) -> str:
    """Return the worksheet, or with `solved` its answer key, as one page without outside parts."""
    cells = (cell for cell in assignment.cells if cell.on_paper)
    title = html.escape(assignment.title)
    if solved:
        body = "".join(map(_key, cells))
        return _PAGE.format(title=f"{title}: answer key", head="<p>Answer key</p>", body=body)
    name = html.escape(assignment.student)
    head = f'<p class="name"><span>Name: {name}</span><span>Date:</span></p>'
    return _PAGE.format(title=title, head=head, body="".join(map(_asked, cells)))


def own_key(assignments: Sequence[Assignment]) -> str:
    """Return a page with what each student of a class finds by hand from numbers of their own."""
    head = "".join(f"<th><code>{name}</code></th>" for name in assignments[0].by_hand)
    rows = "".join(
        f"<tr><th>{html.escape(one.student)}</th>"
        + "".join(f"<td><code>{value}</code></td>" for value in one.by_hand.values())
        + "</tr>"
        for one in assignments
    )
    title = html.escape(f"{assignments[0].title}: answers found by hand")
    table = f"<table><thead><tr><th>Student</th>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return _PAGE.format(title=title, head=f"<h1>{title}</h1>", body=table)


def _asked(cell: Cell) -> str:
    """A cell as the student has it, with room to write."""
    if cell.kind == "markdown":
        return _room("") if cell.text == WORDS else _prose(cell.text)
    if not cell.question:
        return _code(cell.text)
    if "case" in cell.question:
        return _points(cell) + _room(f"<code>{html.escape(cell.question['name'])} =</code>", 2)
    given = [line for line in cell.text.split("\n") if BLANK not in line]
    lines = len(cell.solution.split("\n")) - len(given)
    return _points(cell) + _code("\n".join(given)) + _room(BLANK, max(4, lines))


def _key(cell: Cell) -> str:
    """A cell as the teacher has it, the answers marked."""
    if cell.kind == "markdown":
        words = f'<div class="key">{_prose(cell.solution)}</div>'
        return words if cell.text == WORDS else _prose(cell.text)
    if not cell.question:
        return _code(cell.solution)
    return f'{_points(cell)}<div class="key">{_code(cell.solution)}</div>'


def _prose(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _code(text: str) -> str:
    return f"<pre>{html.escape(text.strip())}</pre>" if text.strip() else ""


def _points(cell: Cell) -> str:
    points = (cell.question or {})["points"]
    return f'<p class="points">{points:g} {"point" if points == 1 else "points"}</p>'


def _room(words: str, lines: int = 4) -> str:
    """Room to write so many lines by hand, with a margin for other ways to say it."""
    return f'<div class="answer" style="min-height: {2 * (lines + 1)}rem">{words}</div>'
