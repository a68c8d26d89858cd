"""What an answer gives, taken as numbers: the same words whether a notebook or the grader asks.

Imports nothing of the book, since the process that marks an answer holds nothing of it.
"""

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

LARGEST = 10**6  # entries of one result
_WORDS = 300  # characters of an error that are told


class AnswerError(Exception):
    """Words for whoever wrote the answer."""


def numbers(value: Any, what: str = "it returns") -> Any:
    """The value of an answer as an array of numbers; `what` begins the words if it is none."""
    if value is None:
        raise AnswerError("it returns nothing: end it with `return`")
    try:
        array = np.asarray(value.toarray() if hasattr(value, "toarray") else value)
    except Exception:
        raise AnswerError(f"{what} no array of numbers") from None
    if array.dtype.kind not in "biuf":
        kind = type(value).__name__
        kind += f" of type {array.dtype.name}" if kind in ("ndarray", "list", "tuple") else ""
        raise AnswerError(f"{what} {kind}, which is no array of real numbers")
    if array.size > LARGEST:
        raise AnswerError(f"{what} {array.size} numbers, more than any result here has")
    return array


def values(function: Callable[..., Any], cases: Iterable[Iterable[Any]]) -> Iterator[Any]:
    """Call a function with the arguments of every case, and yield its numbers."""
    for case in cases:
        try:
            value = function(*case)
        except AnswerError:
            raise
        except MemoryError:
            raise AnswerError("it asks for too much memory") from None
        except NotImplementedError:
            raise AnswerError("it is not written yet") from None
        except (Exception, SystemExit) as error:
            raise AnswerError(raised(error)) from None
        yield numbers(value)


def raised(error: BaseException) -> str:
    """Tell an error, as far as it can be told."""
    try:
        words = str(error)
    except Exception:  # the error is the answer's own
        words = ""
    return f"it raises {type(error).__name__}{words and ': '}{words}"[:_WORDS]


def framed(array: Any = None, words: str | None = None) -> bytes:
    """An array, or words instead of it, as bytes that `wire.received` reads."""
    if array is None:
        head, body = json.dumps({"words": words}).encode(), b""
    else:
        head = json.dumps({"dtype": array.dtype.str, "shape": array.shape}).encode()
        body = np.ascontiguousarray(array).tobytes()
    return struct.pack("<II", len(head), len(body)) + head + body
