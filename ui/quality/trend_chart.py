"""Grades over labels or time: one colour and shape a printer, the minimum, and the control limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.operations.quality_trend import Trend
from desktop.products.quality import GradeRecord, Verdict
from desktop.texts import Text, say
from ui.language import Language
from ui.quality.printer_marks import paint_shape, printer_colour
from ui.quality.quality_words import VERDICTS, grade_of, label_of
from ui.quality.records_view import source_of
from ui.style import GRID, colours_now
from ui.wording import moment

_LEFT, _TOP, _RIGHT, _BOTTOM = 7 * GRID, 3 * GRID, 15 * GRID, 5 * GRID
_NO_GRADE = -0.4
"""Height at which records without a grade stand, below all grades."""
_LOWEST, _HIGHEST = -0.7, 4.2
_NEAR_PX = 12
_TICKS = 6
_PEN_PX = 1.4


@dataclass(frozen=True, slots=True)
class Point:
    """One record at its place in the chart's own measures."""

    record: GradeRecord
    x: float
    y: float
    printer: int


class TrendChart(QWidget):
    """Draws series; pointing at a mark tells its record, a click or Enter opens it.

    Signals:
        opened: (GradeRecord) the person opened a record.
    """

    opened = Signal(object)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._trends: tuple[Trend, ...] = ()
        self._by_time = False
        self._points: tuple[Point, ...] = ()
        self._printers: tuple[str, ...] = ()
        self._beyond: frozenset[int] = frozenset()
        self._chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(28 * GRID)
        language.word(self, say("Grades over labels or time"), "setAccessibleName")
        language.changed.connect(self.update)

    def show_trends(self, trends: Sequence[Trend], printers: Sequence[str], *, by_time: bool) -> None:
        """Show series over the numbers of their labels, or over time.

        Args:
            trends: the series.
            printers: all there are, so that each keeps its colour and shape whatever is shown.
            by_time: over time.
        """
        self._trends, self._by_time = tuple(trends), by_time
        self._printers = tuple(printers)
        self._beyond = frozenset(number for one in trends for number in one.beyond)
        points = [
            Point(
                record,
                x,
                _NO_GRADE if record.grade is None else record.grade,
                self._printers.index(one.printer),
            )
            for one in trends
            for record in one.records
            if (x := _place(record, by_time=by_time)) is not None
        ]
        self._points = tuple(sorted(points, key=lambda point: (point.x, point.record.id)))
        self._chosen = -1
        self.update()

    def printers(self) -> tuple[tuple[int, str], ...]:
        """Return the printers that are shown, each with the number of its colour and shape."""
        shown = {point.printer for point in self._points}
        return tuple((number, name) for number, name in enumerate(self._printers) if number in shown)

    def points(self) -> tuple[Point, ...]:
        """Return what is drawn, from left to right."""
        return self._points

    def told(self, record: GradeRecord) -> str:
        """Say what a record is, in a few lines."""
        _, verdict = VERDICTS[record.verdict]
        lines: list[Text] = [
            say(
                "{verdict}: {grade}, needed {minimum}",
                verdict=verdict,
                grade=grade_of(record),
                minimum=f"{record.minimum:.1f}",
            ),
            say(
                "Job {job}, label {label}, {symbology}",
                job=record.job_id or "–",
                label=label_of(record),
                symbology=record.symbology,
            ),
            say("{value}", value=moment(record.at)),
            source_of(record),
        ]
        if record.id in self._beyond:
            lines.insert(1, say("Outside the control limits: the process has changed."))
        return "\n".join(self._language(line) for line in lines)

    def place_of(self, point: Point) -> QPointF:
        """Return where a point is drawn, in pixels of the widget."""
        return QPointF(self._across(point.x), self._down(point.y))

    def event(self, event: QEvent) -> bool:
        """Tell the record below the mouse."""
        if isinstance(event, QHelpEvent):
            near = self._near(QPointF(event.pos()))
            if near < 0:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.told(self._points[near].record), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a mark can be opened."""
        near = self._near(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if near >= 0 else Qt.CursorShape.ArrowCursor)
        if near >= 0 and near != self._chosen:
            self._choose(near)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the record below the mouse."""
        near = self._near(event.position())
        if near >= 0:
            self._choose(near)
            self.opened.emit(self._points[near].record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the marks from left to right; Enter opens the chosen one."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._points:
            self._choose(min(max(self._chosen + step, 0), len(self._points) - 1))
            where = self.place_of(self._points[self._chosen]).toPoint()
            QToolTip.showText(self.mapToGlobal(where), self.told(self._points[self._chosen].record), self)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._chosen >= 0:
            self.opened.emit(self._points[self._chosen].record)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, lines and marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        if self._points:
            self._paint_limits(painter)
            self._paint_marks(painter)
        painter.end()

    def _choose(self, number: int) -> None:
        self._chosen = number
        self.update()

    def _near(self, where: QPointF) -> int:
        """Return the number of the mark at a place, or -1."""
        best, found = float(_NEAR_PX), -1
        for number, point in enumerate(self._points):
            away = (self.place_of(point) - where).manhattanLength()
            if away <= best:
                best, found = away, number
        return found

    def _room(self) -> QRectF:
        return QRectF(
            _LEFT, _TOP, max(1, self.width() - _LEFT - _RIGHT), max(1, self.height() - _TOP - _BOTTOM)
        )

    def _span(self) -> tuple[float, float]:
        if not self._points:
            return 0.0, 1.0
        least, most = self._points[0].x, self._points[-1].x
        margin = max((most - least) * 0.03, 0.5)
        return least - margin, most + margin

    def _across(self, x: float) -> float:
        room, (least, most) = self._room(), self._span()
        return room.left() + (x - least) / (most - least) * room.width()

    def _down(self, y: float) -> float:
        room = self._room()
        return room.bottom() - (y - _LOWEST) / (_HIGHEST - _LOWEST) * room.height()

    def _paint_frame(self, painter: QPainter) -> None:
        colours, room = colours_now(), self._room()
        painter.fillRect(room, QColor(colours.surface))
        for grade, letter in enumerate("FDCBA"):
            y = self._down(grade)
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(QColor(colours.muted))
            _write(
                painter, QRectF(0, y - 2 * GRID, _LEFT - GRID, 4 * GRID), f"{grade} ({letter})", right=True
            )
        none = QRectF(0, self._down(_NO_GRADE) - 2 * GRID, _LEFT - GRID, 4 * GRID)
        _write(painter, none, self._language(say("none")), right=True)
        self._paint_ticks(painter, room)

    def _paint_ticks(self, painter: QPainter, room: QRectF) -> None:
        title = say("Time") if self._by_time else say("Label")
        below = QRectF(room.right() + GRID, room.bottom() + GRID // 2, _RIGHT, 3 * GRID)
        _write(painter, below, self._language(title))
        if not self._points:
            return
        wide = 18 * GRID if self._by_time else 9 * GRID
        last = -float(wide)
        for point in _spread(self._points, _TICKS):
            x = self._across(point.x)
            if x - last < wide:
                continue
            last = x
            shown = moment(point.record.at)[5:16] if self._by_time else f"{int(point.x)}"
            _write(
                painter, QRectF(x - wide / 2, room.bottom() + GRID // 2, wide, 3 * GRID), shown, middle=True
            )

    def _paint_limits(self, painter: QPainter) -> None:
        """Draw the minimum, and the control limits where there is one series."""
        colours = colours_now()
        for minimum in sorted({one.minimum for one in self._trends}):
            words = say("minimum {grade}", grade=f"{minimum:.1f}")
            self._paint_line(painter, minimum, colours.stopped, Qt.PenStyle.SolidLine, words)
        controls = [one.control for one in self._trends if one.control is not None]
        if len(self._trends) != 1 or not controls:
            return
        control = controls[0]
        for grade, words in (
            (control.upper, say("upper limit")),
            (control.mean, say("mean")),
            (control.lower, say("lower limit")),
        ):
            style = Qt.PenStyle.DotLine if grade == control.mean else Qt.PenStyle.DashLine
            self._paint_line(painter, grade, colours.muted, style, words)

    def _paint_line(
        self, painter: QPainter, grade: float, colour: str, style: Qt.PenStyle, words: Text
    ) -> None:
        room, y = self._room(), self._down(grade)
        painter.setPen(QPen(QColor(colour), 1.5, style))
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        _write(
            painter, QRectF(room.right() + GRID, y - 2 * GRID, _RIGHT - GRID, 4 * GRID), self._language(words)
        )

    def _paint_marks(self, painter: QPainter) -> None:
        colours = colours_now()
        for number, point in enumerate(self._points):
            colour = printer_colour(point.printer, colours)
            filled = point.record.verdict is not Verdict.NOT_MEASURABLE
            painter.setPen(QPen(colour, _PEN_PX))
            painter.setBrush(colour if filled else QColor(colours.surface))
            where = self.place_of(point)
            paint_shape(painter, point.printer, where)
            if point.record.verdict is Verdict.FAILED:
                painter.setPen(QPen(QColor(colours.stopped), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(where.x() - 8, where.y() - 8, 16, 16))
            if point.record.id in self._beyond:
                painter.setPen(QPen(QColor(colours.attention), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(where, 13, 13)
            if number == self._chosen:
                painter.setPen(QPen(QColor(colours.text), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(where, 17, 17)


def _place(record: GradeRecord, *, by_time: bool) -> float | None:
    """Return where a record stands; None: it is of no label."""
    if by_time:
        return record.at.timestamp()
    number = record.label if record.label is not None else record.number
    return None if number is None else float(number)


def _spread(points: Sequence[Point], most: int) -> Sequence[Point]:
    """Return a few points, the first and the last among them."""
    last = len(points) - 1
    if last < most:
        return points
    return [points[round(step * last / (most - 1))] for step in range(most)]


def _write(painter: QPainter, room: QRectF, text: str, *, right: bool = False, middle: bool = False) -> None:
    painter.setPen(QColor(colours_now().muted))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    if middle:
        side = Qt.AlignmentFlag.AlignHCenter
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)
