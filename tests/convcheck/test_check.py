"""`check`, as a reader meets it in a notebook."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convcheck import apart, check, verdict
from convlib import conv2d, convolve, correlate

ROOT = Path(__file__).resolve().parents[2]


def forever(x: Any, w: Any) -> Any:
    """A loop without an end."""
    while True:
        pass


def leaving(x: Any, w: Any) -> Any:
    """Ends the whole program."""
    os._exit(3)


def quitting(x: Any, w: Any) -> Any:
    """Ends the program politely."""
    sys.exit("enough")


def chatty(x: Any, w: Any) -> Any:
    """Prints a megabyte on each call, and answers well."""
    print("x" * 10**6)
    return correlate(x, w)


def greedy(x: Any, w: Any) -> Any:
    """Asks for 70 GB."""
    return np.ones(9 * 10**9)


def spoiling(x: Any, w: Any) -> Any:
    """Changes its arguments, which are its own copies."""
    y = correlate(x, w)
    x[...] = w[...] = 0
    return y


def unwritten(x: Any, w: Any) -> Any:
    """As a hand-out leaves it."""
    raise NotImplementedError


class UntoldError(Exception):
    """An error whose words are an error."""

    def __str__(self) -> str:
        raise ValueError


def raising_what_cannot_be_told(x: Any, w: Any) -> Any:
    """Raises it."""
    raise UntoldError


class Agreeable:
    """Says that it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x, w: None, "it returns nothing"),
        (lambda x, w: 1 / 0, "it raises ZeroDivisionError: division by zero"),
        (lambda x: x, "it raises TypeError"),
        (lambda x, w: "12", "it returns str"),
        (lambda x, w: [[1, 2], [3]], "it returns no array of numbers"),
        (lambda x, w: Agreeable(), "it returns Agreeable"),
        (lambda x, w: (n for n in x), "it returns generator, which is no array of real numbers"),
        (
            lambda x, w: correlate(x, w).astype(object),
            "it returns ndarray of type object, which is no",
        ),
        (unwritten, "it is not written yet"),
        (raising_what_cannot_be_told, "it raises UntoldError."),
        (lambda x, w: correlate(x, w) * 1j, "it returns ndarray of type complex128, which is no"),
        (lambda x, w: np.zeros(10**6 + 1), "it returns 1000001 numbers"),
        (lambda x, w: np.full(5, np.nan), "5 of 5 entries differ, first [0]"),
        (
            lambda x, w: correlate(x, w) + np.array([0, 0, 1, 0, 0]),
            "1 of 5 entries differ, first [2]",
        ),
        (lambda x, w: correlate(x, w)[:2], "it needs an array of shape (5,); got an array of"),
        (lambda x, w: 3, "needs an array of shape (5,); got one number"),
        (leaving, "it ends the whole program"),
        (quitting, "it raises SystemExit: enough"),
        (greedy, "it asks for too much memory"),
        ("correlate", "Give check the function itself"),
        (None, "got NoneType, which cannot be called"),
    ],
)
def test_a_wrong_answer_is_answered_kindly(answer: Any, words: str) -> None:
    found = verdict("correlate1d", answer)
    assert not found.right
    assert words in found.words


def test_an_endless_loop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    assert "look for a loop without an end" in verdict("correlate1d", forever).words


@pytest.mark.parametrize(
    "answer",
    [
        correlate,
        chatty,
        spoiling,
        lambda x, w: correlate(x, w).tolist(),
        lambda x, w: correlate(x, w).astype(np.float32),
    ],
)
def test_a_right_answer_is_right_whatever_else_it_does(
    answer: Callable[..., Any], capfd: pytest.CaptureFixture[str]
) -> None:
    check("correlate1d", answer)
    assert capfd.readouterr().out == "Right: correlate1d agrees in 3 calls.\n"


def test_an_answer_cannot_reach_what_belongs_to_the_notebook() -> None:
    mine = [1]

    def reaching(x: Any, w: Any) -> Any:
        mine.append(2)
        return correlate(x, w)

    assert verdict("correlate1d", reaching).right
    assert mine == [1]


def test_whole_numbers_and_fractions_are_both_taken() -> None:
    assert verdict(
        "output_size", lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s + 1.0
    ).right


def test_a_sparse_matrix_is_an_answer_too() -> None:
    from convlib import conv_matrix

    assert verdict("conv_matrix", lambda w, h, n: conv_matrix(w, (h, n))).right


def test_a_whole_layer_is_a_task_like_convlibs_own() -> None:
    assert verdict("conv2d", conv2d).right
    found = verdict("conv2d", lambda x, weight, bias, s, p: conv2d(x, weight, bias, s)).words
    assert "padding forgotten" in found
    assert "“How big is the output?”" in found


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("correlate", ValueError, "did you mean 'correlate2d'"),
        ("zzz", ValueError, "there are correlate1d"),
        (correlate, TypeError, "needs the name of a task"),
    ],
)
def test_a_task_that_is_not_there_is_named(name: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        check(name, correlate)


def test_without_fork_an_answer_runs_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "platform", "win32")
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    end = threading.Event()
    assert verdict("correlate1d", correlate).right
    assert verdict("correlate1d", convolve).mistake
    assert "returns nothing" in verdict("correlate1d", lambda x, w: None).words
    assert "loop without an end" in verdict("correlate1d", lambda x, w: end.wait(30)).words
    end.set()


def test_checking_and_the_command_load_where_a_system_lacks_what_linux_has() -> None:
    # What others wrote is loaded before, since it would look for another system's own modules.
    code = """import subprocess, sys, convlib, scipy.sparse, tqdm
sys.platform, sys.modules["resource"] = "win32", None
import convcheck, convcheck.__main__ as command
print(convcheck.verdict("correlate1d", convlib.correlate).right, command.submission.lacking())"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "True ['files', 'processes and network', 'memory']\n"


def test_words_are_broken_into_lines_that_a_page_can_show(
    capfd: pytest.CaptureFixture[str],
) -> None:
    check("correlate1d", convolve)
    lines = capfd.readouterr().out.splitlines()
    assert " ".join(lines) == verdict("correlate1d", convolve).words
    assert max(map(len, lines)) <= 74


def test_it_needs_numpy_and_convlib_only() -> None:
    code = "import sys, convcheck; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert loaded.isdisjoint({"matplotlib", "sklearn", "IPython", "convviz", "nbformat", "tqdm"})
