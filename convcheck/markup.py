"""The pages of a marked class as HTML: the style sheet, tables and bars."""

import html
from collections.abc import Iterable

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
td:first-child {{ overflow-wrap: anywhere; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
td.number {{ white-space: nowrap; }}
.quiet {{ color: var(--quiet); }}
.bars {{ width: 34%; min-width: 7rem; }}
.bars div {{ display: flex; }}
.bar {{ height: .8rem; margin-top: .4rem; background: var(--other);
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
.bar.right {{ background: var(--right); }}
.bar.named {{ background: var(--named); }}
@media (max-width: 30rem) {{ td, th {{ padding-right: .5rem; }}
  .bars {{ width: 20%; min-width: 3.5rem; }} }}
@media print {{ html {{ color-scheme: light; }}
  body {{ margin: 0; max-width: none; font-size: 11pt; }}
  tr {{ break-inside: avoid; }} h2 {{ break-after: avoid; }} }}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


def page(title: str, body: str) -> str:
    """Return a whole page without outside parts."""
    return _PAGE.format(title=text(title), body=body)


def table(head: str, lines: Iterable[str]) -> str:
    """Rows below a head."""
    return f"<table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"


def row(*cells: str, tag: str = "td") -> str:
    """Cells of one row; `th` for the head's."""
    return "<tr>" + "".join(cells).replace("<td", f"<{tag}").replace("</td", f"</{tag}") + "</tr>"


def text(value: object) -> str:
    """A value as text that is no markup."""
    return html.escape(str(value))


def td(value: object, kind: str = "") -> str:
    """One cell, of the kind that the style sheet names."""
    return f'<td class="{kind}">{text(value)}</td>' if kind else f"<td>{text(value)}</td>"


def bars(words: str, whole: float, **parts: float) -> str:
    """One bar of several parts, each as long as its share of the whole."""
    drawn = "".join(
        f'<span class="bar {kind}" style="width: {100 * part / whole:.1f}%"></span>'
        for kind, part in parts.items()
        if part and whole
    )
    return f'<td class="bars"><div role="img" aria-label="{text(words)}">{drawn}</div></td>'
