"""The human-readable interpretation of a symbol: which characters stand where.

Where an element string breaks into lines is decided once for all labels of a job, by the longest data.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from desktop.labels.code_block import HRI_SUFFIX, dots_up
from desktop.labels.elements import Align, HriPlace, SymbolElement
from desktop.labels.primitives import Area, Symbology, TextRun
from desktop.labels.turning import Frame
from desktop.labels.typeface import LEAST_PIXELS, Typeface
from desktop.labels.typesetting import TextSetter, digit_height, set_cells
from desktop.units import Resolution

_DIGIT_X = 7
"""Width of a digit of EAN and UPC in modules (ISO/IEC 15420)."""
_OUTSIDE = -8
_LEFT_13, _RIGHT_13 = 3, 50
_CELLS = {
    Symbology.EAN_13: (
        _OUTSIDE,
        *(_LEFT_13 + _DIGIT_X * place for place in range(6)),
        *(_RIGHT_13 + _DIGIT_X * place for place in range(6)),
    ),
    Symbology.EAN_8: (
        *(3 + _DIGIT_X * place for place in range(4)),
        *(36 + _DIGIT_X * place for place in range(4)),
    ),
    Symbology.UPC_A: (
        _OUTSIDE,
        *(10 + _DIGIT_X * place for place in range(5)),
        *(_RIGHT_13 + _DIGIT_X * place for place in range(5)),
        96,
    ),
}
"""In which module the cell of each digit begins: below its own bars, the outer ones beside the symbol."""

_ITF_GROUPS = (1, 2, 5, 5, 1)
"""Indicator, two digits of the GS1 prefix, and so on (figures of the GS1 General Specifications)."""

LEAST_GAP_MM = 0.5
_LINE_SPACING = 1.15


def grouped(digits: str, sizes: Sequence[int]) -> str:
    """Part digits by blanks.

    >>> grouped("16901234567899", (1, 2, 5, 5, 1))
    '1 69 01234 56789 9'
    """
    return " ".join(_groups(digits, sizes))


def _groups(digits: str, sizes: Sequence[int]) -> Iterator[str]:
    start = 0
    for size in sizes:
        yield digits[start : start + size]
        start += size


def shown_texts(symbology: Symbology, hri: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a person shall read: ``hri`` of an encoded symbol, else ``texts``, one an element."""
    if symbology is Symbology.ITF_14:
        return (grouped(hri, _ITF_GROUPS),)
    return (hri,) if hri else texts


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a symbol already, in dots before turning.

    Attributes:
        height: of its shorter bars, or of the matrix.
        left, top, right, bottom: room that bearer bars and quiet zones take.
        module_dots: dots a module.
    """

    height: int
    left: int
    top: int
    right: int
    bottom: int
    module_dots: int


@dataclass(frozen=True, slots=True, eq=False)
class HriSetter:
    """Sets the lines of one symbol element.

    Attributes:
        element: the name under which they are drawn.
        place: where they stand.
        lines: indices of the texts that stand in each line.
        pixels: height of the type.
        cells: in which module the cell of each digit begins; empty where lines are set as text.
    """

    element: str
    place: HriPlace
    lines: tuple[tuple[int, ...], ...]
    pixels: int
    around: Surroundings
    typeface: Typeface
    cells: tuple[int, ...] = ()
    _setters: dict[Frame, tuple[TextSetter, ...]] = field(default_factory=dict)
    _last: dict[TextSetter, TextRun] = field(default_factory=dict)

    def set(self, texts: tuple[str, ...], frame: Frame) -> tuple[TextRun, ...]:
        """Set the lines.

        Args:
            texts: as ``shown_texts`` returns them.
            frame: of the symbol of this label.
        """
        if self.place is HriPlace.NONE:
            return ()
        if self.cells:
            return (self._digits(texts[0], frame),)
        setters = self._setters.get(frame)
        if setters is None:
            if len(self._setters) > 100:
                self._setters.clear()
                self._last.clear()
            setters = self._setters[frame] = tuple(self._line_setters(frame))
        return tuple(
            [
                self._line(setter, "".join([texts[one] for one in line]))
                for setter, line in zip(setters, self.lines, strict=True)
            ]
        )

    def _line(self, setter: TextSetter, text: str) -> TextRun:
        """Set a line; most lines are the same on the label before."""
        last = self._last.get(setter)
        if last is None or last.text != text:
            last = self._last[setter] = setter.set(text)
        return last

    def _line_setters(self, frame: Frame) -> Iterator[TextSetter]:
        step = round(self.pixels * _LINE_SPACING)
        block = self.pixels + (len(self.lines) - 1) * step
        around = self.around
        x, width, align = 0, frame.width, Align.CENTER
        match self.place:
            case HriPlace.ABOVE:
                top = -around.top - block
            case HriPlace.RIGHT:
                x, width, align = frame.width + around.right, 1, Align.LEFT
                top = (around.height - block) // 2
            case _:
                top = frame.height + around.bottom
        for number in range(len(self.lines)):
            room = frame.place(Area(x, top + number * step, width, self.pixels))
            yield TextSetter(self.element, Frame.of(room, frame.turn), self.typeface, self.pixels, align)

    def _digits(self, text: str, frame: Frame) -> TextRun:
        """Set the digits of EAN and UPC, each below its own bars."""
        dots = self.around.module_dots
        face = self.typeface.sized(self.pixels)
        if self.place is HriPlace.ABOVE:
            top = -self.around.top - digit_height(face)
        else:
            top = self.around.height + (dots + 1) // 2
        places = zip(text.replace(" ", ""), self.cells, strict=True)
        cells = [(digit, start * dots, _DIGIT_X * dots) for digit, start in places]
        return set_cells(self.element, text, face, cells, top, frame)


def plan_hri(
    element: SymbolElement,
    texts: tuple[str, ...],
    width: int,
    around: Surroundings,
    resolution: Resolution,
    typeface: Typeface,
) -> HriSetter:
    """Decide how the lines of a symbol are set.

    Args:
        element: the symbol.
        texts: the longest ones that there will be, as ``shown_texts`` returns them.
        width: of the symbol before turning, in dots.
        around: the symbol and its bearer bars.
        resolution: of the printer.
        typeface: of the lines.

    Raises:
        InputError: the type is too small to be read.
    """
    name = element.name + HRI_SUFFIX
    pixels = resolution.dots(element.hri_size_mm)
    if element.hri is HriPlace.NONE:
        return HriSetter(name, element.hri, (), pixels, around, typeface)
    face = typeface.sized(pixels)
    if element.symbology in _CELLS and element.hri is not HriPlace.RIGHT:
        while pixels > LEAST_PIXELS and face.digit_advance() > _DIGIT_X * around.module_dots:
            pixels -= 1
            face = typeface.sized(pixels)
        cells = _CELLS[element.symbology]
        return HriSetter(name, element.hri, ((0,),), pixels, around, typeface, cells)
    if element.hri is HriPlace.RIGHT:
        lines: tuple[tuple[int, ...], ...] = tuple((place,) for place in range(len(texts)))
    else:
        lines = tuple(
            _lines(texts, width, lambda text: sum(face.character(character).advance for character in text))
        )
    return HriSetter(name, element.hri, lines, pixels, around, typeface)


def least_gap(resolution: Resolution) -> int:
    """Return how many dots stand between a symbol and its line at least."""
    return dots_up(LEAST_GAP_MM, resolution)


def _lines(texts: tuple[str, ...], width: int, width_of: Callable[[str], int]) -> Iterator[tuple[int, ...]]:
    """Put as many elements into a line as fit the width of the symbol."""
    line: tuple[int, ...] = ()
    taken = 0
    for place, text in enumerate(texts):
        needed = width_of(text)
        if line and taken + needed > width:
            yield line
            line, taken = (), 0
        line, taken = (*line, place), taken + needed
    if line:
        yield line
