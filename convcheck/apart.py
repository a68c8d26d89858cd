"""An answer run in a process of its own: it may fail, hang or print, and nothing else suffers.

The child is forked, so that a function of a notebook needs no name, and sends back nothing but
numbers. Where a system cannot fork, the answer runs in a thread, which can be left behind but not
ended.
"""

import json
import os
import select
import signal
import struct
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from convcheck.task import Case, Results, plain

SECONDS = 8.0
LARGEST = 10**6  # entries of one result
TOO_LONG = f"it takes longer than {SECONDS:g} s: look for a loop without an end"
MEMORY = 2**30  # bytes that the answer may take beyond what the notebook has


class AnswerError(Exception):
    """Words for whoever wrote the answer."""


def outcome(function: Callable[..., Any], cases: Sequence[Case]) -> Results:
    """Return one array for each case, or raise `AnswerError`."""
    if hasattr(os, "fork") and sys.platform not in ("emscripten", "win32"):
        return _forked(function, cases)
    return _threaded(function, cases)


def _answers(function: Callable[..., Any], cases: Sequence[Case]) -> Iterator[Any]:
    for case in cases:
        try:
            value = function(*(a.copy() if isinstance(a, np.ndarray) else a for a in case))
        except MemoryError:
            raise AnswerError("it asks for too much memory") from None
        except (Exception, SystemExit) as error:
            raise AnswerError(f"it raises {type(error).__name__}: {error}"[:500]) from None
        yield _numbers(value)


def _numbers(value: Any) -> np.ndarray[Any, Any]:
    if value is None:
        raise AnswerError("it returns nothing: end it with `return`")
    try:
        array = plain(value)
    except Exception:
        raise AnswerError("it returns what is no array of numbers") from None
    if array.dtype.kind not in "biuf":
        raise AnswerError(f"it returns {type(value).__name__}, which is no array of real numbers")
    if array.size > LARGEST:
        raise AnswerError(f"it returns {array.size} numbers, more than any result here has")
    return array


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
        return _received(reading, len(cases))
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
                        _send(pipe, {"dtype": array.dtype.str, "shape": array.shape}, array)
            except AnswerError as error:
                _send(pipe, {"words": str(error)})
    finally:
        os._exit(0)


def _limit_memory() -> None:
    import resource

    statm = Path("/proc/self/statm")
    if not statm.exists():
        return  # only Linux says what a process has
    now = int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, resource.RLIM_INFINITY))


def _send(pipe: Any, head: dict[str, Any], array: Any = None) -> None:
    body = b"" if array is None else np.ascontiguousarray(array).tobytes()
    words = json.dumps(head).encode()
    pipe.write(struct.pack("<II", len(words), len(body)) + words + body)


def _received(reading: int, count: int) -> Results:
    end, waiting = monotonic() + SECONDS, b""
    found: Results = []
    while len(found) < count:
        ready, _, _ = select.select([reading], [], [], max(0.0, end - monotonic()))
        if not ready:
            raise AnswerError(TOO_LONG)
        part = os.read(reading, 2**16)
        if not part:
            raise AnswerError("it ends the whole program")
        waiting += part
        while len(waiting) >= 8:
            sizes = struct.unpack("<II", waiting[:8])
            if len(waiting) < 8 + sum(sizes):
                break
            head = json.loads(waiting[8 : 8 + sizes[0]])
            body = waiting[8 + sizes[0] : 8 + sum(sizes)]
            waiting = waiting[8 + sum(sizes) :]
            if "words" in head:
                raise AnswerError(head["words"])
            found.append(np.frombuffer(body, head["dtype"]).reshape(head["shape"]))
    return found


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
            raise AnswerError(TOO_LONG)
    if failed:
        raise failed[0]
    return found
