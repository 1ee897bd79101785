"""The graded picture: its symbols outlined, faults at their places, the scan path, zoom and rulers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.grading.model import Point
from ui.quality.display import Pyramid
from ui.quality.picture_scale import RULER_PX, paint_rulers
from ui.style import GRID, Colours, colours_now
from ui.widgets.state_badge import mark_colour, paint_mark
from ui.wording import Mark

_LEAST = QSize(320, 160)
_MOST_SCALE = 64.0
_LEAST_SCALE = 0.01
_MARGIN = 0.12
"""Room around a symbol that is shown alone, in parts of it."""
_RING_PX = 11
_TAG_PX = 20


@dataclass(frozen=True, slots=True)
class Outline:
    """A symbol as it is outlined: its corners, how it is marked, and in which words."""

    corners: Sequence[Point]
    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A place that is pointed at; the chosen one is drawn larger."""

    place: Point
    words: str
    mark: Mark
    chosen: bool = False


class PictureView(QWidget):
    """Shows a picture; the wheel zooms, dragging moves it, F shows all of it, S the chosen symbol.

    Signals:
        chosen: (number) the person clicked on a symbol.
        dropped: (Path) a file was dropped.
    """

    chosen = Signal(int)
    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pyramid: Pyramid | None = None
        self._px_per_mm: float | None = None
        self._outlines: Sequence[Outline] = ()
        self._number = 0
        self._faults: Sequence[Fault] = ()
        self._path: tuple[Point, Point] | None = None
        self._scale = 1.0
        self._origin = QPointF()
        self._fitted: QRectF | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setAcceptDrops(True)
        self.setMinimumSize(_LEAST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, pyramid: Pyramid) -> None:
        """Show a picture, all of it."""
        self._pyramid = pyramid
        self._outlines, self._faults, self._path = (), (), None
        self.fit()

    def show_symbols(self, outlines: Sequence[Outline], px_per_mm: float | None) -> None:
        """Outline the symbols; the rulers show millimetres where the scale is known."""
        self._outlines, self._px_per_mm = tuple(outlines), px_per_mm
        self._number = min(self._number, max(0, len(self._outlines) - 1))
        self.update()

    def choose(self, number: int) -> None:
        """Emphasise one symbol."""
        self._number = number
        self.update()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Point at places; what was pointed at before is not any more."""
        self._faults = tuple(faults)
        self._bring_into_sight()
        self.update()

    def show_path(self, path: tuple[Point, Point] | None) -> None:
        """Draw the path of a scan."""
        self._path = path
        self.update()

    def faults(self) -> Sequence[Fault]:
        """Return the places that are pointed at."""
        return self._faults

    def path(self) -> tuple[Point, Point] | None:
        """Return the path of the scan that is drawn."""
        return self._path

    def outlines(self) -> Sequence[Outline]:
        """Return the symbols as they are outlined."""
        return self._outlines

    def scale(self) -> float:
        """Return how many pixels of the screen one pixel of the picture has."""
        return self._scale

    def fit(self) -> None:
        """Show all of the picture."""
        if self._pyramid is not None:
            self._show_part(QRectF(QPointF(), self._pyramid.size().toSizeF()))

    def fit_symbol(self) -> None:
        """Show the chosen symbol as large as it goes."""
        if self._outlines:
            bounds = _bounds(self._outlines[self._number].corners)
            room = _MARGIN * max(bounds.width(), bounds.height())
            self._show_part(bounds.adjusted(-room, -room, room, room))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge, leaving what is at ``at`` (the middle) where it is."""
        at = at if at is not None else self._room().center()
        place = (at - self._origin) / self._scale
        self._scale = min(max(self._scale * factor, _LEAST_SCALE), _MOST_SCALE)
        self._origin = at - place * self._scale
        self._fitted = None
        self.update()

    def to_screen(self, place: Point) -> QPointF:
        """Return where a place of the picture is on the widget; pixel centres are whole numbers."""
        return self._origin + QPointF(place[0] + 0.5, place[1] + 0.5) * self._scale

    def to_picture(self, point: QPointF) -> QPointF:
        """Return what is under a point of the widget, from the corner of the picture's first pixel."""
        return (point - self._origin) / self._scale

    def size_of_picture(self) -> QSize | None:
        """Return the size of the picture in its own pixels; None: there is none."""
        return self._pyramid.size() if self._pyramid else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was fitted fitting."""
        super().resizeEvent(event)
        if self._fitted is not None:
            self._show_part(self._fitted)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom(1.25 ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the picture, or to choose a symbol."""
        self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture."""
        if self._pressed is None:
            return
        by = event.position() - self._pressed
        if self._dragged or by.manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self._origin += by
            self._pressed = event.position()
            self._fitted = None
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the symbol that was clicked."""
        if self._pressed is not None and not self._dragged:
            for number, outline in enumerate(self._outlines):
                if self._polygon(outline.corners).containsPoint(event.position(), Qt.FillRule.OddEvenFill):
                    self.chosen.emit(number)
                    break
        self._pressed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show the symbol alone, which the first click chose."""
        self.fit_symbol()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and zoom by keys."""
        moves = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._origin += QPointF(*moves[key]) * 5 * GRID
            self._fitted = None
            self.update()
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1.25)
        elif key is Qt.Key.Key_Minus:
            self.zoom(0.8)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this computer."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        file = dropped_file(event)
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, what lies over it, and the rulers."""
        painter = QPainter(self)
        colours = colours_now()
        painter.fillRect(self.rect(), QColor(colours.sunken))
        if self._pyramid is not None:
            self._paint_picture(painter, self._pyramid)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_path(painter, colours)
            for number, outline in enumerate(self._outlines):
                self._paint_outline(painter, outline, colours, chosen=number == self._number)
            for fault in sorted(self._faults, key=lambda one: one.chosen):
                self._paint_fault(painter, fault, colours)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            room = QRectF(self.rect())
            paint_rulers(painter, room, self._origin, self._scale, self._px_per_mm, colours)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(RULER_PX, RULER_PX, 0, 0)

    def _show_part(self, part: QRectF) -> None:
        room = self._room()
        inner = room.adjusted(GRID, GRID, -GRID, -GRID)
        scale = min(inner.width() / max(1.0, part.width()), inner.height() / max(1.0, part.height()))
        self._scale = min(max(scale, _LEAST_SCALE), _MOST_SCALE)
        self._origin = room.center() - part.center() * self._scale
        self._fitted = part
        self.update()

    def _bring_into_sight(self) -> None:
        chosen = next((fault for fault in self._faults if fault.chosen), None)
        if chosen is None or self._room().contains(self.to_screen(chosen.place)):
            return
        self._origin += self._room().center() - self.to_screen(chosen.place)
        self._fitted = None

    def _polygon(self, corners: Sequence[Point]) -> QPolygonF:
        return QPolygonF([self.to_screen(corner) for corner in corners])

    def _paint_picture(self, painter: QPainter, pyramid: Pyramid) -> None:
        whole = QRectF(QPointF(), pyramid.size().toSizeF())
        seen = QRectF(-self._origin / self._scale, QRectF(self.rect()).size() / self._scale)
        part = seen.intersected(whole)
        if not part.isEmpty():
            room = QRectF(self._origin + part.topLeft() * self._scale, part.size() * self._scale)
            pyramid.paint(painter, part, room)

    def _paint_path(self, painter: QPainter, colours: Colours) -> None:
        if self._path is None:
            return
        start, end = (self.to_screen(place) for place in self._path)
        painter.setPen(QPen(QColor(colours.surface), 3.5))
        painter.drawLine(start, end)
        painter.setPen(QPen(QColor(colours.running), 1.6))
        painter.drawLine(start, end)

    def _paint_outline(self, painter: QPainter, outline: Outline, colours: Colours, *, chosen: bool) -> None:
        colour = mark_colour(outline.mark, colours)
        polygon = self._polygon(outline.corners)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 3 if chosen else 1.5))
        painter.drawPolygon(polygon)
        bounds = polygon.boundingRect()
        if bounds.intersects(self._room()):
            place = bounds.topLeft() - QPointF(0, _TAG_PX + 2)
            self._paint_tag(painter, place, outline.words, outline.mark)

    def _paint_fault(self, painter: QPainter, fault: Fault, colours: Colours) -> None:
        at = self.to_screen(fault.place)
        radius = _RING_PX + (5 if fault.chosen else 0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.surface), 4.5 if fault.chosen else 3.5))
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QPen(QColor(mark_colour(fault.mark, colours)), 2.5 if fault.chosen else 1.5))
        painter.drawEllipse(at, radius, radius)
        if fault.chosen and self._room().contains(at):
            self._paint_tag(painter, at + QPointF(radius + 3, -10), fault.words, fault.mark)

    def _paint_tag(self, painter: QPainter, at: QPointF, words: str, mark: Mark) -> None:
        """Paint a small sign with the shape of ``mark`` and words near ``at``, all of it in sight."""
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(words) + 30
        inside = self._room().adjusted(2, 2, -2, -2)
        left = max(inside.left(), min(at.x(), inside.right() - width))
        top = max(inside.top(), min(at.y(), inside.bottom() - _TAG_PX))
        room = QRectF(left, top, width, _TAG_PX)
        colours = colours_now()
        colour = QColor(mark_colour(mark, colours))
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(room, 4, 4)
        paint_mark(painter, mark, colour.name(), QRectF(left + 6, top + 4, 12, 12))
        painter.setPen(QColor(colours.text))
        painter.drawText(room.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file of this computer that is dropped."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None


def _bounds(corners: Sequence[Point]) -> QRectF:
    return QPolygonF([QPointF(x, y) for x, y in corners]).boundingRect()
