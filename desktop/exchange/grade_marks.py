"""How grades look on paper: each has a colour, a shape and a word or number, and none carries it alone."""

from dataclasses import dataclass
from types import MappingProxyType

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.exchange.report_pages import GREY, INK, RULE, Type
from desktop.grading.formal import at_most, formal, letter, passes
from desktop.grading.model import Parameter, Point, SymbolGrade
from desktop.products.quality import Verdict
from desktop.texts import Text, say

COLOURS = MappingProxyType(
    {
        Verdict.PASSED: HexColor("#1b7f3b"),
        Verdict.FAILED: HexColor("#b3261e"),
        Verdict.NOT_MEASURABLE: HexColor("#9a6700"),
    }
)
_SAME_PLACE = 0.03
"""Faults nearer to each other than this part of the symbol's longer side share one mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the picture, numbered: several parameters may have their worst there."""

    number: int
    place: Point
    names: tuple[str, ...]


def marks_of(symbol: SymbolGrade) -> tuple[Mark, ...]:
    """Return the places of all parameters that are less than perfect, in the order of the table."""
    x, y = zip(*symbol.corners, strict=True)
    near = _SAME_PLACE * max(max(x) - min(x), max(y) - min(y))
    found: list[tuple[Point, list[str]]] = []
    for one in symbol.parameters:
        if not one.places or one.grade is None or one.grade >= 4:
            continue
        place = one.places[0]
        names = next(
            (n for at, n in found if (at[0] - place[0]) ** 2 + (at[1] - place[1]) ** 2 <= near**2), None
        )
        if names is None:
            found.append((place, [one.name]))
        else:
            names.append(one.name)
    return tuple(Mark(n, place, tuple(names)) for n, (place, names) in enumerate(found, start=1))


def sign_of(grade: float | None, minimum: float) -> Verdict:
    """Return what a grade is worth; what is not measured is neither good nor bad."""
    if grade is None:
        return Verdict.NOT_MEASURABLE
    return Verdict.PASSED if grade >= minimum else Verdict.FAILED


def draw_sign(canvas: Canvas, sign: Verdict, x: float, y: float, size: float) -> None:
    """Draw a disc for good, a triangle for bad, a square for not measurable, around ``x``, ``y``."""
    canvas.setFillColor(COLOURS[sign])
    half = size / 2
    if sign is Verdict.NOT_MEASURABLE:
        canvas.rect(x - half * 0.85, y - half * 0.85, size * 0.85, size * 0.85, stroke=0, fill=1)
    elif sign is Verdict.PASSED:
        canvas.circle(x, y, half, stroke=0, fill=1)
    else:
        path = canvas.beginPath()
        path.moveTo(x - half, y - half * 0.85)
        path.lineTo(x + half, y - half * 0.85)
        path.lineTo(x, y + half)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def verdict(symbol: SymbolGrade, minimum: float) -> Text:
    """Say whether a symbol is good enough."""
    needed = f"{minimum:.1f}"
    if symbol.grade is None:
        return say("needed: {minimum} – not measurable", minimum=needed)
    if passes(symbol, minimum):
        return say("needed: {minimum} – passes", minimum=needed)
    return say("needed: {minimum} – fails", minimum=needed)


class GradeBanner(Flowable):  # type: ignore[misc]
    """The grade of a symbol, large; below it as one writes it, and whether it is enough."""

    def __init__(self, symbol: SymbolGrade, minimum: float, type_: Type, width: float) -> None:
        super().__init__()
        self.width, self.height = width, 31 * mm
        self._symbol, self._minimum, self._type = symbol, minimum, type_

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it; called by the page."""
        canvas, symbol, worded = self.canv, self._symbol, self._type.worded
        sign = sign_of(symbol.grade, self._minimum)
        canvas.setFillColor(COLOURS[sign])
        if symbol.grade is None:
            canvas.setFont(self._type.font, 20)
            canvas.drawString(0, self.height - 9 * mm, worded(say("Not measurable")))
        else:
            canvas.setFont(self._type.font, 34)
            canvas.drawString(0, self.height - 11 * mm, f"{symbol.grade:.1f} ({letter(symbol.grade)})")
        canvas.setFillColor(INK)
        canvas.setFont(self._type.font, 12)
        canvas.drawString(0, self.height - 19 * mm, worded(_written(symbol)))
        draw_sign(canvas, sign, 2 * mm, self.height - 26.6 * mm, 3.6 * mm)
        canvas.setFont(self._type.font, 11)
        canvas.drawString(6 * mm, self.height - 28 * mm, worded(verdict(symbol, self._minimum)))


def _written(symbol: SymbolGrade) -> Text:
    written = formal(symbol)
    if written is not None:
        return say("Formal grade: {formal}", formal=written)
    if symbol.grade is not None:
        return say("No formal grade: the scale is not known")
    most = at_most(symbol)
    if most is None:
        return say("No figure could be measured")
    return say("at most {grade} ({letter})", grade=f"{most:.1f}", letter=letter(most))


class GradeBar(Flowable):  # type: ignore[misc]
    """One grade as number, shape and bar from 0 to 4."""

    def __init__(self, grade: float | None, minimum: float, type_: Type) -> None:
        super().__init__()
        self.width, self.height = 24 * mm, 3.4 * mm
        self._grade, self._minimum, self._type = grade, minimum, type_

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it; called by the page."""
        canvas = self.canv
        if self._grade is None:
            canvas.setFillColor(GREY)
            canvas.setFont(self._type.font, 8)
            canvas.drawString(3.6 * mm, 0.6 * mm, "–")
            return
        sign = sign_of(self._grade, self._minimum)
        draw_sign(canvas, sign, 1.4 * mm, 1.7 * mm, 2.3 * mm)
        canvas.setFillColor(INK)
        canvas.setFont(self._type.font, 8)
        canvas.drawString(3.6 * mm, 0.6 * mm, f"{self._grade:.1f}")
        canvas.setStrokeColor(RULE)
        canvas.rect(10 * mm, 0.6 * mm, 13 * mm, 2.2 * mm, stroke=1, fill=0)
        canvas.setFillColor(COLOURS[sign])
        canvas.rect(10 * mm, 0.6 * mm, 13 * mm * self._grade / 4, 2.2 * mm, stroke=0, fill=1)


def mark_numbers(parameter: Parameter, marks: tuple[Mark, ...]) -> str:
    """Return the number of the mark that shows where a parameter was worst, empty if none does."""
    return next((f"{mark.number}" for mark in marks if parameter.name in mark.names), "")
