"""A design, values and a printer's resolution become primitives in whole dots.

The part that all labels of a job share is laid out once (``LabelPlan.static``); what differs from label
to label are slots, filled by ``LabelPlan.fill``. Preview, checks, image, PDF and printer drivers all
take their primitives from here, so there is one picture of a label and no second opinion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop.errors import InputError
from desktop.labels.code_block import PlannedBlock, plan_block
from desktop.labels.document import LabelDesign
from desktop.labels.elements import BoxElement, CodeBlock, Direction, Element, LineElement, TextElement
from desktop.labels.fields import FieldText, parse_fields
from desktop.labels.primitives import Area, Bars, Box, Primitive, Symbology, TextRun, Turn
from desktop.labels.typeface import Typeface, system_typeface
from desktop.labels.typesetting import LineSetter
from desktop.texts import say
from desktop.units import Resolution

Values = Mapping[str, str]
"""What fills the fields: ``code``, ``lot``, ``made``, ``expiry``, ``product`` ... already worded."""


@dataclass(frozen=True, slots=True)
class SymbolSlot:
    """The place of a linear symbol whose data differ from label to label."""

    element: str
    symbology: Symbology
    x: int
    y: int
    module_dots: int
    height: int
    turn: Turn = Turn.NONE
    long: tuple[tuple[int, int], ...] = ()
    longer: int = 0


@dataclass(frozen=True, slots=True)
class MatrixSlot:
    """The place of a matrix symbol whose data differ from label to label; all have the same size."""

    element: str
    symbology: Symbology
    x: int
    y: int
    module_dots: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class TextSlot:
    """The place of a text that differs from label to label. ``area`` is the room it has."""

    element: str
    area: Area


Slot = SymbolSlot | MatrixSlot | TextSlot


@dataclass(frozen=True, slots=True)
class FilledLabel:
    """What is special to one label: one primitive a slot, in the order of ``LabelPlan.slots``.

    ``empty_fields`` names what had nothing to say: (element, field).
    """

    slots: tuple[Bars | TextRun, ...]
    empty_fields: tuple[tuple[str, str], ...] = ()


class Filler(Protocol):
    """Fills one slot, or several that belong together."""

    def fill(self, values: Values) -> tuple[Bars | TextRun, ...]:
        """Return a primitive for each of the slots."""
        ...


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """How the labels of one job are drawn: a design with the values that all of them share.

    Attributes:
        design: the design that is drawn.
        resolution: dots per millimetre of the printer.
        width_dots, height_dots: size of the label.
        static: primitives that every label carries.
        slots: the places that ``fill`` fills.
        fillers: what fills the slots, in their order.
        typeface: what the texts are set in.
        blocks: the code blocks as they were laid out.
        rooms: the area that each line of text was given, by its element's name.
        shared_empty: (element, field) wherever a shared value is empty.
        varying: (element, field) wherever a value differs from label to label.
    """

    design: LabelDesign
    resolution: Resolution
    width_dots: int
    height_dots: int
    static: tuple[Primitive, ...]
    slots: tuple[Slot, ...]
    fillers: tuple[Filler, ...]
    typeface: Typeface
    blocks: tuple[PlannedBlock, ...]
    rooms: Mapping[str, Area]
    shared_empty: tuple[tuple[str, str], ...]
    varying: tuple[tuple[str, str], ...]

    def fill(self, values: Values) -> FilledLabel:
        """Lay out what is special to one label; ``values`` needs only the fields that vary.

        Every symbol is decoded back from its own modules.

        Raises:
            InputError: a value is missing or does not suit its place, or a symbol would not read as its
                data: such a label must not be printed.
        """
        filled: list[Bars | TextRun] = []
        for filler in self.fillers:
            filled += filler.fill(values)
        return FilledLabel(tuple(filled), tuple([use for use in self.varying if not values[use[1]]]))

    def primitives(self, label: FilledLabel) -> tuple[Primitive, ...]:
        """Return the whole label: the static part and the filled slots."""
        return self.static + label.slots


@dataclass(frozen=True, slots=True)
class _LineFiller:
    text: FieldText
    setter: LineSetter

    def fill(self, values: Values) -> tuple[Bars | TextRun, ...]:
        return (self.setter.set(self.text.word(values)),)


@dataclass(frozen=True, slots=True)
class _BlockFiller:
    data: FieldText
    block: PlannedBlock

    def fill(self, values: Values) -> tuple[Bars | TextRun, ...]:
        return self.block.draw(self.data.word(values))


class _Planner:
    """Lays out one design, element by element."""

    def __init__(
        self, design: LabelDesign, resolution: Resolution, shared: Values, typeface: Typeface
    ) -> None:
        self._design = design
        self._resolution = resolution
        self._shared = shared
        self._typeface = typeface
        self._static: list[Primitive] = []
        self._slots: list[Slot] = []
        self._fillers: list[Filler] = []
        self._blocks: list[PlannedBlock] = []
        self._rooms: dict[str, Area] = {}
        self._shared_empty: list[tuple[str, str]] = []
        self._varying: list[tuple[str, str]] = []

    def plan(self) -> LabelPlan:
        """Lay out all elements."""
        for element in self._design.elements:
            try:
                self._add(element)
            except InputError as error:
                raise InputError(
                    say('Element "{element}": {reason}', element=element.name, reason=error.text)
                ) from error
        return LabelPlan(
            self._design,
            self._resolution,
            self._resolution.dots(self._design.width_mm),
            self._resolution.dots(self._design.height_mm),
            tuple(self._static),
            tuple(self._slots),
            tuple(self._fillers),
            self._typeface,
            tuple(self._blocks),
            self._rooms,
            tuple(self._shared_empty),
            tuple(self._varying),
        )

    def _add(self, element: Element) -> None:
        match element:
            case TextElement():
                face = self._typeface.sized(self._resolution.dots(element.size_mm), bold=element.bold)
                room = self._area(element.x_mm, element.y_mm, element.width_mm, element.height_mm)
                self._add_line(
                    element.text, LineSetter(element.name, room, self._typeface, face, element.align)
                )
            case CodeBlock():
                self._add_block(element)
            case LineElement():
                along = max(1, self._resolution.dots(element.length_mm))
                across = max(1, self._resolution.dots(element.thickness_mm))
                flat = element.direction is Direction.HORIZONTAL
                x, y = self._resolution.dots(element.x_mm), self._resolution.dots(element.y_mm)
                area = Area(x, y, *((along, across) if flat else (across, along)))
                self._static.append(Box(element.name, area))
            case BoxElement():
                area = self._area(element.x_mm, element.y_mm, element.width_mm, element.height_mm)
                thickness = max(1, self._resolution.dots(element.thickness_mm))
                self._static += (Box(element.name, part) for part in _frame(area, thickness))

    def _add_block(self, element: CodeBlock) -> None:
        block = plan_block(element, self._resolution, self._typeface)
        self._blocks.append(block)
        if element.heading:
            self._add_line(element.heading, block.heading)
        data = self._note_fields(element.name, parse_fields(element.field))
        bars = block.bars
        self._add_filler(
            _BlockFiller(data, block),
            data,
            SymbolSlot(element.name, Symbology.CODE_128, bars.x, bars.y, block.module_dots, bars.height),
            TextSlot(block.hri_element, block.digits.area),
        )

    def _add_line(self, text: str, setter: LineSetter) -> None:
        self._rooms[setter.element] = setter.room
        words = self._note_fields(setter.element, parse_fields(text))
        self._add_filler(_LineFiller(words, setter), words, TextSlot(setter.element, setter.room))

    def _note_fields(self, element: str, text: FieldText) -> FieldText:
        for name in sorted(text.names):
            if name not in self._shared:
                self._varying.append((element, name))
            elif not self._shared[name]:
                self._shared_empty.append((element, name))
        return text.bound(self._shared)

    def _add_filler(self, filler: Filler, text: FieldText, *slots: Slot) -> None:
        """Draw at once what no label changes, and keep the rest for ``LabelPlan.fill``."""
        if text.names:
            self._fillers.append(filler)
            self._slots += slots
        else:
            self._static += (drawn for drawn in filler.fill({}) if isinstance(drawn, Bars) or drawn.text)

    def _area(self, x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> Area:
        dots = self._resolution.dots
        return Area(dots(x_mm), dots(y_mm), max(1, dots(width_mm)), max(1, dots(height_mm)))


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


def plan_labels(
    design: LabelDesign, resolution: Resolution, shared: Values, typeface: Typeface | None = None
) -> LabelPlan:
    """Lay out what all labels of a job share.

    Args:
        design: the design to draw.
        resolution: of the printer that will print it.
        shared: values that are the same on all labels; fields that are not in it become slots.
        typeface: to set the texts in; the best one of this computer if it is None.

    Raises:
        InputError: a shared value does not suit its place, or the design cannot be drawn at this
            resolution at all.
    """
    return _Planner(design, resolution, shared, typeface or system_typeface(design.font_family)).plan()
