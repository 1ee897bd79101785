"""The tree of a pack, drawn: pallet, case, bundle, unit, each with its state; the others are folded."""

from typing import ClassVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.operations.trace import PackPlace, TreePack
from desktop.packing.event_names import flag_name
from desktop.texts import Text, say, say_count
from ui.language import Language
from ui.style import GRID, Colours, colours_now, mixed, monospaced
from ui.trace.tree_rows import FoldRow, PackRow, Row, parent_row, rows_of, unfolded
from ui.widgets.state_badge import mark_colour, paint_mark
from ui.wording import CODE_STATES, Mark, code_grouped, level_name, number

Index = QModelIndex | QPersistentModelIndex
_ROW_ROLE = Qt.ItemDataRole.UserRole
_HEIGHT = 4 * GRID
_STEP = 3 * GRID
"""How far each level is set in."""
_MARK = 16


class TreeModel(QAbstractListModel):
    """The lines of a tree; their text is what a screen reader says."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.rows: tuple[Row, ...] = ()

    def put(self, rows: tuple[Row, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature; immutable)
        """Count the lines."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Answer the view for one line."""
        one = self.rows[index.row()]
        if role == _ROW_ROLE:
            return one
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._language(_told(one))
        return None


class TreeView(QListView):
    """Draws the tree. Arrows move, Left goes to the pack around, Enter or a click opens.

    Signals:
        wanted: (code) the person wants to see another pack.
        fold_wanted: (FoldRow) the person wants to see more of what is folded.
    """

    wanted = Signal(str)
    fold_wanted = Signal(object)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._place: PackPlace | None = None
        self.tree = TreeModel(language)
        self.setModel(self.tree)
        self.setItemDelegate(_Painter(language, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(6 * _HEIGHT)
        self.setMouseTracking(True)
        language.word(self, say("Tree of packs"), "setAccessibleName")
        language.changed.connect(self.viewport().update)
        self.clicked.connect(self._open)

    def show_place(self, place: PackPlace) -> None:
        """Draw the tree around a pack; the same once more leaves everything as it is."""
        if place == self._place:
            return
        self._place = place
        self.tree.put(rows_of(place))
        self.scrollToTop()
        self._move(next(at for at, one in enumerate(self.tree.rows) if isinstance(one, PackRow) and one.own))

    def unfold(self, fold: FoldRow, packs: tuple[TreePack, ...]) -> None:
        """Take packs out of a fold; nothing happens if it is no longer there."""
        if fold not in self.tree.rows:
            return
        at = self.tree.rows.index(fold)
        top = self.verticalScrollBar().value()
        self.tree.put(unfolded(self.tree.rows, fold, packs))
        self.verticalScrollBar().setValue(top)
        self._move(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the largest pack as long as the line that the person is on is in sight too."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollToTop()
            self.scrollTo(self.currentIndex())

    def row_now(self) -> Row | None:
        """Return the line that the person is on."""
        index = self.currentIndex()
        return self.tree.rows[index.row()] if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, go up by Left and down by Right; arrows up and down are the list's own."""
        index = self.currentIndex()
        if not index.isValid() or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(index)
        elif event.key() == Qt.Key.Key_Left:
            self._move(parent_row(self.tree.rows, index.row()))
        elif event.key() == Qt.Key.Key_Right:
            self._go_in(index.row())
        else:
            super().keyPressEvent(event)

    def _go_in(self, at: int) -> None:
        rows = self.tree.rows
        if isinstance(rows[at], FoldRow):
            self.fold_wanted.emit(rows[at])
        elif at + 1 < len(rows) and rows[at + 1].depth > rows[at].depth:
            self._move(at + 1)

    def _move(self, at: int) -> None:
        index = self.tree.index(min(at, len(self.tree.rows) - 1))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _open(self, index: QModelIndex) -> None:
        match self.tree.rows[index.row()]:
            case PackRow(own=False, pack=pack):
                self.wanted.emit(pack.code)
            case FoldRow() as fold:
                self.fold_wanted.emit(fold)


def _told(one: Row) -> Text:
    if isinstance(one, FoldRow):
        return _fold_text(one)
    told = say(
        "{level} {code}: {state}",
        level=level_name(one.pack.level),
        code=code_grouped(one.pack.code),
        state=CODE_STATES[one.pack.state][1],
    )
    if one.pack.place is not None and one.depth:
        told = say("{place}. {pack}", place=one.pack.place, pack=told)
    if one.pack.flag:
        told = say("{pack}, {flag}", pack=told, flag=flag_name(one.pack.flag))
    if one.pack.children:
        told = say("{pack}, holds {n}", pack=told, n=number(one.pack.children))
    return told


def _fold_text(fold: FoldRow) -> Text:
    if fold.until is not None:
        return say_count("… {n} before", "… {n} before", n=fold.count)
    return say_count("… {n} more", "… {n} more", n=fold.count)


class _Painter(QStyledItemDelegate):
    """Draws one line of the tree."""

    _parts: ClassVar[dict[int, int]] = {1: 1, 2: 2, 3: 4, 4: 9}
    """Into how many cells the sign of a level is parted."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the room of a line."""
        return QSize(40 * GRID, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the lines of the tree, then the pack or the fold."""
        one: Row = index.data(_ROW_ROLE)
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
            text = self._language(_fold_text(one))
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
