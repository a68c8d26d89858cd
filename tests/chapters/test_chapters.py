"""What each chapter prints is what convlib computes: its labelled equations and its numbers.

Beside each `chapters/NN-some-name.md` stands `some_name.py` here, with a table `EQUATIONS` (label:
a check that evaluates the formula with plain loops, and the formula as printed) and a table `SAID`
(words of the prose, the numbers they say, the numbers computed).
"""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.chapters import printed

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.md"))
LABELLED = re.compile(r"^\$\$(.*)\$\$ \((eq-[\w-]+)\)$", re.M)


def beside(chapter: Path) -> ModuleType:
    """The module that holds what this chapter prints."""
    return import_module("tests.chapters." + chapter.stem[3:].replace("-", "_"))


EQUATIONS = [(label, *entry) for c in CHAPTERS for label, entry in beside(c).EQUATIONS.items()]
SAID = [(c, *entry) for c in CHAPTERS for entry in beside(c).SAID]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_equations_checked_are_those_that_are_printed(chapter: Path) -> None:
    source = chapter.read_text("utf-8")
    printed = {label: formula for formula, label in LABELLED.findall(source)}
    assert printed == {label: formula for label, (_, formula) in beside(chapter).EQUATIONS.items()}
    assert len(printed) == source.count("(eq-")


@pytest.mark.parametrize(("label", "check", "formula"), EQUATIONS, ids=[e[0] for e in EQUATIONS])
def test_the_equation_as_printed_is_what_convlib_computes(label, check, formula) -> None:
    for seed in range(3):
        printed.start_again(seed)
        check()


def test_no_label_stands_twice() -> None:
    labels = [label for label, *_ in EQUATIONS]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(("chapter", "words", "said", "computed"), SAID)
def test_a_number_in_the_prose_is_the_computed_one(chapter, words, said, computed) -> None:
    assert words in chapter.read_text("utf-8")
    np.testing.assert_allclose(list(said), list(computed), rtol=1e-12)
