"""Rulers beside a picture: millimetres where its scale is known, else pixels."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ui.style import Colours

RULER_PX = 24
_APART_PX = 56
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def paint_rulers(
    painter: QPainter, room: QRectF, origin: QPointF, scale: float, px_per_mm: float | None, colours: Colours
) -> None:
    """Paint a ruler along the upper and the left edge of ``room``.

    Args:
        painter: of the widget.
        room: of the picture, rulers included.
        origin: where the picture's first pixel is.
        scale: pixels of the screen to one of the picture.
        px_per_mm: pixels of the picture to a millimetre; None: not known, the rulers count pixels.
        colours: in use.
    """
    unit = scale * (px_per_mm or 1.0)
    step = next((one for one in _STEPS if one * unit >= _APART_PX), _STEPS[-1])
    font = QFont(painter.font())
    font.setPixelSize(10)
    painter.setFont(font)
    painter.fillRect(QRectF(0, 0, room.width(), RULER_PX), QColor(colours.surface))
    painter.fillRect(QRectF(0, 0, RULER_PX, room.height()), QColor(colours.surface))
    painter.setPen(QPen(QColor(colours.muted), 1))
    for at, text, long in _ticks(origin.x(), room.width(), step, unit):
        painter.drawLine(QLineF(at, RULER_PX - (10 if long else 4), at, RULER_PX - 1))
        if long and at + 3 + painter.fontMetrics().horizontalAdvance(text) <= room.width():
            painter.drawText(QPointF(at + 3, 12), text)
    for at, text, long in _ticks(origin.y(), room.height(), step, unit):
        painter.drawLine(QLineF(RULER_PX - (6 if long else 3), at, RULER_PX - 1, at))
        if long:
            painter.drawText(QRectF(0, at + 1, RULER_PX - 4, 12), Qt.AlignmentFlag.AlignRight, text)
    painter.fillRect(QRectF(0, 0, RULER_PX, RULER_PX), QColor(colours.surface))
    name = "mm" if px_per_mm else "px"
    painter.drawText(QRectF(0, 0, RULER_PX, RULER_PX), Qt.AlignmentFlag.AlignCenter, name)


def _ticks(origin: float, length: float, step: float, unit: float) -> list[tuple[float, str, bool]]:
    """Return place, number and whether it has one, of each tick that is seen."""
    small = step / 5
    first, last = int((RULER_PX - origin) / (small * unit)), int((length - origin) / (small * unit)) + 1
    found = []
    for number in range(first, last + 1):
        at = origin + number * small * unit
        if RULER_PX <= at <= length:
            found.append((at, f"{number * small:g}", number % 5 == 0))
    return found
