"""When the cells of a chapter run: the cache of their results follows the code they call.

The cache knows a chapter by its own cells. So that an edit of the modules behind them counts
as well, its directory is named after their content, and a change has all chapters read again.
"""

import os
import shutil
from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from convviz import clock
from convviz.figures import FONTS, STATIC

from .fonts import write_for_matplotlib

PACKAGES = ("convlib", "convviz")
# Kernels warn on every start that they talk in the clear, and at times that they were stopped; a
# cell that fails is told by other means. What a cell prints is sent whole: the clock would cut it
# elsewhere at each build, and a cut eats lines.
KERNEL_CONFIG = """
from ipykernel.iostream import OutStream

get_config().IPKernelApp.log_level = "CRITICAL"
OutStream.flush_interval = 60  # seconds; a cell's end sends the rest
"""


def code_digest(root: Path) -> str:
    """What the modules and the pinned packages are, as one short word.

    Times that are read from their note, not from the clock, are part of it.
    """
    modules = [path for name in PACKAGES for path in sorted((root / name).rglob("*.py"))]
    noted = [root / "convviz" / clock.NOTED.name] if os.environ.get(clock.REPRODUCIBLE) else []
    digest = sha256()
    for path in [*modules, root / "requirements.txt", *noted]:
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def prepare(app: Sphinx, config: Config) -> None:
    """Point the cache at the directory of the present code, and drop those of the past."""
    build = Path(app.srcdir) / "_build"
    profile = build / ".ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIG)
    write_for_matplotlib(build / ".fonts")
    os.environ |= {
        STATIC: "1",
        FONTS: str(build / ".fonts"),
        "IPYTHONDIR": str(profile.parent),
    }

    digest = code_digest(Path(app.srcdir))
    config.convbook_code = digest
    if os.environ.get("CI"):
        config.nb_execution_mode = "force"
    caches = build / ".jupyter_cache"
    for old in caches.glob("*"):
        if old.name != digest:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(caches / digest)


def setup_execution(app: Sphinx) -> None:
    """Decide before MyST-NB reads its settings."""
    app.add_config_value("convbook_code", "", "env")
    app.connect("config-inited", prepare, priority=100)
