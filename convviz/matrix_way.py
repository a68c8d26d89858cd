"""What a `matrix` widget shows: what goes in, what comes out, the taps of the chosen cell."""

from typing import Any, Final

import numpy as np

from convlib import conv_matrix, correlate, taps
from convviz.flat import Flat
from convviz.panel import Array, Cell, number
from convviz.still import factor, few

_USES: Final = 5  # of one cell that are written out


def cell_of(flat: int, shape: Cell) -> Cell:
    """The cell of that number in C order."""
    return tuple(int(n) for n in np.unravel_index(flat, shape))


class Way:
    """A product read forward or back: a row of taps has an output, a column an input."""

    def __init__(
        self, x: Array, w: Array, dy: Array, back: bool, step: int, pin: str, slid: Any
    ) -> None:
        self.w, self.back = w, back
        y = correlate(x, w, **slid)
        shapes = (y.shape, x.shape, w.shape)
        out, inp, self.ker = (
            np.ravel_multi_index(tuple(cells.T), shape)
            for cells, shape in zip(taps(x.shape, w.shape, **slid), shapes, strict=True)
        )
        dx = (conv_matrix(w, x.shape, **slid).T @ dy.ravel()).reshape(x.shape)
        self.come: Array = dy if back else x
        self.gone: Array = dx if back else y
        self.rows, self.columns = (inp, out) if back else (out, inp)
        self.names = ("dy", "dx") if back else ("x", "y")
        self.roles = ("gradient", "gradient") if back else ("input", "output")
        self.view, _, flat = (pin or f"output:{min(step, self.gone.size) - 1}").partition(":")
        self.flat = int(flat)
        places = {
            "output": self.rows,
            "input": self.columns,
            "kernel": self.ker,
            "matrix": self.rows * self.come.size + self.columns,
            "im2col": self.ker * self.gone.size + self.rows,
        }
        self.mine = places[self.view] == self.flat

    def lit(self, view: str, ends: Array) -> list[int]:
        """The cells of a view that are chosen, or stand at the end of a chosen tap."""
        return sorted({*ends[self.mine].tolist(), *([self.flat] if view == self.view else [])})

    def vectors(self) -> tuple[Flat, Flat]:
        """What comes in and what goes out, laid flat."""
        ends = (("input", self.come, self.columns), ("output", self.gone, self.rows))
        come, gone = (
            Flat.vector(values, role, name, self.lit(view, cells))
            for (view, values, cells), role, name in zip(ends, self.roles, self.names, strict=True)
        )
        return come, gone

    def written(self) -> str:
        """What the chosen cell is the sum of, or where it is used."""
        if self.view == "output":
            terms = [self._product(t) for t in self._numbers()]
            total = number(self.gone.flat[self.flat])
            cell = _named(self.names[1], self.flat, self.gone.shape)
            return f"{cell} = {' + '.join(few(terms)) or '0'} = {total}"
        if self.view in ("matrix", "im2col"):
            added = [f"{self._product(t)} is added to {self._goal(t)}" for t in self._numbers()]
            return f"one tap: {added[0]}" if added else "no tap joins these two: this entry is 0"
        uses = [f"{self._product(t)} in {self._goal(t)}" for t in self._numbers()]
        name, values = ("w", self.w) if self.view == "kernel" else (self.names[0], self.come)
        more = [f"and {len(uses) - _USES} more"] if len(uses) > _USES else []
        times = "once" if len(uses) == 1 else f"{len(uses)} times"
        listed = f": {', '.join(uses[:_USES] + more)}" if uses else ""
        cell = _named(name, self.flat, values.shape)
        return f"{cell} = {number(values.flat[self.flat])} is used {times}{listed}"

    def _numbers(self) -> list[int]:
        found: list[int] = np.flatnonzero(self.mine).tolist()
        return found

    def _goal(self, t: int) -> str:
        return _named(self.names[1], int(self.rows[t]), self.gone.shape)

    def _product(self, t: int) -> str:
        pair = [factor(self.come.flat[self.columns[t]]), factor(self.w.flat[self.ker[t]])]
        return "·".join(reversed(pair) if self.back else pair)


def _named(name: str, flat: int, shape: Cell) -> str:
    return f"{name}[{', '.join(map(str, cell_of(flat, shape)))}]"
