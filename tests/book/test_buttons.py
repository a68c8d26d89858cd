"""The buttons that lead to the sources."""

from types import SimpleNamespace
from typing import Any

from convbook.repository import add_buttons


def options(url: str) -> dict[str, Any]:
    """The theme's options after the decision."""
    config: Any = SimpleNamespace(html_theme_options={"repository_url": url})
    add_buttons(config, config)
    return dict(config.html_theme_options)


def test_without_an_address_no_button_leads_nowhere() -> None:
    assert options("") == {"repository_url": ""}


def test_with_an_address_binder_opens_lab() -> None:
    buttons = options("https://github.com/example/book")
    assert buttons["launch_buttons"]["notebook_interface"] == "jupyterlab"
    assert buttons["use_repository_button"]
