"""The numbers in what is typed or written as an answer, and whether two lists of them agree."""

import re

import numpy as np

from .ask_source import Answer

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_THOUSANDS = re.compile(r"(^|[^\d.,])([1-9]\d{0,2}(?:,\d{3})+)(?![\d,])", re.ASCII)


def numbers(text: str, count: int | None = None) -> list[float] | None:
    """The numbers in `text` ("−3", "1/2", "98 × 130", "(3, 3)"), or None if it has other things.

    A comma stands between two numbers. Where that does not make `count` of them, it may part
    thousands: "2,336" is one number if one is wanted, and "2,3" never is.
    `ask.js` reads what the reader types by the same rules; a test holds the two together.
    """
    found = _parted(text)
    if found and count not in (None, len(found)):
        joined = _parted(_THOUSANDS.sub(lambda m: m[1] + m[2].replace(",", ""), text))
        found = joined if joined and len(joined) == count else found
    return found


def _parted(text: str) -> list[float] | None:
    plain = re.sub(r"[()\[\]{}]", " ", re.sub("[−–]", "-", text))
    plain = re.sub(r"([-+])\s+", r"\1", re.sub(r"\s*/\s*", "/", plain)).strip()
    found = []
    for part in re.split(r"\s*[,;×xX*]\s*|\s+", plain):
        top, _, bottom = part.partition("/")
        if not all(_NUMBER.fullmatch(p) for p in (top, bottom or "1")) or part.endswith("/"):
            return None
        found.append(float(top) / float(bottom or 1) if float(bottom or 1) else float("nan"))
    return found if np.isfinite(found).all() else None


def values(answer: Answer) -> list[float] | None:
    """The numbers that an answer says, as many as its expression gave."""
    return numbers(answer.said, answer.count)


def close(got: list[float], want: list[float], tolerance: float) -> bool:
    """Whether two lists of numbers agree: relative, or absolute where zero is wanted."""
    pairs = zip(got, want, strict=False)
    return len(got) == len(want) and all(abs(g - w) <= tolerance * (abs(w) or 1) for g, w in pairs)
