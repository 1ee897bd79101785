"""Pictures with symbols in them, written by the decoder's own writer: independent of what is tested."""

from pathlib import Path
from typing import Any

import numpy
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[numpy.uint8]
DARK, LIGHT = 20, 220


def symbol(data: str, kind: str, scale: int) -> Grey:
    """Draw a symbol dark on light, without quiet zone, ``scale`` pixels to a module."""
    written = zxingcpp.create_barcode(data, zxingcpp.barcode_format_from_str(kind))
    bits = numpy.asarray(written.to_image(scale=scale, add_quiet_zones=False))
    return numpy.where(bits > 127, LIGHT, DARK).astype(numpy.uint8)


def sheet(*placed: tuple[Grey, int, int], size: tuple[int, int] = (900, 600)) -> Grey:
    """Return a light sheet (width, height) with symbols at places (left, top)."""
    paper = numpy.full((size[1], size[0]), LIGHT, numpy.uint8)
    for drawn, left, top in placed:
        paper[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return paper


def saved(picture: Any, path: Path, **options: Any) -> Path:
    """Write an array or picture to a file."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(path, **options)
    return path
