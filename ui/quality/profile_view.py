"""The scan reflectance profile: the curve, its thresholds, and every parameter at its place."""

from collections.abc import Sequence

import numpy
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.grading.model import Name, Parameter, Scan
from desktop.texts import say
from ui.language import Language
from ui.quality.grade_words import mark_of
from ui.quality.profile_places import Shown, apart, parameter_of, sample_at
from ui.style import Colours, colours_now, mixed
from ui.widgets.state_badge import mark_colour
from ui.wording import Mark

_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 74, 20, 26
_LEAST = QSize(360, 150)
_PLACED = (Name.ECMIN, Name.MOD, Name.DEF, Name.DEC)
_MOST_ZOOM = 40.0
_STEPS = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


class ProfileView(QWidget):
    """Draws one scan; the wheel stretches it, dragging moves it, a double click shows all of it.

    Signals:
        stepped: (-1 or 1) the person wants the scan before or after this one.
    """

    stepped = Signal(int)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._shown: Shown | None = None
        self._chosen = ""
        self._curve = QPainterPath()
        self._from, self._zoom = 0.0, 1.0
        self._pointer: QPointF | None = None
        self._pressed: float | None = None
        self.setMinimumSize(_LEAST)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        language.word(self, say("Scan reflectance profile"), "setAccessibleName")
        language.changed.connect(self.update)

    def show_scan(self, shown: Shown | None) -> None:
        """Draw a scan; what was stretched stays so."""
        self._shown = shown
        self._curve = QPainterPath()
        if shown is not None and len(shown.scan.profile):
            values = shown.scan.profile.tolist()
            self._curve.moveTo(0, values[0])
            for sample, value in enumerate(values):
                self._curve.lineTo(sample, value)
        self.update()

    def choose(self, name: str) -> None:
        """Emphasise the place of a parameter, and bring it into sight."""
        self._chosen = name
        place = self._sample_of(name)
        if place is not None and self._zoom > 1:
            span = self._span()
            if not self._from <= place <= self._from + span:
                self._move_to(place - span / 2)
        self.update()

    def scan(self) -> Scan | None:
        """Return the scan that is drawn."""
        return self._shown.scan if self._shown else None

    def fit(self) -> None:
        """Show all of the profile."""
        self._from, self._zoom = 0.0, 1.0
        self.update()

    def labels(self) -> Sequence[str]:
        """Return what stands at places of the curve, for whoever cannot see it."""
        return [words for _, words, _ in self._places()]

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Stretch the profile at the pointer."""
        sample = self._sample(event.position().x())
        part = (sample - self._from) / self._span()
        self._zoom = min(max(self._zoom * 1.25 ** (event.angleDelta().y() / 120), 1.0), _MOST_ZOOM)
        self._move_to(sample - part * self._span())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the profile."""
        self._pressed = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the profile, and tell what is under the pointer."""
        self._pointer = event.position()
        if self._pressed is not None:
            by = (event.position().x() - self._pressed) / self._plot().width() * self._span()
            self._pressed = event.position().x()
            self._move_to(self._from - by)
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._pressed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show all of the profile."""
        self.fit()

    def leaveEvent(self, _event: object) -> None:
        """Tell nothing any more."""
        self._pointer = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the scans."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the profile."""
        painter = QPainter(self)
        colours = colours_now()
        painter.fillRect(self.rect(), QColor(colours.surface))
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        if self._shown is not None:
            self._paint_ground(painter, self._shown, colours)
            self._paint_levels(painter, self._shown.scan, colours)
            self._paint_curve(painter, colours)
            self._paint_places(painter, self._shown, colours)
            self._paint_pointer(painter, self._shown, colours)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _count(self) -> int:
        return max(2, len(self._shown.scan.profile) if self._shown else 2)

    def _span(self) -> float:
        return (self._count() - 1) / self._zoom

    def _move_to(self, first: float) -> None:
        self._from = min(max(first, 0.0), self._count() - 1 - self._span())
        self.update()

    def _x(self, sample: float) -> float:
        plot = self._plot()
        return plot.left() + (sample - self._from) / self._span() * plot.width()

    def _sample(self, x: float) -> float:
        plot = self._plot()
        return self._from + (x - plot.left()) / max(plot.width(), 1.0) * self._span()

    def _y(self, percent: float) -> float:
        plot = self._plot()
        return plot.bottom() - percent / 100 * plot.height()

    def _sample_of(self, name: str) -> float | None:
        if self._shown is None:
            return None
        found = parameter_of(self._shown.scan.parameters, name)
        return sample_at(self._shown.scan, found.places[0]) if found and found.places else None

    def _paint_ground(self, painter: QPainter, shown: Shown, colours: Colours) -> None:
        plot = self._plot()
        edges = shown.scan.edges
        if len(edges):
            quiet = mixed(colours.accent, colours.surface, 0.10)
            first, last = float(edges[0]), float(edges[-1])
            words = self._language(say("quiet zone"))
            for begin, end in ((first - shown.quiet[0], first), (last, last + shown.quiet[1])):
                room = QRectF(self._x(begin), plot.top(), self._x(end) - self._x(begin), plot.height())
                room = room.intersected(plot)
                painter.fillRect(room, quiet)
                painter.setPen(QColor(colours.muted))
                fits = painter.fontMetrics().horizontalAdvance(words) < room.width()
                align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
                painter.drawText(room, align, words if fits else str(Name.QUIET_ZONE))
        painter.setPen(QPen(QColor(colours.border), 1))
        for percent in (0, 25, 50, 75, 100):
            y = self._y(percent)
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        painter.setPen(QColor(colours.muted))
        for percent in (0, 50, 100):
            room = QRectF(0, self._y(percent) - 8, _LEFT - 5, 16)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{percent} %"
            )
        self._paint_axis(painter, shown, plot)

    def _paint_axis(self, painter: QPainter, shown: Shown, plot: QRectF) -> None:
        """Number the distance from the first edge."""
        zero = float(shown.scan.edges[0]) if len(shown.scan.edges) else 0.0
        pixels = shown.unit * plot.width() / self._span()
        step = next((one for one in _STEPS if one * pixels >= 48), _STEPS[-1])
        number = int((self._from - zero) / (step * shown.unit)) - 1
        last = int((self._from + self._span() - zero) / (step * shown.unit)) + 1
        for place in range(number, last + 1):
            x = self._x(zero + place * step * shown.unit)
            if plot.left() <= x <= plot.right() - 14:
                painter.drawLine(QLineF(x, plot.bottom(), x, plot.bottom() + 4))
                room = QRectF(x - 24, plot.bottom() + 6, 48, 14)
                painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, f"{place * step:g}")
        unit = QRectF(plot.right() + 4, plot.bottom() + 6, _RIGHT - 6, 14)
        painter.drawText(unit, Qt.AlignmentFlag.AlignLeft, "mm" if shown.in_mm else "X")

    def _paint_levels(self, painter: QPainter, scan: Scan, colours: Colours) -> None:
        """Draw Rmax, global threshold and Rmin, each with its name at the right end."""
        plot = self._plot()
        top, low = (_value(scan, name) for name in (Name.RMAX, Name.RMIN))
        if top is None or low is None:
            return
        at = -100.0
        for name, level, dashed in (
            ("Rmax", top, False),
            ("GT", (top + low) / 2, True),
            ("Rmin", low, False),
        ):
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colours.accent), 1, style))
            y = self._y(level)
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            # Names never lie over each other, however low the contrast is.
            at = max(at + 13, min(max(y, plot.top()), plot.bottom()))
            painter.setPen(QColor(colours.text))
            room = QRectF(plot.right() + 4, at - 8, _RIGHT - 4, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f"{name} {level:.0f} %")

    def _paint_curve(self, painter: QPainter, colours: Colours) -> None:
        plot = self._plot()
        painter.save()
        painter.setClipRect(plot.adjusted(0, -_TOP, 0, 2))
        assert self._shown is not None, "a curve is of a scan"
        painter.setPen(QPen(QColor(colours.idle), 1))
        for edge in self._shown.scan.edges.tolist():
            x = self._x(edge)
            if plot.left() <= x <= plot.right():
                painter.drawLine(QLineF(x, plot.bottom() - 5, x, plot.bottom()))
        per_sample = plot.width() / self._span()
        transform = QTransform.fromTranslate(self._x(0.0), plot.bottom())
        transform.scale(per_sample, -plot.height() / 100)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform, combine=True)
        pen = QPen(QColor(colours.text), 1.3)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._curve)
        painter.restore()

    def _places(self) -> Sequence[tuple[float, str, Parameter]]:
        """Return sample, words and parameter of each place, those at one place together."""
        if self._shown is None:
            return ()
        scan = self._shown.scan
        found: dict[int, tuple[float, list[str], Parameter]] = {}
        for name in dict.fromkeys((*_PLACED, self._chosen)):
            one = parameter_of(scan.parameters, name)
            if one is None or not one.places or one.value is None:
                continue
            sample = sample_at(scan, one.places[0])
            _, words, kept = found.setdefault(round(sample), (sample, [], one))
            words.append(f"{name} {one.value:.0f} %")
            if name == self._chosen or (one.grade or 0) < (kept.grade or 0):
                found[round(sample)] = (sample, words, one)
        return [(sample, ", ".join(words), one) for sample, words, one in found.values()]

    def _paint_places(self, painter: QPainter, shown: Shown, colours: Colours) -> None:
        """Point at the worst edge and the worst elements; labels stand above the curve, apart."""
        plot = self._plot()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = [
            (self._x(sample), words, one)
            for sample, words, one in sorted(self._places(), key=lambda place: place[0])
            if plot.left() <= self._x(sample) <= plot.right()
        ]
        widths = [painter.fontMetrics().horizontalAdvance(words) + 4.0 for _, words, _ in seen]
        lefts = apart([x for x, _, _ in seen], widths, plot.left(), self.width() - 2.0)
        for (x, words, one), left, width in zip(seen, lefts, widths, strict=True):
            chosen = one.name == self._chosen or f"{self._chosen} " in words
            mark = mark_of(one.grade, shown.least)
            calm = mark in {Mark.DONE, Mark.IDLE}
            colour = QColor(mark_colour(Mark.RUNNING if calm else mark, colours))
            painter.setPen(QPen(colour, 2.2 if chosen else 1.2))
            painter.drawLine(QLineF(x, plot.top() - 3, x, plot.bottom()))
            painter.setBrush(QColor(colours.surface))
            radius = 5 if chosen else 3.5
            painter.drawEllipse(QPointF(x, self._y(self._level(self._sample(x)))), radius, radius)
            painter.drawText(QRectF(left, 1, width, _TOP - 4), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_pointer(self, painter: QPainter, shown: Shown, colours: Colours) -> None:
        plot = self._plot()
        if self._pointer is None or not plot.contains(self._pointer):
            return
        sample = self._sample(self._pointer.x())
        zero = float(shown.scan.edges[0]) if len(shown.scan.edges) else 0.0
        place, unit = (sample - zero) / shown.unit, "mm" if shown.in_mm else "X"
        words = f"{place:.2f} {unit}   {self._level(sample):.1f} %"
        painter.setPen(QPen(QColor(colours.idle), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(self._pointer.x(), plot.top(), self._pointer.x(), plot.bottom()))
        width = painter.fontMetrics().horizontalAdvance(words) + 12
        left = min(self._pointer.x() + 8, plot.right() - width)
        room = QRectF(left, plot.bottom() - 24, width, 18)
        painter.fillRect(room, QColor(colours.surface))
        painter.setPen(QColor(colours.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _level(self, sample: float) -> float:
        assert self._shown is not None, "a level is of a scan"
        profile = self._shown.scan.profile
        return float(numpy.interp(sample, numpy.arange(len(profile)), profile))


def _value(scan: Scan, name: str) -> float | None:
    found = parameter_of(scan.parameters, name)
    return None if found is None else found.value
