"""What a widget costs in a real Chromium: time until it is ready, script for one step."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from convviz.gallery import EXAMPLES, LARGEST, alone
from convviz.widget import ConvWidget
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
  // A kind without steps moves its lens.
  const [back, forward] = [["back", "less"], ["forward", "more"]].map(([name, sign]) =>
    document.querySelector(`[name=${name}]`) ??
    document.querySelector(`[aria-label="${sign} column"]`));
  return Array.from({ length: count }, (_, i) => {
    const start = performance.now();
    (Math.floor(i / 10) % 2 ? back : forward).click();
    return performance.now() - start;
  });
}"""


def ready(page: Page) -> float:
    """Milliseconds from navigation until every widget of chapter 1 is drawn, the median."""
    chapter = PAGE.parent / "chapters" / "01-sliding-and-flipping.html"
    times: list[float] = []
    for _ in range(RUNS):
        page.goto(chapter.as_uri())
        page.wait_for_function("globalThis.readyAt")
        times.append(page.evaluate("readyAt"))
    return median(times)


def opened(page: Page, folder: Path, *widgets: ConvWidget) -> None:
    """Show widgets on a page of their own."""
    path = folder / "step.html"
    path.write_text(alone(*widgets), encoding="utf-8")
    page.goto(path.as_uri())
    page.wait_for_function("globalThis.readyAt")


def step(page: Page, folder: Path, *widgets: ConvWidget) -> str:
    """Milliseconds until a page is ready, the median, and of script for one step, the 95th
    percentile."""
    times: list[float] = []
    for _ in range(3):
        opened(page, folder, *widgets)
        times.append(page.evaluate("readyAt"))
    costs: list[float] = page.evaluate(STEPS, 200)
    return f"ready {median(times):4.0f} ms, a step {quantiles(costs, n=20)[-1]:4.1f} ms"


def report() -> Iterator[str]:
    """Each figure and the bound that the book sets itself, a line each."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        running = playwright.chromium.launch(executable_path=browser.path(), args=browser.flags())
        page = running.new_page()
        page.add_init_script(READY)
        yield f"widgets of chapter 1 ready after {ready(page):.0f} ms (bound 1000)"
        for sizes, bound in ((EXAMPLES, 8), (LARGEST, 16)):
            size = "usual" if sizes is EXAMPLES else "largest"
            for kind, make in sizes.items():
                cost = step(page, folder, make())
                yield f"{kind}, {size}: {cost} of script (bounds 1000 and {bound})"
        ten = [make() for make in [*EXAMPLES.values(), EXAMPLES["slide"]]]
        yield f"one of each kind and another slide: {step(page, folder, *ten)} of script"
        running.close()


def main() -> None:
    """Print the report as it grows."""
    for line in report():
        print(line, flush=True)
