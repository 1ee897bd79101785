"""The modules of a matrix symbol on paper: as they should be; coloured and numbered where they are weak."""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.exchange.report_pages import INK, RULE, Type
from desktop.grading.model import Edition, ModuleMap, Name
from desktop.grading.thresholds import grade_of
from desktop.texts import say

_LEGEND = 44 * mm
_LEAST_NUMBERED = 1.8 * mm
"""Smaller modules have only their colour; the legend names it."""


@dataclass(frozen=True, slots=True)
class _Look:
    """Colours of a module that should be light, and of one that should be dark."""

    light: Color
    dark: Color


_LOOKS = {
    4: _Look(HexColor("#ffffff"), HexColor("#3c4043")),
    3: _Look(HexColor("#cfe3ff"), HexColor("#0b57d0")),
    2: _Look(HexColor("#fff1b8"), HexColor("#8a6100")),
    1: _Look(HexColor("#ffd8b5"), HexColor("#b45309")),
    0: _Look(HexColor("#ffc9c4"), HexColor("#b3261e")),
}


class ModuleMapChart(Flowable):  # type: ignore[misc]
    """All modules with one ring of quiet zone, and a legend beside them."""

    def __init__(self, modules: ModuleMap, type_: Type, height: float, width: float) -> None:
        super().__init__()
        rows, columns = modules.modulation.shape
        self._modules, self._type = modules, type_
        self._cell = min(height / rows, (width - _LEGEND - 4 * mm) / columns)
        self.height = max(rows * self._cell, 30 * mm)
        self.width = columns * self._cell + 4 * mm + _LEGEND

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it; called by the page."""
        canvas, cell = self.canv, self._cell
        rows, columns = self._modules.modulation.shape
        canvas.setLineWidth(0.2)
        canvas.setStrokeColor(RULE)
        for row in range(rows):
            for column in range(columns):
                modulation = float(self._modules.modulation[row, column])
                dark = bool(self._modules.dark[row, column])
                self._module(column * cell, self.height - (row + 1) * cell, modulation, dark)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        inner = self.height - (rows - 1) * cell
        canvas.rect(cell, inner, (columns - 2) * cell, (rows - 2) * cell)
        self._legend(columns * cell + 4 * mm)

    def _module(self, x: float, y: float, modulation: float, dark: bool) -> None:
        canvas, cell = self.canv, self._cell
        grade = grade_of_module(modulation)
        look = _LOOKS[grade]
        canvas.setFillColor(look.dark if dark else look.light)
        canvas.rect(x, y, cell, cell, stroke=1, fill=1)
        if grade < 4 and cell >= _LEAST_NUMBERED:
            canvas.setFillColor(_LOOKS[4].light if dark else INK)
            canvas.setFont(self._type.font, cell * 0.72)
            written = "×" if modulation < 0 else str(grade)
            canvas.drawCentredString(x + cell / 2, y + cell * 0.24, written)

    def _legend(self, x: float) -> None:
        canvas, size = self.canv, 3.6 * mm
        canvas.setLineWidth(0.3)
        y = self.height - size
        words = {
            4: say("modulation 50 % or more"),
            3: say("40 to 50 %"),
            2: say("30 to 40 %"),
            1: say("20 to 30 %"),
            0: say("below 20 %; × wrong colour"),
        }
        for grade, text in words.items():
            look = _LOOKS[grade]
            for at, colour, ink in ((x, look.light, INK), (x + size, look.dark, _LOOKS[4].light)):
                canvas.setStrokeColor(RULE)
                canvas.setFillColor(colour)
                canvas.rect(at, y, size, size, stroke=1, fill=1)
                canvas.setFillColor(ink)
                canvas.setFont(self._type.font, 7)
                canvas.drawCentredString(at + size / 2, y + 1.1 * mm, str(grade))
            canvas.setFillColor(INK)
            canvas.setFont(self._type.font, 7)
            canvas.drawString(x + 2 * size + 1.5 * mm, y + 1.1 * mm, self._type.worded(text))
            y -= size + 1.2 * mm


def grade_of_module(modulation: float) -> int:
    """Return the grade of one module: the nodes of ISO/IEC 15415, whole in every edition.

    >>> grade_of_module(43.0), grade_of_module(-12.0)
    (3, 0)
    """
    return int(grade_of(Edition.GBT_23704_2017, Name.MOD, modulation))
