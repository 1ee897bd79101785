"""A design, values and a printer's resolution become primitives in whole dots.

The part that all labels of a job share is laid out once (``LabelPlan.static``); what differs from label
to label are slots, filled by ``LabelPlan.fill``. Preview, checks, image, PDF and printer drivers all
take their primitives from here, so there is one picture of a label and no second opinion.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop.labels.code_block import PlannedBlock
from desktop.labels.document import LabelDesign
from desktop.labels.field_values import longest_value, rules_of
from desktop.labels.parts import Ground, Part, lay_out
from desktop.labels.primitives import Area, Primitive
from desktop.labels.slots import (
    Filled,
    Filler,
    Mark,
    MatrixSlot,
    Slot,
    SymbolSlot,
    TextSlot,
    Values,
)
from desktop.labels.symbol_block import PlannedSymbol
from desktop.labels.typeface import Typeface, system_typeface
from desktop.units import Resolution

__all__ = (
    "FilledLabel",
    "LabelPlan",
    "Mark",
    "MatrixSlot",
    "Slot",
    "SymbolSlot",
    "TextSlot",
    "Values",
    "plan_labels",
)


@dataclass(frozen=True, slots=True)
class FilledLabel:
    """What is special to one label: one primitive a slot, in the order of ``LabelPlan.slots``.

    ``empty_fields`` names what had nothing to say: (element, field).
    """

    slots: tuple[Filled, ...]
    empty_fields: tuple[tuple[str, str], ...] = ()


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
        rooms: the area that each text was given, by the name under which it is drawn.
        shared_empty: (element, field) wherever a shared value is empty.
        varying: (element, field) wherever a value differs from label to label.
        extents: by the name of each element, what a person selects: all of it, its headings and digits
            too. Elements of layers that are not printed are here, and nowhere else.
        marks: cut and fold lines.
        symbols: the symbols as they were laid out (those of code blocks are ``blocks``).
        parts: the elements that are printed, in drawing order.
        unprinted: what the layers that are not printed show while designing.
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
    extents: Mapping[str, Area] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    symbols: tuple[PlannedSymbol, ...] = ()
    parts: tuple[Part, ...] = ()
    unprinted: tuple[Primitive, ...] = ()

    def fill(self, values: Values) -> FilledLabel:
        """Lay out what is special to one label; ``values`` needs only the fields that vary.

        Every symbol is decoded back from its own modules.

        Raises:
            InputError: a value is missing or does not suit its place, or a symbol would not read as its
                data: such a label must not be printed.
        """
        filled: list[Filled] = []
        for filler in self.fillers:
            filled += filler.fill(values)
        return FilledLabel(tuple(filled), tuple([use for use in self.varying if not values[use[1]]]))

    def primitives(self, label: FilledLabel) -> tuple[Primitive, ...]:
        """Return the whole label: the static part and the filled slots."""
        return self.static + label.slots


def assembled(
    design: LabelDesign, resolution: Resolution, typeface: Typeface, parts: Iterable[Part]
) -> LabelPlan:
    """Put laid-out elements together, given in drawing order."""
    every = tuple(parts)
    silent = {layer.name for layer in design.layers if not layer.printed}
    printed = tuple(part for part in every if part.element.layer not in silent) if silent else every
    return LabelPlan(
        design,
        resolution,
        resolution.dots(design.width_mm),
        resolution.dots(design.height_mm),
        tuple([primitive for part in printed for primitive in part.static]),
        tuple([slot for part in printed for slot in part.slots]),
        tuple([filler for part in printed for filler in part.fillers]),
        typeface,
        tuple([part.block for part in printed if part.block]),
        {name: room for part in printed for name, room in part.rooms.items()},
        tuple([use for part in printed for use in part.shared_empty]),
        tuple([use for part in printed for use in part.varying]),
        {part.element.name: part.extent for part in every},
        tuple([mark for part in every for mark in part.marks]),
        tuple([part.symbol for part in printed if part.symbol]),
        printed,
        tuple([one for part in every if part.element.layer in silent for one in part.static]),
    )


def ground_of(
    design: LabelDesign,
    resolution: Resolution,
    shared: Values,
    typeface: Typeface | None = None,
    *,
    worst: Values | None = None,
) -> Ground:
    """Return what the elements of a design are laid out on; arguments as of ``plan_labels``."""
    longest = {name: longest_value(rule) for name, rule in rules_of(design).items() if name not in shared}
    return Ground(
        resolution,
        typeface or system_typeface(design.font_family),
        shared,
        longest | dict(worst or {}),
        frozenset(worst or ()),
    )


def plan_labels(
    design: LabelDesign,
    resolution: Resolution,
    shared: Values,
    typeface: Typeface | None = None,
    *,
    worst: Values | None = None,
) -> LabelPlan:
    """Lay out what all labels of a job share.

    Args:
        design: the design to draw.
        resolution: of the printer that will print it.
        shared: values that are the same on all labels; fields that are not in it become slots.
        typeface: to set the texts in; the best one of this computer if it is None.
        worst: the longest values of fields that vary, which decide the size of matrix symbols; of a
            field that is not in it, whatever its kind allows.

    Raises:
        InputError: a shared value does not suit its place, or the design cannot be drawn at this
            resolution at all.
    """
    ground = ground_of(design, resolution, shared, typeface, worst=worst)
    parts = (lay_out(element, ground) for element in design.in_drawing_order)
    return assembled(design, resolution, ground.typeface, parts)
