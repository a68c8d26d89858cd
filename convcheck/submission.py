"""A student's notebook: its cells of code, and one task of it run behind locks."""

import base64
import json
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from convcheck import locks
from convcheck.answer import AnswerError
from convcheck.task import Case, Results
from convcheck.wire import EndedError, received

SECONDS = 10
LARGEST_FILE = 20 * 2**20  # bytes of a notebook
_WORKER = Path(__file__).with_name("worker.py")
stopping = Event()  # set when the marking is interrupted: no answer is then waited for


class NotebookError(Exception):
    """Words on a file that is no notebook."""


def cells(path: Path) -> list[str]:
    """Return the source of every cell of code, in order."""
    if path.is_symlink() or not path.is_file():
        raise NotebookError("it is no plain file")
    if path.stat().st_size > LARGEST_FILE:
        raise NotebookError(f"it has more than {LARGEST_FILE // 2**20} MB")
    if path.stat().st_size == 0:
        raise NotebookError("the file is empty")
    try:
        found = json.loads(path.read_text("utf-8"))["cells"]
        code = [cell["source"] for cell in found if cell["cell_type"] == "code"]
        return ["".join(source) for source in code]
    except OSError as error:
        raise NotebookError(f"the file cannot be opened ({type(error).__name__})") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotebookError(f"it is no notebook ({type(error).__name__})") from None


class Notebook:
    """The cells of a notebook, run anew for each question, so that none can spoil another.

    A cell that ends the program, or never ends, costs its own task alone: from then on a question
    is asked of the cells that its answer stands on, and of no others.
    """

    def __init__(self, code: Sequence[str]) -> None:
        self.code = code
        self.whole = True

    def run(self, name: str, cases: Sequence[Case] | None) -> Results:
        """Return what the function `name` gives for each case, or raise `AnswerError`.

        Without cases, `name` is an answer found by hand, and its value is returned.
        """
        if self.whole:
            try:
                return _run(self.code, name, cases, excerpt=False)
            except EndedError:
                self.whole = False
        return _run(self.code, name, cases, excerpt=True)


def trial() -> None:
    """Run an answer that is right, or say why this system cannot: no student is to pay for that."""
    try:
        _run(["import numpy as np", "def one():\n    return np.ones(1)"], "one", [()], False)
    except AnswerError as error:
        raise OSError(f"a trial answer cannot be run behind the locks here: {error}") from None


def _run(code: Sequence[str], name: str, cases: Sequence[Case] | None, excerpt: bool) -> Results:
    reading, writing = os.pipe()
    running = subprocess.Popen(
        [sys.executable, "-I", str(_WORKER), str(writing)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[writing],
        start_new_session=True,
        cwd="/",
        env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PATH": "/nowhere"},
    )
    os.close(writing)
    asked: dict[str, Any] = {
        "cells": list(code),
        "excerpt": excerpt,
        "name": name,
        "cases": cases and [[_encoded(value) for value in case] for case in cases],
        "readable": _readable(),
        "seconds": SECONDS,
    }
    try:
        assert running.stdin
        with running.stdin as pipe:
            pipe.write(json.dumps(asked).encode())
        return received(reading, len(cases or [name]), SECONDS, stopping.is_set)
    except BrokenPipeError:
        raise EndedError("it ends the whole program") from None
    finally:
        os.close(reading)
        _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _encoded(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {"dtype": value.dtype.str, "shape": value.shape, "data": data}
    return value


def _readable() -> list[str]:
    """Where Python, its packages and the system's libraries lie, and nothing else."""
    packages = sysconfig.get_paths()
    places = {sys.base_prefix, packages["stdlib"], packages["purelib"], packages["platlib"]}
    return [*sorted(places), "/usr/lib", "/lib", "/lib64", "/usr/lib64", "/usr/share/zoneinfo"]


def lacking() -> list[str]:
    """Name the protections that this system cannot give."""
    return locks.missing()
