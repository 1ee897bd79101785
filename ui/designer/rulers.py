"""Rulers above and left of the label: millimetres outside, dots inside."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from desktop.units import Resolution
from ui.designer.viewport import Viewport
from ui.style import Colours

RULER_PX = 32
"""Thickness of a ruler."""
_HALF = RULER_PX // 2
_APART_PX = 44
_STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_DOT_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class _Look:
    """Everything that a drawn ruler depends on."""

    scale: float
    x: float
    y: float
    width: int
    height: int
    dots_per_mm: int
    colours: Colours
    ratio: float


class Rulers:
    """Draws both rulers; what did not change is taken from a picture."""

    def __init__(self) -> None:
        self._look: _Look | None = None
        self._picture = QPixmap()

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        rect: QRect,
        resolution: Resolution,
        colours: Colours,
        pointer: QPointF | None,
    ) -> None:
        """Draw the rulers of a canvas, and on them where the pointer is."""
        ratio = painter.device().devicePixelRatioF()
        look = _Look(
            viewport.scale,
            viewport.origin.x(),
            viewport.origin.y(),
            rect.width(),
            rect.height(),
            resolution.dots_per_mm,
            colours,
            ratio,
        )
        if look != self._look:
            self._look, self._picture = look, _drawn(look)
        painter.drawPixmap(0, 0, rect.width(), RULER_PX, self._picture, 0, 0, 0, round(RULER_PX * ratio))
        painter.drawPixmap(
            QRectF(0, 0, RULER_PX, rect.height()),
            self._picture,
            QRectF(0, 0, RULER_PX * ratio, rect.height() * ratio),
        )
        if pointer is not None:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawLine(QLineF(pointer.x(), 0, pointer.x(), RULER_PX))
            painter.drawLine(QLineF(0, pointer.y(), RULER_PX, pointer.y()))


def _drawn(look: _Look) -> QPixmap:
    picture = QPixmap(round(look.width * look.ratio), round(look.height * look.ratio))
    picture.setDevicePixelRatio(look.ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    font = QFont(painter.font())
    font.setPixelSize(10)
    painter.setFont(font)
    for ground in (QRect(0, 0, look.width, RULER_PX), QRect(0, 0, RULER_PX, look.height)):
        painter.fillRect(ground, QColor(look.colours.surface))
    painter.save()
    painter.setClipRect(QRect(RULER_PX, 0, look.width, RULER_PX))
    _ruler(painter, look, look.x, look.width)
    painter.restore()
    painter.save()
    painter.setClipRect(QRect(0, RULER_PX, RULER_PX, look.height))
    # The left ruler is the upper one, laid on its side and read from below.
    painter.rotate(-90)
    painter.scale(-1, 1)
    _ruler(painter, look, look.y, look.height, mirrored=True)
    painter.restore()
    painter.setPen(QPen(QColor(look.colours.border), 1))
    painter.drawLine(0, RULER_PX - 1, look.width, RULER_PX - 1)
    painter.drawLine(RULER_PX - 1, 0, RULER_PX - 1, look.height)
    painter.fillRect(QRect(0, 0, RULER_PX - 1, RULER_PX - 1), QColor(look.colours.surface))
    painter.setPen(QColor(look.colours.muted))
    painter.drawText(QRect(0, 1, RULER_PX - 2, _HALF), Qt.AlignmentFlag.AlignCenter, "mm")
    painter.drawText(QRect(0, _HALF - 1, RULER_PX - 2, _HALF), Qt.AlignmentFlag.AlignCenter, "·")
    painter.end()
    return picture


def _ruler(painter: QPainter, look: _Look, origin: float, length: int, *, mirrored: bool = False) -> None:
    per_mm = look.scale * look.dots_per_mm
    step_mm = next((step for step in _STEPS if step * per_mm >= _APART_PX), _STEPS[-1])
    step_dots = next((step for step in _DOT_STEPS if step * look.scale >= _APART_PX), _DOT_STEPS[-1])
    painter.setPen(QColor(look.colours.text))
    _scale(painter, origin, length, step_mm, per_mm, 1, mirrored=mirrored)
    painter.setPen(QColor(look.colours.muted))
    _scale(painter, origin, length, step_dots, look.scale, _HALF, mirrored=mirrored)


def _scale(
    painter: QPainter, origin: float, length: int, step: float, unit: float, top: int, *, mirrored: bool
) -> None:
    """Draw one scale: a number at each step, and five or ten ticks between them."""
    parts = 10 if step * unit >= 80 else 5
    tick = step / parts
    if top == _HALF and tick < 1:  # no part of a dot can be meant
        parts = max(1, int(step))
        tick = step / parts
    first = int((RULER_PX - origin) / (tick * unit)) - 1
    last = int((length - origin) / (tick * unit)) + 1
    lines = []
    for number in range(first, last + 1):
        at = origin + number * tick * unit
        long = number % parts == 0
        lines.append(QLineF(at, top + _HALF - (6 if long else 3), at, top + _HALF - 2))
        if long:
            _number(painter, f"{number * tick:g}", at, top, mirrored=mirrored)
    painter.drawLines(lines)


def _number(painter: QPainter, text: str, at: float, top: int, *, mirrored: bool) -> None:
    room = QRectF(2, 0, 60, 11)
    painter.save()
    painter.translate(at, top)
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if mirrored:
        painter.scale(-1, 1)
        room = QRectF(-62, 0, 60, 11)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, align, text)
    painter.restore()
