"""The label on the screen: its dots, rulers and what lies over them, zoomed and panned."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.labels.primitives import Area
from desktop.texts import Text
from ui.designer.gestures import Board
from ui.designer.grid import Aids
from ui.designer.loupe import paint_loupe
from ui.designer.overlays import Overlays, finding_rooms, note
from ui.designer.pointing import areas_of, around
from ui.designer.rulers import RULER_PX, Rulers
from ui.designer.screen import Screen
from ui.designer.session import DesignSession
from ui.designer.viewport import DOT_VIEW_PX, Viewport
from ui.style import colours_now
from ui.workplace import Workplace

_UNPRINTED_SHARE = 0.4
"""How strongly layers are drawn that are not printed, such as a traced old label."""


class Surface(QWidget):
    """Shows the label of a session.

    Attributes:
        session: the design.
        viewport: zoom and pan.
        board: what gestures work on, and what is drawn meanwhile.

    Signals:
        zoomed: the zoom changed.
    """

    zoomed = Signal()

    def __init__(self, work: Workplace, session: DesignSession, aids: Aids) -> None:
        super().__init__()
        self.work = work
        self.session = session
        self.viewport = Viewport()
        self.board = Board(session, aids)
        self.pointer: QPointF | None = None
        self.revealed: Area | None = None
        self._screen = Screen()
        self._unprinted = Screen()
        self._rulers = Rulers()
        self._overlays = Overlays(self.board, self.viewport)
        self._fitted = False
        self.setMouseTracking(True)
        self.setMinimumSize(320, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        session.shown.connect(self._show)
        session.selected.connect(self.update)
        session.revealed.connect(self.reveal)
        aids.changed.connect(self.update)
        self._show()

    def room(self) -> QRectF:
        """Return the part of the canvas that shows the label, in pixels."""
        return QRectF(self.rect()).adjusted(RULER_PX, RULER_PX, 0, 0)

    def fit(self) -> None:
        """Show the whole label as large as it goes."""
        self.viewport.fit(self.board.label, self.room())
        self.seen_anew(fitted=True)

    def fit_selection(self) -> None:
        """Show what is selected as large as it goes; the whole label if nothing is."""
        area = around(areas_of(self.session, self.session.selection))
        self.viewport.fit(area or self.board.label, self.room())
        self.seen_anew()

    def one_to_one(self) -> None:
        """Show the label in its real size on this screen."""
        per_mm = self.screen().physicalDotsPerInch() / 25.4
        self._zoom_to(per_mm / self.session.resolution.dots_per_mm)

    def dot_view(self) -> None:
        """Show each dot."""
        self._zoom_to(DOT_VIEW_PX)

    def zoom_by(self, steps: int) -> None:
        """Zoom in or out around the pointer, or the middle if it is elsewhere."""
        self.viewport.zoom_by(steps, self.pointer or self.room().center())
        self.seen_anew()

    def reveal(self, area: Area) -> None:
        """Show a place and outline it until the next click."""
        if not self.room().contains(self.viewport.room(area)):
            self.viewport.centre(area, self.room())
        self.revealed = area
        self.seen_anew()

    def pixel_of(self, x_mm: float, y_mm: float) -> QPointF:
        """Return where a place of the label is on the canvas."""
        per_mm = self.session.resolution.dots_per_mm
        return self.viewport.to_pixel(x_mm * per_mm, y_mm * per_mm)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; a touch pad's two fingers and Shift move the label."""
        by = event.pixelDelta()
        sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if sideways or (not by.isNull() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            angle = event.angleDelta()
            step = QPointF(by) if not by.isNull() else QPointF(angle.x() + angle.y(), 0) / 2
            self.viewport.pan(step)
        elif event.angleDelta().y():
            self.viewport.zoom_by(1 if event.angleDelta().y() > 0 else -1, event.position())
        self.seen_anew()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget where the pointer was."""
        super().leaveEvent(event)
        self.pointer = None
        self.update()

    def event(self, event: QEvent) -> bool:
        """Zoom by a pinch and word findings under the pointer."""
        if isinstance(event, QNativeGestureEvent) and (
            event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.viewport.zoom(self.viewport.scale * (1 + event.value()), event.position())
            self.seen_anew()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            told = self.explained_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.work.language(told) if told else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the label in sight."""
        super().resizeEvent(event)
        if self._fitted or not event.oldSize().isValid():
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything."""
        del event
        colours, room = colours_now(), self.room()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.sunken))
        painter.setClipRect(room)
        self._screen.paint(painter, self.viewport, room)
        if self.session.preview.unprinted:
            painter.save()
            painter.setOpacity(_UNPRINTED_SHARE)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            self._unprinted.paint(painter, self.viewport, room)
            painter.restore()
        painter.setPen(QColor(colours.border))
        painter.drawRect(self.viewport.room(self.board.label).adjusted(-0.5, -0.5, 0.5, 0.5))
        self._overlays.paint(painter, room, colours)
        if self.revealed is not None:
            self._overlays.paint_revealed(painter, self.revealed, colours)
        pointer = self.pointer
        if pointer is not None:
            if self.board.aids.on("loupe"):
                paint_loupe(painter, self._screen.picture, self.viewport, pointer, self.rect(), colours)
            told = self.board.hints.note
            if told is not None:
                at = pointer + QPointF(14, 16)
                note(painter, self.work.language(told), at, colours.text, colours.surface)
        painter.setClipping(False)
        self._rulers.paint(painter, self.viewport, self.rect(), self.session.resolution, colours, pointer)
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def picture_dots(self) -> bytes:
        """Return the dots that are shown, a byte each, row by row."""
        return self._screen.picture.dots.tobytes()

    def explained_at(self, pixel: QPointF) -> Text | None:
        """Return what a finding at a place of the canvas says."""
        rooms = finding_rooms(self.session.preview.findings, self.viewport)
        return next((finding.message for finding, room in rooms if room.contains(pixel)), None)

    def seen_anew(self, *, fitted: bool = False) -> None:
        """Draw the label after the viewport has changed."""
        self._fitted = fitted
        self.zoomed.emit()
        self.update()

    def _zoom_to(self, scale: float) -> None:
        self.viewport.zoom(scale, self.pointer or self.room().center())
        self.seen_anew()

    def _show(self) -> None:
        design, preview = self.session.design, self.session.preview
        label = self.board.label
        resized = self._screen.picture.area != label
        self._screen.show(design, label.width, label.height, preview.primitives)
        self._unprinted.show(design, label.width, label.height, preview.unprinted)
        if resized and self.isVisible():
            self.fit()
        self.update()
