"""A label on the screen, dot for dot as a printer sets it, with rulers and overlays."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from desktop.labels.image import rows_of
from desktop.labels.primitives import Area
from desktop.operations.labels import Preview
from ui.style import Colours, colours_now, mixed

_RULER = 24
_MARGIN = 16
_DOT_PX = 8
"""Side of one printer dot in the dot view."""
_GRID_FROM = 6
"""From this many pixels a dot on, the dots' grid is drawn."""


class Zoom(Enum):
    """How large a label is shown."""

    FIT = auto()
    ONE_TO_ONE = auto()
    """One dot is one pixel of the screen."""
    DOTS = auto()
    """Each dot can be seen and counted."""


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture of a label: rows of ``(width + 7) // 8`` bytes, 1 = black."""

    width: int
    height: int
    rows: bytes


def dots_of(shown: Preview) -> Dots:
    """Draw a label that was laid out, exactly as its printer would."""
    rows = rows_of(shown.primitives, shown.width_dots, shown.height_dots)
    return Dots(shown.width_dots, shown.height_dots, rows)


def image_of(dots: Dots) -> QImage:
    """Return the picture for Qt; the bytes are copied."""
    image = QImage(dots.rows, dots.width, dots.height, (dots.width + 7) // 8, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


class LabelView(QScrollArea):
    """Shows a label that can be enlarged.

    Signals:
        pointed: (x, y) the dot under the pointer; (-1, -1) when it leaves.
    """

    pointed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = _Canvas(self)
        self._zoom = Zoom.FIT
        self.setWidget(self._canvas)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self._canvas.setAutoFillBackground(False)  # which setWidget has switched on
        self.viewport().setAutoFillBackground(False)

    def show_dots(self, dots: Dots, dots_per_mm: int) -> None:
        """Show a picture of a label; ``dots_per_mm`` is its scale (0: no rulers)."""
        self._canvas.dots_per_mm = dots_per_mm
        self._canvas.image = image_of(dots)
        self._fit()

    def show_zoom(self, zoom: Zoom) -> None:
        """Show the label larger or smaller."""
        self._zoom = zoom
        self._fit()

    def show_zones(self, zones: Sequence[Area]) -> None:
        """Lay quiet zones over the label."""
        self._canvas.zones = tuple(zones)
        self._canvas.update()

    def mark(self, area: Area | None) -> None:
        """Outline ``area`` and bring it into sight; None: nothing is outlined."""
        canvas = self._canvas
        canvas.marked = area
        canvas.update()
        if area is not None:
            centre = canvas.at(area.x + area.width / 2, area.y + area.height / 2)
            self.ensureVisible(round(centre.x()), round(centre.y()), self.width() // 3, self.height() // 3)

    def image(self) -> QImage:
        """Return the label, one pixel a dot."""
        return self._canvas.image or QImage()

    def zones(self) -> tuple[Area, ...]:
        """Return the quiet zones that are laid over the label."""
        return self._canvas.zones

    def canvas(self) -> QWidget:
        """Return the widget on which the label is drawn."""
        return self._canvas

    def marked(self) -> Area | None:
        """Return the area that is outlined."""
        return self._canvas.marked

    def scale(self) -> float:
        """Return how many pixels a dot has."""
        return self._canvas.scale

    def sizeHint(self) -> QSize:
        """Ask for no more room than is needed at least; the layout gives what is left."""
        return self.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the label into the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        canvas = self._canvas
        image = canvas.image
        if image is None:
            return
        room = self.viewport().size()
        spare = canvas.frame()
        fitting = min(
            (room.width() - spare.width()) / image.width(), (room.height() - spare.height()) / image.height()
        )
        # Whole pixels a dot keep bars of equal width equal on the screen.
        fitting = float(int(fitting)) if fitting >= 1 else max(fitting, 0.05)
        canvas.scale = {Zoom.FIT: fitting, Zoom.ONE_TO_ONE: 1.0, Zoom.DOTS: float(_DOT_PX)}[self._zoom]
        canvas.draw_label()
        wanted = canvas.wanted_size()
        # With rulers the ground fills the view; without, the view aligns the bare label.
        canvas.resize(wanted.expandedTo(room) if canvas.dots_per_mm else wanted)
        canvas.update()


class _Canvas(QWidget):
    """What ``LabelView`` scrolls: ground, rulers, label, overlays."""

    def __init__(self, view: LabelView) -> None:
        super().__init__()
        self._view = view
        self.image: QImage | None = None
        self.dots_per_mm = 0
        self.scale = 1.0
        self.zones: tuple[Area, ...] = ()
        self.marked: Area | None = None
        self._drawn: QPixmap | None = None
        self.setMouseTracking(True)

    def frame(self) -> QSize:
        side = _RULER + 2 * _MARGIN if self.dots_per_mm else 2
        return QSize(side, side)

    def wanted_size(self) -> QSize:
        assert self.image is not None
        frame = self.frame()
        return QSize(
            round(self.image.width() * self.scale) + frame.width(),
            round(self.image.height() * self.scale) + frame.height(),
        )

    def draw_label(self) -> None:
        assert self.image is not None
        smooth = self.scale < 1
        mode = (
            Qt.TransformationMode.SmoothTransformation if smooth else Qt.TransformationMode.FastTransformation
        )
        size = QSize(
            max(1, round(self.image.width() * self.scale)), max(1, round(self.image.height() * self.scale))
        )
        self._drawn = QPixmap.fromImage(self.image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode))

    def origin(self) -> QPointF:
        if not self.dots_per_mm:
            return QPointF(1, 1)
        wanted, frame = self.wanted_size(), self.frame()
        left = (self.width() - wanted.width()) // 2 + frame.width() - _MARGIN
        top = (self.height() - wanted.height()) // 2 + frame.height() - _MARGIN
        return QPointF(left, top)

    def at(self, x: float, y: float) -> QPointF:
        return self.origin() + QPointF(x, y) * self.scale

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.image is None:
            return
        place = (event.position() - self.origin()) / self.scale
        inside = 0 <= place.x() < self.image.width() and 0 <= place.y() < self.image.height()
        self._view.pointed.emit(*((int(place.x()), int(place.y())) if inside else (-1, -1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image is None or self._drawn is None:
            return
        colours = colours_now()
        painter = QPainter(self)
        origin = self.origin()
        if self.dots_per_mm:
            painter.fillRect(self.rect(), QColor(colours.sunken))
        painter.drawPixmap(origin, self._drawn)
        label = QRectF(origin, self._drawn.deviceIndependentSize())
        if self.scale >= _GRID_FROM:
            self._paint_grid(painter, label)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawRect(label.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self.dots_per_mm:
            self._paint_rulers(painter, label, colours)
        self._paint_zones(painter, colours)
        self._paint_mark(painter, colours)
        painter.end()

    def _paint_grid(self, painter: QPainter, label: QRectF) -> None:
        assert self.image is not None
        seen = label.intersected(QRectF(self.visibleRegion().boundingRect()))
        painter.setPen(QPen(QColor(128, 140, 152, 90), 1))
        first = int((seen.left() - label.left()) / self.scale)
        for column in range(first, int((seen.right() - label.left()) / self.scale) + 1):
            x = label.left() + column * self.scale
            painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()))
        first = int((seen.top() - label.top()) / self.scale)
        for line in range(first, int((seen.bottom() - label.top()) / self.scale) + 1):
            y = label.top() + line * self.scale
            painter.drawLine(QPointF(seen.left(), y), QPointF(seen.right(), y))

    def _paint_rulers(self, painter: QPainter, label: QRectF, colours: Colours) -> None:
        assert self.image is not None
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        per_mm = self.dots_per_mm * self.scale
        step = 10 if per_mm < 14 else 5
        for mm in range(int(self.image.width() / self.dots_per_mm) + 1):
            x = label.left() + mm * per_mm
            long = mm % step == 0
            painter.drawLine(QPointF(x, label.top() - (9 if long else 4)), QPointF(x, label.top() - 2))
            if long:
                room = QRectF(x - 16, label.top() - 23, 32, 13)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(mm))
        for mm in range(int(self.image.height() / self.dots_per_mm) + 1):
            y = label.top() + mm * per_mm
            long = mm % step == 0
            painter.drawLine(QPointF(label.left() - (9 if long else 4), y), QPointF(label.left() - 2, y))
            if long:
                room = QRectF(label.left() - 34, y - 7, 22, 14)
                painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(mm))

    def _paint_zones(self, painter: QPainter, colours: Colours) -> None:
        for zone in self.zones:
            room = self._room(zone)
            ground = QColor(colours.accent)
            ground.setAlpha(40)
            painter.fillRect(room, ground)
            painter.setPen(QPen(mixed(colours.accent, "#ffffff", 0.7), 1, Qt.PenStyle.DashLine))
            painter.drawRect(room)

    def _paint_mark(self, painter: QPainter, colours: Colours) -> None:
        if self.marked is None:
            return
        room = self._room(self.marked).adjusted(-3, -3, 3, 3)
        ground = QColor("#c62f2f")
        painter.setPen(QPen(ground, 2))
        ground.setAlpha(36)
        painter.setBrush(ground)
        painter.drawRoundedRect(room, 3, 3)

    def _room(self, area: Area) -> QRectF:
        return QRectF(self.at(area.x, area.y), self.at(area.right, area.bottom))
