"""Every chapter as a notebook: `notebooks/NN-name.ipynb` among the pages, to download or for Colab.

It holds the chapter's code and plain Markdown, and no results. A widget needs its kernel anyhow,
some cells measure time, so that kept results would differ at each build, and Jupyter shows no
picture of a notebook that it has not run itself; those who want to look first have the page.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import nbformat
from docutils import nodes
from sphinx.application import Sphinx

from convcheck.notebook import notebook

from .formulas import CHAPTERS
from .markdown import Writer
from .repository import Repository

FOLDER = "notebooks"
MENU = "launch-buttons"  # as the theme calls it
INSTALL = (
    "# Once, where the book's packages are not installed, such as on Colab.\n%pip install -q {}"
)
AT_HAND = (
    "*This notebook needs the book's packages, `convlib`, `convviz` and `convcheck`: open it in "
    "the book's own JupyterLab (`make lab`), or install them first.*"
)
# The same as a script that saves it, for a page that was opened from a folder.
COPIES = "_static/notebooks"
COPY = """{{
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([{text}], {{ type: "application/x-ipynb+json" }}));
  link.download = {name};
  link.click();
}}
"""


def first_cell(requirement: str) -> tuple[str, str]:
    """The cell that installs the book's packages; without a source, words that ask for them."""
    return ("code", INSTALL.format(f'"{requirement}"')) if requirement else ("markdown", AT_HAND)


def cells(parent: nodes.Element, writer: Writer, level: int = 0) -> Iterator[tuple[str, str]]:
    """The cells of a page: its code, and its prose in one cell from heading to code."""
    for node in parent.children:
        match node:
            case nodes.section():
                yield from cells(node, writer, level + 1)
            case nodes.title():
                yield "heading", f"{'#' * level} {writer.line(node)}"
            case nodes.container() if node.get("nb_element") == "cell_code":
                yield "code", node.children[0].astext()
            case _:
                yield "markdown", writer.block(node)


def joined(parts: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """One cell for all prose up to the next heading or code."""
    prose: list[str] = []
    for kind, text in parts:
        if kind != "markdown" and prose:
            yield "markdown", "\n\n".join(prose)
            prose = []
        if kind == "code":
            yield kind, text
        elif text:
            prose.append(text)
    if prose:
        yield "markdown", "\n\n".join(prose)


def writer_for(app: Sphinx, page: str) -> Writer:
    """A writer that knows the page's numbers, and where the book stands if it has an address."""
    home = app.config.html_baseurl
    counted = app.env.toc_fignumbers.get(page, {})
    numbers = counted.get("displaymath", {}) | counted.get("exercise", {})

    def address(node: nodes.Element) -> str:
        there = node.get("refuri") or f"#{node.get('refid', '')}"
        if urlsplit(there).scheme:
            return there
        return (
            urljoin(f"{home.rstrip('/')}/{app.builder.get_target_uri(page)}", there) if home else ""
        )

    def number(node: nodes.Element) -> str:
        return ".".join(map(str, numbers[node["ids"][0]]))

    return Writer(address, number)


def places(page: str) -> tuple[str, str]:
    """Where a chapter's notebook stands among the pages, and the script that saves it."""
    name = page.removeprefix(CHAPTERS)
    return f"{FOLDER}/{name}.ipynb", f"{COPIES}/{name}.js"


def write(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write a chapter's notebook, and tell the page's template where it is."""
    if doctree is None or not page.startswith(CHAPTERS):
        return
    context["notebook"], context["notebook_copy"] = places(page)
    name = Path(context["notebook"]).name
    first = first_cell(Repository.of(app.config).requirement())
    made = notebook([first, *joined(cells(doctree, writer_for(app, page)))])
    text = nbformat.writes(made) + "\n"
    copy = COPY.format(text=json.dumps(text), name=json.dumps(name))
    for place, content in ((context["notebook"], text), (context["notebook_copy"], copy)):
        path = Path(app.outdir) / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


def offer_colab(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Put Colab beside Binder in the theme's menu, if it can reach the notebook."""
    name = context.get("notebook", "").removeprefix(f"{FOLDER}/")
    address = Repository.of(app.config).colab(name)
    if name and address:
        button = {"type": "link", "text": "Colab", "tooltip": "Launch on Colab", "url": address}
        button["icon"] = "_static/images/logo_colab.png"
        menus = (menu for menu in context["header_buttons"] if menu.get("label") == MENU)
        next(menus)["buttons"].append(button)


def setup_notebooks(app: Sphinx) -> None:
    """Write before the theme looks at its templates, and add to its menu once it is made."""
    app.connect("html-page-context", write, priority=400)
    app.connect("html-page-context", offer_colab, priority=600)
