"""The bank of mistakes: each is told from the right answer and from every other."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import signal

from convcheck import TASKS
from convcheck.chapters import TITLES
from convcheck.judge import judge
from convcheck.task import Mistake, Task, alike, results

Array = np.ndarray[Any, Any]

every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
MISTAKES = [(task, mistake) for task in TASKS.values() for mistake in task.mistakes]

# The misconceptions that a course meets, each with its place in the bank.
KNOWN = {
    "flipped kernel": ("correlate2d", "flipped the kernel"),
    "one axis flipped": ("correlate2d", "flipped the rows only"),
    "n − k positions": ("correlate1d", "one position too few"),
    "same for valid": ("correlate1d", "same for valid"),
    "full for valid": ("correlate1d", "full for valid"),
    "circular wrap": ("correlate1d", "wrapped round"),
    "forgot + 1": ("output_size", "forgot the + 1"),
    "padding once": ("output_size", "padding counted once"),
    "ceil for floor": ("output_size", "rounded up"),
    "dilation as d·k": ("output_size", "span d·k"),
    "dilation ignored": ("output_size", "dilation ignored"),
    "channels averaged": ("conv_layer", "channels averaged"),
    "first channel only": ("conv_layer", "only the first channel"),
    "bias once per channel": ("conv_layer", "bias once per channel"),
    "dx of the flipped kernel": ("input_gradient", "scattered the flipped kernel"),
    "dx with =": ("input_gradient", "= for +="),
    "dx not cropped": ("input_gradient", "padding not cut off"),
    "dy not spread": ("input_gradient", "stride forgotten on the way back"),
    "dw flipped": ("kernel_gradient", "flipped"),
    "dw mean": ("kernel_gradient", "mean for sum"),
    "dw of the unpadded input": ("kernel_gradient", "padding forgotten"),
    "db over the batch only": ("bias_gradient", "summed over the batch only"),
    "weights not shared": ("kernel_gradient", "weights not shared"),
    "receptive field without strides": ("receptive_field", "strides ignored"),
    "max-pool gradient spread": ("max_pool_backward", "spread over the window"),
    "max-pool gradient to all ties": ("max_pool_backward", "sent to all ties"),
    "transposed size by the forward formula": ("transposed_size", "the forward formula"),
    "parameters per position": ("count_parameters", "counted at every position"),
    "parameters without bias": ("count_parameters", "bias forgotten"),
    "a bias per pair": ("count_parameters", "a bias for every pair"),
}


@every_task
@pytest.mark.parametrize("seed", range(25))
def test_the_inputs_tell_every_mistake_from_the_right_answer_and_the_others(
    task: Task, seed: int
) -> None:
    cases = task.cases(seed)
    given = [results(task.reference, cases)]
    for mistake in task.mistakes:
        given.append(results(mistake.function, cases))
        assert not any(alike(given[-1], other) for other in given[:-1]), mistake.name


@every_task
@pytest.mark.parametrize("seed", range(5))
def test_each_call_that_is_asked_by_hand_tells_all_apart_by_itself(task: Task, seed: int) -> None:
    assert not task.by_hand or not any(task.confused([case]) for case in task.cases(seed))


@pytest.mark.parametrize("seed", [1, 7, 2024])
@pytest.mark.parametrize(
    ("task", "mistake"),
    MISTAKES,
    ids=[f"{task.name}: {mistake.name}" for task, mistake in MISTAKES],
)
def test_a_mistake_is_named_as_itself(task: Task, mistake: Mistake, seed: int) -> None:
    cases = task.cases(seed)
    found = judge(task, cases, results(mistake.function, cases))
    assert not found.right
    assert found.mistake is mistake
    assert mistake.name in found.words
    assert mistake.why in found.words
    assert found.words.endswith(f"Read on in the chapter “{TITLES[mistake.read]}”.")


def _unpadded(dy: Array, x: Array, w: Array, padding: int) -> Array:
    """dw in plain loops over the cells of x, the padding left out."""
    dw = np.zeros(w.shape)
    for i, j, r, c in np.ndindex(*w.shape, *dy.shape):
        if r + i < x.shape[0] and c + j < x.shape[1]:
            dw[i, j] += dy[r, c] * x[r + i, c + j]
    return dw


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("kernel_gradient", _unpadded, "padding forgotten"),
        ("correlate2d", signal.correlate2d, "full for valid"),  # what SciPy does unless told
        ("convolve2d", signal.convolve2d, "full for valid"),
        ("correlate1d", partial(np.correlate, mode="full"), "full for valid"),
    ],
)
def test_a_mistake_is_known_as_others_write_it(
    name: str, answer: Callable[..., Array], mistake: str
) -> None:
    cases = TASKS[name].cases(3)
    found = judge(TASKS[name], cases, results(answer, cases)).mistake
    assert found is not None
    assert found.name == mistake


@every_task
def test_the_right_answer_is_right(task: Task) -> None:
    cases = task.cases(seed=2)
    assert judge(task, cases, results(task.reference, cases)).right


@pytest.mark.parametrize("known", KNOWN)
def test_what_courses_meet_is_in_the_bank(known: str) -> None:
    task, name = KNOWN[known]
    assert name in [mistake.name for mistake in TASKS[task].mistakes]


@pytest.mark.parametrize(
    ("name", "case", "pair"),
    [
        (
            "correlate1d",
            (np.array([3, 1, 4, 1, 5]), np.array([1, 2, 1])),
            ("the right answer", "flipped the kernel"),
        ),
        (
            "max_pool_backward",
            (np.array([[4, 3]]), np.arange(8).reshape(2, 4), 2, 2),
            ("the right answer", "= for +="),
        ),
        ("output_size", (7, 3, 2, 0, 1), ("the right answer", "rounded up")),
    ],
)
def test_weak_inputs_are_seen_to_confuse(
    name: str, case: tuple[object, ...], pair: tuple[str, str]
) -> None:
    assert pair in TASKS[name].confused([case])


def test_a_task_with_weak_inputs_only_is_refused() -> None:
    strong = TASKS["correlate1d"]
    weak = Task(
        "weak",
        strong.call,
        strong.wanted,
        strong.reference,
        strong.mistakes,
        lambda rng: (rng.integers(0, 9, 6), np.array([1, 2, 1])),
    )
    with pytest.raises(ValueError, match="weak: in 100 draws no cases told"):
        weak.cases()


@every_task
def test_the_same_seed_gives_the_same_numbers_and_another_gives_others(task: Task) -> None:
    def shown(seed: int) -> str:
        return repr(task.cases(seed))

    assert shown(3) == shown(3) != shown(4)


@every_task
def test_a_task_says_what_is_asked_and_every_mistake_why(task: Task) -> None:
    assert task.call.endswith(")")
    assert len(task.wanted) > 20
    assert len({mistake.name for mistake in task.mistakes}) == len(task.mistakes) >= 3
    for mistake in task.mistakes:
        assert mistake.why.endswith(".")
        assert len(mistake.why) > 20


def test_the_chapters_bear_the_titles_that_mistakes_send_to() -> None:
    book = Path(__file__).resolve().parents[2] / "chapters"
    found = {}
    for source in book.glob("*.md"):
        label, title = re.search(r"^\((.+)\)=\n# (.+)$", source.read_text("utf-8"), re.M).groups()
        found[label] = title
    assert found
    assert found == {label: TITLES.get(label) for label in found}
