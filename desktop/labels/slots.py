"""The places of a label that differ from label to label, and what fills them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop.labels.elements import LinePurpose
from desktop.labels.fields import FieldText
from desktop.labels.primitives import Area, Bars, Matrix, Symbology, TextRun, Turn
from desktop.labels.typesetting import TextSetter

Values = Mapping[str, str]
"""What fills the fields: ``code``, ``lot``, ``made``, ``expiry``, ``product`` ... already worded."""

Filled = Bars | Matrix | TextRun
"""What stands in a slot of one label."""


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
    """The place of a matrix symbol whose data differ from label to label; all have the same size.

    ``columns`` and ``rows`` are those of the modules as they lie on the label, after turning.
    """

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
class Mark:
    """A cut or fold line. It is never printed; ``area`` is where it runs."""

    element: str
    purpose: LinePurpose
    area: Area


class Filler(Protocol):
    """Fills one slot, or several that belong together."""

    def fill(self, values: Values) -> tuple[Filled, ...]:
        """Return a primitive for each of the slots."""
        ...


@dataclass(frozen=True, slots=True)
class TextFiller:
    """Fills the slot of a text."""

    text: FieldText
    setter: TextSetter

    def fill(self, values: Values) -> tuple[Filled, ...]:
        """Return the text in dots."""
        return (self.setter.set(self.text.word(values)),)
