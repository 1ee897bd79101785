"""A scan with the marks that were found in it; files can be dropped on it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.reading.photos import Corner
from desktop.texts import Text
from ui.language import Language
from ui.style import GRID, colours_now

_LEAST = QSize(420, 300)


class ScanView(QWidget):
    """Shows a scan, or says that one is wanted.

    Signals:
        dropped: (Path) a file was dropped.
    """

    dropped = Signal(object)

    def __init__(self, language: Language, wanted: Text) -> None:
        super().__init__()
        self._image = QImage()
        self._marks: Sequence[Sequence[Corner]] = ()
        self._wanted = ""
        self.setAcceptDrops(True)
        self.setMinimumSize(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        language.word(self, wanted, "set_wanted")

    def set_wanted(self, wanted: str) -> None:
        """Say ``wanted`` while there is no scan; for ``Language``."""
        self._wanted = wanted
        self.setAccessibleName(wanted)
        self.update()

    def show_scan(self, png: bytes, marks: Sequence[Sequence[Corner]]) -> None:
        """Show a scan with its marks, in parts of its width and height."""
        self._image = QImage.fromData(QByteArray(png))
        self._marks = marks
        self.update()

    def clear(self) -> None:
        """Show no scan."""
        self._image, self._marks = QImage(), ()
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this computer."""
        if _file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        file = _file(event)
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scan and its marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = colours_now()
        painter.fillRect(self.rect(), QColor(colours.sunken))
        if self._image.isNull():
            painter.setPen(QPen(QColor(colours.idle), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self.rect().adjusted(GRID, GRID, -GRID, -GRID))
            painter.setPen(QColor(colours.muted))
            room = self.rect().adjusted(4 * GRID, 2 * GRID, -4 * GRID, -2 * GRID)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._wanted)
        else:
            self._draw_scan(painter, QColor(colours.done))
        painter.end()

    def _draw_scan(self, painter: QPainter, colour: QColor) -> None:
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        painter.setPen(QPen(colour, 3))
        for mark in self._marks:
            corners = [QPointF(left + x * size.width(), top + y * size.height()) for x, y in mark]
            painter.drawPolygon(QPolygonF(corners))


def _file(event: QDropEvent) -> Path | None:
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None
