"""Markup that the tools write and that a screen reader stumbles over, put right."""

from typing import Any

from sphinx.application import Sphinx

MENDED = {
    # docutils calls a bibliography a list whose entries are no list items.
    '<div role="list" class="citation-list">': '<div class="citation-list">',
    # Sphinx sets arguments as definitions of nothing, for their looks.
    '<dl>\n<dd><em class="sig-param">': '<dl role="presentation">\n<dd><em class="sig-param">',
}


def mend(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Replace each known slip in the text of a page."""
    for slip, right in MENDED.items():
        context["body"] = context.get("body", "").replace(slip, right)


def setup_mend(app: Sphinx) -> None:
    """Mend pages before they are written."""
    app.connect("html-page-context", mend)
