"""Greyscale pictures as a widget's state holds them: text that needs no decoder of pictures.

A PGM file is a line of sizes, then a byte for each pixel. As a data URI it fits into JSON, and the
front reads the very numbers from it at once, which browsers do not promise for PNG or JPEG.
"""

import base64
import re
from functools import cache
from io import BytesIO
from typing import Any, Final

import numpy as np
import traitlets
from numpy.typing import ArrayLike
from PIL import Image
from sklearn.datasets import load_sample_image

from convlib import convolve, correlate
from convviz.limits import LIMITS
from convviz.widget import refused

Pixels = np.ndarray[Any, Any]
MODES: Final = ("zeros", "edge", "reflect", "wrap", "valid")
RANGES: Final = ("clip", "absolute", "centred")
PHOTOGRAPHS: Final = ("china", "flower")  # scikit-learn's
_SIZE: Final = (160, 107)  # width and height: a quarter of theirs
_PGM: Final = "data:image/x-portable-graymap;base64,"


@cache
def _photograph(name: str) -> str:
    picture = Image.fromarray(load_sample_image(f"{name}.jpg")).convert("L")
    return _encoded(np.asarray(picture.resize(_SIZE, Image.Resampling.LANCZOS)))


def photograph(name: str = "china") -> Pixels:
    """Return the pixels of one of `PHOTOGRAPHS`, 0 (black) to 255 (white), as `filters` shows it.

    The greys of scikit-learn's picture at a quarter of its size, 107 rows of 160 pixels. Another
    name raises `ValueError`.

    >>> photograph("china").shape
    (107, 160)
    """
    if name not in PHOTOGRAPHS:
        names = " or ".join(map(repr, PHOTOGRAPHS))
        raise ValueError(f"name: needs {names}; got {name!r}")
    return decoded(_photograph(name)).astype(np.int64)


def _encoded(pixels: Pixels) -> str:
    rows, cols = pixels.shape
    data = f"P5 {cols} {rows} 255\n".encode() + pixels.astype(np.uint8).tobytes()
    return _PGM + base64.b64encode(data).decode()


def decoded(uri: str) -> Pixels:
    """The pixels of a picture in a state, rows by columns, 0 to 255."""
    file = base64.b64decode(uri.removeprefix(_PGM), validate=True)
    header = re.match(rb"P5 (\d+) (\d+) 255\n", file)
    if not uri.startswith(_PGM) or not header:
        raise ValueError("no PGM")
    cols, rows = int(header[1]), int(header[2])
    return np.frombuffer(file, np.uint8, offset=header.end()).reshape(rows, cols)


def png_uri(pixels: Pixels) -> str:
    """The same as PNG, which every browser shows."""
    file = BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def filtered(pixels: Pixels, kernel: Pixels, mode: str, flip: bool) -> Pixels:
    """The sums at every pixel, or with `"valid"` at those where the kernel stays inside."""
    slide = convolve if flip else correlate
    if mode == "valid":
        return slide(pixels.astype(int), kernel)
    return slide(pixels.astype(int), kernel, padding=len(kernel) // 2, mode=mode)


def greys(sums: Pixels, range: str) -> Pixels:
    """The sums as greys 0 to 255, halves to the even neighbour, as the page shows them.

    >>> greys(np.array([-9, 2.5, 300]), "clip"), greys(np.array([-9, 2.5, 300]), "centred")
    (array([  0,   2, 255], dtype=uint8), array([124, 129, 255], dtype=uint8))
    """
    toned = {"clip": sums, "absolute": np.abs(sums), "centred": 128 + sums / 2}[range]
    greys: Pixels = np.clip(np.rint(toned), 0, 255).astype(np.uint8)
    return greys


class Photo(traitlets.TraitType[str, Any]):
    """A greyscale picture: a photograph's name, an array of whole numbers 0 to 255, or its text."""

    info_text = "a greyscale picture"

    def validate(self, obj: Any, value: str | ArrayLike) -> str:
        """The picture as a PGM file in a data URI."""
        names = " or ".join(map(repr, PHOTOGRAPHS))
        if not isinstance(value, str):
            return _encoded(self._checked(np.asarray(value)))
        if value in PHOTOGRAPHS:
            return _photograph(value)
        try:
            self._checked(decoded(value))
        except traitlets.TraitError:
            raise
        except ValueError:
            need = f"{self.name}: needs {names}, an array, or the text of a picture"
            raise refused(ValueError, f"{need}; got {value[:40]!r}") from None
        return value

    def _checked(self, pixels: Pixels) -> Pixels:
        least, most = LIMITS["picture_least"], LIMITS["picture"]
        if pixels.dtype.kind not in "iu":
            need = "needs whole numbers from 0 to 255"
            raise refused(TypeError, f"{self.name}: {need}; got {pixels.dtype} values")
        if pixels.ndim != 2 or not all(least <= n <= most for n in pixels.shape):
            need = f"needs rows and columns of {least} to {most} pixels"
            raise refused(ValueError, f"{self.name}: {need}; got shape {pixels.shape}")
        beyond = pixels[(pixels < 0) | (pixels > 255)]
        if beyond.size:
            need = "needs whole numbers from 0 to 255"
            raise refused(ValueError, f"{self.name}: {need}; got {beyond[0]}")
        return pixels
