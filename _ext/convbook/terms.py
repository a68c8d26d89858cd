"""The glossary's terms where they are explained: bold there, linked both ways, and in the index.

A chapter makes a term bold where it says what it means. The first such place on a page leads to
the glossary, the index leads to it, and the glossary's entry names the page.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

GLOSSARY = "reference/glossary"
CHAPTERS = "chapters/"
_BODY = re.compile(r"^```\{glossary\}\n(.*?)^```", re.M | re.S)


def terms(glossary: Path) -> set[str]:
    """The terms of a glossary page, each as it stands there."""
    bodies = _BODY.findall(glossary.read_text("utf-8")) if glossary.exists() else []
    return {line for body in bodies for line in body.splitlines() if line[:1].strip()}


def named(text: str, known: set[str]) -> str | None:
    """The term that a bold text names: itself, or the plural of it."""
    forms = {text, text.lower(), text.removesuffix("s"), text.lower().removesuffix("s")}
    return next(iter(sorted(forms & known)), None)


class Explain(SphinxTransform):
    """Turn the first bold of each term on a page into a link to the glossary and an index entry."""

    default_priority = 400

    def apply(self) -> None:
        """Look at every bold text of a chapter."""
        if not self.env.docname.startswith(CHAPTERS):
            return
        glossary = Path(self.env.doc2path(GLOSSARY))
        self.env.note_dependency(str(glossary))
        known = terms(glossary)
        for strong in list(self.document.findall(nodes.strong)):
            term = named(strong.astext(), known)
            if term and not isinstance(strong.parent, addnodes.pending_xref):
                known.discard(term)
                self._mark(strong, term)

    def _mark(self, strong: nodes.strong, term: str) -> None:
        name = "explained-" + nodes.make_id(term)
        entry = addnodes.index(entries=[("single", term, name, "main", None)])
        link = addnodes.pending_xref(
            "", refdomain="std", reftype="term", reftarget=term, refdoc=self.env.docname
        )
        link["refwarn"] = link["refexplicit"] = True
        strong.replace_self([entry, link])
        link += strong
        strong["ids"].append(name)  # a place without text would break the search page's summary


class ExplainedIn(SphinxPostTransform):
    """Say below each entry of the glossary which pages explain it."""

    default_priority = 400

    def run(self, **_: object) -> None:
        """Add the links."""
        if self.env.docname != GLOSSARY:
            return
        places: dict[str, list[tuple[str, str]]] = {}
        for page, name, term in _explained(self.env):
            places.setdefault(term, []).append((page, name))
        for meaning in self.document.findall(nodes.definition):
            term = meaning.parent[0].astext()
            if term in places:
                meaning += self._line(places[term])

    def _line(self, places: list[tuple[str, str]]) -> nodes.paragraph:
        line = nodes.paragraph("", "Explained in ", classes=["cv-explained"])
        for n, (page, name) in enumerate(places):
            address = self.app.builder.get_relative_uri(GLOSSARY, page) + f"#{name}"
            title = self.env.titles[page].astext()
            line += [nodes.Text(", ")] if n else []
            line += nodes.reference("", title, internal=True, refuri=address)
        return line


def _explained(env: BuildEnvironment) -> Iterator[tuple[str, str, str]]:
    """Page, place and term, of all that the index knows to be explained, in the book's order."""
    for page, entries in sorted(env.domains["index"].data["entries"].items()):
        if page.startswith(CHAPTERS):
            yield from ((page, entry[2], entry[1]) for entry in entries if entry[3] == "main")


def setup_terms(app: Sphinx) -> None:
    """Link chapters and glossary."""
    app.add_transform(Explain)
    app.add_post_transform(ExplainedIn)
    # What a chapter explains shows on the glossary's page, which itself has not changed.
    app.connect("env-updated", lambda _, env: [GLOSSARY] if GLOSSARY in env.all_docs else [])
