"""Choosing the secret with which a person proves who they are."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import reviewers
from desktop.operations.plant import Plant
from desktop.operations.reviewers import LONGEST_SECRET, SHORTEST_SECRET, SecretRow, SecretState
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace


class ChooseSecret(Dialog):
    """Asks for the secret until now and twice for the new one.

    Who knows the old one changes it, at whichever keyboard. Without it only an administrator sets one: the
    first, or one in place of one that is forgotten.

    Attributes:
        old, new, again: the three fields; ``old`` is hidden while there is none to be given.
        do: sets it.
    """

    def __init__(
        self, work: Workplace, person: str, parent: QWidget | None, *, forgotten: bool = False
    ) -> None:
        """Make it.

        Args:
            work: where.
            person: whose secret it is.
            parent: window behind it.
            forgotten: an administrator sets one without knowing the old one.
        """
        own = work.plant.actor == person
        super().__init__(
            work, say("Choose your secret") if own else say("Secret of {person}", person=person), parent
        )
        kit = work.kit
        self._person, self._forgotten = person, forgotten
        self._asks_old = False
        self._told = kit.label(wrap=True)
        self.old, self.new, self.again = (_secret_field() for _ in range(3))
        hint = say(
            "{least} to {most} characters. Only the person themselves may know it; nobody can read it again.",
            least=SHORTEST_SECRET,
            most=LONGEST_SECRET,
        )
        self._old_field = FormField(kit, say("Secret until now"), self.old)
        self._new_field = FormField(kit, say("New secret"), self.new, hint)
        self._again_field = FormField(kit, say("The new secret once more"), self.again)
        self.do = kit.button(say("Set it"), self._set, "primary")
        self.do.setDefault(True)
        self.do.setEnabled(False)
        for field in (self.old, self.new, self.again):
            field.textChanged.connect(lambda _text: self._look())
        self.lay_out(
            self._told,
            self._old_field,
            self._new_field,
            self._again_field,
            buttons=(kit.button(say("Cancel"), self.reject), self.do),
        )
        self.setMinimumWidth(64 * GRID)
        self._old_field.hide()
        plant = work.plant
        work.background.run(
            lambda _report: reviewers.secret_of(plant, person), receiver=self, done=self._show
        )

    def _show(self, row: SecretRow) -> None:
        self._asks_old = row.state is not SecretState.NONE and not self._forgotten
        self._old_field.setVisible(self._asks_old)
        self.work.language.word(self._told, self._explained(row))
        (self.old if self._asks_old else self.new).setFocus()
        self.grow()
        self._look()

    def _explained(self, row: SecretRow) -> Text:
        if self.work.plant.actor == self._person and not self._asks_old:
            return say("With this secret you confirm what others do, and they see it under your name.")
        if not self._asks_old:
            return say(
                "You give {person} a first secret. It confirms nothing until {person} has chosen another, "
                "which you do not know: at any computer, here under People.",
                person=self._person,
            )
        if row.state is SecretState.FIRST:
            return say(
                "{other} set a first secret for {person}. Type it, then choose one that nobody else knows.",
                other=row.set_by,
                person=self._person,
            )
        return say("Type the secret of {person} until now, then choose another.", person=self._person)

    def _look(self) -> None:
        same = self.new.text() == self.again.text()
        self._again_field.trouble(
            None if same or not self.again.text() else say("It is not the same as above: type it once more.")
        )
        given = bool(self.new.text()) and same and (bool(self.old.text()) or not self._asks_old)
        self.do.setEnabled(given)

    def _set(self) -> None:
        plant, person, new = self.work.plant, self._person, self.new.text()
        old = self.old.text() if self._asks_old else None
        self.do.setEnabled(False)
        self.work.background.run(
            lambda _report: _set_secret(plant, person, old, new),
            receiver=self,
            done=self._done,
            failed=self._failed,
        )

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.old.clear()
        self.grow()
        self._look()

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.work.messages.done(say("The secret of {person} is set.", person=self._person))
        self.accept()


def _secret_field() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def _set_secret(plant: Plant, person: str, old: str | None, new: str) -> Changes:
    return reviewers.set_secret(plant, person, old, new)
