"""Every chapter where Binder's button leads: opened as a notebook, run, its widgets drawn."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.live.conftest import Image
from tests.live.jupyter import Lab, until
from tools import binder

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
MOST = 80  # packages that Binder has to install


def test_binder_installs_few_packages_and_none_that_only_builds_or_tests() -> None:
    installed = binder.PACKAGES.read_text().splitlines()
    assert len(installed) <= MOST
    names = {line.partition("==")[0].lower().replace("_", "-") for line in installed}
    assert {"numpy", "anywidget", "jupytext", "sympy"} <= names
    assert names.isdisjoint({"jupyter-book", "sphinx", "pytest", "playwright", "ruff", "mypy"})


@pytest.mark.xdist_group("lab")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_opens_as_a_notebook_and_runs(
    lab: Lab, image: Image, site: Path, chapter: str
) -> None:
    path = f"chapters/{chapter}.md"
    (lab.open if lab.loaded else lab.load)(path)
    outputs = lab.run()
    source = (image.home / path).read_text("utf-8")
    assert len(outputs) == len(re.findall(r"^```\{code-cell\}", source, re.M))
    assert [o for cell in outputs for o in cell if o["output_type"] == "error"] == []
    page = (site / "chapters" / f"{chapter}.html").read_text("utf-8")
    until(lambda: lab.widgets().count() == page.count("<conv-widget "), "every widget")
    lab.close()


@pytest.mark.xdist_group("lab")
def test_a_double_click_on_a_chapter_opens_a_notebook(lab: Lab) -> None:
    lab.load(f"chapters/{CHAPTERS[0]}.md")
    lab.close()
    lab.page.locator(".jp-DirListing-item", has_text=CHAPTERS[1]).dblclick()
    lab.wait()
    lab.close()


@pytest.mark.xdist_group("lab")
def test_neither_lab_nor_its_server_met_an_error(lab: Lab, image: Image) -> None:
    assert lab.errors == []
    log = image.server.log.read_text()
    assert "Kernel started" in log
    assert re.findall(r"^(?:\[[EC] .*|Traceback.*)$", log, re.M) == []
