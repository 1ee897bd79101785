"""What is drawn over the dots of a label: grid, guides, no-go zones, findings, selection, smart guides."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from desktop.labels.elements import Direction, LineElement, LinePurpose
from desktop.labels.findings import Finding
from desktop.labels.primitives import Area, Bars, Matrix
from ui.designer.gestures import Board, Hints
from ui.designer.pointing import area_of, areas_of, around, shown_elements
from ui.designer.snapping import Pull, Target
from ui.designer.viewport import SEEN_FROM_PX, Viewport
from ui.style import Colours
from ui.widgets.state_badge import mark_colour, paint_mark
from ui.wording import SEVERITIES

HANDLE_PX = 8
HANDLES = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))
"""Of the frame around the selection: columns and rows from its middle."""
_SMART = "#d6247f"
"""Colour of smart guides: neither a state's nor the accent's."""


def handles(room: QRectF) -> dict[tuple[int, int], QRectF]:
    """Return the places of the handles of a selection that takes ``room``, in pixels."""
    side = HANDLE_PX
    places = {}
    for across, down in HANDLES:
        # In the middle of a small side a handle would cover its neighbours.
        if (not across and room.width() < 3 * side) or (not down and room.height() < 3 * side):
            continue
        x = room.center().x() + across * room.width() / 2
        y = room.center().y() + down * room.height() / 2
        places[across, down] = QRectF(x - side / 2, y - side / 2, side, side)
    return places


class Overlays:
    """Draws everything that is not printed."""

    def __init__(self, board: Board, viewport: Viewport) -> None:
        self._board = board
        self._view = viewport

    def paint(self, painter: QPainter, room: QRectF, colours: Colours) -> None:
        """Draw all of it into ``room``, the part of the canvas that shows the label."""
        session, aids = self._board.session, self._board.aids
        self._grid(painter, room, colours)
        self._not_printed(painter, colours)
        if aids.on("zones"):
            self._zones(painter, colours)
        self._guides(painter, room, colours)
        if aids.on("findings") and not session.dragging:
            self._findings(painter, session.preview.findings, colours)
        self._selection(painter, colours)
        self._hints(painter, room, colours)

    def paint_revealed(self, painter: QPainter, area: Area, colours: Colours) -> None:
        """Outline a place that a person wants to see."""
        room = self._view.room(area).adjusted(-4, -4, 4, 4)
        ground = QColor(colours.stopped)
        painter.setPen(QPen(ground, 2))
        ground.setAlpha(40)
        painter.setBrush(ground)
        painter.drawRoundedRect(room, 3, 3)

    def _grid(self, painter: QPainter, room: QRectF, colours: Colours) -> None:
        label = self._view.room(self._board.label)
        seen = label.intersected(room)
        if seen.isEmpty():
            return
        scale, per_mm = self._view.scale, self._board.session.resolution.dots_per_mm
        if scale >= SEEN_FROM_PX:
            _lines(painter, seen, label.topLeft(), scale, QColor(128, 140, 152, 70))
            _lines(painter, seen, label.topLeft(), scale * per_mm, QColor(128, 140, 152, 150))
        if self._board.aids.on("grid"):
            step = self._board.aids.step.dots(self._board.session.resolution) * scale
            while step < 6:
                step *= 2
            colour = QColor(colours.accent)
            colour.setAlpha(60)
            _lines(painter, seen, label.topLeft(), step, colour)

    def _not_printed(self, painter: QPainter, colours: Colours) -> None:
        """Cut and fold lines, which no printer draws."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for element in shown_elements(self._board.session):
            if isinstance(element, LineElement) and element.purpose is not LinePurpose.PRINTED:
                room = self._view.room(area_of(self._board.session, element))
                cut = element.purpose is LinePurpose.CUT
                style = Qt.PenStyle.DashLine if cut else Qt.PenStyle.DashDotLine
                painter.setPen(QPen(QColor(colours.unknown), 2 if cut else 1, style))
                middle = room.center()
                if element.direction is Direction.HORIZONTAL:
                    painter.drawLine(QLineF(room.left(), middle.y(), room.right(), middle.y()))
                else:
                    painter.drawLine(QLineF(middle.x(), room.top(), middle.x(), room.bottom()))

    def _zones(self, painter: QPainter, colours: Colours) -> None:
        preview = self._board.session.preview
        symbols = {item.element: item.area for item in preview.primitives if isinstance(item, Bars | Matrix)}
        for zone in preview.zones:
            colour = QColor(colours.stopped if zone.broken else colours.accent)
            ground = QColor(colour)
            ground.setAlpha(90 if zone.broken else 26)
            room = self._view.room(zone.area)
            free = QPainterPath()
            free.addRect(room)
            if zone.element in symbols:  # the symbol itself keeps its colours
                free.addRect(self._view.room(symbols[zone.element]))
            painter.fillPath(free, ground)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            colour.setAlpha(255 if zone.broken else 120)
            painter.setPen(QPen(colour, 1.5 if zone.broken else 1, Qt.PenStyle.DashLine))
            painter.drawRect(room)

    def _guides(self, painter: QPainter, room: QRectF, colours: Colours) -> None:
        session = self._board.session
        painter.setPen(QPen(QColor(colours.running), 1))
        for guide in session.design.guides:
            at = guide.at_mm * session.resolution.dots_per_mm
            place = self._view.to_pixel(at, at)
            if guide.direction is Direction.VERTICAL:
                painter.drawLine(QLineF(place.x(), room.top(), place.x(), room.bottom()))
            else:
                painter.drawLine(QLineF(room.left(), place.y(), room.right(), place.y()))

    def _findings(self, painter: QPainter, findings: tuple[Finding, ...], colours: Colours) -> None:
        for finding, room in finding_rooms(findings, self._view):
            mark = SEVERITIES[finding.severity][0]
            colour = QColor(mark_colour(mark, colours))
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, 3, 3)
            badge = QRectF(room.right() - 7, room.top() - 7, 14, 14)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.surface))
            painter.drawEllipse(badge.adjusted(-2, -2, 2, 2))
            paint_mark(painter, mark, colour.name(), badge)

    def _selection(self, painter: QPainter, colours: Colours) -> None:
        session = self._board.session
        areas = areas_of(session, session.selection)
        whole = around(areas)
        if whole is None:
            return
        accent = QColor(colours.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(areas) > 1:
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DotLine))
            for area in areas.values():
                painter.drawRect(self._view.room(area))
        frame = self._view.room(whole)
        painter.setPen(QPen(accent, 1.5))
        painter.drawRect(frame)
        if session.dragging:
            return
        painter.setBrush(QColor(colours.surface))
        for handle in handles(frame).values():
            painter.drawRect(handle)

    def _hints(self, painter: QPainter, room: QRectF, colours: Colours) -> None:
        hints = self._board.hints
        if hints.rubber is not None:
            ground = QColor(colours.accent)
            painter.setPen(QPen(ground, 1, Qt.PenStyle.DashLine))
            ground.setAlpha(30)
            painter.setBrush(ground)
            painter.drawRect(self._view.room(hints.rubber))
        self._smart(painter, hints, room)

    def _smart(self, painter: QPainter, hints: Hints, room: QRectF) -> None:
        """Lines that edges were drawn to, with the free distance between what they align."""
        for upright, targets in ((True, hints.upright), (False, hints.level)):
            painter.setPen(QPen(QColor(_SMART), 1))
            painter.drawLines(
                [self._smart_line(target, hints.moved, room, upright=upright) for target in targets]
            )
            gaps = [
                (last - first, target.at, (first + last) / 2)
                for target in targets
                if hints.moved is not None and target.pull is Pull.OBJECT
                for first, last in _gap(target, hints.moved, upright=upright)
            ]
            if gaps:  # to the nearest only: all of them would hide the label
                self._distance(painter, *min(gaps), upright=upright)

    def _smart_line(self, target: Target, moved: Area | None, room: QRectF, *, upright: bool) -> QLineF:
        first, last = _reach(target, moved, upright=upright)
        whole = target.pull in {Pull.GUIDE, Pull.LABEL}
        if upright:
            x = self._view.to_pixel(target.at, 0).x()
            top = room.top() if whole else self._view.to_pixel(0, first).y() - 6
            return QLineF(x, top, x, room.bottom() if whole else self._view.to_pixel(0, last).y() + 6)
        y = self._view.to_pixel(0, target.at).y()
        left = room.left() if whole else self._view.to_pixel(first, 0).x() - 6
        return QLineF(left, y, room.right() if whole else self._view.to_pixel(last, 0).x() + 6, y)

    def _distance(self, painter: QPainter, gap: float, at: float, middle: float, *, upright: bool) -> None:
        mm = gap / self._board.session.resolution.dots_per_mm
        place = self._view.to_pixel(at, middle) if upright else self._view.to_pixel(middle, at)
        note(painter, f"{mm:.2f} mm", place, _SMART, "#ffffff", centred=True)


def finding_rooms(findings: tuple[Finding, ...], view: Viewport) -> list[tuple[Finding, QRectF]]:
    """Return the places of findings on the canvas, in pixels."""
    return [
        (finding, view.room(finding.area).adjusted(-3, -3, 3, 3))
        for finding in findings
        if finding.area is not None
    ]


def note(painter: QPainter, text: str, at: QPointF, ground: str, ink: str, *, centred: bool = False) -> None:
    """Tell something at a place of the canvas."""
    font = QFont(painter.font())
    font.setPixelSize(11)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    room = QRectF(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 6)
    if centred:
        room.moveCenter(at)
    else:
        room.moveTopLeft(at)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(room, 4, 4)
    painter.setPen(QColor(ink))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _lines(painter: QPainter, seen: QRectF, origin: QPointF, step: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1))
    first, last = int((seen.left() - origin.x()) / step), int((seen.right() - origin.x()) / step)
    lines = [
        QLineF(x, seen.top(), x, seen.bottom())
        for x in (origin.x() + number * step for number in range(first, last + 1))
    ]
    first, last = int((seen.top() - origin.y()) / step), int((seen.bottom() - origin.y()) / step)
    lines += [
        QLineF(seen.left(), y, seen.right(), y)
        for y in (origin.y() + number * step for number in range(first, last + 1))
    ]
    painter.drawLines(lines)


def _gap(target: Target, moved: Area, *, upright: bool) -> list[tuple[float, float]]:
    """Return from where to where there is nothing between what is dragged and what it is aligned with."""
    low, high = (moved.y, moved.bottom) if upright else (moved.x, moved.right)
    if target.last <= low:
        return [(target.last, low)]
    return [(high, target.first)] if target.first >= high else []


def _reach(target: Target, moved: Area | None, *, upright: bool) -> tuple[float, float]:
    if moved is None:
        return target.first, target.last
    low, high = (moved.y, moved.bottom) if upright else (moved.x, moved.right)
    return min(target.first, low), max(target.last, high)
