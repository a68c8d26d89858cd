"""Buttons that lead to the sources: they appear once `repository.url` in _config.yml is set."""

from sphinx.application import Sphinx
from sphinx.config import Config

BINDER = {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"}


def add_buttons(app: Sphinx, config: Config) -> None:
    """Offer Binder, the source and its issues, if there is an address to offer."""
    options = config.html_theme_options
    if options.get("repository_url"):
        options |= {
            "launch_buttons": BINDER,
            "use_repository_button": True,
            "use_issues_button": True,
        }


def setup_repository(app: Sphinx) -> None:
    """Decide before the theme reads its options."""
    app.connect("config-inited", add_buttons, priority=100)
