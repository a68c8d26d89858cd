"""What a reader sees in a widget."""

from playwright.sync_api import Locator


def cell(widget: Locator, view: str, index: str) -> Locator:
    """One cell of one view."""
    return widget.locator(f'[data-view="{view}"][data-index="{index}"]')


def values(widget: Locator, view: str) -> list[float]:
    """The numbers of a view, in C order."""
    return widget.locator(f'[data-view="{view}"]').evaluate_all(
        "cells => cells.map(cell => Number(cell.dataset.value))"
    )


def lit(widget: Locator, view: str) -> set[str]:
    """The cells that are lit in a view."""
    return set(
        widget.locator(f'[data-view="{view}"][data-on="true"]').evaluate_all(
            "cells => cells.map(cell => cell.dataset.index)"
        )
    )


def written(widget: Locator) -> str:
    """The written sum."""
    return widget.locator('[data-role="sum"]').inner_text().replace("\n", " ")
