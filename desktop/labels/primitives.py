"""What is drawn in the end: rectangles, symbols and glyphs in whole dots of one printer.

Everything that is previewed, checked, proofed and printed is a list of these, so they cannot differ.
The origin is the upper left corner of the label, x grows to the right, y down; a dot is black or not.
A document never draws itself, and a printer driver never sees a document.
"""

from dataclasses import dataclass
from enum import StrEnum


class Symbology(StrEnum):
    """The bar code symbologies that labels carry, named as people name them."""

    CODE_128 = "Code 128"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in dots: upper left corner, width and height (both may be 0)."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column right of the area."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the area."""
        return self.y + self.height

    def overlaps(self, other: "Area") -> bool:
        """Tell whether the two areas share at least one dot."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A filled black rectangle; lines and frames are boxes."""

    element: str
    area: Area


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear symbol. ``modules`` is its pattern from the first bar to the last, "1" for black."""

    element: str
    symbology: Symbology
    x: int
    y: int
    module_dots: int
    height: int
    modules: str
    data: str

    @property
    def area(self) -> Area:
        """The place of the bars, without their quiet zones."""
        return Area(self.x, self.y, len(self.modules) * self.module_dots, self.height)


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """The dots of one character in one size: rows of ``(width + 7) // 8`` bytes, first dot highest bit.

    Glyphs are made once a typeface and size and are compared by identity, so that a driver can send
    each of them to its printer only once.
    """

    character: str
    width: int
    height: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class PlacedGlyph:
    """A glyph whose upper left dot is at (x, y)."""

    x: int
    y: int
    glyph: Glyph


@dataclass(frozen=True, slots=True)
class TextRun:
    """One line of text as it will be printed, dot for dot. ``area`` is the room of its black dots."""

    element: str
    text: str
    area: Area
    glyphs: tuple[PlacedGlyph, ...]


Primitive = Box | Bars | TextRun
