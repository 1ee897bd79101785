"""A design, values and a printer's resolution become primitives in whole dots.

The part that all labels of a job share is laid out once (``LabelPlan.static``); what differs from label
to label are slots, filled by ``LabelPlan.fill``. Preview, checks, image, PDF and printer drivers all
take their primitives from here, so there is one picture of a label and no second opinion.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.labels.document import LabelDesign
from desktop.labels.primitives import Area, Bars, Primitive, Symbology, TextRun
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


@dataclass(frozen=True, slots=True)
class TextSlot:
    """The place of a text that differs from label to label. ``area`` is the room it has."""

    element: str
    area: Area


Slot = SymbolSlot | TextSlot


@dataclass(frozen=True, slots=True)
class FilledLabel:
    """What is special to one label: one primitive a slot, in the order of ``LabelPlan.slots``."""

    slots: tuple[Bars | TextRun, ...]


class LabelPlan:
    """How the labels of one job are drawn: a design with the values that all of them share.

    Attributes:
        design: the design that is drawn.
        resolution: dots per millimetre of the printer.
        width_dots, height_dots: size of the label.
        static: primitives that every label carries.
        slots: the places that ``fill`` fills.
    """

    design: LabelDesign
    resolution: Resolution
    width_dots: int
    height_dots: int
    static: tuple[Primitive, ...]
    slots: tuple[Slot, ...]

    def fill(self, values: Values) -> FilledLabel:
        """Lay out what is special to one label; ``values`` needs only the fields that vary."""
        raise NotImplementedError

    def primitives(self, label: FilledLabel) -> tuple[Primitive, ...]:
        """Return the whole label: the static part and the filled slots."""
        raise NotImplementedError


def plan_labels(design: LabelDesign, resolution: Resolution, shared: Values) -> LabelPlan:
    """Lay out what all labels of a job share.

    Args:
        design: the design to draw.
        resolution: of the printer that will print it.
        shared: values that are the same on all labels; fields that are not in it become slots.

    Raises:
        InputError: the design needs a field that neither ``shared`` nor a label can fill, or cannot
            be drawn at this resolution at all.
    """
    raise NotImplementedError
