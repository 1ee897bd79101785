"""A list whose items are a title, wrapped where it must be, and a muted line below it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.style import GRID, colours_now

_NOTE = Qt.ItemDataRole.UserRole
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


class DesignList(QListWidget):
    """A list of titles with notes."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_TitleAndNote(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)

    def add(self, title: str, note: str) -> None:
        """Add an item at the end."""
        self.addItem(QListWidgetItem())
        self.change(self.count() - 1, title, note)

    def change(self, line: int, title: str, note: str) -> None:
        """Word an item anew."""
        item = self.item(line)
        item.setText(title)
        item.setData(_NOTE, note)


class _TitleAndNote(QStyledItemDelegate):
    """Draws an item of a ``DesignList``."""

    def __init__(self, view: DesignList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = QFontMetrics(self._view.font())
        width = self._view.viewport().width()
        room = QRect(0, 0, width - 3 * GRID, 1000)
        title = metrics.boundingRect(room, _WRAP, str(index.data()))
        return QSize(width, title.height() + metrics.height() + 2 * GRID + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = colours_now()
        room: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(room.adjusted(0, 1, 0, -1), 6, 6)
        inner = room.adjusted(12, GRID, -12, -GRID)
        painter.setPen(QColor(colours.text))
        drawn = painter.drawText(inner, _WRAP, str(index.data()))
        painter.setPen(QColor(colours.muted))
        below = inner.adjusted(0, drawn.height() + 4, 0, GRID)
        painter.drawText(below, _WRAP, str(index.data(_NOTE)))
        painter.restore()
