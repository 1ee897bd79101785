"""Grades over the labels of a job on paper: points by verdict, the minimum, and the control line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.exchange.grade_marks import COLOURS, draw_sign
from desktop.exchange.report_pages import GREY, INK, RULE, Type
from desktop.products.quality import GradeRecord, Verdict
from desktop.texts import Text, say

_LEFT, _RIGHT, _TOP, _BOTTOM = 9 * mm, 34 * mm, 3 * mm, 9 * mm
_CONTROL = HexColor("#0b57d0")
_SIZE = 7.0
_POINT = 2.2 * mm


@dataclass(frozen=True, slots=True)
class Series:
    """The grades of one symbology of one job.

    Attributes:
        job_id: None: graded without a job.
        printer, symbology, edition: of all of them.
        records: in the order of their labels.
        minimum: the least grade that passes.
        control: lower limit, mean and upper limit of the control line; None where too few were graded.
    """

    job_id: int | None
    printer: str
    symbology: str
    edition: str
    records: tuple[GradeRecord, ...]
    minimum: float
    control: tuple[float, float, float] | None


class TrendChart(Flowable):  # type: ignore[misc]
    """A series as points and a curve; a grade that is not measurable stands on the lower edge as a square."""

    def __init__(self, series: Series, type_: Type, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._series, self._type = series, type_
        self._places = _places(series.records)

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it; called by the page."""
        canvas = self.canv
        canvas.setLineWidth(0.4)
        canvas.setFont(self._type.font, _SIZE)
        for grade in range(5):
            canvas.setStrokeColor(RULE)
            canvas.line(_LEFT, self._y(grade), self.width - _RIGHT, self._y(grade))
            canvas.setFillColor(GREY)
            canvas.drawRightString(_LEFT - 1.5 * mm, self._y(grade) - 2.4, f"{grade}")
        self._limits()
        self._curve()
        first, last = self._places[0], self._places[-1]
        canvas.setFillColor(GREY)
        canvas.drawString(_LEFT, 1.5 * mm, self._type.worded(say("label {number}", number=first)))
        if last != first:
            text = self._type.worded(say("label {number}", number=last))
            canvas.drawRightString(self.width - _RIGHT, 1.5 * mm, text)

    def _limits(self) -> None:
        """Draw the minimum and the control line; names that would meet are moved apart."""
        lines: list[tuple[float, Text, Color, tuple[int, ...]]] = [
            (
                self._series.minimum,
                say("needed {grade}", grade=f"{self._series.minimum:.1f}"),
                COLOURS[Verdict.FAILED],
                (),
            )
        ]
        if self._series.control is not None:
            lower, mean, upper = self._series.control
            lines += [
                (upper, say("upper limit {grade}", grade=f"{upper:.2f}"), _CONTROL, (1, 2)),
                (mean, say("mean {grade}", grade=f"{mean:.2f}"), _CONTROL, (4, 2)),
                (lower, say("lower limit {grade}", grade=f"{lower:.2f}"), _CONTROL, (1, 2)),
            ]
        canvas = self.canv
        above = self.height + _SIZE
        for grade, text, colour, dash in sorted(lines, key=lambda line: -line[0]):
            y = self._y(grade)
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(0.8)
            canvas.setDash(*dash)
            canvas.line(_LEFT, y, self.width - _RIGHT, y)
            canvas.setDash()
            above = min(y, above - _SIZE - 1)
            canvas.setFillColor(colour)
            canvas.setFont(self._type.font, _SIZE)
            canvas.drawString(self.width - _RIGHT + 2 * mm, above - 2.4, self._type.worded(text))

    def _curve(self) -> None:
        canvas = self.canv
        points = [
            (self._x(place), self._y(record.grade or 0.0), record)
            for place, record in zip(self._places, self._series.records, strict=True)
        ]
        graded = [(x, y) for x, y, record in points if record.grade is not None]
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        for begin, end in pairwise(graded):
            canvas.line(*begin, *end)
        for x, y, record in points:
            draw_sign(canvas, record.verdict, x, y, _POINT)

    def _x(self, place: int) -> float:
        first, last = self._places[0], self._places[-1]
        part = 0.5 if last == first else (place - first) / (last - first)
        return float(_LEFT + 3 * mm + part * (self.width - _LEFT - _RIGHT - 6 * mm))

    def _y(self, grade: float) -> float:
        return float(_BOTTOM + grade / 4 * (self.height - _TOP - _BOTTOM))


def _places(records: Sequence[GradeRecord]) -> tuple[int, ...]:
    """Return the label number of each record; one without a number stands behind the one before it."""
    places: list[int] = []
    for one in records:
        number = one.label if one.label is not None else one.number
        places.append(number if number is not None else places[-1] + 1 if places else 1)
    return tuple(places)
