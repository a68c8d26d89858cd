"""What several widgets of a page hold alike, such as a network's weights, stands in it once."""

import json
import re
from typing import Any

from sphinx.application import Sphinx

LEAST = 2000  # letters; less is not worth a second look
_STATE = re.compile(
    r'(<conv-widget id="([^"]+)"[^>]*><script type="application/json">)(.*?)(?=</script>)', re.S
)


def shortened(body: str) -> str:
    """A page whose widgets name the earlier one that has the same long value in the same field."""
    first: dict[str, str] = {}

    def shorter(found: re.Match[str]) -> str:
        state = found[3]
        for field, value in json.loads(state).items():
            text = f'"{field}": {json.dumps(value, ensure_ascii=False)}'
            if len(text) < LEAST:
                continue
            owner = first.setdefault(text, found[2])
            if owner != found[2]:
                state = state.replace(text, f'"{field}": {{"like": "{owner}"}}')
        return found[1] + state

    return _STATE.sub(shorter, body)


def shorten(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Do so before the page is written."""
    if "body" in context:
        context["body"] = shortened(context["body"])


def setup_alike(app: Sphinx) -> None:
    """Look at each page."""
    app.connect("html-page-context", shorten)
