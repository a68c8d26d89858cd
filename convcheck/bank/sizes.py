"""How many cells come out."""

from math import ceil

import numpy as np

from convcheck.task import Case, Mistake, Task
from convlib import output_size

READ = "output-size"


def _setting(rng: np.random.Generator) -> Case:
    """A remainder, and a padding and a dilation that are large beside the stride."""
    k, s, p, d = (int(n) for n in rng.integers((3, 2, 3, 3), (6, 4, 10, 10)))
    over, stops = int(rng.integers(1, s)), int(rng.integers(6, 12))
    return (stops - 1) * s + over + d * (k - 1) + 1 - 2 * p, k, s, p, d


def _size(n: int, k: int, s: int, p: int, d: int) -> int:
    return output_size(n, k, s, p, d)


OUTPUT_SIZE = Task(
    "output_size",
    "output_size(n, k, s, p, d)",
    "how many cells come out: input n, kernel k, stride s, padding p per side, dilation d "
    "(1 means none)",
    _size,
    (
        Mistake(
            "forgot the + 1",
            "The division counts the steps of the kernel. The place where it starts is one more.",
            READ,
            lambda *a: _size(*a) - 1,
        ),
        Mistake(
            "padding counted once",
            "Padding is given per side: an axis grows by 2p, not by p.",
            READ,
            lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) // s + 1,
        ),
        Mistake(
            "padding forgotten",
            "The kernel also slides over the padding: the input is n + 2p cells long.",
            READ,
            lambda n, k, s, p, d: (n - d * (k - 1) - 1) // s + 1,
        ),
        Mistake(
            "rounded up",
            "A last step that does not fit whole is not made: round down.",
            READ,
            lambda n, k, s, p, d: ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1,
        ),
        Mistake(
            "not rounded",
            "Only whole steps are made: divide with // in place of /.",
            READ,
            lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) / s + 1,
        ),
        Mistake(
            "span d·k",
            "Dilation puts gaps between the k cells, and there are k − 1 gaps: the kernel spans "
            "d·(k − 1) + 1 cells.",
            READ,
            lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1,
        ),
        Mistake(
            "dilation ignored",
            "A dilated kernel reaches farther: it spans d·(k − 1) + 1 cells, not k.",
            READ,
            lambda n, k, s, p, d: (n + 2 * p - k) // s + 1,
        ),
        Mistake(
            "stride ignored",
            "The kernel moves s cells at a time: divide the room by the stride, then round down.",
            READ,
            lambda n, k, s, p, d: n + 2 * p - d * (k - 1),
        ),
    ),
    _setting,
    count=6,
    by_hand=True,
)

TASKS = (OUTPUT_SIZE,)
