"""The part of a label that is in sight, as pixels that are kept until they change."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from desktop.labels.document import LabelDesign
from desktop.labels.primitives import Area, Primitive
from ui.designer.picture import LabelPicture, averaged, coloured
from ui.designer.viewport import Viewport


class Screen:
    """Turns the dots of a label into pixels, and only those dots that changed or came into sight.

    Attributes:
        picture: the dots.
    """

    def __init__(self) -> None:
        self.picture = LabelPicture()
        self._pixels: QImage | None = None
        self._key: tuple[object, ...] = ()
        self._part = QRect()
        self._changed: list[Area] = []
        self._colours = ("#ffffff", "#000000")

    def show(self, design: LabelDesign, width: int, height: int, primitives: Iterable[Primitive]) -> None:
        """Take over what a design looks like now."""
        hidden = {layer.name for layer in design.layers if not layer.shown}
        names = {element.name for element in design.elements if element.layer in hidden}
        seen = [item for item in primitives if item.element.partition(".")[0] not in names]
        self._changed += self.picture.show(width, height, seen)
        self._colours = (design.stock, design.ink)

    def paint(self, painter: QPainter, view: Viewport, room: QRectF) -> None:
        """Draw what of the label is seen through ``room``."""
        ratio = painter.device().devicePixelRatioF()
        scale = view.scale * ratio
        area = self.picture.area
        corner = view.origin * ratio
        seen = QRectF(corner, QSize(1, 1) * 0)
        seen.setSize(QRectF(0, 0, area.width * scale, area.height * scale).size())
        seen = seen.intersected(QRectF(room.topLeft() * ratio, room.size() * ratio))
        if seen.isEmpty():
            return
        part = _whole(seen.translated(-corner))
        key = (scale, part, area, self._colours)
        if key != self._key or self._pixels is None:
            self._key, self._part = key, part
            self._pixels = self._drawn(scale, part)
        else:
            self._refresh(scale, part)
        self._changed.clear()
        self._pixels.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(corner + part.topLeft()) / ratio, self._pixels)

    def _refresh(self, scale: float, part: QRect) -> None:
        """Draw anew what changed."""
        assert self._pixels is not None
        self._pixels.setDevicePixelRatio(1)
        painter = QPainter(self._pixels)
        for area in self._changed:
            room = _whole(
                QRectF(area.x * scale, area.y * scale, area.width * scale, area.height * scale)
            ).intersected(part)
            if not room.isEmpty():
                painter.drawImage(room.topLeft() - part.topLeft(), self._drawn(scale, room))
        painter.end()

    def _drawn(self, scale: float, part: QRect) -> QImage:
        shades = averaged(self.picture.dots, scale, part)
        return coloured(shades, *self._colours)


def _whole(room: QRectF) -> QRect:
    left, top = math.floor(room.left()), math.floor(room.top())
    return QRect(left, top, math.ceil(room.right()) - left, math.ceil(room.bottom()) - top)
