"""Packs with what is in them, drawn: which places are free, what comes out, what comes in."""

from collections import Counter
from math import ceil, sqrt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.operations.pack_boxes import Box, Cell, Fate
from desktop.texts import Text, say
from ui.language import Language
from ui.style import GRID, Colours, colours_now, mixed, monospaced
from ui.wording import code_grouped, level_name, number

FATES: dict[Fate, Text] = {
    Fate.EMPTY: say("free place"),
    Fate.STAYS: say("stays"),
    Fate.OUT: say("comes out, good"),
    Fate.GONE: say("used up"),
    Fate.IN: say("comes in"),
    Fate.OTHER: say("another one in its place"),
}
"""The words of what becomes of a place."""

_MOST_CELLS = 200
"""Beyond it single places cannot be told apart; how many lie there is written instead."""
_CELL_MOST, _CELL_LEAST, _GAP = 26, 7, 3
_PAD = 10
_COUNT_PX = 18
_PLACES_ACROSS, _CELLS_HIGH = 8, 12 * GRID
"""Places beside each other while they are large, and the room in which all of them must do."""
_ACROSS = 2


class PackPicture(QWidget):
    """Draws at most four packs, two beside each other; the places of small ones can be pointed at."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._boxes: tuple[Box, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMouseTracking(True)
        language.changed.connect(self.update)

    def show_boxes(self, boxes: tuple[Box, ...]) -> None:
        """Draw other packs; none: nothing."""
        self._boxes = boxes
        self.updateGeometry()
        self.update()

    def boxes(self) -> tuple[Box, ...]:
        """Return what is drawn."""
        return self._boxes

    def sizeHint(self) -> QSize:
        """Return the room of the packs and the meaning of the signs."""
        rows = ceil(len(self._boxes) / _ACROSS)
        return QSize(52 * GRID, rows * (self._box_height() + GRID) + self._legend_height())

    def minimumSizeHint(self) -> QSize:
        """Ask for all of it: half a picture says nothing."""
        return self.sizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which pack lies at the place that is pointed at."""
        cell = self._cell_at(event.position())
        if cell is None:
            self.setToolTip("")
            return
        code, fate = code_grouped(cell.code), FATES[cell.fate]
        self.setToolTip(self._language(say("{place}: {code} {fate}", place=cell.place, code=code, fate=fate)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw packs and legend."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, box in enumerate(self._boxes):
            self._paint_box(painter, box, self._room_of(at), colours)
        self._paint_legend(painter, colours)
        painter.end()

    def _paint_box(self, painter: QPainter, box: Box, room: QRectF, colours: Colours) -> None:
        line = _colour(box.fate, colours) if box.fate is not Fate.STAYS else colours.border
        if box.named and box.fate is Fate.STAYS:
            line = colours.accent
        painter.setPen(QPen(QColor(line), 2 if box.named or box.fate is not Fate.STAYS else 1))
        painter.setBrush(mixed(line, colours.surface, 0.10 if box.fate is not Fate.STAYS else 0.03))
        painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)
        painter.setFont(self.font())
        painter.setPen(QColor(colours.muted))
        height = self.fontMetrics().height()
        head = QRectF(room.x() + _PAD, room.y() + 6, room.width() - 2 * _PAD, height)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, self._language(self._title(box)))
        painter.setFont(monospaced(9))
        painter.setPen(QColor(colours.text))
        head.translate(0, height + 1)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, code_grouped(box.code))
        if box.fate is Fate.GONE:
            painter.setPen(QPen(QColor(colours.stopped), 2))
            middle = head.center().y()
            width = painter.fontMetrics().horizontalAdvance(code_grouped(box.code))
            painter.drawLine(QPointF(head.x(), middle), QPointF(head.x() + width, middle))
        if len(box.cells) > _MOST_CELLS:
            self._paint_counts(painter, box, room, colours)
            return
        for cell, place in zip(box.cells, self._places(box, room), strict=True):
            _paint_cell(painter, cell, place, colours)

    def _paint_counts(self, painter: QPainter, box: Box, room: QRectF, colours: Colours) -> None:
        """Write how many places share a fate: single ones would be dust."""
        painter.setFont(self.font())
        top = room.y() + 2 * self.fontMetrics().height() + 14
        for line, (fate, count) in enumerate(Counter(cell.fate for cell in box.cells).items()):
            side = QRectF(room.x() + _PAD, top + line * _COUNT_PX, _COUNT_PX - 4, _COUNT_PX - 4)
            _paint_cell(painter, Cell(0, "", fate), side, colours)
            painter.setPen(QColor(colours.text))
            words = QRectF(side.right() + GRID, side.y(), room.width() / 2, side.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, number(count))

    def _title(self, box: Box) -> Text:
        if not box.cells:
            return level_name(box.level)
        lying = sum(1 for cell in box.cells if cell.fate not in {Fate.EMPTY, Fate.IN})
        then = sum(1 for cell in box.cells if cell.fate in {Fate.STAYS, Fate.IN, Fate.OTHER})
        if lying == then:
            return say("{level}: {n} of {room}", level=level_name(box.level), n=lying, room=len(box.cells))
        return say(
            "{level}: {n} of {room}, then {then}",
            level=level_name(box.level),
            n=lying,
            room=len(box.cells),
            then=then,
        )

    def _room_of(self, at: int) -> QRectF:
        across = min(_ACROSS, len(self._boxes))
        width = min((self.width() - (across - 1) * GRID) / across, 40 * GRID)
        line, side = divmod(at, _ACROSS)
        height = self._box_height()
        return QRectF(side * (width + GRID), line * (height + GRID), width, height)

    def _box_height(self) -> int:
        """Return the height of each pack: as much as the places of the fullest one take."""
        head = 2 * self.fontMetrics().height() + 14
        most = max((len(box.cells) for box in self._boxes), default=0)
        rows = ceil(most / _PLACES_ACROSS)
        return head + min(rows * _CELL_MOST, _CELLS_HIGH) + (6 if most else 0)

    def _legend_height(self) -> int:
        return ceil(len(self._fates()) / 3) * (self.fontMetrics().height() + 6)

    def _fates(self) -> list[Fate]:
        found = {cell.fate for box in self._boxes for cell in box.cells}
        return [fate for fate in Fate if fate in found]

    def _places(self, box: Box, room: QRectF) -> list[QRectF]:
        top = room.y() + 2 * self.fontMetrics().height() + 14
        space = QRectF(room.x() + _PAD, top, room.width() - 2 * _PAD, room.bottom() - top - 6)
        count = max(1, len(box.cells))
        area = max(0.0, space.width()) * max(0.0, space.height())  # too little while it is being laid out
        side = min(_CELL_MOST, max(_CELL_LEAST, int(sqrt(area / count))))
        while side > _CELL_LEAST and int(space.width() // side) * int(space.height() // side) < count:
            side -= 1
        across = max(1, int(space.width() // side))
        return [
            QRectF(
                space.x() + (at % across) * side, space.y() + (at // across) * side, side - _GAP, side - _GAP
            )
            for at in range(len(box.cells))
        ]

    def _cell_at(self, at: QPointF) -> Cell | None:
        for at_box, box in enumerate(self._boxes):
            if len(box.cells) <= _MOST_CELLS:
                for cell, place in zip(box.cells, self._places(box, self._room_of(at_box)), strict=True):
                    if place.contains(at):
                        return cell
        return None

    def _paint_legend(self, painter: QPainter, colours: Colours) -> None:
        height = self.fontMetrics().height() + 6
        top = ceil(len(self._boxes) / _ACROSS) * (self._box_height() + GRID)
        painter.setFont(self.font())
        for at, fate in enumerate(self._fates()):
            line, side = divmod(at, 3)
            x, y = side * self.width() / 3, top + line * height
            _paint_cell(painter, Cell(0, "", fate), QRectF(x, y + 2, height - 8, height - 8), colours)
            painter.setPen(QColor(colours.muted))
            room = QRectF(x + height, y, self.width() / 3 - height, height - 4)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._language(FATES[fate]))


def _paint_cell(painter: QPainter, cell: Cell, room: QRectF, colours: Colours) -> None:
    colour = QColor(_colour(cell.fate, colours))
    pen = QPen(QColor(colours.accent) if cell.named and cell.fate is Fate.STAYS else colour)
    pen.setWidthF(2.4 if cell.named else 1)
    if cell.fate is Fate.EMPTY:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    share = {Fate.EMPTY: 0.0, Fate.STAYS: 0.35}.get(cell.fate, 0.16)
    painter.setBrush(mixed(colour.name(), colours.surface, share))
    painter.drawRoundedRect(room, 2, 2)
    pen = QPen(colour, 1.8)
    painter.setPen(pen)
    inner = room.adjusted(room.width() / 4, room.height() / 4, -room.width() / 4, -room.height() / 4)
    if cell.fate in {Fate.IN, Fate.OTHER}:
        painter.drawLine(
            QPointF(inner.center().x(), inner.top()), QPointF(inner.center().x(), inner.bottom())
        )
    if cell.fate in {Fate.IN, Fate.OTHER, Fate.OUT}:
        painter.drawLine(
            QPointF(inner.left(), inner.center().y()), QPointF(inner.right(), inner.center().y())
        )
    if cell.fate in {Fate.GONE, Fate.OTHER}:
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())


def _colour(fate: Fate, colours: Colours) -> str:
    return {
        Fate.EMPTY: colours.idle,
        Fate.STAYS: colours.idle,
        Fate.OUT: colours.attention,
        Fate.GONE: colours.stopped,
        Fate.IN: colours.done,
        Fate.OTHER: colours.running,
    }[fate]
