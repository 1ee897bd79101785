"""Draws symbols dot for dot, for the reader to read."""

import numpy as np
from PIL import Image, ImageDraw

from desktop.symbols.code128 import encode_digits

CODE = "81234567890123456789"


def blank(width: int, height: int) -> Image.Image:
    return Image.new("1", (width, height), 1)


def draw_code(picture: Image.Image, data: str, x: int, y: int, *, dots: int = 3, height: int = 90) -> None:
    """Draw Code 128 in subset C, its first bar at ``x``."""
    pen = ImageDraw.Draw(picture)
    for place, module in enumerate(encode_digits(data).modules):
        if module == "1":
            left = x + place * dots
            pen.rectangle((left, y, left + dots - 1, y + height - 1), fill=0)


def label(data: str = CODE, *, width: int = 600, height: int = 360) -> Image.Image:
    picture = blank(width, height)
    draw_code(picture, data, 60, 80)
    return picture


def packed(picture: Image.Image) -> tuple[int, int, bytes]:
    """Return (width, height, rows), 1 = black."""
    dots = ~np.asarray(picture, dtype=np.bool_)
    return picture.width, picture.height, np.packbits(dots, axis=1).tobytes()
