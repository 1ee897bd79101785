"""The picture of one symbol, cut out of the picture that was graded, small enough to be kept."""

from io import BytesIO
from typing import Final

import numpy
from PIL import Image

from desktop.grading.model import GradingImage, SymbolGrade
from desktop.products.quality import LARGEST_CROP

_MARGIN_MODULES: Final = 12
"""More than any quiet zone."""


def crop(image: GradingImage, symbol: SymbolGrade) -> bytes:
    """Return a symbol and its quiet zones as PNG, grey, 0 to 100 % of reflectance; empty if nothing is there.

    Of a symbol that is too large every second, third ... pixel is kept.
    """
    rows, columns = image.reflectance.shape
    margin = _MARGIN_MODULES * max(symbol.module_px, 1.0)
    x, y = ([corner[axis] for corner in symbol.corners] for axis in (0, 1))
    top, bottom = max(0, int(min(y) - margin)), min(rows, int(max(y) + margin) + 1)
    left, right = max(0, int(min(x) - margin)), min(columns, int(max(x) + margin) + 1)
    part = image.reflectance[top:bottom, left:right]
    if part.size == 0:
        return b""
    grey = numpy.clip(part * 2.55 + 0.5, 0, 255).astype(numpy.uint8)
    step = 1
    while len(png := _png(grey[::step, ::step])) > LARGEST_CROP:
        step += 1
    return png


def _png(grey: numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.uint8]]) -> bytes:
    target = BytesIO()
    Image.fromarray(grey).save(target, "PNG")
    return target.getvalue()
