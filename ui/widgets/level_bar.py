"""A level as a bar: how much of something is there, or how far something is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import colours_now
from ui.widgets.state_badge import mark_colour
from ui.wording import Mark


class LevelBar(QWidget):
    """A rounded bar that is filled by a fraction, in the colour of a mark (idle: the accent)."""

    def __init__(self, height: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._fraction = 0.0
        self._mark = Mark.IDLE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_level(self, fraction: float, mark: Mark = Mark.IDLE) -> None:
        """Fill the bar by ``fraction``, 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self._mark = mark
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the bar."""
        return QSize(80, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        colours = colours_now()
        colour = colours.accent if self._mark is Mark.IDLE else mark_colour(self._mark, colours)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = QRectF(self.rect())
        radius = room.height() / 2
        painter.setBrush(QColor(colours.border))
        painter.drawRoundedRect(room, radius, radius)
        if self._fraction > 0:
            room.setWidth(max(room.height(), room.width() * self._fraction))
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(room, radius, radius)
        painter.end()
