"""Lines of type in whole dots: every glyph at a whole column, no kerning, no shaping, no surprise."""

from dataclasses import dataclass

from desktop.labels.elements import Align
from desktop.labels.primitives import Area, PlacedGlyph, TextRun
from desktop.labels.typeface import DIGITS, SizedFace, Typeface


def union(areas: list[Area]) -> Area:
    """Return the smallest area that holds all of ``areas``, of which there is at least one."""
    x = min(area.x for area in areas)
    y = min(area.y for area in areas)
    return Area(x, y, max(area.right for area in areas) - x, max(area.bottom for area in areas) - y)


def _place(face: SizedFace, character: str, pen: int, baseline: int) -> PlacedGlyph | None:
    found = face.character(character)
    if found.glyph is None:
        return None
    return PlacedGlyph(pen + found.left, baseline + found.top, found.glyph)


def _ink(placed: PlacedGlyph) -> Area:
    return Area(placed.x, placed.y, placed.glyph.width, placed.glyph.height)


@dataclass(frozen=True, slots=True)
class LineSetter:
    """Sets one line of text into its room, always the same way.

    Attributes:
        element: whose text it is.
        room: where it shall stand: in the middle of the height, across by ``align``.
    """

    element: str
    room: Area
    typeface: Typeface
    face: SizedFace
    align: Align

    def set(self, text: str) -> TextRun:
        """Return ``text`` in dots. Characters that the typeface lacks leave a gap of their height."""
        absent = self.typeface.missing(text)
        advances = [
            self.face.pixels if character in absent else self.face.character(character).advance
            for character in text
        ]
        spare = self.room.width - sum(advances)
        pen = self.room.x + {Align.LEFT: 0, Align.CENTER: spare // 2, Align.RIGHT: spare}[self.align]
        baseline = self.room.y + (self.room.height - self.face.pixels) // 2 + self.face.baseline
        placed = []
        for character, advance in zip(text, advances, strict=True):
            if character not in absent:
                placed.append(_place(self.face, character, pen, baseline))
            pen += advance
        glyphs = tuple(glyph for glyph in placed if glyph)
        if not glyphs:
            return TextRun(self.element, text, Area(self.room.x, self.room.y, 0, 0), ())
        return TextRun(self.element, text, union([_ink(glyph) for glyph in glyphs]), glyphs)


class DigitSetter:
    """Sets the human-readable digits of a code: each digit has a cell, so a label is ten look-ups a line.

    Attributes:
        area: the room of the black dots of any digits.
    """

    def __init__(self, element: str, face: SizedFace, groups: tuple[int, ...], center: int, top: int) -> None:
        """Prepare the cells.

        Args:
            element: whose digits they are.
            face: the type.
            groups: how many digits stand together.
            center: the column in whose middle they stand.
            top: the first row of their black dots.
        """
        self._element = element
        cell = face.digit_advance()
        baseline = top - min(face.character(digit).top for digit in DIGITS)
        pen = center - cell * (sum(groups) + len(groups) - 1) // 2
        cells: list[dict[str, PlacedGlyph]] = []
        self._parts: list[slice] = []
        for size in groups:
            self._parts.append(slice(len(cells), len(cells) + size))
            for _ in range(size):
                cells.append(_digit_cell(face, pen, cell, baseline))
                pen += cell
            pen += cell
        self._cells = tuple(cells)
        self.area = union([_ink(placed) for cell_ in cells for placed in cell_.values()])

    def set(self, digits: str) -> TextRun:
        """Return exactly as many digits as there are cells, grouped."""
        return TextRun(
            self._element,
            " ".join([digits[part] for part in self._parts]),
            self.area,
            tuple([cell[digit] for cell, digit in zip(self._cells, digits, strict=True)]),
        )


def _digit_cell(face: SizedFace, left: int, width: int, baseline: int) -> dict[str, PlacedGlyph]:
    """Place each of the ten digits in the middle of one cell."""
    cell = {}
    for digit in DIGITS:
        pen = left + (width - face.character(digit).advance) // 2
        placed = _place(face, digit, pen, baseline)
        if placed is not None:
            cell[digit] = placed
    return cell
