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

from convcheck.task import Case, Results
from convcheck.worker import LARGEST, AnswerError, numbers

SECONDS = 8.0
MEMORY = 2**30  # bytes that the answer may take beyond what the notebook has


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
        yield numbers(value)


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


def received(reading: int, count: int, seconds: float) -> Results:
    """Read the arrays that a process sends, or raise what it says instead."""
    end, waiting = monotonic() + seconds, b""
    found: Results = []
    while len(found) < count:
        ready, _, _ = select.select([reading], [], [], max(0.0, end - monotonic()))
        if not ready:
            raise AnswerError(f"it takes longer than {seconds:g} s: look for a loop without an end")
        part = os.read(reading, 2**16)
        if not part:
            raise AnswerError("it ends the whole program")
        waiting += part
        while len(waiting) >= 8:
            words, body = struct.unpack("<II", waiting[:8])
            if words > 2**12 or body > 16 * LARGEST:
                raise AnswerError("it writes where only its results belong")
            if len(waiting) < 8 + words + body:
                break
            found.append(_array(waiting[8 : 8 + words], waiting[8 + words : 8 + words + body]))
            waiting = waiting[8 + words + body :]
    return found[:count]


def _array(words: bytes, body: bytes) -> np.ndarray[Any, Any]:
    try:
        head = json.loads(words)
        if "words" in head:
            raise AnswerError(str(head["words"]))
        array = np.frombuffer(body, np.dtype(head["dtype"])).reshape(head["shape"])
    except (ValueError, TypeError, KeyError):
        raise AnswerError("it writes where only its results belong") from None
    return array


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
