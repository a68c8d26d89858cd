"""A chapter's nodes as the Markdown that Jupyter and Colab read: no directive, no role.

By then Sphinx has put in numbers, titles and citations, so nothing is left to look up. A kind of
node that is not known here is a warning, which ends the build.
"""

import re
from collections.abc import Callable, Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node

from .ask_nodes import ask_element
from .markdown_text import code, escaped, folded, item, quote

_LOG = logging.getLogger(__name__)
_UNSEEN = (addnodes.index, nodes.comment, nodes.raw, nodes.target)
_OPENING = re.compile(r"^(\d*)(?=[#>+=-]|(?<=\d)[.)](?:\s|$))")  # would begin another block


class Writer:
    """Writes nodes. `address` says where a link leads, or "", `number` what number a node has."""

    def __init__(
        self, address: Callable[[nodes.Element], str], number: Callable[[nodes.Element], str]
    ) -> None:
        self.address, self.number = address, number

    def blocks(self, children: Iterable[nodes.Node]) -> str:
        """Some blocks, with an empty line between each two."""
        return "\n\n".join(filter(None, map(self.block, children)))

    def block(self, node: nodes.Node) -> str:
        """One block, such as a paragraph, a list, an equation."""
        match node:
            case _ if isinstance(node, _UNSEEN):
                return ""
            case ask_element() if "cv-answers" in node["classes"]:
                return ""  # those at the end are for print: here each is with its question
            case nodes.paragraph():
                return _OPENING.sub(r"\1\\", self.line(node), 1)
            case nodes.title() | nodes.rubric():
                counted = node["title"] % self.number(node.parent) if "title" in node else ""
                return f"**{counted}{self.line(node)}**"
            case nodes.math_block():
                return self._equation(node)
            case nodes.literal_block():
                return f"```{node.get('language', '')}\n{node.astext()}\n```"
            case nodes.bullet_list() | nodes.enumerated_list():
                return self._list(node)
            case nodes.table():
                return self._table(node)
            case ask_element():
                return self._question(node) if "cv-ask" in node["classes"] else self._element(node)
            case nodes.container() | nodes.section() | exercise_node() | exercise_enumerable_node():
                return self.blocks(node.children)
            case nodes.block_quote() | nodes.Admonition():
                return quote(self.blocks(node.children))
            case nodes.citation():
                label, *told = node.children
                return f"\\[{self.line(label)}\\] {self.blocks(told)}"
        return self._other(node)

    def line(self, node: nodes.Node) -> str:
        """What stands within a line."""
        if isinstance(node, _UNSEEN):
            return ""
        inside = "".join(map(self.line, node.children))
        match node:
            case nodes.Text():
                return escaped(node.astext())
            case nodes.math():
                return f"${node.astext().strip()}$"
            case nodes.literal():
                return code(node.astext())
            case nodes.emphasis():
                return f"*{inside}*"
            case nodes.strong():
                return f"**{inside}**"
            case nodes.reference():
                address = self.address(node)
                return f"[{inside}]({address})" if address and inside else inside
            case nodes.TextElement() | ask_element():
                return inside
        return self._other(node)

    def _other(self, node: nodes.Node) -> str:
        _LOG.warning("a notebook has no way to write %s", type(node).__name__, location=node)
        return ""

    def _equation(self, node: nodes.math_block) -> str:
        tag = f" \\tag{{{self.number(node)}}}" if node.get("number") else ""
        source = node.astext().strip()
        # An environment of its own is display mathematics as it stands.
        return source if node.get("nowrap") else f"$$\n{source}{tag}\n$$"

    def _list(self, node: nodes.Element) -> str:
        first = node.get("start", 1) if isinstance(node, nodes.enumerated_list) else None
        marks = ["- " if first is None else f"{first + i}. " for i in range(len(node))]
        items = (self.blocks(entry.children) for entry in node.children)
        return "\n".join(item(text, mark) for text, mark in zip(items, marks, strict=True))

    def _table(self, node: nodes.table) -> str:
        rows = [
            [self.cell(entry) for entry in row.findall(nodes.entry)]
            for row in node.findall(nodes.row)
        ]
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([head, "|" + "---|" * len(rows[0]), *body])

    def cell(self, entry: nodes.entry) -> str:
        """One entry of a table, in one line; a bar in it must not end it."""
        entry = entry.deepcopy()
        for math in entry.findall(nodes.math):
            source = math.astext().replace(r"\|", r"\Vert ").replace("|", r"\vert ")
            math.children = [nodes.Text(source)]
        return " ".join(map(self.line, entry.children)).replace("|", r"\|")

    def _element(self, node: ask_element) -> str:
        if node.element == "details":
            summary, *inside = node.children
            return folded(self.line(summary), self.blocks(inside))
        return self.blocks(node.children)

    def _question(self, node: ask_element) -> str:
        """A prediction or a checkpoint: the question, the choices, and all answers folded."""
        title, *rest = node.children
        kind, asked = title.children
        parts = [f"**{kind.astext()}: {self.line(asked)}**"]
        choices: dict[str, str] = {}
        right, others = "", []
        for child in rest:
            match child:
                case ask_element(element="form"):
                    found = (p for p in child.findall(nodes.paragraph) if "said" in p)
                    choices = {choice["said"]: self.line(choice) for choice in found}
                    parts.append("\n".join(map(item, choices.values())))
                case ask_element(element="details"):
                    right = self.blocks(child.children[1:])
                case ask_element(element="template"):
                    said = child["said"]
                    name = choices.get(said) or ("Any other" if said == "*" else escaped(said))
                    stop = "" if name[-1] in ".?!" else ":"
                    others.append(item(f"*{name}*{stop} {self.blocks(child.children)}"))
                case _:
                    parts.append(self.block(child))
        inside = [right, "If you said something else:", "\n".join(others)] if others else [right]
        return "\n\n".join([*filter(None, parts), folded("Answer", *inside)])
