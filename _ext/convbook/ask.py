"""The `ask` directive: a prediction or a checkpoint that the page itself can answer.

The right answer waits in a closed `<details>`, which serves a page without script; every other
answer's words wait in a `<template>`. `ask.js` shows what fits. Print gets the right answers at
the page's end.
"""

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import convcheck
import convlib

from .ask_nodes import ask_element, setup_nodes
from .ask_numbers import numbers, values
from .ask_proof import check, prove
from .ask_source import Answer, Problem, read

_LOG = logging.getLogger(__name__)
_KINDS = {"prediction": "Prediction", "checkpoint": "Checkpoint"}
_FIELD = """<label for="{id}-said">Your {word}</label>
<input id="{id}-said" name="said" type="text" autocomplete="off" autocapitalize="off"
 spellcheck="false" aria-describedby="{id}-status">"""
_CONTROLS = """<div class="cv-ask-controls" hidden>{field}
<button type="submit">Check</button><button type="button" name="show">Show me</button>
<button type="button" name="clear" hidden>Clear</button></div>
<div class="cv-ask-status" id="{id}-status" role="status" aria-live="polite"></div>"""


def _html(source: str) -> nodes.raw:
    return nodes.raw("", source, format="html")


class Ask(SphinxDirective):
    """`:::{ask} title`, options `kind`, `label`, `number`, `given`, `tolerance`."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "kind": directives.unchanged,
        "label": directives.unchanged,
        "number": directives.flag,
        "given": directives.unchanged,
        "tolerance": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Read, hold to the rules, prove, and write; what cannot be written is warned about."""
        self.kind = self.options.get("kind", "checkpoint")
        self.label = self.options.get("label", "")
        self.number = "number" in self.options
        self.tolerance = (numbers(self.options.get("tolerance", "1e-9")) or [-1.0])[0]
        question, answers, problems = read(list(self.content))
        if any(answer.expression for answer in answers):
            for package in (convlib, convcheck):
                for source in Path(package.__path__[0]).rglob("*.py"):
                    self.env.note_dependency(str(source))
        unproven = list(prove(answers, self.options.get("given", ""), self.tolerance))
        problems += [*self._check_options(), *check(answers, self.number, self.tolerance)]
        for problem in [*problems, *unproven]:
            self._warn(problem)
        return [] if problems else [self._section(question, answers)]

    def _check_options(self) -> Iterable[Problem]:
        if self.kind not in _KINDS:
            yield Problem(-1, f":kind: {self.kind!r} is unknown; use {' or '.join(_KINDS)}")
        if not self.label or nodes.make_id(self.label) != self.label:
            need = "a word of small letters, digits and hyphens"
            yield Problem(-1, f":label: needs {need}; it is {self.label!r}")
        elif self.label in self.state.document.ids:
            yield Problem(-1, f":label: {self.label!r} is used before on this page")
        if self.tolerance < 0:
            text = f"needs a number from 0 on; it is {self.options['tolerance']!r}"
            yield Problem(-1, f":tolerance: {text}")

    def _warn(self, problem: Problem) -> None:
        line = self.lineno
        if problem.line >= 0:
            line += self.content_offset + 1 + problem.line
        text = f"ask {self.label!r}: {problem.text}"
        _LOG.warning(text, location=(self.env.docname, line), type="ask")

    def _section(self, question: list[str], answers: list[Answer]) -> ask_element:
        make, name = ask_element.make, f"{self.label}-title"
        title = nodes.paragraph("", "", classes=["cv-ask-title"], ids=[name])
        title += nodes.strong("", _KINDS[self.kind], classes=["cv-ask-kind"])
        title += make("span", *self._inline(self.arguments[0], -1 - self.content_offset))
        form = make("form", novalidate="", data_tolerance=repr(self.tolerance))
        if not self.number:
            choices = [self._choice(answer) for answer in answers]
            form += make("div", *choices, role="radiogroup", aria_labelledby=name)
        word = "prediction" if self.kind == "prediction" else "answer"
        field = _FIELD.format(id=self.label, word=word) if self.number else ""
        form += _html(_CONTROLS.format(id=self.label, field=field))
        details = make("details", make("summary", nodes.Text("Answer")))
        details += [self._right(answer) for answer in answers if answer.right]
        wrong = [self._words(answer, "template") for answer in answers if not answer.right]
        section = make("section", title, *self._parse(question, 0), form, details, *wrong)
        section["classes"].append("cv-ask")
        section["attributes"] = {"role": "group", "aria-labelledby": name, "data-kind": self.kind}
        section["names"].append(self.label)
        self.state.document.note_explicit_target(section)
        return section

    def _choice(self, answer: Answer) -> nodes.paragraph:
        radio = f'<input type="radio" name="said" value="{escape(answer.said)}">'
        said = ask_element.make("span", *self._inline(answer.said, answer.line))
        label = ask_element.make("label", _html(radio), said)
        return nodes.paragraph("", "", label, classes=["cv-ask-choice"], said=answer.said)

    def _right(self, answer: Answer) -> ask_element:
        said: list[nodes.Node] = [nodes.Text(_typeset(answer.said))]
        if not self.number:
            said = self._inline(answer.said, answer.line)
        line = nodes.paragraph("", "", nodes.Text("The answer: "), nodes.strong("", "", *said))
        return ask_element.make("div", line, self._words(answer, "div"))

    def _words(self, answer: Answer, element: str) -> ask_element:
        listed = json.dumps(values(answer)) if self.number else answer.said
        marks = {"data_right": ""} if answer.right else {}
        words = self._parse(answer.told(), answer.line + 1)
        found = ask_element.make(element, *words, data_answer=listed, **marks)
        found["said"] = _typeset(answer.said)
        return found

    def _parse(self, lines: list[str], line: int) -> list[nodes.Node]:
        box = nodes.Element()
        source = StringList(lines, self.env.docname)
        self.state.nested_parse(source, self.content_offset + line, box)
        return box.children

    def _inline(self, text: str, line: int) -> list[nodes.Node]:
        found, messages = self.state.inline_text(text, self.lineno + self.content_offset + line)
        return [*found, *messages]


def _typeset(number: str) -> str:
    """With a real minus sign where a number is negative, and not in an exponent."""
    return re.sub(r"(?<![\deE])-(?=[\d.])", "−", number)


def setup_ask(app: Sphinx) -> None:
    """Give the book the `ask` directive."""
    setup_nodes(app)
    app.add_directive("ask", Ask)
