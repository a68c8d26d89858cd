"""What every widget is: a small state that Python and the page share, and two ways to be shown."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from typing import Any, ClassVar

import anywidget
import traitlets

from convviz import front
from convviz.figures import STATIC


class RefusedValueError(traitlets.TraitError, ValueError):
    """A wrong value. A `TraitError` too, so that traitlets puts back what stood before."""


class RefusedTypeError(traitlets.TraitError, TypeError):
    """A wrong type. A `TraitError` too, so that traitlets puts back what stood before."""


def refused(kind: type[ValueError] | type[TypeError], words: str) -> traitlets.TraitError:
    """The error to raise for a wrong value or type of a trait."""
    return (RefusedValueError if kind is ValueError else RefusedTypeError)(words)


class ConvWidget(anywidget.AnyWidget):
    """A widget of one `kind`. A subclass tags the traits of its state and draws them for print.

    In a live notebook the traits of the state are synchronised both ways, so `observe`, `link`
    and plain assignment work. In the built book the same state stands in the page as JSON and
    the same front draws it, with no kernel.
    """

    _esm = front.module()
    _css = front.css()
    kind = traitlets.Unicode().tag(sync=True)
    fields = traitlets.List(traitlets.Unicode()).tag(sync=True)
    still: ClassVar[Callable[..., str]]  # the state's fields -> SVG for print and no script

    def __init__(self, *, name: str | None = None, **state: Any) -> None:
        if name is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
            need = "a letter, then letters, digits, _ or -: it stands in links"
            raise ValueError(f"name: needs {need}; got {name!r}")
        self._name = name
        super().__init__(**state)

    @traitlets.default("fields")
    def _state_fields(self) -> list[str]:
        return list(self.traits(state=True))

    def state(self) -> dict[str, Any]:
        """The state as it stands, ready for JSON."""
        return {field: getattr(self, field) for field in self.fields}

    def page_html(self) -> str:
        """The widget as a page without a kernel shows it."""
        state = json.dumps(self.state(), ensure_ascii=False).replace("<", "\\u003c")
        # The same state gives the same name, so that a reader's link outlives a new build.
        digest = hashlib.sha256(f"{self.kind}{state}".encode()).hexdigest()[:6]
        name = self._name or f"{self.kind}-{digest}"
        return (
            f'<conv-widget id="{name}" data-kind="{self.kind}">'
            f'<script type="application/json">{state}</script>'
            f'<figure class="cv-static">{type(self).still(**self.state())}</figure>'
            "<noscript><style>.cv-static { display: block }</style></noscript>"
            "</conv-widget>"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        if os.environ.get(STATIC):
            return {"text/html": self.page_html(), "text/plain": f"<{type(self).__name__}>"}
        return super()._repr_mimebundle_(**kwargs)
