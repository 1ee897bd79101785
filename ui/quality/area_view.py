"""A picture on which areas are drawn with the mouse."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen

from ui.quality.picture_view import PictureView
from ui.style import colours_now

_LEAST_PX = 3


class AreaView(PictureView):
    """Draws named areas; dragging draws the chosen one anew, the wheel zooms.

    Signals:
        drawn: (name, QRect) an area was drawn, in pixels of the picture.
    """

    drawn = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._areas: Mapping[str, tuple[QRect, str]] = {}
        self._target = ""
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_areas(self, areas: Mapping[str, tuple[QRect, str]], target: str) -> None:
        """Show areas with their words; ``target`` is drawn next."""
        self._areas, self._target = dict(areas), target
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin an area."""
        if self.size_of_picture() is not None:
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Enlarge the area."""
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Tell the area, unless it was only a click."""
        start, end, size = self._from, self._to, self.size_of_picture()
        self._from = self._to = None
        self.update()
        if start is None or end is None or size is None:
            return
        drawn = QRectF(self.to_picture(start), self.to_picture(end)).normalized().toAlignedRect()
        inside = drawn.intersected(QRect(0, 0, size.width(), size.height()))
        if inside.width() >= _LEAST_PX and inside.height() >= _LEAST_PX:
            self.drawn.emit(self._target, inside)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show all of the picture."""
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and the areas."""
        super().paintEvent(event)
        painter = QPainter(self)
        colours = colours_now()
        for name, (area, words) in self._areas.items():
            room = QRectF(self.to_screen((area.x() - 0.5, area.y() - 0.5)), area.size() * self.scale())
            self._paint_area(painter, room, words, chosen=name == self._target)
        if self._from is not None and self._to is not None:
            painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(self._from, self._to).normalized())
        painter.end()

    def _paint_area(self, painter: QPainter, room: QRectF, words: str, *, chosen: bool) -> None:
        colours = colours_now()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.surface), 4))
        painter.drawRect(room)
        painter.setPen(QPen(QColor(colours.accent if chosen else colours.running), 2))
        painter.drawRect(room)
        width = painter.fontMetrics().horizontalAdvance(words) + 12
        sign = QRectF(room.x(), room.y() - 20, width, 18)
        painter.fillRect(sign, QColor(colours.surface))
        painter.setPen(QColor(colours.text))
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, words)
