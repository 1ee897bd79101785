"""The second person: confirms at the screen what somebody does, and proves it with a secret."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.operations import reviewers
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right, right_name
from desktop.texts import say
from ui.kit import row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

Confirm = Callable[[Plant], Reviewer]
"""Proves the second person; called away from the window, for the proof takes a while on purpose."""


class SecondPerson(QWidget):
    """Two fields beside each other, who confirms and with what secret.

    Attributes:
        person: those who hold the right, but for the person at the keyboard.
        secret: never shown, and forgotten once it was tried.

    Signals:
        changed: something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, work: Workplace, right: Right = Right.REVIEW) -> None:
        """Make it.

        Args:
            work: where.
            right: what the second person must hold.
        """
        super().__init__()
        kit = work.kit
        self._right = right
        self.person = QComboBox()
        self.person.setMinimumWidth(24 * GRID)
        self.secret = kit.field()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._who = FormField(kit, say("Confirmed by"), self.person)
        fields = row(self._who, FormField(kit, say("Secret of that person"), self.secret), spacing=2 * GRID)
        fields.setStretch(0, 1)
        fields.setStretch(1, 1)
        self.setLayout(fields)
        self.person.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.secret.textChanged.connect(lambda _text: self.changed.emit())
        plant = work.plant
        work.background.run(
            lambda _report: reviewers.who_may_confirm(plant, right), receiver=self, done=self._show_people
        )

    @property
    def complete(self) -> bool:
        """Whether somebody is chosen and a secret is typed."""
        return self.person.currentIndex() >= 0 and bool(self.secret.text())

    def take(self) -> Confirm:
        """Return what proves the second person, and forget the secret that was typed."""
        person, secret = self.person.currentText(), self.secret.text()
        self.secret.clear()
        return partial(_confirm, person=person, secret=secret, right=self._right)

    def _show_people(self, people: tuple[str, ...]) -> None:
        self.person.clear()
        self.person.addItems(people)
        self.person.setCurrentIndex(0 if len(people) == 1 else -1)
        if not people:
            self._who.trouble(
                say(
                    "Nobody else holds the right to {right}. An administrator grants it on the page "
                    "Packing lines, under People.",
                    right=right_name(self._right),
                )
            )
        self.changed.emit()


def _confirm(plant: Plant, *, person: str, secret: str, right: Right) -> Reviewer:
    return reviewers.confirm(plant, person, secret, right)
