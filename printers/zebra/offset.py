"""Moves a label by a printer's offset: what is drawn, before it is written as ZPL.

An offset by ^LS, ^LT or ^LH would be the printer's, and each model clips what it pushes off the label in
its own way. Moved here, nothing is lost unnoticed, and whoever draws the stream sees the moved label.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop.devices import PrinterSettings
from desktop.errors import InputError
from desktop.labels.layout import LabelPlan, MatrixSlot, Slot, SymbolSlot, TextSlot
from desktop.labels.primitives import Area, Bars, Box, Matrix, Picture, Primitive, Turn
from desktop.texts import Text, say
from printers.zebra.graphics import is_blank

Drawn = TypeVar("Drawn", bound=Primitive)


@dataclass(frozen=True, slots=True)
class Offset:
    """By how many dots everything is moved, right and down, on a label of ``width`` by ``height`` dots."""

    right: int
    down: int
    width: int
    height: int
    dots_per_mm: int

    @classmethod
    def of(cls, settings: PrinterSettings, plan: LabelPlan) -> "Offset":
        """Round the settings' offset to whole dots of the plan's printer."""
        scale = plan.resolution.dots_per_mm
        return cls(
            round(settings.offset_x_mm * scale),
            round(settings.offset_y_mm * scale),
            plan.width_dots,
            plan.height_dots,
            scale,
        )

    @property
    def none(self) -> bool:
        """Whether nothing is moved."""
        return not (self.right or self.down)

    def moved(self, drawn: Drawn) -> Drawn:
        """Return what is drawn at its new place.

        Raises:
            InputError: a part of it that was on the label would no longer be.
        """
        if self.none:
            return drawn
        for ink in _inked(drawn):
            self.check(drawn.element, ink)
        if isinstance(drawn, Bars | Matrix):
            return replace(drawn, x=drawn.x + self.right, y=drawn.y + self.down)
        area = replace(drawn.area, x=drawn.area.x + self.right, y=drawn.area.y + self.down)
        if isinstance(drawn, Box | Picture):
            return replace(drawn, area=area)
        glyphs = tuple(replace(one, x=one.x + self.right, y=one.y + self.down) for one in drawn.glyphs)
        return replace(drawn, area=area, glyphs=glyphs)

    def moved_slot(self, slot: Slot) -> Slot:
        """Return a slot at its new place; InputError as ``moved``.

        What is as long as its data, a text or a linear symbol, is looked at when these are known: most of its
        room may be empty.
        """
        if self.none or isinstance(slot, TextSlot):
            return slot
        self.check(slot.element, _known_area(slot))
        return replace(slot, x=slot.x + self.right, y=slot.y + self.down)

    def check(self, element: str, ink: Area) -> None:
        """See that what is at ``ink`` before it is moved does not leave the label.

        Quiet zones may: the offset puts the label right on the paper, where they are as wide as ever.

        Raises:
            InputError: it would; the element and by how much are named.
        """
        beyond = (
            (say("left"), -(ink.x + self.right), -ink.x),
            (say("upper"), -(ink.y + self.down), -ink.y),
            (say("right"), ink.right + self.right - self.width, ink.right - self.width),
            (say("lower"), ink.bottom + self.down - self.height, ink.bottom - self.height),
        )
        for side, dots, before in beyond:
            if dots > max(0, before):
                raise self._off_the_label(element, side, dots)

    def _off_the_label(self, element: str, side: Text, dots: int) -> InputError:
        return InputError(
            say(
                "{element} would stand {mm} mm over the {side} edge of the label, because this printer's"
                " offset is {x} mm to the right and {y} mm down. Change the offset, or move {element}.",
                element=element,
                mm=f"{dots / self.dots_per_mm:.2f}",
                side=side,
                x=f"{self.right / self.dots_per_mm:.2f}",
                y=f"{self.down / self.dots_per_mm:.2f}",
            )
        )


def _inked(drawn: Primitive) -> Iterable[Area]:
    if isinstance(drawn, Box | Bars | Matrix | Picture):
        return (drawn.area,)
    return (
        Area(one.x, one.y, one.glyph.width, one.glyph.height)
        for one in drawn.glyphs
        if not is_blank(one.glyph)
    )


def _known_area(slot: SymbolSlot | MatrixSlot) -> Area:
    """Return the part of a symbol's place that is known before its data are: of bars, not how many."""
    if isinstance(slot, MatrixSlot):
        return Area(slot.x, slot.y, slot.columns * slot.module_dots, slot.rows * slot.module_dots)
    across = slot.height + slot.longer
    if slot.turn in {Turn.NONE, Turn.AROUND}:
        return Area(slot.x, slot.y, 0, across)
    return Area(slot.x, slot.y, across, 0)
