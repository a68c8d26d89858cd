"""What stands for the modules that a notebook imports and marking does without.

A picture is not drawn and `check` says nothing, but the cells that ask for them run.
"""

import importlib.util
from types import ModuleType
from typing import Any

_OURS = ("convlib", "convviz", "convcheck")
_OTHERS = ("matplotlib", "IPython", "ipywidgets", "tqdm")


class AbsentError(Exception):
    """Words on what is not at hand."""


class Absent(ModuleType):
    """A module, or anything in it, that does nothing."""

    __path__: list[str] = []  # noqa: RUF012 - so that its submodules import too

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Do nothing, unless it is the very thing that the student was to write."""
        if self.__name__.startswith("convlib."):
            raise AbsentError(f"{self.__name__} is not at hand here: write it out")
        return self


class Finder:
    """Gives `Absent` for what begins with one of the names."""

    def find_spec(self, name: str, *_: Any) -> Any:
        """As importlib asks."""
        if name.partition(".")[0] in _OURS + _OTHERS:
            return importlib.util.spec_from_loader(name, self)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: Any) -> ModuleType:
        """As importlib asks."""
        return Absent(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it to run."""
