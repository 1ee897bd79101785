"""Pictures of a design: taken apart with care, brought to the printer's dots.

A picture comes from a stranger's file. Only PNG is read, its size is known before a pixel is decoded,
and what is not exactly a picture is refused with words.
"""

import base64
import binascii
import io
import struct
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop.errors import InputError
from desktop.labels.elements import PictureElement, Tone
from desktop.labels.primitives import Turn
from desktop.labels.turning import turned_dots
from desktop.texts import say

MOST_PIXELS = 25_000_000
"""A label of 220 x 300 mm at 24 dots/mm has more dots than that; no picture on it needs more pixels."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">8sI4sII")


def size_of(png: str) -> tuple[int, int]:
    """Return width and height of a picture in pixels, without decoding it.

    Args:
        png: the file as base64 text.

    Raises:
        InputError: it is no PNG, or has more pixels than any label needs.
    """
    return _size(_file(png, _HEADER.size))


def dots_of(element: PictureElement, width: int, height: int) -> bytes:
    """Return a picture in dots: rows as in ``desktop.labels.primitives.Picture``.

    Args:
        element: the picture.
        width: of its area on the label, in dots, after turning.
        height: likewise.

    Raises:
        InputError: it is no picture that can be read.
    """
    return _dots(
        element.png, element.tone, element.threshold, element.keep_shape, element.turn, width, height
    )


@lru_cache(maxsize=32)
def _dots(
    png: str,
    tone: Tone,
    threshold: float,
    keep_shape: bool,
    turn: Turn,
    width: int,
    height: int,
) -> bytes:
    grey = _grey(png)
    room = (width, height) if turn in {Turn.NONE, Turn.AROUND} else (height, width)
    size = _fitted(grey.size, room) if keep_shape else room
    scaled = grey.resize(size, Image.Resampling.BOX if size[0] <= grey.width else Image.Resampling.NEAREST)
    canvas = np.zeros((room[1], room[0]), np.bool_)
    left, top = (room[0] - size[0]) // 2, (room[1] - size[1]) // 2
    canvas[top : top + size[1], left : left + size[0]] = _black(scaled, tone, threshold)
    return np.packbits(turned_dots(canvas, turn), axis=1).tobytes()


def _black(grey: Image.Image, tone: Tone, threshold: float) -> NDArray[np.bool_]:
    levels = np.asarray(grey, np.uint8)
    if tone is Tone.THRESHOLD:
        return levels < threshold
    # Pillow dithers around the middle; a threshold elsewhere is a shift of all levels.
    shifted = np.clip(levels.astype(np.int16) + round(128 - threshold), 0, 255).astype(np.uint8)
    return ~np.asarray(Image.fromarray(shifted).convert("1"), np.bool_)


def _fitted(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of the same proportion that fits."""
    scale = min(room[0] / size[0], room[1] / size[1])
    return max(1, min(room[0], round(size[0] * scale))), max(1, min(room[1], round(size[1] * scale)))


@lru_cache(maxsize=4)
def _grey(png: str) -> Image.Image:
    """Decode a picture, on white where it is transparent."""
    data = _file(png)
    _size(data)
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.mode.startswith("I"):  # 16 bits a pixel, which Pillow does not bring to 8 itself
                levels = np.asarray(picture, np.int64) >> 8
                return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
            pixels = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError) as error:
        raise InputError(say("The picture is damaged: {reason}.", reason=str(error)[:100])) from error
    white = Image.new("RGBA", pixels.size, "white")
    return Image.alpha_composite(white, pixels).convert("L")


def _file(png: str, first: int = 0) -> bytes:
    """Return the file, or its ``first`` bytes."""
    text = png[: (first + 2) // 3 * 4] if first else png
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(say("The picture is no base64 text: {reason}.", reason=error)) from error


def _size(data: bytes) -> tuple[int, int]:
    if len(data) < _HEADER.size or not data.startswith(_SIGNATURE):
        raise InputError(say("The picture is no PNG file. Save it as PNG, and choose it again."))
    _, _, _, width, height = _HEADER.unpack_from(data)
    if not width or not height or width * height > MOST_PIXELS:
        raise InputError(
            say(
                "The picture has {width} x {height} pixels; at most {most} million are possible.",
                width=width,
                height=height,
                most=MOST_PIXELS // 1_000_000,
            )
        )
    return width, height
