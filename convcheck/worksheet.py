"""An assignment on paper: the hand-out as a page to print, and its answer key apart."""

import html

from markdown_it import MarkdownIt

from convcheck.source import Assignment, Cell

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.6 system-ui, sans-serif; }}
pre, code {{ font: 14px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
pre {{ padding: .75rem 1rem; border: 1px solid #8886; border-radius: 6px; overflow-x: auto; }}
.answer {{ height: 7rem; margin: .5rem 0 1.5rem; border: 1px dashed #888; border-radius: 6px; }}
.answer.short {{ height: 2.5rem; }}
.points {{ float: right; color: GrayText; }}
table {{ border-collapse: collapse; }}
td, th {{ padding: .3rem .7rem; border: 1px solid #8886; }}
@media print {{
  body {{ margin: 0; max-width: none; font-size: 11pt; }}
  pre, .answer {{ break-inside: avoid; }}
  h2, h3 {{ break-after: avoid; }}
}}
</style></head><body><main>{head}{body}</main></body></html>
"""
_NAME = "<p>Name: ______________________________&nbsp;&nbsp; Date: ____________</p>"


def page(assignment: Assignment, solved: bool) -> str:
    """Return the worksheet, or with `solved` its answer key, as one page without outside parts."""
    body = "".join(_cell(cell, solved) for cell in assignment.cells)
    title = f"{assignment.title}: answer key" if solved else assignment.title
    return _PAGE.format(title=html.escape(title), head="" if solved else _NAME, body=body)


def _cell(cell: Cell, solved: bool) -> str:
    text = (cell.solution if solved else cell.text).strip("\n")
    if not text:
        return ""
    if cell.kind == "markdown":
        return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
    code = f"<pre>{html.escape(text)}</pre>"
    if not cell.question:
        return code
    points = f'<span class="points">{cell.question["points"]} points</span>'
    if solved:
        return points + code
    if "case" in cell.question:
        name = html.escape(cell.question["name"])
        return f'{points}<p><code>{name} =</code></p><div class="answer short"></div>'
    return f'{points}{code}<div class="answer"></div>'
