"""How printers are told apart in charts: a colour and a shape each."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPolygonF

from ui.style import Colours

_RADIUS = 5.0
_LIGHT: Final = ("#0072b2", "#d55e00", "#009e73", "#a0408b", "#6b6b00", "#444444")
_DARK: Final = ("#56b4e9", "#ff9440", "#2fd6a4", "#e59ac9", "#f0e442", "#bbbbbb")
"""After Okabe and Ito, Color Universal Design (2008): told apart by colour-blind eyes; darker on white."""


def printer_colour(printer: int, colours: Colours) -> QColor:
    """Return the colour of a printer by its number."""
    shades = _DARK if colours.dark else _LIGHT
    return QColor(shades[printer % len(shades)])


def paint_shape(painter: QPainter, printer: int, where: QPointF) -> None:
    """Draw the shape of a printer: circle, square, triangle up, diamond, triangle down, bar."""
    x, y, r = where.x(), where.y(), _RADIUS
    shapes: tuple[Callable[[], object], ...] = (
        lambda: painter.drawEllipse(where, r, r),
        lambda: painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r)),
        lambda: painter.drawPolygon(
            QPolygonF([QPointF(x, y - r - 1), QPointF(x + r + 1, y + r), QPointF(x - r - 1, y + r)])
        ),
        lambda: painter.drawPolygon(
            QPolygonF(
                [QPointF(x, y - r - 2), QPointF(x + r + 2, y), QPointF(x, y + r + 2), QPointF(x - r - 2, y)]
            )
        ),
        lambda: painter.drawPolygon(
            QPolygonF([QPointF(x, y + r + 1), QPointF(x + r + 1, y - r), QPointF(x - r - 1, y - r)])
        ),
        lambda: painter.drawRect(QRectF(x - r - 1, y - r / 2, 2 * r + 2, r)),
    )
    shapes[printer % len(shapes)]()
