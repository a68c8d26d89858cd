"""The suspects: each has its one bug, and the table says which test finds it."""

import numpy as np
import pytest

from convcheck.suspects import SUSPECTS, TESTS, caught
from convlib import conv2d_backward

# test: the suspects that it lets go
LETS_GO = {
    "shapes": {"flip", "=", "mean", "unpadded", "no dy"},
    "mean of dx": {"flip", "mean", "unpadded", "batch"},
    "adjoint": {"mean", "unpadded", "batch"},
    "symmetric kernel": {"flip"},
    "window 2, stride 2": {"=", "unpadded"},
    "dy all ones": {"no dy"},
    "every entry": set(),
}


@pytest.mark.parametrize("test", TESTS)
def test_a_test_lets_go_whom_its_blindness_hides(test: str) -> None:
    assert {name for name, one in SUSPECTS.items() if TESTS[test](one)} == LETS_GO[test]


@pytest.mark.parametrize("test", TESTS)
def test_a_right_backward_pass_passes_every_test(test: str) -> None:
    assert TESTS[test](conv2d_backward)


@pytest.mark.parametrize("name", SUSPECTS)
def test_a_suspect_is_wrong_in_its_own_gradients_only(name: str) -> None:
    rng = np.random.default_rng(1)
    case = [rng.integers(1, 9, shape) for shape in ((2, 1, 3, 3), (2, 1, 5, 5), (1, 1, 3, 3))]
    pairs = zip(SUSPECTS[name](*case, 2, 1), conv2d_backward(*case, 2, 1), strict=True)
    differ = [not np.array_equal(got, wanted) for got, wanted in pairs]
    own = {"flip": [1, 0, 0], "=": [1, 0, 0], "mean": [0, 1, 1], "unpadded": [0, 1, 0]}
    assert differ == (own | {"batch": [0, 0, 1], "no dy": [1, 1, 1]})[name]


def test_the_table_has_a_sign_for_every_pair() -> None:
    head, *rows = caught().splitlines()
    assert head.replace("no dy", "no-dy").split() == [n.replace(" ", "-") for n in SUSPECTS]
    assert [row[:19].strip() for row in rows] == list(TESTS)
    for row, test in zip(rows, TESTS, strict=True):
        signs = [sign == "." for sign in row[19:].split()]
        assert signs == [name in LETS_GO[test] for name in SUSPECTS]
    assert max(map(len, rows)) <= 76
