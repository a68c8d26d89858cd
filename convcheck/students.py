"""Students by name: the seed of their own numbers, and a name that every file system takes."""

import hashlib
import unicodedata


def safe(student: str) -> str:
    """Return the name as a file or folder can bear it."""
    # A Mac writes ö as two characters, others as one; hyphens and dots may stay.
    whole = " ".join(unicodedata.normalize("NFC", student).split())
    return "".join(c if c.isalnum() or c in " -_." else "_" for c in whole).strip(" .") or "_"


def sign(student: str) -> str:
    """Return what is the same for every way to write this name, on paper or as a folder's."""
    return safe(student).casefold()


def seed_of(student: str) -> int:
    """Return the seed of a student's own numbers: the same for the same name or number."""
    return int.from_bytes(hashlib.sha256(sign(student).encode()).digest()[:4], "big")


def class_list(names: list[str]) -> list[str]:
    """Return the names, if each student can have numbers and a folder of their own."""
    known: dict[str, str] = {}
    for name in names:
        if not any(c.isalnum() for c in name):
            raise ValueError(f"students: needs names with letters or digits; got {name!r}")
        if (old := known.setdefault(sign(name), name)) is not name:
            raise ValueError(f"students: needs names that differ; got {old!r} and {name!r}")
    return names
