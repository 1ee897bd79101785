"""Where the label lies on the canvas: from dots to pixels and back, zoom and pan."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

from desktop.labels.primitives import Area

DOT_VIEW_PX = 12
"""Side of one printer dot in the dot view."""
SEEN_FROM_PX = 6
"""From this many pixels a dot on, dots are drawn apart."""
_WHOLE = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48)
_SMALLER = tuple(2 ** (-step / 3) for step in range(18, 0, -1))
_LADDER = (*_SMALLER, *map(float, _WHOLE))
"""Zoom steps in pixels a dot. From 1 on only whole ones: bars of equal width look equal."""
_MARGIN = 28


class Viewport:
    """A window onto the label.

    Attributes:
        scale: pixels a dot.
        origin: the pixel where the label's upper left corner is.
    """

    def __init__(self) -> None:
        self.scale = 1.0
        self.origin = QPointF(0, 0)

    def to_pixel(self, x: float, y: float) -> QPointF:
        """Return where the upper left corner of dot (x, y) is on the canvas."""
        return self.origin + QPointF(x, y) * self.scale

    def to_dots(self, pixel: QPointF) -> QPointF:
        """Return the place in dots under a pixel; its whole part is the dot."""
        return (pixel - self.origin) / self.scale

    def room(self, area: Area) -> QRectF:
        """Return the pixels of an area."""
        size = QSizeF(area.width, area.height) * self.scale
        return QRectF(self.to_pixel(area.x, area.y), size)

    def zoom(self, scale: float, at: QPointF) -> None:
        """Zoom to ``scale`` pixels a dot and leave what is under the pixel ``at`` where it is."""
        place = self.to_dots(at)
        self.scale = min(max(scale, _LADDER[0]), _LADDER[-1])
        self.origin = _whole(at - place * self.scale)

    def zoom_by(self, steps: int, at: QPointF) -> None:
        """Zoom in (positive) or out by steps of the ladder."""
        for _ in range(abs(steps)):
            if steps > 0:
                higher = [scale for scale in _LADDER if scale > self.scale * 1.001]
                self.zoom(higher[0] if higher else self.scale, at)
            else:
                lower = [scale for scale in _LADDER if scale < self.scale * 0.999]
                self.zoom(lower[-1] if lower else self.scale, at)

    def fit(self, area: Area, room: QRectF) -> None:
        """Show all of ``area`` in the middle of ``room``, as large as it goes."""
        fitting = min(
            (room.width() - 2 * _MARGIN) / max(1, area.width),
            (room.height() - 2 * _MARGIN) / max(1, area.height),
        )
        fitting = max(fitting, _LADDER[0])
        self.scale = min(float(int(fitting)) if fitting >= 1 else fitting, _LADDER[-1])
        self.centre(area, room)

    def centre(self, area: Area, room: QRectF) -> None:
        """Bring the middle of ``area`` into the middle of ``room``."""
        middle = QPointF(area.x + area.width / 2, area.y + area.height / 2)
        self.origin = _whole(room.center() - middle * self.scale)

    def pan(self, by: QPointF) -> None:
        """Shift what is seen by so many pixels."""
        self.origin = _whole(self.origin + by)


def _whole(point: QPointF) -> QPointF:
    """Keep the label on whole pixels, so that panning never blurs it."""
    return QPointF(round(point.x()), round(point.y()))
