"""Pieces of Markdown, made of text."""

import re

_MARKS = re.compile(r"[\\`*_\[\]<$~]|&(?=#?\w+;)")


def escaped(text: str) -> str:
    """Text that stands for itself."""
    return _MARKS.sub(r"\\\g<0>", text.replace("\n", " "))


def folded(summary: str, *inside: str) -> str:
    """What waits for a click. Between empty lines, Markdown is read inside of HTML."""
    return "\n\n".join([f"<details>\n<summary>{summary}</summary>", *inside, "</details>"])


def item(text: str, mark: str = "- ") -> str:
    """An item of a list, its further lines below the first."""
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace(" " * len(mark) + "\n", "\n")


def quote(text: str) -> str:
    """A block that stands apart."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def code(text: str) -> str:
    """Code within a line, between more backticks than it holds."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " * (len(fence) > 1)
    return f"{fence}{pad}{text}{pad}{fence}"
