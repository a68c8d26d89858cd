"""The link by which a chapter runs in the reader's browser, where `make lite` builds that too.

The page only links: nothing of JupyterLite is loaded before a reader follows it.
"""

import os
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from .formulas import CHAPTERS

SETTING = "LITE"  # in the environment; `make lite` sets it
GATE = "lite/run.html"


def decide(app: Sphinx, config: Config) -> None:
    """Take the setting; when it changes, Sphinx writes all pages anew."""
    config.convbook_lite = bool(os.environ.get(SETTING))


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Tell a chapter's template where it can be run."""
    if app.config.convbook_lite and page.startswith(CHAPTERS):
        context["run"], context["run_chapter"] = GATE, page.removeprefix(CHAPTERS)


def setup_lite(app: Sphinx) -> None:
    """Link before the theme looks at its templates."""
    app.add_config_value("convbook_lite", False, "html")
    app.connect("config-inited", decide, priority=100)
    app.connect("html-page-context", link, priority=400)
