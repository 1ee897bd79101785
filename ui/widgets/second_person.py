"""The second person: confirms at the screen what somebody does, and proves it with a secret."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.operations import reviewers
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer, SecretRow, SecretState
from desktop.operations.rights import Right, right_name
from desktop.texts import say
from ui.kit import column, row
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
        choose: offered to whoever has a secret that somebody else knows.

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
        self.choose = kit.button(say("Choose your secret …"), self._choose, "quiet")
        self.setLayout(column(fields, row(self.choose, 1), spacing=0))
        self.choose.hide()
        self._work = work
        self.person.currentIndexChanged.connect(lambda _place: self._chosen())
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

    def _chosen(self) -> None:
        """Look whether the person can prove anything with the secret that there is."""
        self.changed.emit()
        plant, person = self._work.plant, self.person.currentText()
        if person:
            self._work.background.run(
                lambda _report: reviewers.secret_of(plant, person), receiver=self, done=self._show_secret
            )

    def _show_secret(self, found: SecretRow) -> None:
        if found.person != self.person.currentText():
            return
        self.choose.setVisible(found.state is SecretState.FIRST)
        told = {
            SecretState.NONE: say(
                "{person} has no secret yet. Who grants rights sets the first one on the page Packing lines, "
                "under People.",
                person=found.person,
            ),
            SecretState.FIRST: say(
                "{other} set the first secret of {person}, who chooses one of their own before confirming.",
                person=found.person,
                other=found.set_by,
            ),
        }
        self._who.trouble(told.get(found.state))

    def _choose(self) -> None:
        from ui.dialogs.choose_secret import ChooseSecret  # noqa: PLC0415 (start-up)

        if ChooseSecret(self._work, self.person.currentText(), self).ask():
            self._chosen()
            self.secret.setFocus()

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
