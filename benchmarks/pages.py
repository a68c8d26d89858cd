"""What each built page makes a reader's machine load, and how soon it stands.

Bytes are uncompressed, by kind. `paint` is when the largest part is drawn, `blocked` how long
tasks held the page beyond 50 ms each once something was drawn, both in ms, the median of five
visits with an empty cache.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from statistics import median

from playwright.sync_api import Browser, Response, sync_playwright

from tools import browser
from tools.build import PAGE
from tools.serve import served

KINDS = ["document", "stylesheet", "script", "font", "image"]
COLUMNS = [*KINDS, "all", "paint", "blocked"]
SITE = PAGE.parent
VISITS = 5
SEEN = """() => new Promise(done => {
    const seen = {paint: 0, blocked: 0};
    const first = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
        .observe({type, buffered: true});
    watch('largest-contentful-paint', entry => { seen.paint = entry.startTime; });
    watch('longtask', ({startTime, duration}) => {
        const held = startTime + duration - Math.max(startTime, first);
        seen.blocked += Math.max(0, held - 50);
    });
    setTimeout(() => done([seen.paint, seen.blocked]), 200);
})"""


def keep(loaded: list[Response], response: Response) -> None:
    """Remember what a page has loaded."""
    loaded.append(response)


def visit(chromium: Browser, address: str) -> tuple[Counter[str], list[float]]:
    """Bytes by kind of a first visit, then when it was painted and how long it was blocked."""
    page = chromium.new_context().new_page()
    loaded: list[Response] = []
    page.on("response", partial(keep, loaded))
    page.goto(address, wait_until="networkidle")
    weight = Counter[str]()
    for response in loaded:
        weight[response.request.resource_type] += len(response.body())
    times: list[float] = page.evaluate(SEEN)
    page.context.close()
    return weight, times


def weigh(address: str, names: list[str]) -> Iterator[tuple[str, Counter[str], list[float]]]:
    """Every page, visited for the first time."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=browser.flags())
        for name in names:
            weights, times = zip(
                *(visit(chromium, f"{address}/{name}") for _ in range(VISITS)), strict=True
            )
            yield name, weights[0], [median(each) for each in zip(*times, strict=True)]
        chromium.close()


def main() -> None:
    """Print one line a page, in kB."""
    names = sorted(
        path.relative_to(SITE).as_posix()
        for path in SITE.rglob("*.html")
        if "_static" not in path.parts and path != PAGE
    )
    print(f"{'kB, ms':40}" + "".join(f"{kind:>12}" for kind in COLUMNS))
    with served(SITE) as address:
        for name, weight, times in weigh(address, names):
            bytes_ = [weight[kind] / 1000 for kind in KINDS] + [weight.total() / 1000]
            print(f"{name:40}" + "".join(f"{cell:12.0f}" for cell in [*bytes_, *times]))


if __name__ == "__main__":
    main()
