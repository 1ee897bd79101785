"""The mark across a proof: no label that was drawn to be looked at may be taken for one that was printed.

It is made once, as dots, and lies behind the label in a grey that no printer of labels has. So every kind
of file that can be looked at shows the same mark, and the label's own dots stay as they are.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from PIL import Image

from desktop.labels.image import png_bytes, rows_of
from desktop.labels.primitives import Area, Picture, PlacedGlyph, Primitive, TextRun
from desktop.labels.turning import Frame
from desktop.labels.typeface import system_typeface
from desktop.labels.typesetting import TextSetter
from desktop.units import Resolution

GREY: Final = 0.85
"""How light the mark is: 1 is white."""

_PIXELS: Final = 64
_DEGREES: Final = 20
_SHARE: Final = 0.8
"""How much of the label's width or height the mark takes."""


def watermark(text: str, width: int, height: int) -> Picture:
    """Return ``text`` across a label of ``width`` x ``height`` dots; without dots if nothing of it shows."""
    mark = _turned(text)
    scale = _SHARE * min(width / mark.width, height / mark.height)
    size = (max(1, round(mark.width * scale)), max(1, round(mark.height * scale)))
    black = np.asarray(mark.resize(size, Image.Resampling.BILINEAR)) > 127
    place = Area((width - size[0]) // 2, (height - size[1]) // 2, *size)
    return Picture("watermark", place, np.packbits(black, axis=1).tobytes())


def proof_png(
    primitives: Iterable[Primitive], width: int, height: int, resolution: Resolution, text: str
) -> bytes:
    """Return a label as a PNG with the mark behind it, all in dots."""
    rows = rows_of(primitives, width, height)
    behind = rows_of((watermark(text, width, height),), width, height)
    return png_bytes(width, height, rows, resolution, behind=behind, grey=GREY)


def _turned(text: str) -> Image.Image:
    run = TextSetter("", Frame(0, 0, 0, 0), system_typeface(), _PIXELS, bold=True).set(text)
    area = run.area
    if not run.glyphs:
        return Image.new("L", (1, 1))
    moved = _at_origin(run)
    dots = np.frombuffer(rows_of((moved,), area.width, area.height), np.uint8).reshape(area.height, -1)
    grey = np.unpackbits(dots, axis=1, count=area.width) * np.uint8(255)
    return Image.fromarray(grey).rotate(_DEGREES, Image.Resampling.BILINEAR, expand=True)


def _at_origin(run: TextRun) -> TextRun:
    x, y = run.area.x, run.area.y
    glyphs = tuple(PlacedGlyph(placed.x - x, placed.y - y, placed.glyph) for placed in run.glyphs)
    return TextRun(run.element, run.text, Area(0, 0, run.area.width, run.area.height), glyphs)
