"""The formula sheet: every labelled equation of the chapters, what computes it, what checks it.

The formulas are those of the chapters' own pages; what checks them stands in `tests/chapters`,
and what computes them is what of `convlib` the check calls.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

PAGE = "reference/formulas"
CHAPTERS = "chapters/"
CHECKS = "tests/chapters"


@dataclass(frozen=True)
class Check:
    """The function that checks an equation, and the full names of what it calls of convlib."""

    function: str
    calls: tuple[str, ...]


def checks(module: Path) -> dict[str, Check]:
    """The checks of a module of `tests/chapters`, by the label of their equation."""
    tree = ast.parse(module.read_text("utf-8"))
    ours = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("convlib")
        for alias in node.names
    }
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found = {}
    for label, function in _entries(tree):
        names = dict.fromkeys(_calls(functions[function], functions, ours))
        found[label] = Check(function, tuple(names))
    return found


def _entries(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.AnnAssign(ast.Name("EQUATIONS"), value=ast.Dict(labels, entries)):
                for label, entry in zip(labels, entries, strict=True):
                    match label, entry:
                        case ast.Constant(str(name)), ast.Tuple([ast.Name(function), *_]):
                            yield name, function


def _calls(
    function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], ours: dict[str, str]
) -> Iterator[str]:
    """What a function and its helpers use of convlib, in order of appearance."""
    helpers = {name: found for name, found in functions.items() if found is not function}
    for node in ast.walk(function):
        match node:
            case ast.Attribute(ast.Name(module), name) if module in ours:
                yield f"{ours[module]}.{name}"
            case ast.Name(name) if name in ours and not ours[name].endswith((".cnn", ".kernels")):
                yield ours[name]
            case ast.Name(name) if name in helpers:
                yield from _calls(helpers[name], helpers, ours)


class Placeholder(nodes.General, nodes.Element):
    """Where the sheet will stand, once all chapters are read."""


class Formulas(SphinxDirective):
    """The directive `formulas`, which takes nothing."""

    def run(self) -> list[nodes.Node]:
        """Leave the place to the time when every chapter has been read."""
        return [Placeholder()]


class Fill(SphinxPostTransform):
    """Write the sheet, before its links are resolved."""

    default_priority = 5

    def run(self, **_: object) -> None:
        """Put the formulas of each chapter in the place, in the book's order."""
        for place in list(self.document.findall(Placeholder)):
            pages = [p for p in self.env.toctree_includes["intro"] if p.startswith(CHAPTERS)]
            place.replace_self([part for page in pages for part in self._chapter(page)])

    def _chapter(self, page: str) -> list[nodes.Node]:
        displays = self.env.get_doctree(page).findall(nodes.math_block)
        equations = [display for display in displays if display.get("label")]
        module = page[len(CHAPTERS) + len("NN-") :].replace("-", "_")
        known = checks(Path(self.env.srcdir) / CHECKS / f"{module}.py")
        address = self.app.builder.get_relative_uri(PAGE, page)
        title = nodes.reference("", self.env.titles[page].astext(), internal=True, refuri=address)
        lines = [_line(equation, known[equation["label"]]) for equation in equations]
        return [nodes.rubric("", "", title), *lines] if lines else []


def _line(equation: nodes.math_block, check: Check) -> nodes.container:
    formula = nodes.math_block("", equation.astext(), number=None, label=None, nowrap=False)
    by = nodes.paragraph()
    for name in check.calls:
        by += [_link("py", "obj", name, name.removeprefix("convlib.")), nodes.Text(" · ")]
    by += [nodes.Text("checked by "), nodes.literal("", check.function)]
    number = nodes.paragraph("", "", _link("math", "eq", equation["label"], equation["label"]))
    return nodes.container("", number, formula, by, classes=["cv-formula"])


def _link(domain: str, kind: str, target: str, text: str) -> addnodes.pending_xref:
    where = {"refdomain": domain, "reftype": kind, "reftarget": target, "refdoc": PAGE}
    return addnodes.pending_xref("", nodes.literal("", text), refwarn=True, **where)


def setup_formulas(app: Sphinx) -> None:
    """Give the book its formula sheet."""
    app.add_node(Placeholder)
    app.add_directive("formulas", Formulas)
    app.add_post_transform(Fill)
    app.connect("env-updated", lambda _, env: [PAGE] if PAGE in env.all_docs else [])
