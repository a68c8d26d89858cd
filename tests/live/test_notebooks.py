"""The notebooks that the pages give, far from the book's sources: installed, run, and shown."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from convbook.notebooks import first_cell
from jupyter_client import KernelManager
from nbclient import NotebookClient

from convcheck.notebook import notebook
from tests.conftest import ROOT
from tests.live.conftest import Image
from tests.live.jupyter import Lab, until
from tools import apart, binder, lite_site

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
SECONDS = 120
NOTES = "words.ipynb"
OURS = "import sys, convlib\nassert convlib.__file__.startswith(sys.prefix), convlib.__file__"


@dataclass
class Away:
    """An environment without the book, the folder it stands in, and what pip can take it from."""

    folder: Path
    python: Path
    requirement: str

    def run(self, cells: list[tuple[str, str]]) -> None:
        """Run a notebook to its end with a kernel of its own."""
        kernel = KernelManager()
        kernel.kernel_spec.argv[0] = str(self.python)
        NotebookClient(
            notebook(cells),
            km=kernel,
            timeout=SECONDS,
            resources={"metadata": {"path": str(self.folder)}},
        ).execute(env={**os.environ, "PIP_NO_INDEX": "1", "PYTHONPATH": ""})


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Away:
    """The packages that Binder has, and the book's own as a wheel beside."""
    folder = tmp_path_factory.mktemp("away")
    lite_site.wheel(folder)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    paths = [
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
        for python in (apart.python(folder / "venv"), apart.python(binder.PLACE))
    ]
    # Its packages are lent, and not the link to the book that `postBuild` puts beside them.
    Path(paths[0], "lent.pth").write_text(paths[1])
    wheel = next(folder.glob("*.whl"))
    return Away(folder, apart.python(folder / "venv"), f"convolution-book @ {wheel.as_uri()}")


def cells(site: Path, chapter: str, kind: str) -> list[tuple[str, str]]:
    """The cells of one kind in the notebook that a chapter's page gives."""
    book = nbformat.read(site / "notebooks" / f"{chapter}.ipynb", 4)
    return [(kind, cell.source) for cell in book.cells if cell.cell_type == kind]


@pytest.mark.xdist_group("away")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_notebook_runs_where_its_first_cell_has_installed_the_book(
    site: Path, away: Away, chapter: str
) -> None:
    if chapter == CHAPTERS[0]:
        gone = subprocess.run([away.python, "-c", "import convlib"], cwd=away.folder, text=True,
                              stderr=subprocess.PIPE)  # fmt: skip
        assert "No module named 'convlib'" in gone.stderr
    away.run([first_cell(away.requirement), *cells(site, chapter, "code"), ("code", OURS)])


@pytest.mark.xdist_group("lab")
def test_lab_shows_the_prose_of_every_notebook(lab: Lab, image: Image, site: Path) -> None:
    prose = [cell for chapter in CHAPTERS for cell in cells(site, chapter, "markdown")]
    nbformat.write(notebook([("code", "0"), *prose]), image.home / NOTES)
    lab.load(NOTES)
    whole = "\n".join(text for _, text in prose)
    shown = lab.page.locator(".jp-RenderedMarkdown")
    formulas = whole.count("$$") // 2
    displays = shown.locator('mjx-container[display="true"]')
    until(lambda: displays.count() >= formulas, "the equations")
    for what, wanted in {
        "details": whole.count("<details>"),
        "table": len(re.findall(r"^\|---", whole, re.M)),
        'mjx-merror, mjx-container [style*="color: red"]': 0,
    }.items():
        assert shown.locator(what).count() == wanted, what
    # What is left of a formula or a mark that was not understood.
    assert re.findall(r"\$|\*\*|\\[a-z]+\{", " ".join(shown.all_inner_texts())) == []
    lab.close()
