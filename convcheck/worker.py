"""The process that runs a student's notebook for one task. It holds no expected value.

Started by its path, so that it imports nothing of the book; it reads the cells and the arguments,
puts its locks on, runs, and writes numbers to the descriptor that it was given.
"""

import ast
import base64
import importlib.util
import json
import os
import struct
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

LARGEST = 10**6  # entries of one result


class AnswerError(Exception):
    """Words for whoever wrote the answer."""


class Absent(ModuleType):
    """Stands for a module that a notebook imports and marking does without."""

    __path__: list[str] = []  # noqa: RUF012 - so that its submodules import too

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Do nothing, unless it is the very thing that the student was to write."""
        if self.__name__.startswith("convlib."):
            raise AnswerError(f"it calls {self.__name__}, which is not at hand here: write it out")
        return self


class Finder:
    """Gives `Absent` for what begins with one of these names."""

    names = ("convlib", "convviz", "convcheck", "matplotlib", "IPython", "ipywidgets", "tqdm")

    def find_spec(self, name: str, *_: Any) -> Any:
        """As importlib asks."""
        if name.partition(".")[0] in self.names:
            return importlib.util.spec_from_loader(name, self)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: Any) -> ModuleType:
        """As importlib asks."""
        return Absent(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it to run."""


def decoded(value: Any) -> Any:
    """An argument as it was before it became JSON."""
    if isinstance(value, dict):
        flat = np.frombuffer(base64.b64decode(value["data"]), value["dtype"])
        return flat.reshape(value["shape"]).copy()
    return value


def plain_source(cell: str) -> str:
    """A cell without the lines that only a notebook understands."""
    return "\n".join(
        "" if line.lstrip().startswith(("%", "!")) else line for line in cell.split("\n")
    )


def defined(cells: list[str], name: str, kind: str) -> Any:
    """Run every cell, a failing one as far as it goes, and return what has this name."""
    space: dict[str, Any] = {"__name__": "__main__"}
    failed = ""
    for cell in cells:
        try:
            exec(compile(ast.parse(plain_source(cell)), "answer", "exec"), space)
        except (Exception, SystemExit) as error:
            if name in cell:
                failed = f"; its cell raises {type(error).__name__}: {error}"[:300]
    if name not in space or (kind == "function" and not callable(space[name])):
        raise AnswerError(f"there is no {kind} {name} in it{failed}")
    return space[name]


def numbers(value: Any) -> Any:
    """What an answer returned, as an array of numbers."""
    if value is None:
        raise AnswerError("it returns nothing: end it with `return`")
    try:
        array = np.asarray(value.toarray() if hasattr(value, "toarray") else value)
    except Exception:
        raise AnswerError("it returns what is no array of numbers") from None
    if array.dtype.kind not in "biuf":
        raise AnswerError(f"it returns {type(value).__name__}, which is no array of real numbers")
    if array.size > LARGEST:
        raise AnswerError(f"it returns {array.size} numbers, more than any result here has")
    return array


def answers(asked: dict[str, Any], send: Any) -> None:
    """Send what was found by hand, or what the function gives for every case."""
    if asked["cases"] is None:
        value = defined(asked["cells"], asked["name"], "answer")
        if value is None:
            raise AnswerError(f"{asked['name']} is still empty")
        send(*packed(numbers(value)))
        return
    function = defined(asked["cells"], asked["name"], "function")
    for case in asked["cases"]:
        try:
            array = numbers(function(*map(decoded, case)))
        except AnswerError:
            raise
        except MemoryError:
            raise AnswerError("it asks for too much memory") from None
        except (Exception, SystemExit) as error:
            raise AnswerError(f"it raises {type(error).__name__}: {error}"[:300]) from None
        send(*packed(array))


def packed(array: Any) -> tuple[dict[str, Any], bytes]:
    """An array as it is sent."""
    return {"dtype": array.dtype.str, "shape": array.shape}, np.ascontiguousarray(array).tobytes()


def main() -> None:
    """Read, lock, run."""
    asked, pipe = json.load(sys.stdin), int(sys.argv[1])

    def send(head: dict[str, Any], body: bytes = b"") -> None:
        words = json.dumps(head).encode()
        for part in (struct.pack("<II", len(words), len(body)), words, body):
            while part:
                part = part[os.write(pipe, part) :]

    spec = importlib.util.spec_from_file_location("locks", Path(__file__).with_name("locks.py"))
    assert spec
    assert spec.loader
    locks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(locks)
    sys.meta_path.insert(0, Finder())
    locks.lock(asked["readable"], asked["seconds"])
    try:
        answers(asked, send)
    except AnswerError as error:
        send({"words": str(error)})
    except MemoryError:
        send({"words": "it asks for too much memory"})
    os._exit(0)


if __name__ == "__main__":
    main()
