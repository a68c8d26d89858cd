"""pip for a Python that has none, as Debian ships it: pip's own wheel, which can run itself."""

import hashlib
import urllib.request
from typing import Final

from tools.steps import PYTHON, VENV, SetupError, run, say

WHEEL: Final = (
    "https://files.pythonhosted.org/packages/07/25/"
    "ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
)
SHA256: Final = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def fetch() -> None:
    """Install it into the venv, if it is the file that is pinned here."""
    say("fetching pip")
    try:
        with urllib.request.urlopen(WHEEL, timeout=60) as answer:
            data = answer.read()
    except OSError as error:
        raise SetupError(f"fetching pip failed: no network ({error})") from None
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SetupError("fetching pip failed: what came is not the file pinned here")
    wheel = VENV / WHEEL.rsplit("/", 1)[1]
    wheel.write_bytes(data)
    run("installing pip", [PYTHON, f"{wheel}/pip", "install", "--no-index", wheel])
    wheel.unlink()
