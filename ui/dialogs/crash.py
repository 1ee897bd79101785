"""What is shown when the program itself is at fault: an apology, the log, and a way to copy it."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.texts import say
from ui.kit import Kit, row
from ui.style import GRID, monospaced


class CrashDialog(QDialog):
    """Shows the report of a bug, to be copied and sent to the makers."""

    def __init__(self, kit: Kit, report: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._report = report
        kit.language.word(self, say("A fault in Packmark"), "setWindowTitle")
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setFont(monospaced())
        close = kit.button(say("Go on"), self.accept, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(kit.label(say("A fault in Packmark"), "title"))
        layout.addWidget(
            kit.label(
                say(
                    "This should not have happened. Nothing that was recorded is lost: every code is on the "
                    "disk before it is printed. Please send the text below to the makers of Packmark."
                ),
                wrap=True,
            )
        )
        layout.addWidget(text, 1)
        copy = kit.button(say("Copy the text"), self.copy, icon_name="copy")
        layout.addLayout(row(1, copy, close, spacing=GRID))
        self.resize(90 * GRID, 60 * GRID)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
