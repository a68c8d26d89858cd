"""Notebooks as files: the same cells give the same bytes."""

from collections.abc import Iterable
from typing import Any

import nbformat

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def notebook(cells: Iterable[tuple[str, str]]) -> Any:
    """Return the notebook of some cells, each a kind, `"markdown"` or `"code"`, and a text."""
    made = []
    for place, (kind, text) in enumerate(cells):
        make = getattr(nbformat.v4, f"new_{kind}_cell")
        # An id made from the place, where nbformat would draw one.
        made.append(make(text, id=f"cell-{place}"))
    return nbformat.v4.new_notebook(cells=made, metadata=KERNEL)
