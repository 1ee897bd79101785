"""One element of a design in whole dots of one printer: what it always shows, and what varies.

An element is laid out by itself, so that a change of one costs one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from desktop.errors import InputError
from desktop.labels.code_block import PlannedBlock, plan_block
from desktop.labels.element_data import SymbolData, parse_symbol_data
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Direction,
    Element,
    EllipseElement,
    LineElement,
    LinePurpose,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.fields import FieldText, parse_fields
from desktop.labels.pictures import dots_of
from desktop.labels.primitives import Area, Box, Picture, Primitive, Symbology, TextRun
from desktop.labels.slots import Filled, Filler, Mark, Slot, SymbolSlot, TextFiller, TextSlot, Values
from desktop.labels.symbol_block import PlannedSymbol, plan_symbol
from desktop.labels.turning import Frame
from desktop.labels.typeface import Typeface
from desktop.labels.typesetting import TextSetter
from desktop.texts import say
from desktop.units import Resolution


@dataclass(frozen=True, slots=True)
class Ground:
    """What elements are laid out on: the printer, the typeface, and the values that are known.

    Attributes:
        shared: values that are the same on all labels.
        worst: the longest values of the fields that vary.
        certain: the fields whose longest value is known; of others it is only what their kind allows.
    """

    resolution: Resolution
    typeface: Typeface
    shared: Values
    worst: Values
    certain: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One element, laid out.

    Attributes:
        element: as it was designed.
        extent: what a person selects on the label: all of the element, its headings and digits too.
        static: primitives that every label carries.
        slots: what differs from label to label.
        fillers: what fills the slots, in their order.
        rooms: the area that each text was given, by the name under which it is drawn.
        setters: what sets each of these texts.
        marks: cut and fold lines.
        block: of a code block, as it was laid out.
        symbol: of a symbol, as it was laid out.
        shared_empty: (name, field) wherever a shared value is empty.
        varying: (name, field) wherever a value differs from label to label.
    """

    element: Element
    extent: Area
    static: tuple[Primitive, ...] = ()
    slots: tuple[Slot, ...] = ()
    fillers: tuple[Filler, ...] = ()
    rooms: Mapping[str, Area] = field(default_factory=dict)
    setters: Mapping[str, TextSetter] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    block: PlannedBlock | None = None
    symbol: PlannedSymbol | None = None
    shared_empty: tuple[tuple[str, str], ...] = ()
    varying: tuple[tuple[str, str], ...] = ()

    def fill(self, values: Values) -> tuple[Filled, ...]:
        """Fill the slots. InputError where a value is missing or does not suit its place."""
        filled: list[Filled] = []
        for filler in self.fillers:
            filled += filler.fill(values)
        return tuple(filled)


def lay_out(element: Element, ground: Ground) -> Part:
    """Lay one element out.

    Raises:
        InputError: a shared value does not suit its place, or the element cannot be drawn at this
            resolution; the text names the element.
    """
    try:
        return _laid_out(element, ground)
    except InputError as error:
        raise InputError(
            say('Element "{element}": {reason}', element=element.name, reason=error.text)
        ) from error


def _laid_out(element: Element, ground: Ground) -> Part:
    match element:
        case TextElement():
            return _text(element, ground)
        case CodeBlock():
            return _code_block(element, ground)
        case SymbolElement():
            return _symbol(element, ground)
        case LineElement():
            return _line(element, ground.resolution)
        case BoxElement():
            return _box(element, ground.resolution)
        case EllipseElement():
            area = _area(element, ground.resolution)
            thickness = max(1, ground.resolution.dots(element.thickness_mm))
            rows = _ellipse(area.width, area.height, 0 if element.filled else thickness)
            return Part(element, area, (Picture(element.name, area, rows),))
        case PictureElement():
            area = _area(element, ground.resolution)
            rows = dots_of(element, area.width, area.height)
            return Part(element, area, (Picture(element.name, area, rows),))


class _Contents:
    """Gathers what an element shows: at once what no label changes, as slots the rest."""

    def __init__(self, ground: Ground) -> None:
        self._shared = ground.shared
        self.static: list[Primitive] = []
        self.slots: list[Slot] = []
        self.fillers: list[Filler] = []
        self.rooms: dict[str, Area] = {}
        self.setters: dict[str, TextSetter] = {}
        self.shared_empty: list[tuple[str, str]] = []
        self.varying: list[tuple[str, str]] = []

    def note(self, name: str, fields: Iterable[str]) -> None:
        """Note the fields of what is drawn under ``name``."""
        for known in sorted(fields):
            if known not in self._shared:
                self.varying.append((name, known))
            elif not self._shared[known]:
                self.shared_empty.append((name, known))

    def add_text(self, text: str, setter: TextSetter) -> None:
        """Add a text."""
        words: FieldText = parse_fields(text)
        self.note(setter.element, words.names)
        words = words.bound(self._shared)
        self.rooms[setter.element] = setter.room
        self.setters[setter.element] = setter
        self.add(TextFiller(words, setter), words.names, TextSlot(setter.element, setter.room))

    def add(self, filler: Filler, fields: Iterable[str], *slots: Slot) -> None:
        """Add what ``filler`` draws, into slots if it has fields that are still to be filled."""
        if fields:
            self.fillers.append(filler)
            self.slots += slots
        else:
            self.static += [
                drawn for drawn in filler.fill({}) if not isinstance(drawn, TextRun) or drawn.text
            ]

    def part(
        self,
        element: Element,
        extent: Area,
        block: PlannedBlock | None = None,
        symbol: PlannedSymbol | None = None,
    ) -> Part:
        """Return all of it."""
        return Part(
            element,
            extent,
            tuple(self.static),
            tuple(self.slots),
            tuple(self.fillers),
            self.rooms,
            self.setters,
            (),
            block,
            symbol,
            tuple(self.shared_empty),
            tuple(self.varying),
        )


def _text(element: TextElement, ground: Ground) -> Part:
    resolution = ground.resolution
    area = _area(element, resolution)
    contents = _Contents(ground)
    setter = TextSetter(
        element.name,
        Frame.of(area, element.turn),
        ground.typeface,
        resolution.dots(element.size_mm),
        element.align,
        element.vertical_align,
        element.bold,
        resolution.dots(element.least_size_mm),
        element.wrap,
        element.line_spacing,
    )
    ground.typeface.sized(setter.pixels, bold=element.bold)  # refuses what is too small to be read
    contents.add_text(element.text, setter)
    return contents.part(element, area)


@dataclass(frozen=True, slots=True)
class _BlockFiller:
    data: FieldText
    block: PlannedBlock

    def fill(self, values: Values) -> tuple[Filled, ...]:
        return self.block.draw(self.data.word(values))


def _code_block(element: CodeBlock, ground: Ground) -> Part:
    block = plan_block(element, ground.resolution, ground.typeface)
    contents = _Contents(ground)
    if block.heading:
        contents.add_text(element.heading, block.heading)
    data = parse_fields(element.field)
    contents.note(element.name, data.names)
    data = data.bound(ground.shared)
    contents.add(
        _BlockFiller(data, block),
        data.names,
        SymbolSlot(
            element.name,
            Symbology.CODE_128,
            block.bars.x,
            block.bars.y,
            block.module_dots,
            block.height,
            element.turn,
        ),
        TextSlot(block.hri_element, block.digits.area),
    )
    return contents.part(element, block.area, block=block)


@dataclass(frozen=True, slots=True)
class _SymbolFiller:
    data: SymbolData
    symbol: PlannedSymbol

    def fill(self, values: Values) -> tuple[Filled, ...]:
        return self.symbol.draw(self.data, values)


def _symbol(element: SymbolElement, ground: Ground) -> Part:
    contents = _Contents(ground)
    data = parse_symbol_data(element.symbology, element.data)
    contents.note(element.name, data.names)
    data = data.bound(ground.shared)
    symbol = plan_symbol(element, data, ground.resolution, ground.typeface, ground.worst, ground.certain)
    contents.static += symbol.bearers
    contents.add(_SymbolFiller(data, symbol), data.names, *symbol.slots)
    return contents.part(element, symbol.extent, symbol=symbol)


def _line(element: LineElement, resolution: Resolution) -> Part:
    along = max(1, resolution.dots(element.length_mm))
    across = max(1, resolution.dots(element.thickness_mm))
    flat = element.direction is Direction.HORIZONTAL
    x, y = resolution.dots(element.x_mm), resolution.dots(element.y_mm)
    area = Area(x, y, *((along, across) if flat else (across, along)))
    if element.purpose is LinePurpose.PRINTED:
        return Part(element, area, (Box(element.name, area),))
    return Part(element, area, marks=(Mark(element.name, element.purpose, area),))


def _box(element: BoxElement, resolution: Resolution) -> Part:
    area = _area(element, resolution)
    thickness = max(1, resolution.dots(element.thickness_mm))
    areas = (area,) if element.filled else _frame(area, thickness)
    return Part(element, area, tuple(Box(element.name, one) for one in areas))


def _frame(area: Area, thickness: int) -> tuple[Area, ...]:
    """Return the four lines of a frame, or all of it where they would meet."""
    inner = Area(
        area.x + thickness, area.y + thickness, area.width - 2 * thickness, area.height - 2 * thickness
    )
    if inner.width <= 0 or inner.height <= 0:
        return (area,)
    return (
        Area(area.x, area.y, area.width, thickness),
        Area(area.x, inner.bottom, area.width, thickness),
        Area(area.x, inner.y, thickness, inner.height),
        Area(inner.right, inner.y, thickness, inner.height),
    )


def _ellipse(width: int, height: int, thickness: int) -> bytes:
    """Return the rows of a ring, or of a whole ellipse if its thickness is 0."""
    black = _inside(width, height, width / 2, height / 2)
    if thickness and min(width, height) > 2 * thickness:
        black &= ~_inside(width, height, width / 2 - thickness, height / 2 - thickness)
    return np.packbits(black, axis=1).tobytes()


def _inside(
    width: int, height: int, across: float, down: float
) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Tell which dots have their middle within the half axes ``across`` and ``down``."""
    x = (np.arange(width) + 0.5 - width / 2) / across
    y = (np.arange(height) + 0.5 - height / 2) / down
    return (x[np.newaxis] ** 2 + y[:, np.newaxis] ** 2) <= 1.0


def _area(
    element: TextElement | BoxElement | EllipseElement | PictureElement, resolution: Resolution
) -> Area:
    dots = resolution.dots
    return Area(
        dots(element.x_mm),
        dots(element.y_mm),
        max(1, dots(element.width_mm)),
        max(1, dots(element.height_mm)),
    )
