"""Markup that the tools write and that a screen reader stumbles over, put right."""

from typing import Any

from sphinx.application import Sphinx

# docutils calls a bibliography a list whose entries are no list items.
MENDED = {'<div role="list" class="citation-list">': '<div class="citation-list">'}


def mend(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Replace each known slip in the text of a page."""
    for slip, right in MENDED.items():
        context["body"] = context.get("body", "").replace(slip, right)


def setup_mend(app: Sphinx) -> None:
    """Mend pages before they are written."""
    app.connect("html-page-context", mend)
