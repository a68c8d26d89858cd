"""The front as its two hosts want it: classic scripts for the pages, one module for anywidget.

The sources in `web/` are plain ES modules that import by name from one another and from nowhere
else; five among them are made from Python's tables. Joined, each becomes a function that returns
its exports, called after those it imports.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from convviz import look, presets
from convviz.layers import LAYERS
from convviz.limits import LIMITS
from convviz.mistakes import MISTAKES
from convviz.samples import SAMPLES

_TABLES = (
    ("limits", "LIMITS", LIMITS),
    ("layers", "LAYERS", LAYERS),
    ("mistakes", "MISTAKES", MISTAKES),
    ("samples", "SAMPLES", SAMPLES),
    ("kernels", "PRESETS", presets.for_front()),
)
_HOME = Path(__file__).with_name("web")
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.M)
_DEFINE = "modules.host.defineElement(modules.kinds);\n"
_EXPORT = re.compile(r"^export (?=(?:const|function|async function) (\w+))", re.M)


def _scoped(name: str, text: str) -> str:
    """One module as a function called at once, whose exports stand in the table `modules`."""
    exports = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = modules.\2;", text))
    return f"modules.{name} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


@cache
def _texts() -> dict[str, str]:
    """Every module by name, as it is written."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(_HOME.glob("*.js"))}
    for name, constant, table in _TABLES:
        texts[name] = f"export const {constant} = {json.dumps(table)};\n"
    return texts


@cache
def _needs(*names: str) -> list[str]:
    """The modules of these names and all that they import, in order of need."""
    done: list[str] = []

    def visit(name: str) -> None:
        for _, needed in _IMPORT.findall(_texts()[name]):
            visit(needed)
        if name not in done:
            done.append(name)

    for name in names:
        visit(name)
    return done


@cache
def kinds() -> list[str]:
    """The kinds of widgets: the modules that export one."""
    return [name for name, text in _texts().items() if "kind" in _EXPORT.findall(text)]


def _joined(names: Iterable[str], known: Iterable[str]) -> str:
    """These modules, and `known` kinds entered into the table of kinds."""
    parts = [_scoped(name, _texts()[name]) for name in names]
    entries = [f"modules.kinds.{kind} = modules.{kind}.kind;\n" for kind in known]
    return "".join([*parts, *entries])


def modules() -> str:
    """All modules in order of need, in the table `modules`, which has the `kinds` by name too."""
    return f"const modules = {{ kinds: {{}} }};\n{_joined(_needs('host', *kinds()), kinds())}"


def bundle() -> str:
    """The classic script that brings every `<conv-widget>` of a page to life."""
    # A page opened from a folder may run no module scripts, so this is none.
    return f'"use strict";\n(() => {{\n{modules()}{_DEFINE}}})();\n'


def scripts() -> dict[str, str]:
    """The same in parts: under "" what several kinds share, which goes first, then each kind."""
    uses = Counter(name for kind in kinds() for name in _needs(kind))
    shared = [n for n in _needs("host", *kinds()) if uses[n] > 1 or n in _needs("host")]
    table = "const modules = (globalThis.convviz = { kinds: {} });\n"
    parts = {"": f"{table}{_joined(shared, [])}{_DEFINE}"}
    for kind in kinds():
        own = [name for name in _needs(kind) if name not in shared]
        parts[kind] = f"const modules = globalThis.convviz;\n{_joined(own, [kind])}"
    return {kind: f'"use strict";\n(() => {{\n{text}}})();\n' for kind, text in parts.items()}


def module() -> str:
    """The ES module that anywidget loads."""
    render = "render: (live) => modules.host.renderLive(modules.kinds, live)"
    return f"{modules()}export default {{ {render} }};\n"


def styles() -> dict[str, str]:
    """The widgets' style sheets: under "" palette and what all share, then each kind's own."""
    own = {path.stem: path.read_text("utf-8") for path in sorted(_HOME.glob("*.css"))}
    return {"": f"{look.css()}\n{own.pop('widget')}"} | own


def css() -> str:
    """All of them as one."""
    return "\n".join(styles().values())
