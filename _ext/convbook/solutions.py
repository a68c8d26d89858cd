"""Solutions wait in a `<details>`: it opens by click and by keyboard, and needs no script."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx_exercise.nodes import solution_node

from .ask_nodes import ask_element

_SHARED = ("exercise-content", "solution-content")


def _fold(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for solution in list(doctree.findall(solution_node)):
        title, *rest = solution.children
        summary = ask_element.make("summary", nodes.Text(title.astext()))
        details = ask_element.make("details", summary, *rest, classes=["cv-solution"])
        details["ids"] = solution["ids"]
        solution.replace_self(details)


def _free_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    # sphinx-exercise gives the inside of every exercise and every solution the same id.
    for section in doctree.findall(nodes.section):
        section["ids"] = [i for i in section["ids"] if i not in _SHARED]


def setup_solutions(app: Sphinx) -> None:
    """Fold the solutions of every page, once their titles are known."""
    app.connect("doctree-resolved", _fold)
    app.connect("doctree-resolved", _free_ids)
