"""Solutions wait until they are asked for: by a click, by keyboard, and without any script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_has_its_solution_folded(still: Page, site: Path, chapter: str) -> None:
    still.goto((site / "chapters" / f"{chapter}.html").as_uri())
    exercises = still.locator(".exercise").count()
    solutions = still.locator("details.cv-solution").all()
    assert len(solutions) == exercises >= 3
    for solution in solutions:
        expect(solution).not_to_have_attribute("open", "")
        expect(solution.locator("summary + *")).to_be_hidden()
        expect(solution.locator("summary")).to_contain_text("Solution to Exercise")


def test_a_solution_opens_by_a_click_without_script(still: Page, site: Path) -> None:
    still.goto((site / "chapters" / f"{CHAPTERS[0]}.html").as_uri())
    solution = still.locator("details.cv-solution").first
    solution.locator("summary").click()
    expect(solution.locator("summary + *")).to_be_visible()


def test_a_solution_opens_and_closes_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/chapters/{CHAPTERS[0]}.html")
    solution = page.locator("details.cv-solution").first
    solution.locator("summary").focus()
    for visible in (True, False):
        page.keyboard.press("Enter")
        expect(solution.locator("summary + *")).to_be_visible(visible=visible)
