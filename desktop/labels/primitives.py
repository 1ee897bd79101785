"""What is drawn in the end: rectangles, symbols and glyphs in whole dots of one printer.

Everything that is previewed, checked, proofed and printed is a list of these, so they cannot differ.
The origin is the upper left corner of the label, x grows to the right, y down; a dot is black or not.
A document never draws itself, and a printer driver never sees a document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

# The upper rooms know it from here.
from desktop.symbols.symbology import Symbology as Symbology  # noqa: PLC0414


class Turn(IntEnum):
    """By how many degrees something is turned clockwise. Other angles are not on a printer's grid."""

    NONE = 0
    RIGHT = 90
    AROUND = 180
    LEFT = 270


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
    """A linear symbol.

    Attributes:
        x, y: upper left corner of what is drawn, as it lies on the label (after turning).
        module_dots: width of a module.
        height: length of the bars in dots (of the shorter ones where some are longer).
        modules: the pattern from the first bar to the last in reading order, "1" for black.
        data: what the symbol says; of a GS1 symbology the element string with its separators (GS, 0x1D)
            and without the FNC1 in front.
        turn: in which direction it reads: NONE left to right, RIGHT downwards, AROUND right to left, LEFT
            upwards. The longer bars' extra length is below the symbol when it is not turned.
        long: ranges of modules (first, behind the last) whose bars are longer: the guard bars of EAN.
        longer: by how many dots.
    """

    element: str
    symbology: Symbology
    x: int
    y: int
    module_dots: int
    height: int
    modules: str
    data: str
    turn: Turn = Turn.NONE
    long: tuple[tuple[int, int], ...] = ()
    longer: int = 0

    @property
    def area(self) -> Area:
        """The place of the bars, without their quiet zones."""
        along, across = len(self.modules) * self.module_dots, self.height + self.longer
        if self.turn in {Turn.NONE, Turn.AROUND}:
            return Area(self.x, self.y, along, across)
        return Area(self.x, self.y, across, along)

    def bars(self) -> Iterator[Area]:
        """Yield the black bars as they lie on the label, in reading order."""
        start = 0
        while (first := self.modules.find("1", start)) >= 0:
            start = self.modules.find("0", first)
            start = len(self.modules) if start < 0 else start
            stands_out = any(low <= first < high for low, high in self.long)
            yield self._bar(first, start, self.longer if stands_out else 0)

    def _bar(self, first: int, end: int, extra: int) -> Area:
        dots, total = self.module_dots, len(self.modules)
        length = self.height + extra
        match self.turn:
            case Turn.NONE:
                return Area(self.x + first * dots, self.y, (end - first) * dots, length)
            case Turn.RIGHT:
                return Area(self.x + self.longer - extra, self.y + first * dots, length, (end - first) * dots)
            case Turn.AROUND:
                top = self.y + self.longer - extra
                return Area(self.x + (total - end) * dots, top, (end - first) * dots, length)
            case Turn.LEFT:
                return Area(self.x, self.y + (total - end) * dots, length, (end - first) * dots)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A two-dimensional symbol.

    Attributes:
        x, y: upper left corner of its modules, without quiet zone.
        module_dots: width and height of a module.
        rows: its modules from the top as they lie on the label, "1" for black.
        data: as in ``Bars``.
    """

    element: str
    symbology: Symbology
    x: int
    y: int
    module_dots: int
    rows: tuple[str, ...]
    data: str

    @property
    def area(self) -> Area:
        """The place of the modules, without their quiet zone."""
        return Area(self.x, self.y, len(self.rows[0]) * self.module_dots, len(self.rows) * self.module_dots)


Symbol = Bars | Matrix
"""What a reader reads."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Black dots: rows of ``(width + 7) // 8`` bytes, first dot highest bit, 1 = black."""

    element: str
    area: Area
    rows: bytes


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


Primitive = Box | Bars | Matrix | TextRun | Picture
