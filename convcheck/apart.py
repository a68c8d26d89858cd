"""An answer run in a process of its own: it may fail, hang or print, and nothing else suffers.

The child is forked, so that a function of a notebook needs no name, and sends back nothing but
numbers. Where a system cannot fork, the answer runs in a thread, which can be left behind but not
ended.
"""

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from convcheck.answer import AnswerError, framed, values
from convcheck.task import Case, Results, copied
from convcheck.wire import received

SECONDS = 8.0
MEMORY = 2**30  # bytes that the answer may take beyond what the notebook has


def outcome(function: Callable[..., Any], cases: Sequence[Case]) -> Results:
    """Return one array for each case, or raise `AnswerError`."""
    if hasattr(os, "fork") and sys.platform not in ("emscripten", "win32"):
        return _forked(function, cases)
    return _threaded(function, cases)


def _answers(function: Callable[..., Any], cases: Sequence[Case]) -> Iterator[Any]:
    return values(function, map(copied, cases))


def _forked(function: Callable[..., Any], cases: Sequence[Case]) -> Results:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # A notebook has threads; the child runs none of them, only the answer.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _child(function, cases, writing)
    os.close(writing)
    try:
        return received(reading, len(cases), SECONDS)
    finally:
        os.close(reading)
        _end(child)


def _child(function: Callable[..., Any], cases: Sequence[Case], writing: int) -> None:
    """Run the answer and leave: nothing of the parent's may go on in here."""
    try:
        os.setsid()
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        _limit_memory()
        with os.fdopen(writing, "wb") as pipe:
            try:
                with open(os.devnull, "w") as void, redirect_stdout(void), redirect_stderr(void):
                    for array in _answers(function, cases):
                        pipe.write(framed(array))
            except AnswerError as error:
                pipe.write(framed(words=str(error)))
    finally:
        os._exit(0)


def _limit_memory() -> None:
    import resource

    statm = Path("/proc/self/statm")
    if not statm.exists():
        return  # only Linux says what a process has
    now = int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, resource.RLIM_INFINITY))


def _end(child: int) -> None:
    """End the child with all that it started."""
    for end in (os.killpg, os.kill):
        try:
            end(child, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    os.waitpid(child, 0)


def _threaded(function: Callable[..., Any], cases: Sequence[Case]) -> Results:
    found: Results = []
    failed: list[AnswerError] = []

    def work() -> None:
        try:
            found.extend(_answers(function, cases))
        except AnswerError as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    try:
        thread.start()
    except RuntimeError:  # in a browser Python has no threads
        work()
    else:
        thread.join(SECONDS)
        if thread.is_alive():
            raise AnswerError(f"it takes longer than {SECONDS:g} s: look for a loop without an end")
    if failed:
        raise failed[0]
    return found
