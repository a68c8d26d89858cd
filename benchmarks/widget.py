"""What a widget costs in a real Chromium: time until it is ready, script for one step."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from playwright.sync_api import Page, sync_playwright

from convviz import Slide, front
from tools import browser
from tools.build import PAGE

RUNS = 7
READY = """
new MutationObserver(() => {
  const widgets = [...document.querySelectorAll("conv-widget")];
  if (widgets.length && widgets.every((widget) => widget.dataset.ready)) {
    globalThis.readyAt ??= performance.now();
  }
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
STEPS = """(count) => {
  const [back, forward] = ["back", "forward"].map((n) => document.querySelector(`[name=${n}]`));
  return Array.from({ length: count }, (_, i) => {
    const start = performance.now();
    (Math.floor(i / 10) % 2 ? back : forward).click();
    return performance.now() - start;
  });
}"""


def ready(page: Page) -> float:
    """Milliseconds from navigation until every widget of chapter 1 is drawn, the median."""
    page.add_init_script(READY)
    chapter = PAGE.parent / "chapters" / "01-sliding-and-flipping.html"
    times: list[float] = []
    for _ in range(RUNS):
        page.goto(chapter.as_uri())
        page.wait_for_function("globalThis.readyAt")
        times.append(page.evaluate("readyAt"))
    return median(times)


def step(page: Page, widget: Slide, folder: Path) -> float:
    """Milliseconds of script for one step, the 95th percentile."""
    path = folder / "step.html"
    path.write_text(
        f'<meta charset="utf-8"><style>{front.css()}</style>{widget.page_html()}'
        f"<script>{front.bundle()}</script>",
        encoding="utf-8",
    )
    page.goto(path.as_uri())
    page.locator("conv-widget[data-ready]").wait_for()
    costs: list[float] = page.evaluate(STEPS, 200)
    return quantiles(costs, n=20)[-1]


def report() -> Iterator[str]:
    """Each figure and the bound that the book sets itself, a line each."""
    default = Slide(np.arange(9).reshape(3, 3), [[0, 1], [2, 3]], padding=1)
    largest = Slide(np.ones((12, 12)), np.ones((7, 7)), padding=6)
    matrix = Slide(np.ones((6, 6)), np.ones((3, 3)), padding=1, view="matrix")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        running = playwright.chromium.launch(executable_path=browser.path(), args=browser.flags())
        page = running.new_page()
        yield f"widgets of chapter 1 ready after {ready(page):.0f} ms (bound 1000)"
        for name, widget, bound in [
            ("slide, default", default, 8),
            ("slide, largest", largest, 16),
            ("slide, matrix of 36 × 36", matrix, 16),
        ]:
            cost = step(page, widget, Path(folder))
            yield f"{name}: {cost:.1f} ms of script a step, 95th percentile (bound {bound})"
        running.close()


def main() -> None:
    """Print the report as it grows."""
    for line in report():
        print(line, flush=True)
