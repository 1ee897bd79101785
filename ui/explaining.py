"""Ctrl+E anywhere, and scans that came where none belong: both lead to "Explain this code"."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableView, QWidget

from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.scans import ScanWatch
from ui.wording import Mark, Offer, code_grouped
from ui.workplace import Workplace

_LONGEST_PASTED = 200
"""A longer text on the clipboard is no code."""


class Explaining(QObject):
    """Opens the dialog, with what the person means already in it."""

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._window = window
        self.watch = ScanWatch(self)
        self.watch.scanned.connect(self._offer)
        work.explain_wanted.connect(self.ask)

    def close(self) -> None:
        """Watch no more."""
        self.watch.close()

    def ask(self) -> None:
        """Explain what is selected, else what is on the clipboard."""
        self.explain(_meant(QApplication.focusWidget()))

    def explain(self, text: str) -> None:
        """Open the dialog on ``text``."""
        from ui.dialogs.explain import ExplainCode  # noqa: PLC0415 (start-up)

        ExplainCode(self._work, text, QApplication.activeModalWidget() or self._window).ask()

    def _offer(self, scan: str) -> None:
        """Tell that a scan was taken out of a field, and offer to explain it."""
        text = say(
            "{code} was scanned, but no code belongs here: nothing was entered.", code=code_grouped(scan)
        )
        offer = Offer(say("Explain"), lambda: self.explain(scan))
        modal = QApplication.activeModalWidget()
        if isinstance(modal, Dialog):
            modal.notice.tell(Mark.ATTENTION, text, offer=offer)
        else:
            self._work.messages.offer(Mark.ATTENTION, text, offer)


def _meant(widget: QWidget | None) -> str:
    """Return what is selected in ``widget``, or else what is on the clipboard, if that may be a code."""
    return _selected(widget) or _pasted()


def _selected(widget: QWidget | None) -> str:
    match widget:
        case QLineEdit():
            return widget.selectedText()
        case QPlainTextEdit():
            return widget.textCursor().selectedText()
        case QLabel():
            return widget.selectedText()
        case QComboBox():
            line = widget.lineEdit()
            return "" if line is None else line.selectedText()
        case QTableView():
            return _code_in(widget)
    return ""


def _code_in(table: QTableView) -> str:
    """Return the first cell of the chosen row that is set as a code."""
    line = table.currentIndex().row()
    model = table.model()
    if line < 0:
        return ""
    for column in range(model.columnCount()):
        index = model.index(line, column)
        shown = str(index.data()).replace(" ", "")
        if len(shown) >= 8 and shown.isascii() and shown.isdigit():
            return shown
    return ""


def _pasted() -> str:
    text = QGuiApplication.clipboard().text().strip("\r\n")
    return text if 0 < len(text) <= _LONGEST_PASTED and "\n" not in text else ""
