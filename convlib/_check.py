"""Checks at the door: a refusal names the argument, what it needs and what came."""

import numbers
import reprlib
import sys
from collections.abc import Collection, Sequence
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Ints = int | Sequence[int]
Padding = int | str | Sequence[int | Sequence[int]]
Pairs = tuple[tuple[int, int], ...]

LARGEST_SIZE = 2**31  # keeps every sum of indices inside int64
MOST_NUMBERS = 2**28  # 2 GB; more would fill a reader's machine
MOST_AXES = 31  # NumPy allows 64, and a list of taps needs two for each axis and one more


def refusal(name: str, needs: str, got: object, kind: type[Exception] = ValueError) -> Exception:
    return kind(f"{name}: needs {needs}; got {reprlib.repr(got)}")


def require(holds: object, name: str, needs: str, got: object,
            kind: type[Exception] = ValueError) -> None:  # fmt: skip
    if not holds:
        raise refusal(name, needs, got, kind)


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, tuple | list)


def axes_of(name: str, value: object) -> int:
    """Count the axes a size speaks of: one for a plain number, else one per entry."""
    count = len(value) if is_sequence(value) else 1
    require(1 <= count <= MOST_AXES, name, f"1 to {MOST_AXES} axes", value)
    return count


def per_axis(name: str, value: object, axes: int, least: int = 1) -> tuple[int, ...]:
    """Return one whole number per axis, a plain number standing for all of them."""
    if type(value) is int and least <= value <= LARGEST_SIZE:
        return (value,) * axes  # the usual case, without the words that are seldom needed
    needs = f"a whole number of at least {least}, or one per axis ({_count(axes)})"
    entries = tuple(value) if is_sequence(value) else (value,) * axes
    return _whole(name, needs, value, entries, axes, least)


def whole(name: str, value: object, least: int, most: int = LARGEST_SIZE) -> int:
    if type(value) is int and least <= value <= most:
        return value
    needs = f"a whole number from {least} to {most}"
    return int(_whole(name, needs, value, (value,), 1, least, most)[0])


def sides(name: str, padding: object, axes: int) -> Pairs:
    """Return one pair (before, after) per axis; "same" is for the caller, who knows the kernel."""
    if type(padding) is int and 0 <= padding <= LARGEST_SIZE:
        return ((padding, padding),) * axes
    options = f"one or a pair (before, after) per axis ({_count(axes)}), 'valid' or 'same'"
    needs = f"a whole number of at least 0, {options}"
    plain = 0 if isinstance(padding, str) and padding == "valid" else padding
    entries = tuple(plain) if is_sequence(plain) else (plain,) * axes
    require(len(entries) == axes and not isinstance(plain, str), name, needs, padding)
    pairs = [tuple(entry) if is_sequence(entry) else (entry, entry) for entry in entries]
    return tuple(_whole(name, needs, padding, pair, 2, 0) for pair in pairs)


def _whole(name: str, needs: str, got: object, entries: tuple[Any, ...], count: int, least: int,
           most: int = LARGEST_SIZE) -> tuple[Any, ...]:  # fmt: skip
    plain = all(isinstance(e, int | np.integer) and not isinstance(e, bool) for e in entries)
    require(plain, name, needs, got, TypeError)
    require(len(entries) == count and min(entries) >= least, name, needs, got)
    require(max(entries) <= most, name, f"at most {most}", got)
    return tuple(map(int, entries))


def _count(axes: int) -> str:
    return "1 axis" if axes == 1 else f"{axes} axes"


def real(name: str, value: Any, needs: str = "a number of at least 0", low: float = 0,
         high: float = sys.float_info.max) -> int | float:  # fmt: skip
    """Return a number between `low` and `high`: an int as it is, anything else as a float."""
    known = isinstance(value, numbers.Real) and not isinstance(value, bool)
    require(known, name, needs, value, TypeError)
    plain: Any = value.item() if isinstance(value, np.generic) else value
    require(low <= plain <= high, name, needs, value)
    return plain if isinstance(plain, int) else float(plain)


def choice(name: str, value: object, options: Collection[str]) -> None:
    needs = f"one of {', '.join(options)}"
    require(isinstance(value, str), name, needs, value, TypeError)
    require(value in options, name, needs, value)


def flag(name: str, value: object) -> bool:
    require(isinstance(value, bool | np.bool), name, "True or False", value, TypeError)
    return bool(value)


def generator(rng: Any) -> np.random.Generator:
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        raise refusal("rng", "a seed or a NumPy Generator", rng, type(error)) from error


def few_enough(name: str, count: int) -> None:
    if count > MOST_NUMBERS:
        raise refusal(name, f"to ask for at most {MOST_NUMBERS} numbers", count)


def groups_of(groups: object, *counts: int) -> int:
    parts = whole("groups", groups, 1)
    if parts > 1 and any(count % parts for count in counts):
        raise refusal("groups", f"to divide the {' and '.join(map(str, counts))} channels", groups)
    return parts


def array(name: str, value: object) -> Array:
    """Return `value` as an array of numbers with at least one axis and one entry."""
    if type(value) is np.ndarray and value.size and value.ndim and value.dtype.kind in "biufc":
        return value
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name}: needs a plain array; got a masked one, fill its gaps first")
    try:
        found = np.asarray(value)
    except ValueError as error:
        raise refusal(name, "numbers in rows of equal length", value) from error
    entries = found.flat if found.dtype == object else ()
    if found.dtype.kind not in "biufcO" or not all(map(_is_number_like, entries)):
        raise refusal(name, "an array of numbers", value, TypeError)
    if found.size == 0 or found.ndim == 0:
        raise ValueError(f"{name}: needs at least one axis and one entry; got shape {found.shape}")
    return found


def _is_number_like(entry: object) -> bool:
    return hasattr(entry, "__mul__") and hasattr(entry, "__add__") and not hasattr(entry, "__len__")


def real_array(name: str, value: object, axes: int | None = None) -> Array:
    """Return `value` as an array of real numbers, with this many axes if a number is given."""
    found = array(name, value)
    if found.dtype.kind not in "biuf":
        raise TypeError(f"{name}: needs real numbers; got dtype {found.dtype}")
    if axes not in (None, found.ndim):
        raise ValueError(f"{name}: needs {_count(axes or 0)}; got shape {found.shape}")
    return found


def of_shape(name: str, found: Array, shape: tuple[int, ...]) -> Array:
    if found.shape != shape:
        raise refusal(name, f"shape {shape}", found.shape)
    return found


def floating(found: Array, *others: Array) -> Array:
    """Return `found` in the floating type of all: float64 for whole numbers."""
    dtype = np.result_type(found, *others)
    return found.astype(dtype if dtype.kind == "f" else np.float64, copy=False)


def one_type(names: str, x: Array, w: Array, *more: Array) -> list[Array]:
    """Return all in the type of their sums: int64 for whole numbers, if `Σ w` and `Σ x·w` fit."""
    arrays = (x, w, *more)
    dtype = np.result_type(*arrays)
    if all(a.dtype.kind in "biu" for a in arrays):
        dtype = np.dtype(np.int64)
        reach = max(1, _largest(x)) * sum(map(abs, map(int, w.flat))) + sum(map(_largest, more))
        if reach > np.iinfo(dtype).max:
            needs = "sums below 2**63, else floats or, in a signal, objects"
            raise ValueError(f"{names}: needs {needs}; got entries whose sum could be {reach}")
    return [a.astype(dtype, copy=False) for a in arrays]


def _largest(entries: Array) -> int:
    return max(int(entries.max()), -int(entries.min()))
