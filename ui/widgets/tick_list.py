"""Labels to be ticked one by one, by mouse, finger or keys."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.operations.fates import Fate
from ui.style import GRID, monospaced
from ui.wording import code_grouped, number

_LINE_PX = 4 * GRID
_LINES = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TickList(QListWidget):
    """One line a label; the space bar or a click anywhere on the line ticks it.

    Signals:
        accepted: Enter was pressed.
    """

    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(monospaced())
        self.setMinimumHeight(_LINES * _LINE_PX)
        self.itemPressed.connect(self._remember)
        self.itemClicked.connect(self._clicked)
        self._before = Qt.CheckState.Checked

    def show_labels(self, labels: Sequence[Fate]) -> None:
        """Show labels, all ticked."""
        self.clear()
        for label in labels:
            item = QListWidgetItem(f"{number(label.number)}   {code_grouped(label.code)}", self)
            item.setData(Qt.ItemDataRole.UserRole, label.code)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked)
            item.setSizeHint(QSize(0, _LINE_PX))
        self.setCurrentRow(0)

    def unticked(self) -> tuple[str, ...]:
        """Return the codes of the labels without a tick."""
        items = [self.item(line) for line in range(self.count())]
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Unchecked
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the answer."""
        if event.key() in _ENTER:
            self.accepted.emit()
            return
        super().keyPressEvent(event)

    def _remember(self, item: QListWidgetItem) -> None:
        self._before = item.checkState()

    def _clicked(self, item: QListWidgetItem) -> None:
        # A click on the box itself has ticked it already.
        if item.checkState() is self._before:
            ticked = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
