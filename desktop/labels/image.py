"""A label as a picture of black and white dots, exactly those that a printer would set."""

import struct
import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from desktop.labels.primitives import Area, Bars, Box, Glyph, Matrix, Picture, Primitive, TextRun, Turn
from desktop.units import Resolution

_COMPRESSION = 4


def rows_of(primitives: Iterable[Primitive], width: int, height: int) -> bytes:
    """Draw a label of ``width`` x ``height`` dots; what lies off the label is cut off.

    Returns:
        Rows of ``(width + 7) // 8`` bytes, first dot highest bit, 1 = black.
    """
    canvas = np.zeros((height, width), np.bool_)
    for primitive in primitives:
        match primitive:
            case Box():
                _blacken(canvas, primitive.area, np.ones((1, 1), np.bool_))
            case Bars() if primitive.turn is Turn.NONE and not primitive.longer:
                modules = np.frombuffer(primitive.modules.encode("ascii"), np.uint8) == ord("1")
                _blacken(canvas, primitive.area, np.repeat(modules, primitive.module_dots)[np.newaxis])
            case Bars():
                for bar in primitive.bars():
                    _blacken(canvas, bar, np.ones((1, 1), np.bool_))
            case Matrix():
                _blacken(canvas, primitive.area, matrix_dots(primitive))
            case Picture():
                _blacken(canvas, primitive.area, _dots(primitive.rows, primitive.area))
            case TextRun():
                for placed in primitive.glyphs:
                    glyph = placed.glyph
                    _blacken(canvas, Area(placed.x, placed.y, glyph.width, glyph.height), glyph_dots(glyph))
    return np.packbits(canvas, axis=1).tobytes()


def matrix_dots(matrix: Matrix) -> NDArray[np.bool_]:
    """Return the dots of a matrix symbol as an array of height x width."""
    cells = np.frombuffer("".join(matrix.rows).encode("ascii"), np.uint8).reshape(len(matrix.rows), -1)
    return np.repeat(np.repeat(cells == ord("1"), matrix.module_dots, 0), matrix.module_dots, 1)


def _dots(rows: bytes, area: Area) -> NDArray[np.bool_]:
    packed = np.frombuffer(rows, np.uint8).reshape(area.height, -1)
    return np.unpackbits(packed, axis=1, count=area.width).view(np.bool_)


def glyph_dots(glyph: Glyph) -> NDArray[np.bool_]:
    """Return the dots of a glyph as an array of height x width."""
    rows = np.frombuffer(glyph.rows, np.uint8).reshape(glyph.height, -1)
    return np.unpackbits(rows, axis=1, count=glyph.width).view(np.bool_)


def _blacken(canvas: NDArray[np.bool_], area: Area, dots: NDArray[np.bool_]) -> None:
    """Blacken ``dots`` of the canvas, one row or column of them standing for all of the area."""
    height, width = canvas.shape
    left, top = max(area.x, 0), max(area.y, 0)
    right, bottom = min(area.right, width), min(area.bottom, height)
    if left >= right or top >= bottom:
        return
    rows, columns = dots.shape
    canvas[top:bottom, left:right] |= dots[
        slice(top - area.y, bottom - area.y) if rows > 1 else slice(None),
        slice(left - area.x, right - area.x) if columns > 1 else slice(None),
    ]


def png_bytes(
    width: int,
    height: int,
    rows: bytes,
    resolution: Resolution | None = None,
    *,
    behind: bytes = b"",
    grey: float = 1.0,
) -> bytes:
    """Return a picture as a PNG: of one bit a dot, or of eight where something grey is behind it.

    Args:
        width: in dots.
        height: in dots.
        rows: as ``rows_of`` returns them.
        resolution: if given, the file states its real size.
        behind: rows of what is drawn behind in grey, such as a watermark; nothing if empty.
        grey: how light that is, 1 is white.
    """
    # Pillow writes the same in eight times the time, and a job makes thousands of these.
    black = np.frombuffer(rows, np.uint8).reshape(height, -1)
    if behind:
        light = np.frombuffer(behind, np.uint8).reshape(height, -1)
        shades = np.where(np.unpackbits(light, axis=1, count=width), round(grey * 255), 255)
        dots = np.where(np.unpackbits(black, axis=1, count=width), 0, shades).astype(np.uint8)
    else:
        dots = ~black
    lines = np.zeros((height, dots.shape[1] + 1), np.uint8)  # each begins with its filter, which is none
    lines[:, 1:] = dots
    chunks = [_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8 if behind else 1, 0, 0, 0, 0))]
    if resolution is not None:
        dots_per_metre = resolution.dots_per_mm * 1000
        chunks.append(_chunk(b"pHYs", struct.pack(">IIB", dots_per_metre, dots_per_metre, 1)))
    chunks += (_chunk(b"IDAT", zlib.compress(lines.tobytes(), _COMPRESSION)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Write a chunk of a PNG file (ISO/IEC 15948, 5.3)."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
