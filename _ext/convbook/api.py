"""The reference of a package, from its docstrings: `{api-table} convlib`, `{api-entries} convlib`.

autodoc lays out each entry. Here it is told which names are public, and what it cannot know: an
annotation reads best as it is written, a name may be an entry, an arXiv number has an address.
"""

import ast
import inspect
import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from textwrap import dedent
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

import convlib

# The order in which a reader meets the modules; one that is not named here comes after these.
ORDER = ("taps", "shapes", "correlate", "kernels", "conv2d", "pooling", "activations", "matrix",
         "gradcheck", "cnn")  # fmt: skip
_ARXIV = re.compile(r"arXiv\s+(\d{4}\.\d{4,5})")
_NAME = re.compile(r"(?<!'s\s)`(\w+)`")  # PyTorch's `Conv2d` is not ours


def public(package: ModuleType) -> Iterator[tuple[ModuleType, dict[str, Any]]]:
    """Each module with its own by the full names to use them by, in the order of the source.

    What the package exports is used as the package's; a module of which it exports nothing is
    used by its own name, as in `convlib.kernels.box`.
    """
    names = [name for _, name, _ in iter_modules(package.__path__) if not name.startswith("_")]
    for name in sorted(names, key=lambda name: [*ORDER, name].index(name)):
        module = import_module(f"{package.__name__}.{name}")
        own = {
            key: value
            for key, value in vars(module).items()
            if not key.startswith("_") and getattr(value, "__module__", "") == module.__name__
            if inspect.isclass(value) or inspect.isroutine(value)
        }
        exported = {key: own[key] for key in own if getattr(package, key, None) is own[key]}
        home = package if exported else module
        yield module, {f"{home.__name__}.{key}": own[key] for key in exported or own}


def table(package: ModuleType) -> Iterator[str]:
    """A line for each module: where it is, what it is, what it holds."""
    yield from ["| module | what it holds |", "|---|---|"]
    for module, names in public(package):
        short = module.__name__.rpartition(".")[2]
        summary = str(module.__doc__).splitlines()[0].replace("|", r"\|")
        links = ", ".join(f"{{py:obj}}`~{name}`" for name in names)
        yield f"| [{short}](#api-{short}) | {summary}<br>{links} |"


def entries(package: ModuleType) -> Iterator[str]:
    """A section for each module, and in it what autodoc makes of the docstrings."""
    for module, names in public(package):
        name = module.__name__
        yield from [f"(api-{name.rpartition('.')[2]})=", f"## {name}", "", "```{eval-rst}"]
        yield from [f".. automodule:: {name}", "   :no-index:", ""]
        for full, value in names.items():
            kind = "class" if inspect.isclass(value) else "function"
            yield from [f".. auto{kind}:: {full}", "   :members:" * (kind == "class"), ""]
        yield from ["```", ""]


class Api(SphinxDirective):
    """`{api-table} package`, `{api-entries} package`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Parse in place, as if the text stood in the page; its headings are the page's own."""
        node = nodes.Element()
        write = table if self.name == "api-table" else entries
        lines = StringList(list(write(import_module(self.arguments[0]))))
        self.state.nested_parse(lines, self.content_offset, node, match_titles=True)
        return node.children


def as_written(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, signature: str, returns: str
) -> tuple[str, str] | None:
    """The signature in the words of its source: `Ints` says more than what it stands for."""
    function = obj.__init__ if inspect.isclass(obj) else obj
    if not inspect.isfunction(function):
        return None
    tree: Any = ast.parse(dedent(inspect.getsource(function))).body[0]
    if tree.args.args and tree.args.args[0].arg == "self":
        del tree.args.args[0]
    result = "" if inspect.isclass(obj) or not tree.returns else ast.unparse(tree.returns)
    return f"({ast.unparse(tree.args)})", result


def link_words(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Lead from a name in backticks to its entry, and from an arXiv number to the paper."""
    known = {full.rpartition(".")[2]: full for _, names in public(convlib) for full in names}
    own = inspect.signature(obj).parameters if inspect.isfunction(obj) else ()

    def link(match: re.Match[str]) -> str:
        word = match[1]
        ours = word in known and word not in own and not name.endswith(f".{word}")
        return f":py:obj:`~{known[word]}`" if ours else match[0]

    text = _ARXIV.sub("`arXiv\u00a0\\1 <https://arxiv.org/abs/\\1>`__", "\n".join(lines))
    lines[:] = _NAME.sub(link, text).split("\n")


def type_words(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.Element | None:
    """Lead from an annotation to the words on its type: Sphinx asks for classes only."""
    if node["refdomain"] != "py" or node["reftype"] != "class":
        return None
    where = (env, node["refdoc"], app.builder, "type", node["reftarget"])
    return env.get_domain("py").resolve_xref(*where, node, content)


def drop_source_pages(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Have all pages of source written: one that viewcode kept would show an older book's frame."""
    shutil.rmtree(Path(app.outdir) / "_modules", ignore_errors=True)
    return []


def setup_api(app: Sphinx) -> None:
    """Add the directives, and listen to autodoc."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("api-table", Api)
    app.add_directive("api-entries", Api)
    app.connect("autodoc-process-signature", as_written)
    app.connect("autodoc-process-docstring", link_words)
    app.connect("html-collect-pages", drop_source_pages, priority=100)  # before viewcode
    app.connect("missing-reference", type_words)
