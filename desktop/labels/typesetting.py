"""Type in whole dots: every glyph at a whole column, no kerning, no shaping, no surprise.

Lines are set as if their element were not turned; each glyph is turned and put in its place then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from desktop.labels.elements import Align, VerticalAlign
from desktop.labels.line_breaks import broken
from desktop.labels.primitives import Area, PlacedGlyph, TextRun
from desktop.labels.turning import Frame
from desktop.labels.typeface import DIGITS, LEAST_PIXELS, SizedFace, Typeface


def union(areas: list[Area]) -> Area:
    """Return the smallest area that holds all of ``areas``, of which there is at least one."""
    x = min(area.x for area in areas)
    y = min(area.y for area in areas)
    return Area(x, y, max(area.right for area in areas) - x, max(area.bottom for area in areas) - y)


def _place(face: SizedFace, character: str, pen: int, baseline: int, frame: Frame) -> PlacedGlyph | None:
    found = face.character(character)
    glyph = found.glyph
    if glyph is None:
        return None
    area = frame.place(Area(pen + found.left, baseline + found.top, glyph.width, glyph.height))
    return PlacedGlyph(area.x, area.y, face.turned(glyph, frame.turn))


def _ink(placed: PlacedGlyph) -> Area:
    return Area(placed.x, placed.y, placed.glyph.width, placed.glyph.height)


@dataclass(frozen=True, slots=True)
class TextSetter:
    """Sets a text into its room, always the same way.

    Attributes:
        element: whose text it is.
        frame: its room.
        pixels: height of the type.
        least_pixels: a text that does not fit is set smaller, down to this.
        line_spacing: distance of lines, in heights of the type.
    """

    element: str
    frame: Frame
    typeface: Typeface
    pixels: int
    align: Align = Align.LEFT
    vertical_align: VerticalAlign = VerticalAlign.MIDDLE
    bold: bool = False
    least_pixels: int = 0
    wrap: bool = False
    line_spacing: float = 1.0

    @property
    def room(self) -> Area:
        """The room on the label."""
        return self.frame.area

    def set(self, text: str) -> TextRun:
        """Return ``text`` in dots. Characters that the typeface lacks leave a gap of their height."""
        absent = frozenset(self.typeface.missing(text))
        face = self.typeface.sized(self.fitting(text), bold=self.bold)
        lines = self._lines(text, face, absent)
        glyphs = tuple(self._glyphs(lines, face, absent))
        shown = "\n".join(lines) if self.wrap else text
        if not glyphs:
            room = self.room
            return TextRun(self.element, shown, Area(room.x, room.y, 0, 0), ())
        return TextRun(self.element, shown, union([_ink(glyph) for glyph in glyphs]), glyphs)

    def fitting(self, text: str) -> int:
        """Return the height at which ``text`` is set: the largest that fits, within the limits."""
        least = max(self.least_pixels, LEAST_PIXELS)
        if not self.least_pixels or least >= self.pixels or self._fits(text, self.pixels):
            return self.pixels
        return self.at_most(text, self.pixels - 1, least)

    def sized(self, pixels: int) -> "TextSetter":
        """Return the same setter for type of one size."""
        return replace(self, pixels=pixels, least_pixels=0)

    def at_most(self, text: str, most: int, least: int = LEAST_PIXELS) -> int:
        """Return the largest height up to ``most`` at which ``text`` fits; ``least`` if it never does."""
        fits, too_large = least, most + 1
        while too_large - fits > 1:
            middle = (fits + too_large) // 2
            if self._fits(text, middle):
                fits = middle
            else:
                too_large = middle
        return fits

    def _fits(self, text: str, pixels: int) -> bool:
        absent = frozenset(self.typeface.missing(text))
        face = self.typeface.sized(pixels, bold=self.bold)
        lines = self._lines(text, face, absent)
        return self._height(len(lines), pixels) <= self.frame.height and all(
            _width(line, face, absent) <= self.frame.width for line in lines
        )

    def _lines(self, text: str, face: SizedFace, absent: frozenset[str]) -> tuple[str, ...]:
        if not self.wrap:
            return (text,)
        return broken(text, self.frame.width, lambda line: _width(line, face, absent))

    def _height(self, lines: int, pixels: int) -> int:
        return pixels + (lines - 1) * round(pixels * self.line_spacing)

    def _glyphs(
        self, lines: tuple[str, ...], face: SizedFace, absent: frozenset[str]
    ) -> Iterator[PlacedGlyph]:
        spare = self.frame.height - self._height(len(lines), face.pixels)
        top = {VerticalAlign.TOP: 0, VerticalAlign.MIDDLE: spare // 2, VerticalAlign.BOTTOM: spare}[
            self.vertical_align
        ]
        for number, line in enumerate(lines):
            baseline = top + number * round(face.pixels * self.line_spacing) + face.baseline
            spare = self.frame.width - _width(line, face, absent)
            pen = {Align.LEFT: 0, Align.CENTER: spare // 2, Align.RIGHT: spare}[self.align]
            for character in line:
                if character in absent:
                    pen += face.pixels
                    continue
                placed = _place(face, character, pen, baseline, self.frame)
                if placed is not None:
                    yield placed
                pen += face.character(character).advance


def _width(line: str, face: SizedFace, absent: frozenset[str]) -> int:
    return sum(
        [face.pixels if character in absent else face.character(character).advance for character in line]
    )


class DigitSetter:
    """Sets the human-readable digits of a code: each digit has a cell, so a label is ten look-ups a line.

    Attributes:
        area: the room of the black dots of any digits, on the label.
    """

    def __init__(
        self, element: str, face: SizedFace, groups: tuple[int, ...], center: int, top: int, frame: Frame
    ) -> None:
        """Prepare the cells.

        Args:
            element: whose digits they are.
            face: the type.
            groups: how many digits stand together.
            center: the column of the frame in whose middle they stand.
            top: the first row of the frame with their black dots.
            frame: in which they are laid out.
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
                cells.append(_digit_cell(face, pen, cell, baseline, frame))
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


def set_cells(
    element: str,
    text: str,
    face: SizedFace,
    cells: Iterable[tuple[str, int, int]],
    top: int,
    frame: Frame,
) -> TextRun:
    """Set digits, each into the middle of its own cell.

    Args:
        element: whose digits they are.
        text: what they say, with blanks.
        face: the type.
        cells: digit, first column in the frame and width of each cell.
        top: the first row of the frame with black dots.
        frame: in which they are laid out.
    """
    baseline = top - min(face.character(digit).top for digit in DIGITS)
    placed = [
        _place(face, digit, left + (width - face.character(digit).advance) // 2, baseline, frame)
        for digit, left, width in cells
    ]
    glyphs = tuple(glyph for glyph in placed if glyph)
    return TextRun(element, text, union([_ink(glyph) for glyph in glyphs]), glyphs)


def digit_height(face: SizedFace) -> int:
    """Return how many rows the black dots of the ten digits take."""
    tops = [face.character(digit).top for digit in DIGITS]
    glyphs = [face.character(digit).glyph for digit in DIGITS]
    return max(top + (glyph.height if glyph else 0) for top, glyph in zip(tops, glyphs, strict=True)) - min(
        tops
    )


def _digit_cell(
    face: SizedFace, left: int, width: int, baseline: int, frame: Frame
) -> dict[str, PlacedGlyph]:
    """Place each of the ten digits in the middle of one cell."""
    cell = {}
    for digit in DIGITS:
        pen = left + (width - face.character(digit).advance) // 2
        placed = _place(face, digit, pen, baseline, frame)
        if placed is not None:
            cell[digit] = placed
    return cell
