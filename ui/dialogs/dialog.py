"""What all dialogs have in common: a heading, their content, a place for trouble, and the buttons."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.texts import Text
from ui.kit import Button, Item, column, row
from ui.style import GRID
from ui.widgets.notice import Notice
from ui.workplace import Workplace


class Dialog(QDialog):
    """A dialog with a heading; trouble is told inside it, where the eye is."""

    def __init__(self, work: Workplace, title: Text, parent: QWidget | None) -> None:
        self._grows = False
        super().__init__(parent)
        self.work = work
        self.notice = Notice(work.kit)
        self._heading = work.kit.label(title, "title")
        work.language.word(self, title, "setWindowTitle")
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self._explain)

    def _explain(self) -> None:
        """Explain what is selected; what the main window's shortcut does while no dialog is open."""
        self.work.explain_wanted.emit()

    def ask(self) -> bool:
        """Open the dialog, wait for the answer, and say whether it was accepted."""
        try:
            return bool(self.exec())
        finally:
            self.deleteLater()

    def grow(self) -> None:
        """Make room for what came in since the dialog was opened, and for what comes from now on."""
        self._grows = True
        self._make_room()

    def event(self, event: QEvent) -> bool:
        """Make room once parts inside parts tell their new size, which they do later."""
        done = super().event(event)
        if self._grows and event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the size alone once a person has chosen it."""
        super().resizeEvent(event)
        if event.spontaneous() and event.oldSize().isValid():
            self._grows = False

    def _make_room(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        needed = layout.totalHeightForWidth(self.width())
        frame = self.frameGeometry().height() - self.height()
        most = self.screen().availableGeometry().height() - frame
        self.resize(self.width(), min(max(self.height(), needed), most))
        self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        """Move up when the buttons would lie below the screen."""
        below = self.frameGeometry().bottom() - self.screen().availableGeometry().bottom()
        if below > 0:
            self.move(self.x(), self.y() - below)

    def lay_out(self, *items: Item, buttons: tuple[Button, ...]) -> None:
        """Put heading, content, trouble and buttons below each other."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._heading)
        layout.addLayout(column(*items))
        layout.addWidget(self.notice)
        layout.addLayout(row(1, *buttons, spacing=GRID))
