"""A loupe at the pointer: a few dots, large enough to count."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.designer.picture import LabelPicture
from ui.designer.viewport import Viewport
from ui.style import Colours

_DOTS = 17
"""Dots in each direction; odd, so that one is in the middle."""
_DOT_PX = 9


def paint_loupe(
    painter: QPainter,
    picture: LabelPicture,
    view: Viewport,
    pointer: QPointF,
    canvas: QRect,
    colours: Colours,
) -> None:
    """Draw the dots around the pointer beside it, the one under it framed."""
    if view.scale >= _DOT_PX:
        return
    side = _DOTS * _DOT_PX
    corner = pointer + QPointF(24, -side - 24)
    if corner.x() + side > canvas.width():
        corner.setX(pointer.x() - side - 24)
    if corner.y() < 40:
        corner.setY(pointer.y() + 40)
    place = view.to_dots(pointer)
    first_x, first_y = int(place.x()) - _DOTS // 2, int(place.y()) - _DOTS // 2
    glass = QRectF(corner.x(), corner.y(), side, side)
    painter.fillRect(glass, QColor(colours.sunken))
    height, width = picture.dots.shape
    for line in range(_DOTS):
        for column in range(_DOTS):
            x, y = first_x + column, first_y + line
            if 0 <= x < width and 0 <= y < height:
                dot = QRectF(corner.x() + column * _DOT_PX, corner.y() + line * _DOT_PX, _DOT_PX, _DOT_PX)
                painter.fillRect(dot, QColor("#000000" if picture.dots[y, x] else "#ffffff"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(128, 140, 152, 110), 1))
    for number in range(1, _DOTS):
        step = number * _DOT_PX
        painter.drawLine(
            QPointF(glass.left() + step, glass.top()), QPointF(glass.left() + step, glass.bottom())
        )
        painter.drawLine(
            QPointF(glass.left(), glass.top() + step), QPointF(glass.right(), glass.top() + step)
        )
    painter.setPen(QPen(QColor(colours.accent), 2))
    middle = _DOTS // 2 * _DOT_PX
    painter.drawRect(QRectF(glass.left() + middle, glass.top() + middle, _DOT_PX, _DOT_PX))
    painter.drawRoundedRect(glass, 4, 4)
