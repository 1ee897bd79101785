"""How the lines of a pack's tree look: sign of the level, place, code, state, how it was filled."""

from typing import ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.packing.event_names import flag_name
from desktop.texts import Text, say, say_count
from ui.language import Language
from ui.style import GRID, Colours, colours_now, mixed, monospaced
from ui.trace.tree_rows import FoldRow, PackRow, Row
from ui.widgets.state_badge import mark_colour, paint_mark
from ui.wording import CODE_STATES, Mark, code_grouped, level_name, number

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
"""Under which a model tells the ``Row`` of a line."""
HEIGHT = 4 * GRID
"""Of a line, in pixels."""
_STEP = 3 * GRID
"""How far each level is set in."""
_MARK = 16


def fold_text(fold: FoldRow) -> Text:
    """Word how many packs are folded, and on which side."""
    if fold.until is not None:
        return say_count("… {n} before", "… {n} before", n=fold.count)
    return say_count("… {n} more", "… {n} more", n=fold.count)


class Painter(QStyledItemDelegate):
    """Draws one line of the tree."""

    _parts: ClassVar[dict[int, int]] = {1: 1, 2: 2, 3: 4, 4: 9}
    """Into how many cells the sign of a level is parted."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the room of a line."""
        return QSize(40 * GRID, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the lines of the tree, then the pack or the fold."""
        one: Row = index.data(ROW_ROLE)
        room = QRectF(option.rect)
        state = option.state
        colours = colours_now()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, room, one, state, colours)
        _paint_lines(painter, room, one, colours)
        inner = room.adjusted(GRID + one.depth * _STEP, 0, -GRID, 0)
        if isinstance(one, FoldRow):
            painter.setPen(QColor(colours.accent))
            text = self._language(fold_text(one))
            painter.drawText(inner.adjusted(_STEP, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        else:
            self._paint_pack(painter, inner, one, colours)
        painter.restore()

    def _paint_pack(self, painter: QPainter, room: QRectF, one: PackRow, colours: Colours) -> None:
        pack = one.pack
        mark, word = CODE_STATES[pack.state]
        tint = mark_colour(mark, colours)
        ink = QColor(colours.text if one.own or one.on_way else colours.muted)
        font = painter.font()
        font.setBold(one.own)
        _paint_sign(painter, self._parts.get(pack.level, 9), room, QColor(colours.accent), colours)
        pen = _Pen(painter, room.adjusted(_STEP + 2, 0, 0, 0))
        pen.put(self._language(level_name(pack.level)), font, ink, least=6.0 * GRID)
        if pack.place is not None and one.depth:
            pen.put(f"{pack.place}.", font, QColor(colours.muted), least=3.5 * GRID)
        face = monospaced()
        face.setBold(one.own)
        pen.put(code_grouped(pack.code), face, ink)
        pen.mark(mark, tint)
        pen.put(self._language(word), font, QColor(tint))
        if pack.flag:
            attention = mark_colour(Mark.ATTENTION, colours)
            pen.mark(Mark.ATTENTION, attention)
            pen.put(self._language(flag_name(pack.flag)), font, QColor(attention))
        if pack.children:
            inside = say("holds {n}", n=number(pack.children))
            pen.put(self._language(inside), font, QColor(colours.muted))


class _Pen:
    """Sets words behind each other in one line, as long as there is room."""

    def __init__(self, painter: QPainter, room: QRectF) -> None:
        self._painter = painter
        self._room = room
        self._full = False

    def put(self, text: str, font: QFont, colour: QColor, least: float = 0.0) -> None:
        """Set a word; it takes ``least`` pixels at least. What does not fit is left to the tool tip."""
        width = QFontMetricsF(font).horizontalAdvance(text)
        self._full = self._full or width > self._room.width()
        if self._full:
            return
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(self._room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        self._room.setLeft(self._room.left() + max(width, least) + GRID)

    def mark(self, mark: Mark, tint: str) -> None:
        """Set the shape of a state."""
        left, middle = self._room.left(), self._room.center().y()
        paint_mark(self._painter, mark, tint, QRectF(left, middle - _MARK / 2, _MARK, _MARK))
        self._room.setLeft(left + _MARK + GRID // 2)


def _paint_ground(
    painter: QPainter, room: QRectF, one: Row, state: QStyle.StateFlag, colours: Colours
) -> None:
    own = isinstance(one, PackRow) and one.own
    ground = room.adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if own:
        painter.setBrush(QColor(colours.accent_soft))
        painter.drawRoundedRect(ground, 4, 4)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(mixed(colours.accent, colours.surface, 0.06))
        painter.drawRoundedRect(ground, 4, 4)
    if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(colours.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground, 4, 4)


def _paint_lines(painter: QPainter, room: QRectF, one: Row, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.border), 1.5))
    middle = room.center().y()
    for depth in range(1, one.depth + 1):
        x = room.left() + GRID + depth * _STEP - _STEP / 2
        last = depth == one.depth
        goes_on = one.lines[depth]
        if goes_on or last:
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom() if goes_on else middle))
        if last:
            painter.drawLine(QPointF(x, middle), QPointF(x + _STEP / 2 - 2, middle))


def _paint_sign(painter: QPainter, parts: int, room: QRectF, colour: QColor, colours: Colours) -> None:
    """Draw the sign of a level: a box, parted the more the larger the pack is."""
    side = 16.0
    box = QRectF(room.left(), room.center().y() - side / 2, side, side)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(mixed(colours.accent, colours.surface, 0.08))
    painter.drawRoundedRect(box, 2, 2)
    across = {1: 1, 2: 2, 4: 2, 9: 3}[parts]
    down = {1: 1, 2: 1, 4: 2, 9: 3}[parts]
    for number_across in range(1, across):
        x = box.left() + number_across * side / across
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    for number_down in range(1, down):
        y = box.top() + number_down * side / down
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
