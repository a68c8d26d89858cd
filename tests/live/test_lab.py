"""Every widget in a real JupyterLab: what Python sets shows, what a hand does reaches Python."""

import json
import os
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import nbformat
import pytest
from jupyter_client import BlockingKernelClient
from jupyter_server.serverapp import list_running_servers
from playwright.sync_api import Browser, Locator, Page, expect

from convviz.gallery import EXAMPLES
from tests.conftest import ROOT

# Lab draws a cell only near the window, and where that is after a run depends on its speed.
WHOLE = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
START = "import json, ipywidgets\nfrom convviz.gallery import EXAMPLES\nmade = {}"
PAIR = """left, right = EXAMPLES["slide"](), EXAMPLES["slide"]()
heard = []
left.observe(lambda change: heard.append(change.new), "stride")
tie = ipywidgets.link((left, "stride"), (right, "stride"))
ipywidgets.VBox([left, right])"""
CELL = "made[{kind!r}] = EXAMPLES[{kind!r}]()\nmade[{kind!r}]"
SECONDS = 180


def until(holds: Any, what: str) -> Any:
    """Ask again until the answer is true; what comes from another process takes its time."""
    end = monotonic() + SECONDS
    while monotonic() < end:
        if found := holds():
            return found
        sleep(0.1)
    pytest.fail(f"waited {SECONDS} s for {what}", pytrace=False)


class Lab:
    """A notebook open in JupyterLab, and a second line to its kernel."""

    def __init__(self, page: Page, kernel: BlockingKernelClient) -> None:
        self.page, self.kernel = page, kernel
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def widget(self, kind: str) -> Locator:
        """The widget of this kind in the page."""
        return self.page.locator(f'.cv-host[data-kind="{kind}"]').first

    def python(self, code: str) -> None:
        """Run code in the notebook's kernel."""
        reply = self.kernel.execute_interactive(
            code, store_history=False, timeout=SECONDS, output_hook=lambda _: None
        )["content"]
        assert reply["status"] == "ok", reply

    def value(self, code: str) -> Any:
        """What an expression is in the kernel, by way of JSON."""
        asked = {"found": f"json.dumps({code})"}
        reply = self.kernel.execute("", user_expressions=asked, store_history=False, reply=True)
        return json.loads(
            literal_eval(reply["content"]["user_expressions"]["found"]["data"]["text/plain"])
        )

    def state(self, kind: str) -> Any:
        """The state as Python has it."""
        return self.value(f"made[{kind!r}].state()")


def seen(widget: Locator) -> list[str]:
    """Every number that a widget holds, in Lab's view or scrolled out of it."""
    numbers = "[data-value], input:not(td input), .cv-count"
    return widget.locator(numbers).evaluate_all(
        "all => all.map(e => e.dataset.value ?? e.value ?? e.textContent)"
    )


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A notebook with one widget of each kind, opened and run."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [START, *(CELL.format(kind=kind) for kind in EXAMPLES), PAIR]
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(book, folder / "widgets.ipynb")
    own = {
        f"JUPYTER_{name}": str(folder / name.lower())
        for name in ("RUNTIME_DIR", "DATA_DIR", "CONFIG_DIR")
    }
    settings = folder / "config_dir" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(WHOLE))
    options = ["--no-browser", "--port=0", "--IdentityProvider.token=", "--allow-root"]
    options += [f"--ServerApp.root_dir={folder}", "--expose-app-in-browser"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **own, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        runtime = Path(own["JUPYTER_RUNTIME_DIR"])
        found = until(lambda: list(list_running_servers(str(runtime))), "the server")[0]
        address = f"http://127.0.0.1:{found['port']}/"
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.goto(f"{address}lab/tree/widgets.ipynb")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_function(
            "globalThis.jupyterapp?.commands.hasCommand('notebook:run-all-cells')"
        )
        session = until(lambda: json.load(urlopen(f"{address}api/sessions")), "the kernel")[0]
        page.locator(".jp-Notebook .jp-CodeCell").first.click()
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        kernel = BlockingKernelClient()
        kernel.load_connection_file(str(runtime / f"kernel-{session['kernel']['id']}.json"))
        kernel.start_channels()
        kernel.wait_for_ready(timeout=SECONDS)
        drawn = '.cv-host[data-ready="true"]'
        until(lambda: page.locator(drawn).count() == len(EXAMPLES) + 2, "every widget")
        yield Lab(page, kernel)
        kernel.stop_channels()
    finally:
        context.close()
        server.terminate()
        server.wait(30)


@pytest.mark.xdist_group("lab")
@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_hand_and_python_move_the_same_widget(lab: Lab, kind: str) -> None:
    widget = lab.widget(kind)
    widget.scroll_into_view_if_needed()
    expect(widget).to_have_attribute("data-ready", "true")
    first, shown = lab.state(kind), seen(widget)
    numbers = [n for n in widget.locator("[role=spinbutton]").all() if n.is_visible()]
    ends = ("aria-valuenow", "aria-valuemax")
    free = [n for n in numbers if len({n.get_attribute(end) for end in ends}) == 2]
    if free:
        free[0].focus()
        free[0].press("ArrowUp")
    else:
        widget.locator("[name=forward]").click()
    until(lambda: lab.state(kind) != first, "Python to hear of it")
    now = lab.state(kind)
    assert seen(widget) != shown
    back = {name: value for name, value in first.items() if value != now[name]}
    lab.python(
        f"with made[{kind!r}].hold_trait_notifications():\n"
        f"    for name, value in {back!r}.items(): setattr(made[{kind!r}], name, value)"
    )
    until(lambda: seen(widget) == shown, "the page to hear of it")
    assert lab.state(kind) == first


@pytest.mark.xdist_group("lab")
def test_two_widgets_in_a_box_are_linked_and_observed(lab: Lab) -> None:
    left, right = (lab.page.locator(".widget-vbox .cv-host").nth(n) for n in (0, 1))
    left.scroll_into_view_if_needed()
    left.locator("[name=stride]").fill("2")
    expect(right.locator("[name=stride]")).to_have_value("2")
    until(lambda: lab.value("heard") == [2], "the observer to hear")


@pytest.mark.xdist_group("lab")
def test_lab_met_no_error(lab: Lab) -> None:
    assert lab.errors == []
