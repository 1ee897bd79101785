"""The one place to tell the user things.

``Messages`` collects what is to be told; the main window shows it in the banner above the page. A
dialog is opened only when nothing else can go on (``ask``), or when the program itself is at fault
(``ui.dialogs.crash``).
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.errors import PackmarkError
from desktop.operations.plant import Cancelled
from desktop.texts import Text
from ui.language import Language
from ui.wording import Mark, Offer


class Messages(QObject):
    """What is to be told to the person in front of the window.

    Signals:
        told: (Mark, Text, tuple of Text): a sentence and, below it, one sentence a place.
        offered: (Mark, Text, Offer): a sentence with something that can be done about it.
        cleared: the last message is out of date.
    """

    told = Signal(object, object, object)
    offered = Signal(object, object, object)
    cleared = Signal()

    def tell(self, mark: Mark, text: Text, details: tuple[Text, ...] = ()) -> None:
        """Tell ``text``, with ``details`` in a list that can be scrolled and copied."""
        self.told.emit(mark, text, details)

    def offer(self, mark: Mark, text: Text, offer: Offer) -> None:
        """Tell ``text``, with a button beside it."""
        self.offered.emit(mark, text, offer)

    def done(self, text: Text) -> None:
        """Tell that something went well."""
        self.tell(Mark.DONE, text)

    def trouble(self, error: PackmarkError) -> None:
        """Tell a trouble with all its places; cancelled work is none."""
        mark = Mark.ATTENTION if isinstance(error, Cancelled) else Mark.STOPPED
        self.tell(mark, error.text, error.details)

    def clear(self) -> None:
        """Take the last message away."""
        self.cleared.emit()


def ask(parent: QWidget, language: Language, title: Text, question: Text, yes: Text, no: Text) -> bool:
    """Ask a question that must be answered before anything goes on; Esc and Enter mean ``no``."""
    dialog = QMessageBox(parent)
    dialog.setIcon(QMessageBox.Icon.NoIcon)
    dialog.setWindowTitle(language(title))
    dialog.setText(language(question))
    agreed = dialog.addButton(language(yes), QMessageBox.ButtonRole.AcceptRole)
    refused = dialog.addButton(language(no), QMessageBox.ButtonRole.RejectRole)
    dialog.setDefaultButton(refused)
    dialog.setEscapeButton(refused)
    dialog.exec()
    dialog.deleteLater()
    return dialog.clickedButton() is agreed
