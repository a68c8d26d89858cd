"""The buttons that lead to the sources."""

from types import SimpleNamespace
from typing import Any

import pytest
from convbook import lite
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


@pytest.mark.parametrize(("setting", "page", "there"), [
    ("1", "chapters/01-a", {"run": "lite/run.html", "run_chapter": "01-a"}),
    ("1", "intro", {}),
    ("", "chapters/01-a", {}),
])  # fmt: skip
def test_a_chapter_can_be_run_in_the_browser_where_that_is_built(
    monkeypatch: pytest.MonkeyPatch, setting: str, page: str, there: dict[str, str]
) -> None:
    monkeypatch.setenv("LITE", setting)
    app: Any = SimpleNamespace(config=SimpleNamespace())
    lite.decide(app, app.config)
    context: dict[str, Any] = {}
    lite.link(app, page, "", context, None)
    assert context == there
