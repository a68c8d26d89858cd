"""What axe-core, the checker of accessibility, has against a page."""

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

_SCRIPT = Path(axe_playwright_python.__path__[0]) / "axe.min.js"


def serious(page: Page, only: Sequence[str] = ()) -> list[str]:
    """Each serious finding, with the element that it is about; of the rules in `only`, if any."""
    # A colour on its way to a new scheme would be judged half-way.
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    page.evaluate(_SCRIPT.read_text("utf-8"))
    options = {"resultTypes": ["violations"], **({"runOnly": list(only)} if only else {})}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
