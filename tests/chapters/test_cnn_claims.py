"""What chapter "A CNN in plain NumPy, trained" says of many trainings, by the same trainings."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from convviz.cnn_network import DECIMALS, learned
from convviz.digits import Digits, accuracy, digits, network, train
from tests.chapters.cnn import CNN, DATA, TEN, dense, linear
from tests.chapters.printed import Array

WAYS = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]


def scrambled(data: Digits) -> Digits:
    cells = np.random.default_rng(1).permutation(64)
    x, held_out = (
        part.reshape(-1, 64)[:, cells].reshape(part.shape) for part in (data.x, data.held_out_x)
    )
    return replace(data, x=x, held_out_x=held_out)


def moved(x: Array, down: int, right: int) -> Array:
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return padded[:, :, 1 - down : 9 - down, 1 - right : 9 - right]


def misread(build: Callable, change: Callable[[Digits], Digits]) -> int:
    """The mistakes of five runs together."""
    wrong = [
        1 - train(change(digits(seed)), seed=seed, progress=iter, build=build).accuracies[-1]
        for seed in range(5)
    ]
    return round(360 * sum(wrong))


@pytest.fixture(scope="module")
def mistakes() -> dict[str, int]:
    builds, changes = (linear, dense, network), {"drawn": lambda d: d, "scrambled": scrambled}
    return {
        f"{build.__name__} {name}": misread(build, change)
        for build in builds
        for name, change in changes.items()
    }


def test_as_drawn_the_convolutions_make_the_fewest_mistakes(mistakes: dict[str, int]) -> None:
    assert mistakes["network drawn"] < mistakes["dense drawn"] < mistakes["linear drawn"]


def test_scrambled_they_make_about_twice_as_many_and_fall_behind(mistakes: dict[str, int]) -> None:
    assert 1.6 <= mistakes["network scrambled"] / mistakes["network drawn"] <= 2.6
    assert mistakes["network scrambled"] > mistakes["dense scrambled"]


def test_for_ten_sums_scrambling_changes_nothing_but_luck(mistakes: dict[str, int]) -> None:
    assert 0.85 <= mistakes["linear scrambled"] / mistakes["linear drawn"] <= 1.15


def test_moved_digits_are_read_badly_and_by_ten_sums_worse() -> None:
    for way in WAYS[1:]:
        x = moved(DATA.held_out_x, *way)
        shares = [accuracy(net.network, x, DATA.held_out_labels) for net in (TEN, CNN)]
        assert shares[0] < shares[1] < 0.7


def test_moved_copies_teach_it_to_read_moved_digits() -> None:
    x = np.concatenate([moved(DATA.x, *way) for way in WAYS])
    more = replace(DATA, x=x, labels=np.tile(DATA.labels, 5))
    found = train(more, epochs=10, progress=iter)
    at = np.concatenate([moved(DATA.held_out_x, *way) for way in WAYS[1:]])
    labels = np.tile(DATA.held_out_labels, 4)
    assert accuracy(found.network, at, labels) > 0.95
    assert found.accuracies[-1] > 0.97
    assert round(accuracy(CNN.network, at, labels), 2) == pytest.approx(0.61, abs=0.02)


def test_the_widget_holds_the_network_that_the_chapter_trains() -> None:
    weights = np.concatenate([entry.ravel() for entry in CNN.network.parameters.values()])
    np.testing.assert_allclose(learned().weights, weights, atol=0.6 * 10**-DECIMALS)
