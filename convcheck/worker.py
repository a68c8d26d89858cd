"""The process that runs a student's notebook for one task. It holds no expected value.

Started by its path, so that it imports nothing of the book; it reads the cells and the arguments,
puts its locks on, runs, and writes numbers to the descriptor that it was given.
"""

import base64
import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np


def beside(name: str) -> Any:
    """A module of this folder, which itself stays out of Python's sight."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


answer, excerpt, locks, standin = map(beside, ("answer", "excerpt", "locks", "standin"))


def decoded(value: Any) -> Any:
    """An argument as it was before it became JSON."""
    if isinstance(value, dict):
        flat = np.frombuffer(base64.b64decode(value["data"]), value["dtype"])
        return flat.reshape(value["shape"]).copy()
    return value


def tried(cell: str, space: dict[str, Any]) -> str:
    """Run a cell as far as it goes, and tell what it raised, if anything."""
    try:
        exec(compile(excerpt.plain_source(cell), "answer", "exec"), space)
    except (Exception, SystemExit) as error:
        return str(answer.raised(error))
    return ""


def defined(cells: list[str], name: str, kind: str) -> Any:
    """Run every cell and return what has this name."""
    space: dict[str, Any] = {"__name__": "__main__"}
    told = [tried(cell, space) for cell in cells]
    if name not in space:  # it may want what a later cell holds, such as an import that was moved
        for place, words in enumerate(told):
            if words.startswith("it raises NameError"):
                told[place] = tried(cells[place], space)
    if name not in space or (kind == "function" and not callable(space[name])):
        own = [words for cell, words in zip(cells, told, strict=True) if words and name in cell]
        failed = f"; of its cell: {own[-1]}" if own else ""
        raise answer.AnswerError(f"there is no {kind} {name} in it{failed}")
    return space[name]


def found(asked: dict[str, Any]) -> Iterator[Any]:
    """Yield what was found by hand, or what the function gives for every case."""
    cells, name = asked["cells"], asked["name"]
    if asked["excerpt"]:
        cells = excerpt.excerpt(cells, name)
    if asked["cases"] is None:
        value = defined(cells, name, "answer")
        if value is None:
            raise answer.AnswerError(f"{name} is still empty")
        yield answer.numbers(value, f"{name} is")
    else:
        function = defined(cells, name, "function")
        yield from answer.values(function, (map(decoded, case) for case in asked["cases"]))


def run(asked: dict[str, Any], send: Callable[[bytes], None]) -> None:
    """Send the arrays, or words instead."""
    try:
        for array in found(asked):
            send(answer.framed(array))
    except answer.AnswerError as error:
        send(answer.framed(words=str(error)))
    except MemoryError:
        send(answer.framed(words="it asks for too much memory"))


def main() -> None:
    """Read, lock, run."""
    asked, pipe = json.load(sys.stdin), int(sys.argv[1])

    def send(data: bytes) -> None:
        while data:
            data = data[os.write(pipe, data) :]

    sys.meta_path.insert(0, standin.Finder())
    locks.lock(asked["readable"], asked["seconds"])
    run(asked, send)
    os._exit(0)


if __name__ == "__main__":
    main()
