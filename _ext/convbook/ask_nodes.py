"""How an `ask` is written: HTML elements around ordinary nodes, and the answers for print."""

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

_SCREEN_ONLY = ("details", "template")  # other formats have the answers at the end


class ask_element(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes so)
    """One HTML element around ordinary nodes; other formats see only what is inside."""

    @classmethod
    def make(
        cls, element: str, *children: nodes.Node, classes: Iterable[str] = (), **attributes: str
    ) -> "ask_element":
        """`<element class="…" …>` around `children`; `data_right` is written `data-right`."""
        return cls("", *children, element=element, classes=list(classes), attributes=attributes)

    @property
    def element(self) -> str:
        """The name of the HTML element."""
        return str(self["element"])


def _open_html(writer: Any, node: ask_element) -> None:
    named = {key.replace("_", "-"): value for key, value in node["attributes"].items()}
    writer.body.append(writer.starttag(node, node["element"], "", **named))


def _close_html(writer: Any, node: ask_element) -> None:
    writer.body.append(f"</{node['element']}>\n")


def _open_other(writer: Any, node: ask_element) -> None:
    if node["element"] in _SCREEN_ONLY:
        raise nodes.SkipNode


def _close_other(writer: Any, node: ask_element) -> None:
    pass


def _add_answers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the right answers of all questions at the page's end, for print and other formats."""
    end = ask_element.make("section", nodes.rubric("", "Answers"), classes=["cv-answers"])
    for ask in doctree.findall(ask_element):
        if "cv-ask" in ask["classes"]:
            details = next(n for n in ask.findall(ask_element) if n["element"] == "details")
            end += [node.deepcopy() for node in (ask.children[0], *details.children[1:])]
    if len(end) == 1:
        return
    for node in end.findall(nodes.Element):
        node["ids"] = []
        if isinstance(node, nodes.math_block):
            node["number"] = None  # the number and its link belong to the first copy
    doctree += end


def setup_nodes(app: Sphinx) -> None:
    """Let Sphinx write the elements, and collect the answers of each page."""
    other = (_open_other, _close_other)
    html = (_open_html, _close_html)
    app.add_node(ask_element, html=html, latex=other, text=other, man=other, texinfo=other)
    app.connect("doctree-resolved", _add_answers)
