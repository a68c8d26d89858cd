"""A page whose source is gone: what earlier builds made of it would be packed and published."""

from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .notebooks import places


def drop(
    app: Sphinx, env: BuildEnvironment, added: object, changed: object, removed: Iterable[str]
) -> list[str]:
    """Delete the page and its notebook; no other page has to be read again for that."""
    for page in removed:
        for left in (f"{page}.html", *places(page)):
            (Path(app.outdir) / left).unlink(missing_ok=True)
    return []


def setup_gone(app: Sphinx) -> None:
    """Look once Sphinx has compared the sources with those of the last build."""
    app.connect("env-get-outdated", drop)
