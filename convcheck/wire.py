"""What a process that runs an answer sends back, read with distrust: numbers or words, no more."""

import json
import os
import re
import select
import struct
from collections.abc import Callable
from time import monotonic
from typing import Any

import numpy as np

from convcheck.answer import LARGEST, AnswerError
from convcheck.task import Results

_NUMBERS = re.compile(r"[<>|=][biuf]\d{1,2}")
_PATIENCE = 0.2  # seconds between two looks whether to wait on
_RUBBISH = "it writes where only its results belong"


class EndedError(AnswerError):
    """The process ended before it had answered, had to be ended, or sent what is no answer."""


def received(
    reading: int, count: int, seconds: float, stopped: Callable[[], bool] = lambda: False
) -> Results:
    """Read the arrays that a process sends, or raise what it says instead.

    `stopped` is asked now and then whether to wait no longer.
    """
    end, waiting = monotonic() + seconds, bytearray()
    found: Results = []
    while len(found) < count:
        left = end - monotonic()
        ready, _, _ = select.select([reading], [], [], max(0.0, min(left, _PATIENCE)))
        if stopped():
            raise EndedError("the marking was interrupted")
        if not ready:
            if left > _PATIENCE:
                continue
            raise EndedError(f"it takes longer than {seconds:g} s: look for a loop without an end")
        part = os.read(reading, 2**16)
        if not part:
            raise EndedError("it ends the whole program")
        waiting += part
        while (frame := _frame(waiting)) is not None:
            found.append(_array(*frame))
    return found[:count]


def _frame(waiting: bytearray) -> tuple[bytes, bytes] | None:
    """Take the first head and body from what has arrived, if they have arrived whole."""
    if len(waiting) < 8:
        return None
    head, body = struct.unpack("<II", waiting[:8])
    if head > 2**12 or body > 16 * LARGEST:
        raise EndedError(_RUBBISH)
    if len(waiting) < 8 + head + body:
        return None
    taken = bytes(waiting[8 : 8 + head + body])
    del waiting[: 8 + head + body]
    return taken[:head], taken[head:]


def _array(head: bytes, body: bytes) -> np.ndarray[Any, Any]:
    try:
        told = json.loads(head)
        if "words" not in told and _NUMBERS.fullmatch(told["dtype"]):
            return np.frombuffer(body, np.dtype(told["dtype"])).reshape(told["shape"])
        words = told.get("words")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        words = None
    if not isinstance(words, str):
        raise EndedError(_RUBBISH)
    # What no file can hold, such as half of a pair of surrogates, is replaced.
    raise AnswerError(words.encode("utf-8", "replace").decode())
