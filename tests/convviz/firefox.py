"""Firefox by its own protocol, WebDriver BiDi: enough of it to open a page and ask it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

COMMAND = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 60


class Firefox:
    """One tab of a running Firefox."""

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(
            f"{address}/session", SECONDS, suppress_origin=True
        )
        self.count = 0
        self.errors: list[str] = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> Any:
        """Send one command and wait for its answer; errors of the page's script are kept."""
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            got = json.loads(self.socket.recv())
            entry = got.get("params", {})
            if got.get("method") == "log.entryAdded" and entry["level"] == "error":
                self.errors.append(entry["text"])
            if got.get("id") == self.count:
                if got["type"] == "error":
                    raise RuntimeError(f"{method}: {got['message']}")
                return got["result"]

    def open(self, path: Path, width: int = 1280) -> None:
        """Load a file in a window of this width."""
        viewport = {"width": width, "height": 900}
        self.ask("browsingContext.setViewport", context=self.tab, viewport=viewport)
        self.ask("browsingContext.navigate", context=self.tab, url=path.as_uri(), wait="complete")

    def evaluate(self, expression: str) -> Any:
        """What a JavaScript expression is, by way of JSON."""
        expression = f"Promise.resolve({expression}).then(JSON.stringify)"
        target = {"context": self.tab}
        got = self.ask("script.evaluate", expression=expression, target=target, awaitPromise=True)
        if got["type"] == "exception":
            raise RuntimeError(got["exceptionDetails"]["text"])
        return json.loads(got["result"]["value"])


@contextmanager
def started(profile: Path) -> Iterator[Firefox]:
    """A Firefox without a screen, which ends with the block."""
    options = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    running = subprocess.Popen([str(COMMAND), *options], stderr=subprocess.PIPE, text=True)
    assert running.stderr
    try:
        for line in running.stderr:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                break
        yield Firefox(found[1])
    finally:
        running.terminate()
        running.wait(SECONDS)
