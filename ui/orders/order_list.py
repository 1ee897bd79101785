"""The list of work orders: each a card of three lines, searched and filtered while typing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState, state_name
from desktop.texts import say
from ui.kit import column
from ui.language import Language
from ui.orders.order_words import MOST_URGENT, by_urgency, lot_of, order_state, planned_day, units_of
from ui.style import GRID, colours_now
from ui.widgets.state_badge import mark_colour, paint_mark
from ui.workplace import Workplace

Index = QModelIndex | QPersistentModelIndex
_CARD_PX = 10 * GRID
_MARK_PX = 14
_DOT = " · "


class OrdersModel(QAbstractListModel):
    """Orders as a Qt model: those that a person searches for."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._all: tuple[OrderRow, ...] = ()
        self._lower: list[str] = []
        self._shown: list[OrderRow] = []
        self._words: list[str] = []
        self._state: OrderState | None = None

    def put(self, orders: Sequence[OrderRow]) -> None:
        """Show ``orders`` in place of all before."""
        self._all = by_urgency(orders)
        self.reword()

    def reword(self) -> None:
        """Word the same orders in the present language."""
        self._lower = ["\n".join(self.lines(one)).casefold() for one in self._all]
        self._choose()

    def search(self, text: str) -> None:
        """Show only orders that contain every word of ``text``."""
        self._words = text.casefold().split()
        self._choose()

    def filter(self, state: OrderState | None) -> None:
        """Show only orders in ``state``; None: all."""
        self._state = state
        self._choose()

    def orders(self) -> tuple[OrderRow, ...]:
        """Return all orders, those that are not searched for too."""
        return self._all

    def rows(self) -> tuple[OrderRow, ...]:
        """Return the orders that are shown, in their order."""
        return tuple(self._shown)

    def lines(self, order: OrderRow) -> tuple[str, ...]:
        """Return what stands on the card of an order: number, state, product, and the rest."""
        word = self._language
        rest = (lot_of(order), order.line, word(units_of(order)), planned_day(order))
        return order.number, word(order_state(order)[1]), order.product, _DOT.join(one for one in rest if one)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature; immutable)
        """Count the orders that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Answer the view, and who reads the screen aloud."""
        order = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return order
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return "\n".join(self.lines(order))
        return None

    def _choose(self) -> None:
        self.beginResetModel()
        self._shown = [
            order
            for order, lower in zip(self._all, self._lower, strict=True)
            if (self._state is None or order.state is self._state)
            and all(word in lower for word in self._words)
        ]
        self.endResetModel()


class _Card(QStyledItemDelegate):
    """Draws an order: number and state, product, then lot, line, units and day."""

    def __init__(self, model: OrdersModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(30 * GRID, max(_CARD_PX, 3 * QFontMetrics(option.font).height() + 3 * GRID))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        order = index.data(Qt.ItemDataRole.UserRole)
        colours = colours_now()
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(QColor(colours.border))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        inner = room.adjusted(GRID + 4, GRID, -GRID - 4, -GRID)
        number, word, product, rest = self._model.lines(order)
        mark, _ = order_state(order)
        plain = QFont(option.font)
        bold = QFont(plain)
        bold.setBold(True)
        height = inner.height() // 3
        colour = mark_colour(mark, colours)
        width = QFontMetrics(bold).horizontalAdvance(word)
        first = QRect(inner.left(), inner.top(), inner.width(), height)
        badge = QRectF(
            first.right() - width - _MARK_PX - 6, first.top() + (height - _MARK_PX) / 2, _MARK_PX, _MARK_PX
        )
        paint_mark(painter, mark, colour, badge)
        _write(painter, bold, colour, first, word, Qt.AlignmentFlag.AlignRight)
        _write(painter, bold, colours.text, first.adjusted(0, 0, -width - _MARK_PX - 2 * GRID, 0), number)
        _write(painter, plain, colours.text, first.translated(0, height), product)
        _write(painter, plain, colours.muted, first.translated(0, 2 * height), rest)
        painter.restore()


def _write(
    painter: QPainter,
    font: QFont,
    colour: str,
    room: QRect,
    text: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


class OrderList(QWidget):
    """Search, filter, and the orders below.

    Signals:
        chosen: (OrderRow or None) the person moved to another order, or the same one was read anew.
    """

    chosen = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._language = work.language
        self._id: int | None = None
        self._told: int | None = None
        self._putting = False
        self.model = OrdersModel(work.language)
        self.search = kit.field(say("Number, product, lot or line"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda text: self._narrow(lambda: self.model.search(text)))
        self.state = QComboBox()
        kit.language.word(self.state, say("State"), "setAccessibleName")
        self.state.addItem("", None)
        for state in MOST_URGENT:
            self.state.addItem("", state.value)
        self.state.currentIndexChanged.connect(
            lambda _place: self._narrow(lambda: self.model.filter(self._wanted_state()))
        )
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Card(self.model, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        kit.language.word(self.view, say("Work orders"), "setAccessibleName")
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self._moved())
        self.nothing = kit.label(say("No order is like that."), "muted", wrap=True)
        layout = column(self.search, self.state, self.nothing, self.view, spacing=GRID)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.nothing.hide()
        work.language.changed.connect(self._reword)
        work.style.changed.connect(lambda: self.view.viewport().update())
        self._reword()

    def put(self, orders: Sequence[OrderRow]) -> None:
        """Show ``orders``; the chosen one stays chosen and the list where it was scrolled to."""
        bar = self.view.verticalScrollBar()
        at, before = bar.value(), self._told
        self._change(lambda: self.model.put(orders))
        order = self.order()
        if order is not None and order.id == before:
            bar.setValue(at)
        if order is not None and self._id is None:
            self._id = order.id  # what is looked at stays, even if nobody chose it
        self._tell()

    def choose(self, order_id: int) -> None:
        """Move to an order; a search or filter that hides it is taken away."""
        self._id = order_id
        if not any(one.id == order_id for one in self.model.rows()):
            self.search.clear()
            self.state.setCurrentIndex(0)
        self._mark_chosen()
        self._tell()

    def order(self) -> OrderRow | None:
        """Return the chosen order."""
        index = self.view.currentIndex()
        found = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        return found if isinstance(found, OrderRow) else None

    def _narrow(self, change: Callable[[], None]) -> None:
        """Search or filter; who looks at an order is told only if it is another one now."""
        self._change(change)
        order = self.order()
        if self._told != (None if order is None else order.id):
            self._tell()

    def _change(self, change: Callable[[], None]) -> None:
        self._putting = True
        try:
            change()
        finally:
            self._putting = False
        self._mark_chosen()

    def _tell(self) -> None:
        order = self.order()
        self._told = None if order is None else order.id
        self.chosen.emit(order)

    def _mark_chosen(self) -> None:
        """Mark the chosen order in what is shown now, or the first if it is not there."""
        rows = self.model.rows()
        self.nothing.setVisible(not rows)
        place = next((place for place, one in enumerate(rows) if one.id == self._id), 0)
        self._putting = True
        try:
            self.view.setCurrentIndex(self.model.index(place))
        finally:
            self._putting = False
        self.view.scrollTo(self.view.currentIndex())

    def _wanted_state(self) -> OrderState | None:
        found = self.state.currentData()
        return None if found is None else OrderState(found)

    def _moved(self) -> None:
        """Remember where the person went; what a search shows instead is forgotten with the search."""
        order = self.order()
        if order is not None and not self._putting:
            self._id = order.id
            self._tell()

    def _reword(self) -> None:
        word = self._language
        self.state.setItemText(0, word(say("All states")))
        for place, state in enumerate(MOST_URGENT, start=1):
            self.state.setItemText(place, word(state_name(state)))
        self.model.reword()
        self._mark_chosen()
