"""The book's Sphinx extension: typeset mathematics, its own look, light and offline pages.

- `mathematics`: equations are typeset while the book is built
- `assets`, `minify`: the scripts and style sheets that the pages carry
- `trim`, `fonts`: the same, cut to what the pages hold
- `icons`: the theme's icons as style rules
- `slim`: what the theme brings and these pages do not use
- `alike`: what several widgets of a page share, written once
- `mend`: slips in the markup that other tools write
- `head`, `card`: what a page says of itself where its link is shared
- `repository`: addresses of the sources, and buttons that lead there
- `notebooks`, `markdown`: each chapter as a notebook to download
- `lite`: the link by which a chapter runs in the browser
- `gone`: what a removed page leaves behind
- `execution`: when a chapter has to run again
- `ask`: predictions and checkpoints
- `solutions`: what exercises keep folded
- `api`: the reference, made from docstrings
- `formulas`: the sheet of all labelled equations
- `terms`: chapters and glossary, linked both ways
"""

from sphinx.application import Sphinx
from sphinx.util.console import color_terminal, nocolor
from sphinx.util.typing import ExtensionMetadata

from . import assets, execution, mathematics, mend, repository, slim
from .alike import setup_alike
from .api import setup_api
from .ask import setup_ask
from .formulas import setup_formulas
from .gone import setup_gone
from .head import setup_head
from .lite import setup_lite
from .notebooks import setup_notebooks
from .solutions import setup_solutions
from .terms import setup_terms
from .trim import setup_trim


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the parts with Sphinx."""
    if not color_terminal():
        nocolor()
    # Jupyter Book sets this for an extension that we leave out.
    app.add_config_value("comments_config", {}, "")
    mathematics.setup_mathematics(app)
    execution.setup_execution(app)
    assets.setup_assets(app)
    slim.setup_slim(app)
    mend.setup_mend(app)
    repository.setup_repository(app)
    setup_alike(app)
    setup_ask(app)
    setup_solutions(app)
    setup_api(app)
    setup_terms(app)
    setup_formulas(app)
    setup_head(app)
    setup_notebooks(app)
    setup_lite(app)
    setup_gone(app)
    setup_trim(app)
    # The number goes up when what a page's nodes hold changes, so that all are read again.
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
