"""The scan reflectance profile on paper, as a curve of vectors with thresholds, edges and worst places."""

from collections.abc import Iterator

import numpy
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.exchange.report_pages import GREY, INK, RULE, Type
from desktop.grading.model import Name, Scan
from desktop.texts import Text, say

_LEFT, _RIGHT, _TOP, _BOTTOM = 9 * mm, 25 * mm, 10 * mm, 9 * mm
_LEVEL = HexColor("#0b57d0")
_WORST = HexColor("#b3261e")
_MOST_POINTS = 3000
_SIZE = 7.0
_ROW = 3.2 * mm


def worst_scan(scans: tuple[Scan, ...]) -> Scan | None:
    """Return the scan with the lowest grade; of several the one whose parameters have the lowest sum."""

    def rank(scan: Scan) -> tuple[float, float]:
        return scan.grade, sum(one.grade for one in scan.parameters if one.grade is not None)

    return min(scans, key=rank, default=None)


class ProfileChart(Flowable):  # type: ignore[misc]
    """One scan: reflectance in percent along its path."""

    def __init__(self, scan: Scan, type_: Type, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._scan, self._type = scan, type_
        self._most = max(100.0, float(scan.profile.max(initial=0.0)))
        self._least = min(0.0, float(scan.profile.min(initial=0.0)))

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it; called by the page."""
        if self._scan.profile.size < 2:
            return
        self._axes()
        self._edges()
        self._levels()
        self._curve()
        self._places()

    def _axes(self) -> None:
        canvas = self.canv
        canvas.setFont(self._type.font, _SIZE)
        canvas.setLineWidth(0.4)
        for percent in range(0, 101, 20):
            y = self._y(percent)
            canvas.setStrokeColor(RULE)
            canvas.line(_LEFT, y, self.width - _RIGHT, y)
            canvas.setFillColor(GREY)
            canvas.drawRightString(_LEFT - 1 * mm, y - 2.4, f"{percent}")
        canvas.drawString(0, self.height - 3 * mm, "%")

    def _edges(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.4)
        for edge in self._scan.edges:
            canvas.line(self._x(float(edge)), _BOTTOM - 2 * mm, self._x(float(edge)), _BOTTOM - 0.4 * mm)
        canvas.setFillColor(GREY)
        canvas.setFont(self._type.font, _SIZE)
        told = say("edges found: {count}", count=self._scan.edges.size)
        canvas.drawString(_LEFT, _BOTTOM - 6 * mm, self._type.worded(told))

    def _levels(self) -> None:
        """Draw Rmax, GT and Rmin; names that would meet are moved apart."""
        canvas = self.canv
        least = _SIZE + 1
        above = self._y(self._most) + least
        for name, value in self._lines():
            y = self._y(value)
            canvas.setStrokeColor(_LEVEL)
            canvas.setLineWidth(0.7)
            canvas.setDash(4, 2)
            canvas.line(_LEFT, y, self.width - _RIGHT, y)
            canvas.setDash()
            above = min(y, above - least)
            canvas.setFillColor(_LEVEL)
            canvas.setFont(self._type.font, _SIZE)
            canvas.drawString(self.width - _RIGHT + 1.5 * mm, above - 2.4, f"{name} {value:.1f} %")

    def _lines(self) -> Iterator[tuple[str, float]]:
        values = {one.name: one.value for one in self._scan.parameters}
        light, dark = values.get(Name.RMAX), values.get(Name.RMIN)
        if light is None or dark is None:
            return
        yield "Rmax", light
        yield "GT", (light + dark) / 2
        yield "Rmin", dark

    def _curve(self) -> None:
        canvas = self.canv
        profile = self._scan.profile
        at = numpy.linspace(0, profile.size - 1, min(profile.size, _MOST_POINTS))
        values = numpy.interp(at, numpy.arange(profile.size), profile)
        path = canvas.beginPath()
        path.moveTo(self._x(float(at[0])), self._y(float(values[0])))
        for x, value in zip(at[1:].tolist(), values[1:].tolist(), strict=True):
            path.lineTo(self._x(x), self._y(value))
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        canvas.drawPath(path)

    def _places(self) -> None:
        """Draw where parameters were worst, each named above the curve in the first row that has room."""
        canvas = self.canv
        free = [0.0, 0.0, 0.0]
        for place, text in sorted(self._worst(), key=lambda one: one[0]):
            words = self._type.worded(text)
            wide = canvas.stringWidth(words, self._type.font, _SIZE)
            x = self._x(place)
            left = min(max(_LEFT, x - wide / 2), self.width - wide)
            row = next((row for row, end in enumerate(free) if end <= left), None)
            canvas.setStrokeColor(_WORST)
            canvas.setLineWidth(0.7)
            canvas.setDash(1.5, 1.5)
            canvas.line(x, _BOTTOM, x, self._y(self._most) + 1)
            canvas.setDash()
            if row is None:
                continue  # the table below names it too
            free[row] = left + wide + 2 * mm
            canvas.setFillColor(_WORST)
            canvas.setFont(self._type.font, _SIZE)
            canvas.drawString(left, self._y(self._most) + 1 * mm + row * _ROW, words)

    def _worst(self) -> Iterator[tuple[float, Text]]:
        named = {
            Name.ECMIN: say("worst edge (ECmin)"),
            Name.DEF: say("worst element (DEF)"),
            Name.DEC: say("worst widths (DEC)"),
            Name.QUIET_ZONE: say("quiet zone (QZ)"),
        }
        for one in self._scan.parameters:
            text = next((text for name, text in named.items() if name == one.name), None)
            if text is not None and one.places:
                yield self._sample(one.places[0]), text

    def _sample(self, place: tuple[float, float]) -> float:
        """Return how far along the path a place is, in samples."""
        start, end = numpy.array(self._scan.start), numpy.array(self._scan.end)
        along = end - start
        part = float((numpy.array(place) - start) @ along) / max(float(along @ along), 1e-9)
        return min(max(part, 0.0), 1.0) * (self._scan.profile.size - 1)

    def _x(self, sample: float) -> float:
        return float(_LEFT + sample / (self._scan.profile.size - 1) * (self.width - _LEFT - _RIGHT))

    def _y(self, percent: float) -> float:
        part = (percent - self._least) / (self._most - self._least)
        return float(_BOTTOM + part * (self.height - _TOP - _BOTTOM))
