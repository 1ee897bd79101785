"""Why an exception is done, and who confirms it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.texts import Text, say
from ui.kit import column
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.second_person import Confirm, SecondPerson
from ui.workplace import Workplace


class Grounds(QWidget):
    """A reason, typed or chosen, and below it the second person.

    Attributes:
        reason: its suggestions differ from exception to exception.
        second: who confirms.

    Signals:
        changed: something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._word = work.language
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.second = SecondPerson(work)
        self.setLayout(
            column(
                FormField(
                    work.kit,
                    say("Reason"),
                    self.reason,
                    say("It stands with the event for ever. Choose one or type your own."),
                ),
                self.second,
                spacing=GRID,
            )
        )
        self.reason.editTextChanged.connect(lambda _text: self.changed.emit())
        self.second.changed.connect(self.changed)

    def begin(self, reasons: Sequence[Text]) -> None:
        """Offer other reasons; none is chosen."""
        self.reason.clear()
        self.reason.addItems([self._word(one) for one in reasons])
        self.reason.setCurrentIndex(-1)
        self.reason.clearEditText()

    @property
    def complete(self) -> bool:
        """Whether a reason is given and somebody can confirm."""
        return bool(self.why()) and self.second.complete

    def why(self) -> str:
        """Return the reason."""
        return self.reason.currentText().strip()

    def take(self) -> Confirm:
        """Return what proves the second person, and forget the secret."""
        return self.second.take()
