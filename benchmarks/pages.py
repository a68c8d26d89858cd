"""What each built page makes a reader's machine load, uncompressed and by kind."""

from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import Response, sync_playwright

from tools import browser
from tools.build import PAGE

KINDS = ["document", "stylesheet", "script", "font", "image"]
SITE = PAGE.parent


class Quiet(SimpleHTTPRequestHandler):
    """A server that does not comment on every file."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def keep(loaded: list[Response], response: Response) -> None:
    """Remember what a page has loaded."""
    loaded.append(response)


def weigh(address: str, names: list[str]) -> dict[str, Counter[str]]:
    """Bytes by kind that each page loads when it is opened for the first time."""
    weights = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=browser.flags())
        for name in names:
            page = chromium.new_context().new_page()
            loaded: list[Response] = []
            page.on("response", partial(keep, loaded))
            page.goto(f"{address}/{name}", wait_until="networkidle")
            weights[name] = Counter[str]()
            for response in loaded:
                weights[name][response.request.resource_type] += len(response.body())
            page.context.close()
        chromium.close()
    return weights


def main() -> None:
    """Print one line a page, in kB."""
    names = sorted(
        path.relative_to(SITE).as_posix()
        for path in SITE.rglob("*.html")
        if "_static" not in path.parts and path != PAGE
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        weights = weigh(f"http://127.0.0.1:{server.server_port}", names)
        server.shutdown()
    print(f"{'kB':40}" + "".join(f"{kind:>12}" for kind in [*KINDS, "all"]))
    for name, weight in weights.items():
        cells = [weight[kind] for kind in KINDS] + [weight.total()]
        print(f"{name:40}" + "".join(f"{cell / 1000:12.0f}" for cell in cells))


if __name__ == "__main__":
    main()
