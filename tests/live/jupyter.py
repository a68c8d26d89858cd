"""A real JupyterLab on this machine, a page of it in the browser, a second line to its kernel."""

import json
import os
import subprocess
from ast import literal_eval
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_server.serverapp import list_running_servers
from playwright.sync_api import Locator, Page

SECONDS = 180
# Lab draws a cell only near the window, and where that is after a run depends on its speed.
WHOLE = {"windowingMode": "none"}
OPTIONS = ["--no-browser", "--port=0", "--IdentityProvider.token=", "--allow-root"]

_IDLE = "() => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
_RUN = """async () => {
  const { content } = jupyterapp.shell.currentWidget;
  await jupyterapp.commands.execute("notebook:run-all-cells");
  const cells = Array.from(content.model.cells).filter(cell => cell.type === "code");
  return cells.filter(cell => cell.executionCount).map(cell => cell.sharedModel.getOutputs());
}"""
_CLOSE = """async () => {
  const panel = jupyterapp.shell.currentWidget;
  const { kernel } = panel.sessionContext.session;
  const asked = { seq: 0, type: "request", command: "debugInfo" };
  await kernel.requestDebug(asked).done; // what Lab asked on this channel before is answered, too
  await panel.sessionContext.shutdown();
  panel.context.model.dirty = false;
  panel.dispose();
}"""


def until(holds: Callable[[], Any], what: str) -> Any:
    """Ask again until the answer is true; what comes from another process takes its time."""
    end = monotonic() + SECONDS
    while monotonic() < end:
        if found := holds():
            return found
        sleep(0.1)
    pytest.fail(f"waited {SECONDS} s for {what}", pytrace=False)


class Server:
    """A running JupyterLab: its address, where it keeps its files, and what it has logged."""

    def __init__(self, address: str, runtime: Path, log: Path) -> None:
        self.address, self.runtime, self.log = address, runtime, log

    def asked(self, path: str) -> Any:
        """What the server's API answers."""
        return json.load(urlopen(f"{self.address}api/{path}"))

    def client(self, path: str) -> BlockingKernelClient:
        """A line of our own to the kernel of an open notebook."""

        def found() -> list[str]:
            return [s["kernel"]["id"] for s in self.asked("sessions") if s["path"] == path]

        client = BlockingKernelClient()
        name = f"kernel-{until(found, 'the kernel')[0]}.json"
        client.load_connection_file(str(self.runtime / name))
        client.start_channels()
        client.wait_for_ready(timeout=SECONDS)
        return client


@contextmanager
def serving(python: Path, root: Path, state: Path, config: Path) -> Iterator[Server]:
    """JupyterLab of some environment, with the files below `root`."""
    settings = config / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps(WHOLE))
    own = {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
    }
    log = state / "server.log"
    place = [f"--ServerApp.root_dir={root}", "--expose-app-in-browser"]
    with log.open("wb") as sink:
        server = subprocess.Popen(
            [python, "-m", "jupyterlab", *OPTIONS, *place],
            cwd=root,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | own,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    try:
        runtime = state / "runtime"
        found = until(lambda: list(list_running_servers(str(runtime))), "the server")[0]
        yield Server(f"http://127.0.0.1:{found['port']}/", runtime, log)
    finally:
        server.terminate()
        server.wait(30)


class Lab:
    """A page of JupyterLab."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.errors: list[str] = []
        self.loaded = False
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def load(self, path: str) -> None:
        """Load Lab by a link to one file, as a launch button does, with nothing left open."""
        self.page.goto(f"{self.server.address}lab/tree/{path}?reset")
        self.page.wait_for_function(
            "globalThis.jupyterapp?.commands.hasCommand('notebook:run-all-cells')"
        )
        self.wait()
        self.loaded = True

    def open(self, path: str) -> None:
        """Open a file in a page that is loaded: what Lab does of itself with a link to one."""
        command = "jupyterapp.commands.execute('filebrowser:open-path', { path })"
        self.page.evaluate(f"async path => {{ await {command}; }}", path)
        self.wait()

    def wait(self) -> None:
        """Wait until a notebook is shown."""
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")

    def run(self) -> list[list[dict[str, Any]]]:
        """Run all cells of the open notebook: the outputs of each cell of code that has run."""
        self.page.wait_for_function(_IDLE)
        return list(self.page.evaluate(_RUN))

    def close(self) -> None:
        """Close the notebook, unsaved, and end its kernel."""
        self.page.wait_for_function(_IDLE)  # a kernel that is ended while it starts complains
        self.page.evaluate(_CLOSE)

    def widgets(self, kind: str = "") -> Locator:
        """The widgets in the page that are drawn."""
        of_kind = f'[data-kind="{kind}"]' if kind else ""
        return self.page.locator(f'.cv-host[data-ready="true"]{of_kind}')


class Kernel:
    """A second line to the kernel of an open notebook."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def run(self, code: str) -> None:
        """Run code."""
        reply = self.client.execute_interactive(
            code, store_history=False, timeout=SECONDS, output_hook=lambda _: None
        )["content"]
        assert reply["status"] == "ok", reply

    def value(self, code: str) -> Any:
        """What an expression is, by way of JSON."""
        asked = {"found": f"json.dumps({code})"}
        reply = self.client.execute("", user_expressions=asked, store_history=False, reply=True)
        return json.loads(
            literal_eval(reply["content"]["user_expressions"]["found"]["data"]["text/plain"])
        )
