"""The front as its two hosts want it: one classic script for the pages, one module for anywidget.

The sources in `web/` are plain ES modules that import by name from one another and from nowhere
else; four among them are made from Python's tables. Joined, each becomes a function that returns
its exports, called after those it imports.
"""

import json
import re
from functools import cache
from pathlib import Path

from convviz import look, presets
from convviz.layers import LAYERS
from convviz.limits import LIMITS
from convviz.samples import SAMPLES

_TABLES = (
    ("limits", "LIMITS", LIMITS),
    ("layers", "LAYERS", LAYERS),
    ("samples", "SAMPLES", SAMPLES),
    ("kernels", "PRESETS", presets.for_front()),
)
_HOME = Path(__file__).with_name("web")
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:const|function|async function) (\w+))", re.M)


def _scoped(name: str, text: str) -> str:
    """One module as a constant that holds its exports."""
    exports = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = \2Module;", text))
    return f"const {name}Module = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


@cache
def modules() -> str:
    """All modules in order of need, and `kinds`, the table of widget kinds by name."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(_HOME.glob("*.js"))}
    for name, constant, table in _TABLES:
        texts[name] = f"export const {constant} = {json.dumps(table)};\n"
    done: dict[str, str] = {}

    def visit(name: str) -> None:
        if name in done:
            return
        for _, needed in _IMPORT.findall(texts[name]):
            visit(needed)
        done[name] = _scoped(name, texts[name])

    for name in texts:
        visit(name)
    kinds = [name for name, text in texts.items() if "kind" in _EXPORT.findall(text)]
    entries = ", ".join(f"{name}: {name}Module.kind" for name in kinds)
    return "".join(done.values()) + f"const kinds = {{ {entries} }};\n"


def bundle() -> str:
    """The classic script that brings every `<conv-widget>` of a page to life."""
    # A page opened from a folder may run no module scripts, so this is none.
    return f'"use strict";\n(() => {{\n{modules()}hostModule.defineElement(kinds);\n}})();\n'


def module() -> str:
    """The ES module that anywidget loads."""
    return (
        f"{modules()}export default {{ render: (live) => hostModule.renderLive(kinds, live) }};\n"
    )


def css() -> str:
    """The widgets' style sheet: palette and sizes, what all widgets share, then each kind's own."""
    shared = _HOME / "widget.css"
    own = sorted(set(_HOME.glob("*.css")) - {shared})
    return "\n".join([look.css(), *(path.read_text("utf-8") for path in [shared, *own])])
