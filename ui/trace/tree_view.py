"""The tree of a pack, drawn: pallet, case, bundle, unit, each with its state; the others are folded."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.operations.trace import PackPlace, TreePack
from desktop.packing.event_names import flag_name
from desktop.texts import Text, say
from ui.language import Language
from ui.trace.tree_painter import HEIGHT, ROW_ROLE, Index, Painter, fold_text
from ui.trace.tree_rows import FoldRow, PackRow, Row, parent_row, rows_of, unfolded
from ui.wording import CODE_STATES, code_grouped, level_name, number


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
        if role == ROW_ROLE:
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
        self.setItemDelegate(Painter(language, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(6 * HEIGHT)
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
        return fold_text(one)
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
