"""What was done to the design, step by step; a click goes there, also forward again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.texts import Text, say
from ui.designer.panels.panel import Panel
from ui.designer.session import DesignSession
from ui.kit import row
from ui.style import GRID, colours_now
from ui.workplace import Workplace


class HistoryPanel(Panel):
    """The steps of the history."""

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        kit = work.kit
        self._titles: tuple[Text, ...] = ()
        self.list = QListWidget()
        work.language.word(self.list, say("Steps of the history"), "setAccessibleName")
        self.list.currentRowChanged.connect(self._go)
        self.undo = kit.button(say("Undo"), session.undo, "quiet", icon_name="back")
        self.redo = kit.button(say("Redo"), session.redo, "quiet")
        self.lay_out(row(self.undo, self.redo, 1, spacing=GRID), self.list)

    def refresh(self) -> None:
        """Show the steps, and at which of them the design is."""
        history = self.session.history
        word, colours = self.work.language, colours_now()
        titles = tuple(step.title for step in history.steps)
        self.list.blockSignals(True)
        while self.list.count() > len(titles):
            self.list.takeItem(self.list.count() - 1)
        for place, step in enumerate(history.steps):
            if place >= self.list.count():
                self.list.addItem(QListWidgetItem())
            item = self.list.item(place)
            text = word(step.title)
            if item.text() != text:
                item.setText(text)
                item.setToolTip("" if step.at is None else step.at.astimezone().strftime("%H:%M:%S"))
            undone = place > history.place
            item.setForeground(QBrush(QColor(colours.idle if undone else colours.text)))
            font = item.font()
            font.setItalic(undone)  # told by shape too, not by colour alone
            item.setFont(font)
        self.list.setCurrentRow(history.place)
        self.list.blockSignals(False)
        self.list.scrollToItem(self.list.item(history.place))
        self.undo.setEnabled(history.place > 0)
        self.redo.setEnabled(history.place < len(titles) - 1)

    def titles(self) -> list[str]:
        """Return the steps as they are shown."""
        return [
            str(self.list.item(place).data(Qt.ItemDataRole.DisplayRole)) for place in range(self.list.count())
        ]

    def _go(self, place: int) -> None:
        if place >= 0:
            self.session.go_to(place)
