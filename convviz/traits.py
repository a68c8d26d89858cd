"""The traits of a widget's state: numbers in cells, and whole numbers within limits."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from convviz.limits import LIMITS
from convviz.widget import refused


class Numbers(traitlets.TraitType[list[Any], Any]):
    """Real numbers on some axes, held as nested lists: what grids of cells show.

    `axes` says how many axes there may be, `most` how many cells on each: one number for all, or
    one for each of them. What is `fixed` is set by `set_trait`, once, and by nobody else.
    """

    info_text = "an array of real numbers"

    def __init__(
        self, most: int | tuple[int, ...], axes: tuple[int, ...] = (1, 2), fixed: bool = False
    ) -> None:
        super().__init__(read_only=fixed)
        self.most, self.axes = most, axes

    def validate(self, obj: Any, value: ArrayLike) -> list[Any]:
        """The array as nested lists of int or float."""
        largest = LIMITS["number"]
        try:
            array = np.asarray(value)
        except ValueError:
            raise refused(ValueError, f"{self.name}: needs rows of one length") from None
        if array.dtype.kind not in "iuf":
            raise refused(TypeError, f"{self.name}: needs real numbers; got {array.dtype} values")
        most = self.most if isinstance(self.most, tuple) else (self.most,) * array.ndim
        fits = array.ndim in self.axes and len(most) == array.ndim
        if not fits or not all(1 <= n <= m for n, m in zip(array.shape, most, strict=True)):
            counts = " or ".join(map(str, self.axes)) + " axes"
            if isinstance(self.most, tuple):
                counts += ", one for each"
            need = f"needs 1 to {self.most} cells on an axis, {counts}"
            raise refused(ValueError, f"{self.name}: {need}; got shape {array.shape}")
        known = (array >= -largest) & (array <= largest)
        if not known.all():
            need = f"needs finite numbers up to {largest} in size"
            raise refused(ValueError, f"{self.name}: {need}; got {array[~known][0]}")
        nested: list[Any] = array.tolist()
        return nested


class Wholes(Numbers):
    """Whole numbers on some axes, none under `least`, the last axis always with `most` of them."""

    info_text = "an array of whole numbers"

    def __init__(self, most: tuple[int, ...], least: int) -> None:
        super().__init__(most, (len(most),))
        self.least, self.last = least, most[-1]

    def validate(self, obj: Any, value: ArrayLike) -> list[Any]:
        """The array as nested lists of int."""
        nested = super().validate(obj, value)
        array = np.asarray(value)
        if array.dtype.kind == "f":
            raise refused(TypeError, f"{self.name}: needs whole numbers; got {value!r}")
        if array.shape[-1] != self.last:
            need = f"needs {self.last} numbers on its last axis"
            raise refused(ValueError, f"{self.name}: {need}; got shape {array.shape}")
        if array.min() < self.least:
            need = f"needs whole numbers of at least {self.least}"
            raise refused(ValueError, f"{self.name}: {need}; got {array.min()}")
        return nested


class Whole(traitlets.TraitType[int, Any]):
    """A whole number from `least` to `most`, or without an end; NumPy's become plain ones."""

    info_text = "a whole number"

    def __init__(self, default: int, least: int, most: int | None = None) -> None:
        super().__init__(default)
        self.least, self.most = least, most

    def validate(self, obj: Any, value: Any) -> int:
        """The number as an int."""
        need = f"{self.name}: needs a whole number of at least {self.least}"
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            raise refused(TypeError, f"{need}; got {value!r}")
        if value < self.least:
            raise refused(ValueError, f"{need}; got {value}")
        if self.most is not None and value > self.most:
            raise refused(ValueError, f"{self.name}: needs at most {self.most}; got {value}")
        return int(value)
