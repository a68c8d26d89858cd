"""Kernels that a reader can choose by name, told to Python and to the front alike."""

from typing import Any, Final

import numpy as np

from convlib import kernels

# name: what the reader reads, and the kernel at each size there is.
PRESETS: Final[dict[str, tuple[str, dict[int, np.ndarray[Any, Any]]]]] = {
    "identity": ("identity", {3: kernels.identity(3)}),
    "box": ("box (mean)", {k: kernels.box(k) for k in (3, 5, 7)}),
    "gaussian": ("Gaussian", {k: kernels.gaussian(k) for k in (3, 5, 7)}),
    "sharpen": ("sharpen", {3: kernels.sharpen()}),
    "sobel_x": ("Sobel x", {3: kernels.sobel_x()}),
    "sobel_y": ("Sobel y", {3: kernels.sobel_y()}),
    "laplacian": ("Laplacian", {3: kernels.laplacian()}),
    "emboss": ("emboss", {3: kernels.emboss()}),
}


def preset(name: str, size: int = 3) -> np.ndarray[Any, Any]:
    """The kernel of that name.

    >>> preset("sobel_x").tolist()
    [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    """
    if name not in PRESETS:
        raise ValueError(f"kernel: needs an array or one of {', '.join(PRESETS)}; got {name!r}")
    if size not in (sizes := PRESETS[name][1]):
        raise ValueError(f"size: needs one of {', '.join(map(str, sizes))}; got {size!r}")
    return sizes[size]


def _shared(kernel: np.ndarray[Any, Any]) -> tuple[int, list[list[int]]]:
    """The kernel as whole numbers over one divisor, which take fewer letters than decimals."""
    over = round(1 / np.min(np.abs(kernel[kernel != 0])))
    return over, np.rint(kernel * over).astype(int).tolist()


def for_front() -> dict[str, Any]:
    """The table for the front: name -> [words, {size: [divisor, whole numbers]}]."""
    return {
        name: (words, {size: _shared(kernel) for size, kernel in sizes.items()})
        for name, (words, sizes) in PRESETS.items()
    }
