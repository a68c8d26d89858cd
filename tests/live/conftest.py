"""JupyterLab as Binder would have it: the packages of `binder`, its `postBuild`, a fresh copy."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.live.jupyter import Lab, Server, serving
from tools import apart, binder


@dataclass
class Image:
    """What Binder would start: a home with the book in it, and the server."""

    home: Path
    server: Server


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    """The server, with the book copied as a clone would bring it."""
    python = apart.python(binder.PLACE)
    if not python.exists():
        pytest.fail("Binder's environment is not there: run `make test` once", pytrace=False)
    state = tmp_path_factory.mktemp("binder")
    home, config = state / "home", state / "config"
    left_out = shutil.ignore_patterns(".*", "_build", "__pycache__", "tests")
    shutil.copytree(ROOT, home, ignore=left_out)
    paths = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {"PATH": paths, "JUPYTER_CONFIG_DIR": str(config)}
    subprocess.run(["binder/postBuild"], cwd=home, env=env, check=True)
    with serving(python, home, state, config) as server:
        yield Image(home, server)


@pytest.fixture(scope="module")
def lab(browser: Browser, image: Image) -> Iterator[Lab]:
    """A page for Lab."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Lab(context.new_page(), image.server)
    context.close()
