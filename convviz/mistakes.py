"""Answers that go wrong in a known way, and what each check says of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from convlib import conv2d_backward, flip, taps
from convviz.panel import Array, Cell, number

MISTAKES: Final = {
    "none": "makes no mistake",
    "flip": "forgets to flip the kernel",
    "assign": "writes = for +=",
    "stride": "forgets to spread dy by the stride",
    "crop": "keeps the padding on dx",
    "mean": "takes means for sums",
}


def _agree(got: ArrayLike, need: ArrayLike) -> Array:
    """Entry by entry, up to the rounding of fractions."""
    found = np.asarray(need)
    allowed = 1e-9 * max(1, float(np.abs(found).max()))
    return np.asarray(np.abs(np.asarray(got) - found) <= allowed)


@dataclass(frozen=True)
class Answer:
    """The three gradients as somebody's code returns them."""

    dx: Array
    dw: Array
    db: float

    def wrong(self, right: "Answer") -> dict[str, set[Cell]]:
        """The cells of `dx` and of `dw` that differ; of a dx of another shape, all."""
        cells: dict[str, set[Cell]] = {}
        for name in ("dx", "dw"):
            got, need = getattr(self, name), getattr(right, name)
            same = got.shape == need.shape
            differ = ~_agree(got, need) if same else np.ones(got.shape, bool)
            cells[name] = {(int(r), int(c)) for r, c in np.argwhere(differ)}
        return cells


def answered(
    mistake: str, x: Array, w: Array, dy: Array, stride: int, padding: int, dilation: int
) -> Answer:
    """What code with this mistake returns for one channel."""
    one = (None, None)
    _, dw, db = conv2d_backward(dy[one], x[one], w[one], stride, padding, dilation)
    parts = dy.size if mistake == "mean" else 1
    frame = padding if mistake == "crop" else 0
    dx = np.zeros([n + 2 * frame for n in x.shape], np.result_type(w, dy))
    weights = flip(w) if mistake == "flip" else w
    apart = 1 if mistake == "stride" else stride
    for o, i, k in zip(*taps(dx.shape, w.shape, apart, padding - frame, dilation), strict=True):
        if (o < dy.shape).all():
            share = weights[*k] * dy[*o]
            dx[*i] = share if mistake == "assign" else dx[*i] + share
    return Answer(dx, dw[0, 0] / parts, db[0].item() / parts)


def checks(answer: Answer, right: Answer) -> list[tuple[bool, str]]:
    """The verdict of each check in words; the last one looks at every entry."""

    def judged(what: str, got: str, need: str, passes: bool) -> tuple[bool, str]:
        return passes, f"{what}: {got}" + ("" if passes else f", should be {need}")

    def alike(what: str, got: float, need: float) -> tuple[bool, str]:
        return judged(what, number(got), number(need), bool(_agree(got, need)))

    got, need = (" × ".join(map(str, one.dx.shape)) for one in (answer, right))
    fits = got == need
    missed = sum(map(len, answer.wrong(right).values())) + (not _agree(answer.db, right.db))
    count = right.dx.size + right.dw.size + 1
    told = f"{missed} wrong" if fits else "wrong shape"
    return [
        judged("the shape of dx", got, need, fits),
        alike("the mean of dx", float(answer.dx.mean()), float(right.dx.mean())),
        alike("one entry, dx[0, 0]", answer.dx[0, 0].item(), right.dx[0, 0].item()),
        (not missed, f"each of {count} entries against central differences: {told}"),
    ]
