"""A task: the right function, and the wrong ones that a reader might write, each with its name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from convcheck.chapters import TITLES

Function = Callable[..., Any]
Case = tuple[Any, ...]
Results = list[np.ndarray[Any, Any]]

RTOL, ATOL = 1e-6, 1e-9
_TRIES = 100


@dataclass(frozen=True)
class Mistake:
    """A misconception: what it is called, why it is wrong, where to read, and what it computes.

    `read` is the label of the chapter that teaches it.
    """

    name: str
    why: str
    read: str
    function: Function

    @property
    def title(self) -> str:
        """The name as the beginning of a sentence."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def advice(self) -> str:
        """Why it is wrong, and the chapter to read."""
        return f"{self.why} Read on in the chapter “{TITLES[self.read]}”."


@dataclass(frozen=True)
class Task:
    """What an answer has to compute, and inputs that tell it from every mistake.

    `call` is how the answer is called, such as `correlate(x, w)`; `cases` are the arguments, one
    tuple a call, and `draw` makes more of them from a NumPy Generator. Where a reader may be asked
    for one call `by_hand`, each call by itself tells every mistake apart.
    """

    name: str
    call: str
    wanted: str
    reference: Function
    mistakes: tuple[Mistake, ...]
    draw: Callable[[np.random.Generator], Case]
    count: int = 3
    by_hand: bool = False

    def cases(self, seed: int = 0) -> list[Case]:
        """Return the arguments of each call, which tell every mistake apart; by the seed."""
        rng = np.random.default_rng([seed, *self.name.encode()])
        if self.by_hand:
            return [case for _ in range(self.count) for case in self._told_apart(rng, 1)]
        return self._told_apart(rng, self.count)

    def _told_apart(self, rng: np.random.Generator, count: int) -> list[Case]:
        for _ in range(_TRIES):
            cases = [self.draw(rng) for _ in range(count)]
            if not self.confused(cases):
                return cases
        raise ValueError(f"{self.name}: in {_TRIES} draws no cases told every mistake apart")

    def confused(self, cases: Iterable[Case]) -> list[tuple[str, str]]:
        """Return the pairs of answers, right or mistaken, that these cases cannot tell apart."""
        cases = list(cases)
        answers = {"the right answer": self.reference}
        answers |= {mistake.name: mistake.function for mistake in self.mistakes}
        given = {name: results(function, cases) for name, function in answers.items()}
        return [(a, b) for a, b in combinations(given, 2) if alike(given[a], given[b])]


def alike(got: Results, expected: Results) -> bool:
    """Tell whether the results of every case agree."""
    return all(map(same, got, expected))


def results(function: Function, cases: Iterable[Case]) -> Results:
    """Return what a function of ours gives for each case, each called with its own copies."""
    return [plain(function(*copied(case))) for case in cases]


def copied(case: Case) -> Case:
    """The arguments of a call, which the function may then change."""
    return tuple(a.copy() if isinstance(a, np.ndarray) else a for a in case)


def plain(value: Any) -> np.ndarray[Any, Any]:
    """Return an answer as an array: a sparse matrix dense, a number with no axes."""
    return np.asarray(value.toarray() if hasattr(value, "toarray") else value)


def same(got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> bool:
    """Tell whether two results agree: in shape, and in every entry within rounding."""
    return got.shape == expected.shape and bool(close(got, expected).all())


def close(got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Tell for each entry whether it agrees within rounding."""
    least = ATOL * max(1.0, float(np.abs(expected).max()))
    return np.asarray(np.isclose(got, expected, rtol=RTOL, atol=least))
