"""Quarter turns: an element is laid out as if it were not turned, and its parts are put in their place.

The frame of an element is the rectangle in which it is laid out, with the upper left corner at (0, 0);
``Frame.place`` says where a rectangle of it lies on the label.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.labels.primitives import Area, Glyph, Turn

_QUARTERS = {Turn.NONE: 0, Turn.RIGHT: -1, Turn.AROUND: 2, Turn.LEFT: 1}
"""Counter-clockwise quarter turns, as numpy counts them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an unturned layout of ``width`` x ``height`` dots lies on the label.

    Attributes:
        x, y: upper left corner on the label, after turning.
        width, height: before turning.
    """

    x: int
    y: int
    width: int
    height: int
    turn: Turn = Turn.NONE

    @classmethod
    def of(cls, area: Area, turn: Turn) -> "Frame":
        """Return the frame that fills ``area`` of the label."""
        flat = turn in {Turn.NONE, Turn.AROUND}
        size = (area.width, area.height) if flat else (area.height, area.width)
        return cls(area.x, area.y, *size, turn)

    @property
    def area(self) -> Area:
        """The place of the whole frame on the label."""
        return self.place(Area(0, 0, self.width, self.height))

    def place(self, part: Area) -> Area:
        """Return where a part of the layout lies on the label."""
        match self.turn:
            case Turn.NONE:
                return Area(self.x + part.x, self.y + part.y, part.width, part.height)
            case Turn.RIGHT:
                return Area(self.x + self.height - part.bottom, self.y + part.x, part.height, part.width)
            case Turn.AROUND:
                x, y = self.x + self.width - part.right, self.y + self.height - part.bottom
                return Area(x, y, part.width, part.height)
            case Turn.LEFT:
                return Area(self.x + part.y, self.y + self.width - part.right, part.height, part.width)


def turned_dots(dots: NDArray[np.bool_], turn: Turn) -> NDArray[np.bool_]:
    """Turn a picture, rows x columns."""
    return np.rot90(dots, _QUARTERS[turn])


def turned_rows(width: int, height: int, rows: bytes, turn: Turn) -> bytes:
    """Turn a picture of packed rows, as ``Glyph`` and ``Picture`` hold them."""
    packed = np.frombuffer(rows, np.uint8).reshape(height, -1)
    dots = np.unpackbits(packed, axis=1, count=width).view(np.bool_)
    return np.packbits(turned_dots(dots, turn), axis=1).tobytes()


def turned_glyph(glyph: Glyph, turn: Turn) -> Glyph:
    """Make the turned twin of a glyph; whoever needs identical ones keeps them."""
    size = (glyph.width, glyph.height) if turn in {Turn.NONE, Turn.AROUND} else (glyph.height, glyph.width)
    return Glyph(glyph.character, *size, turned_rows(glyph.width, glyph.height, glyph.rows, turn))


def turned_modules(rows: tuple[str, ...], turn: Turn) -> tuple[str, ...]:
    """Turn the modules of a matrix symbol."""
    match turn:
        case Turn.NONE:
            return rows
        case Turn.RIGHT:
            return tuple("".join(column) for column in zip(*reversed(rows), strict=True))
        case Turn.AROUND:
            return tuple(row[::-1] for row in reversed(rows))
        case Turn.LEFT:
            return tuple("".join(column) for column in zip(*rows, strict=True))[::-1]
