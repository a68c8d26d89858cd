"""Widgets as Python sees them."""

import json
import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import traitlets

from convlib import convolve
from convviz import Slide
from convviz.figures import STATIC

KERNEL = [[0, 1], [2, 3]]


def nine(**settings: object) -> Slide:
    """0 to 8 under a kernel of two by two."""
    return Slide(np.arange(9).reshape(3, 3), KERNEL, **settings)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"kernel": [[1, 2], [3]]}, ValueError, "kernel: needs rows of one length"),
        ({"kernel": [[-(2**63)]]}, ValueError, "up to 9999"),
        ({"kernel": [["a"]]}, TypeError, "kernel: needs real numbers"),
        ({"kernel": [[True]]}, TypeError, "kernel: needs real numbers; got bool"),
        ({"kernel": [[np.nan]]}, ValueError, "kernel: needs finite numbers"),
        ({"kernel": [[10**6]]}, ValueError, "up to 9999"),
        ({"kernel": []}, ValueError, "got shape"),
        ({"kernel": [1, 2]}, ValueError, "kernel: needs as many axes as the input"),
        ({"kernel": np.ones((4, 4))}, ValueError, "kernel: needs to fit the padded input"),
        ({"input": np.ones((13, 3))}, ValueError, "input: needs 1 to 12 cells"),
        ({"stride": 0}, ValueError, "stride"),
        ({"stride": 1.5}, TypeError, "stride"),
        ({"stride": (1, 2)}, TypeError, "stride: needs a whole number of at least 1; got (1"),
        ({"stride": True}, TypeError, "stride"),
        ({"padding": -1}, ValueError, "padding"),
        ({"padding": "same"}, TypeError, "padding: needs a whole number"),
        ({"padding": 7}, ValueError, "padding: needs at most 6"),
        ({"dilation": 3}, ValueError, "spans 4"),
        ({"step": 0}, traitlets.TraitError, "step"),
        ({"view": "photo"}, traitlets.TraitError, "view"),
        ({"pin": "output"}, ValueError, "pin"),
        ({"pin": "output:4"}, ValueError, "pin"),
        ({"name": "größe"}, ValueError, "name: needs a letter"),
        ({"name": '"><b>'}, ValueError, "name: needs a letter"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        Slide(**({"input": np.arange(9).reshape(3, 3), "kernel": KERNEL} | arguments))


def test_a_refused_change_leaves_the_state_as_it_was() -> None:
    widget = nine(padding=1)
    with pytest.raises(ValueError, match="stride"):
        widget.stride = 0
    assert widget.state() == nine(padding=1).state()


def test_the_output_follows_the_state() -> None:
    widget = nine(stride=2, padding=1)
    widget.flip = True
    expected = convolve(np.arange(9).reshape(3, 3), np.array(KERNEL), stride=2, padding=1)
    np.testing.assert_array_equal(widget.output(), expected)


def test_a_change_is_observed() -> None:
    widget, seen = nine(), []
    widget.observe(lambda change: seen.append(change["new"]), "stride")
    widget.stride = 2
    assert seen == [2]


def test_in_the_build_a_widget_is_plain_html_with_its_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(STATIC, "1")
    page = nine(name="nine")._repr_mimebundle_()["text/html"]
    state = re.search(r'<script type="application/json">(.*?)</script>', page)
    assert state
    assert json.loads(state[1]) == nine().state()
    assert page.startswith('<conv-widget id="nine" data-kind="slide">')
    assert "<noscript>" in page


def test_in_a_notebook_a_widget_is_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STATIC, raising=False)
    bundle = nine()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle[0]


def test_the_same_state_has_the_same_name_in_every_build() -> None:
    name = re.compile(r'id="(slide-\w+)"')
    first, again, other = (name.search(w.page_html()) for w in (nine(), nine(), nine(stride=2)))
    assert first
    assert again
    assert other
    assert first[1] == again[1] != other[1]


def test_several_changes_at_once_are_refused_together() -> None:
    widget = nine()
    with pytest.raises(ValueError, match="stride"):
        widget.set_state({"stride": 0, "padding": 1})
    assert widget.state() == nine().state()
    with pytest.raises(ValueError, match="spans"):
        widget.set_state({"dilation": 3})
    assert widget.state() == nine().state()


def test_numpys_whole_numbers_are_plain_ones_in_the_page() -> None:
    widget = nine(stride=np.int64(2), padding=np.int8(1))
    assert '"stride": 2,' in widget.page_html()
    assert '"padding": 1,' in widget.page_html()


def test_a_smaller_shape_lets_go_of_a_cell_that_is_gone() -> None:
    widget = nine(pin="output:3")
    widget.kernel = np.ones((3, 3))
    assert widget.pin == ""


def test_in_colab_a_widget_asks_for_the_manager_that_can_draw_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    output: Any = ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: asked.append("manager")
    output._widgets = SimpleNamespace(_installed_url="https://colab.example/manager.js")
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    monkeypatch.delenv(STATIC, raising=False)
    _, told = nine()._repr_mimebundle_()
    assert asked == ["manager"]
    assert "https://colab.example/manager.js" in json.dumps(told)
