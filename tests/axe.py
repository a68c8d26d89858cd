"""What axe-core, the checker of accessibility, has against a page."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

_SCRIPT = Path(axe_playwright_python.__path__[0]) / "axe.min.js"


def serious(page: Page) -> list[str]:
    """Each serious finding, with the element that it is about."""
    # A colour on its way to a new scheme would be judged half-way.
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    page.evaluate(_SCRIPT.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
