"""Two labels laid over each other: black what both have, red what only the older has, blue only the newer."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop.units import Resolution

_COLOURS = np.array([(255, 255, 255), (200, 30, 30), (20, 80, 220), (0, 0, 0)], np.uint8)
"""By 1 for the older label's dot plus 2 for the newer one's."""

Dots = tuple[int, int, bytes]
"""Width, height and rows of a label, as ``desktop.labels.image.rows_of`` draws them."""


def difference_png(older: Dots, newer: Dots, resolution: Resolution) -> tuple[bytes, int]:
    """Draw the difference of two labels, upper left corners on each other.

    Returns:
        A PNG in the size of the larger one (always the same bytes for the same labels), and the number of
        dots that differ.
    """
    width, height = max(older[0], newer[0]), max(older[1], newer[1])
    sums = _dots(older, width, height) + 2 * _dots(newer, width, height)
    picture = Image.fromarray(_COLOURS[sums])
    content = io.BytesIO()
    dots_per_inch = resolution.dots_per_mm * 25.4
    picture.save(content, "PNG", compress_level=6, dpi=(dots_per_inch, dots_per_inch))
    return content.getvalue(), int(np.count_nonzero((sums == 1) | (sums == 2)))


def _dots(label: Dots, width: int, height: int) -> NDArray[np.uint8]:
    canvas = np.zeros((height, width), np.uint8)
    rows = np.frombuffer(label[2], np.uint8).reshape(label[1], -1)
    canvas[: label[1], : label[0]] = np.unpackbits(rows, axis=1, count=label[0])
    return canvas
