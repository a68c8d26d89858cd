"""The addresses that lead to the sources: they follow from `repository` in _config.yml.

While `repository.url` is empty there are none, and no button leads nowhere.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

BINDER = {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"}
COLAB = "https://colab.research.google.com/github"
PACKAGE = "convolution-book"  # the project's name in pyproject.toml
NOTEBOOKS = "notebooks"  # the branch to which the generated notebooks are published
# What the publishing workflow lays beside the pages.
ARCHIVE, PAPER = "convolution-book.zip", "convolution-book.pdf"
NOWHERE = "https://github.com/OWNER/REPOSITORY"


@dataclass(frozen=True)
class Repository:
    """Where the sources are. An empty `url` is nowhere yet."""

    url: str
    branch: str = "main"

    @classmethod
    def of(cls, config: Config) -> "Repository":
        """The one that _config.yml names."""
        options = config.html_theme_options
        url, branch = (options.get(f"repository_{key}") for key in ("url", "branch"))
        return cls((url or "").rstrip("/").removesuffix(".git"), branch or "main")

    @property
    def on_github(self) -> str:
        """Owner and name, as GitHub writes them, or "": other hosts are reached in other ways."""
        where = urlsplit(self.url)
        return where.path.strip("/") if where.hostname == "github.com" else ""

    def requirement(self) -> str:
        """What pip installs the book's packages from, or ""."""
        return f"{PACKAGE} @ git+{self.url}@{self.branch}" if self.url else ""

    def colab(self, name: str) -> str:
        """The page where Colab opens the notebook of this name, or ""."""
        return f"{COLAB}/{self.on_github}/blob/{NOTEBOOKS}/{name}" if self.on_github else ""

    def binder(self) -> str:
        """The page where Binder opens the book's first page, or ""."""
        home = f"{BINDER['binderhub_url']}/v2/gh/{self.on_github}/{self.branch}"
        return f"{home}?urlpath=lab/tree/intro.md" if self.on_github else ""

    def pages(self) -> str:
        """Where GitHub Pages shows the book, or ""."""
        owner, _, name = self.on_github.partition("/")
        if not name:
            return ""
        host = f"{owner.lower()}.github.io"
        return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"

    def hub(self, hub: str, page: str) -> str:
        """The link by which nbgitpuller brings the sources to a JupyterHub and opens a page."""
        name = self.url.rsplit("/", 1)[-1]
        asked = {"repo": self.url, "urlpath": f"lab/tree/{name}/{page}", "branch": self.branch}
        return f"{hub}/hub/user-redirect/git-pull?{urlencode(asked)}"


class HubLink(SphinxDirective):
    """`:::{hub-link} chapters/NN-name.md`: the link for a class on a JupyterHub."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the link, and below it what the reader has to put in."""
        found = Repository.of(self.config)
        link = (found if found.url else Repository(NOWHERE)).hub("https://HUB", self.arguments[0])
        code = nodes.literal_block(link, link, language="text")
        text = "Put the name of your hub in place of `HUB`"
        if not found.url:
            text += (
                ", and what the book's repository is called in place of `OWNER` and `REPOSITORY`"
            )
        words, messages = self.state.inline_text(f"{text}.", self.lineno)
        return [code, nodes.paragraph("", "", *words, *messages)]


class Elsewhere(SphinxDirective):
    """`:::{elsewhere}`: where the book runs, can be taken along, and is made."""

    def run(self) -> list[nodes.Node]:
        """One line of links; nothing as long as there is no address."""
        found = Repository.of(self.config)
        pages = found.pages()
        links = {
            "live on Binder": found.binder(),
            "one archive to read without a network": pages and f"{pages}{ARCHIVE}",
            "the whole book as PDF": pages and f"{pages}{PAPER}",
            "its sources": found.url,
        }
        line = nodes.paragraph("", "This book elsewhere: ")
        for words, address in links.items():
            if address:
                line += nodes.reference("", words, refuri=address, internal=False)
                line += nodes.Text(", ")
        line[-1] = nodes.Text(".")
        return [line] if found.url else []


def add_buttons(app: Sphinx, config: Config) -> None:
    """Offer Binder, the source and its issues, if there is an address to offer."""
    options: dict[str, Any] = config.html_theme_options
    config.convbook_repository = Repository.of(config).url
    if config.convbook_repository:
        options |= {
            "launch_buttons": BINDER,
            "use_repository_button": True,
            "use_issues_button": True,
            "use_edit_page_button": True,
        }


def drop_copies(app: Sphinx, error: Exception | None) -> None:
    """Drop what the theme copies for a download button that these pages do not have."""
    if not app.config.html_copy_source:
        shutil.rmtree(Path(app.outdir) / "_sources", ignore_errors=True)


def setup_repository(app: Sphinx) -> None:
    """Decide before the theme reads its options; a page that names the address is read again."""
    app.add_config_value("convbook_repository", "", "env")
    app.add_directive("hub-link", HubLink)
    app.add_directive("elsewhere", Elsewhere)
    app.connect("config-inited", add_buttons, priority=100)
    app.connect("build-finished", drop_copies)
