"""People: who holds which right, and with what secret they prove who they are."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QListWidgetItem, QWidget

from desktop.errors import PackmarkError
from desktop.operations import reviewers, rights
from desktop.operations.plant import Plant
from desktop.operations.reviewers import SecretRow, SecretState
from desktop.operations.rights import Grant, Right, right_name
from desktop.texts import Text, say
from ui.dialogs.choose_secret import ChooseSecret
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row
from ui.style import GRID, colours_now
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge, mark_icon
from ui.wording import Mark, day
from ui.workplace import Workplace

_WHAT: dict[Right, Text] = {
    Right.ADMINISTER: say("Grants rights, takes them away, and sets first secrets."),
    Right.REPRINT: say("Prints the label of a code once more, in place of one that is destroyed."),
    Right.RELEASE: say("Releases batches whose samples are graded."),
    Right.REVIEW: say("Confirms as a second person what another does, with a secret."),
}
_SECRETS: dict[SecretState, tuple[Mark, Text]] = {
    SecretState.OWN: (Mark.DONE, say("Own secret")),
    SecretState.FIRST: (Mark.ATTENTION, say("First secret, to be changed")),
    SecretState.NONE: (Mark.IDLE, say("No secret")),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One who holds a right, has a secret, or sits at the keyboard."""

    name: str
    grants: tuple[Grant, ...]
    secret: SecretRow

    @property
    def rights(self) -> frozenset[Right]:
        """What the person may do."""
        return frozenset(one.right for one in self.grants)


class PeopleDialog(Dialog):
    """The people at the left, at the right what the chosen one may do.

    Attributes:
        list: the people, by name.
        new, add: a person who is not there yet.
        rights: a box to tick for each right.
        secret: opens what sets or changes the secret.
        forgotten: sets another one in place of one that is forgotten.
    """

    def __init__(self, work: Workplace, parent: QWidget | None) -> None:
        super().__init__(work, say("People"), parent)
        kit = work.kit
        self._people: tuple[Person, ...] = ()
        self._added: set[str] = set()
        self._wanted = work.plant.actor
        self.list = QListWidget()
        work.language.word(self.list, say("People"), "setAccessibleName")
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_chosen())
        self.new = kit.field(say("Login at the computer"))
        self.add = kit.button(say("Add"), self._add, icon_name="add")
        self.new.returnPressed.connect(self._add)
        self._new_field = FormField(kit, say("Somebody else"), self.new, beside=self.add)
        self._begun = kit.label(wrap=True)
        self._name = kit.label(role="heading")
        self._badge = StateBadge(work.language)
        self._set = kit.label(role="muted", wrap=True)
        self.secret = kit.button(say("Choose a secret …"), self._choose_secret)
        self.forgotten = kit.button(say("Forgotten: set another …"), self._set_another, "quiet")
        self.rights: dict[Right, QCheckBox] = {}
        self._since: dict[Right, QLabel] = {}
        lines = column(spacing=GRID)
        for right in Right:
            tick = self.rights[right] = QCheckBox()
            work.language.word(tick, _capital(right))
            tick.clicked.connect(self._toggler(right))
            since = self._since[right] = kit.label(_WHAT[right], "muted", wrap=True)
            since.setContentsMargins(3 * GRID, 0, 0, 0)
            lines.addLayout(column(tick, since, spacing=2))
        left = column(self.list, self._new_field, spacing=GRID)
        left.setStretch(0, 1)
        right_side = column(
            self._name,
            kit.card(kit.label(say("May"), "heading"), lines, spacing=GRID),
            kit.card(
                row(kit.label(say("Secret"), "heading"), 1, self._badge),
                self._set,
                row(self.secret, self.forgotten, 1, spacing=GRID),
                spacing=GRID,
            ),
            1,
        )
        body = row(box(left), box(right_side), spacing=3 * GRID)
        body.setStretch(0, 2)
        body.setStretch(1, 3)
        self.lay_out(self._begun, body, buttons=(kit.button(say("Close"), self.accept),))
        self.setMinimumWidth(120 * GRID)
        self._begun.hide()
        work.style.changed.connect(self._list_people)
        self._read()

    def choose(self, name: str) -> None:
        """Show a person."""
        self._wanted = name
        for line in range(self.list.count()):
            if self.list.item(line).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(line)

    def _read(self) -> None:
        plant = self.work.plant
        self.work.background.run(lambda _report: _people(plant), receiver=self, done=self._show)

    def _show(self, people: tuple[Person, ...]) -> None:
        known = {one.name for one in people}
        more = (Person(name, (), SecretRow(name, SecretState.NONE)) for name in self._added - known)
        self._people = tuple(sorted((*people, *more), key=lambda one: one.name.casefold()))
        begun = any(Right.ADMINISTER in one.rights for one in people)
        self._begun.setVisible(not begun)
        if not begun:
            self.work.language.word(
                self._begun,
                say(
                    "Nobody grants rights here yet. Decide who does, and give that person the right to grant "
                    "rights: from then on only holders of it grant others. The audit trail tells who began."
                ),
            )
        self._list_people()

    def _list_people(self) -> None:
        wanted = self._wanted
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._people:
            item = QListWidgetItem(
                mark_icon(_SECRETS[one.secret.state][0], colours_now()), one.name, self.list
            )
            item.setData(Qt.ItemDataRole.UserRole, one.name)
        self.list.blockSignals(False)
        self.choose(wanted)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._show_chosen()

    def _chosen(self) -> Person | None:
        line = self.list.currentRow()
        return self._people[line] if 0 <= line < len(self._people) else None

    def _show_chosen(self) -> None:
        person = self._chosen()
        if person is None:
            return
        word = self.work.language.word
        self._wanted = person.name
        own = person.name == self.work.plant.actor
        word(
            self._name,
            say("{person} (you)", person=person.name) if own else say("{person}", person=person.name),
        )
        granted = {one.right: one for one in person.grants}
        for right, tick in self.rights.items():
            tick.setChecked(right in granted)
            word(self._since[right], _since(right, granted.get(right)))
        secret = person.secret
        self._badge.show_state(*_SECRETS[secret.state])
        word(self._set, _told(secret))
        word(self.secret, _asked(secret, own=own))
        self.forgotten.setVisible(secret.state is not SecretState.NONE)
        self.grow()

    def _toggler(self, right: Right) -> Callable[[bool], None]:
        return lambda on: self._toggle(right, on=on)

    def _toggle(self, right: Right, *, on: bool) -> None:
        person = self._chosen()
        if person is None:
            return
        plant, name = self.work.plant, person.name
        act = rights.grant if on else rights.revoke
        self.notice.hide()
        self.setEnabled(False)
        self.work.background.run(
            lambda _report: act(plant, name, right),
            receiver=self,
            done=self.work.announce,
            failed=self._failed,
            ended=lambda: self._ended(right),
        )

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _ended(self, right: Right) -> None:
        self.setEnabled(True)
        self.rights[right].setFocus()
        self._read()

    def _add(self) -> None:
        name = self.new.text().strip()
        if not name:
            self._new_field.trouble(say("Type the login with which the person works at the computer."))
            return
        self._new_field.trouble(None)
        self._added.add(name)
        self.new.clear()
        self._wanted = name
        self._show(tuple(one for one in self._people if one.name != name or one.grants))
        self.list.setFocus()

    def _choose_secret(self) -> None:
        self._ask_secret(forgotten=False)

    def _set_another(self) -> None:
        self._ask_secret(forgotten=True)

    def _ask_secret(self, *, forgotten: bool) -> None:
        person = self._chosen()
        if person is not None and ChooseSecret(self.work, person.name, self, forgotten=forgotten).ask():
            self._read()


def _capital(right: Right) -> Text:
    return say("May {right}", right=right_name(right))


def _since(right: Right, grant: Grant | None) -> Text:
    if grant is None:
        return _WHAT[right]
    return say(
        "{what} Granted on {day} by {person}.",
        what=_WHAT[right],
        day=day(grant.granted_at.astimezone().date()),
        person=grant.granted_by,
    )


def _told(secret: SecretRow) -> Text:
    if secret.state is SecretState.NONE or secret.set_at is None:
        return say("Without a secret nobody confirms what others do. Who grants rights sets the first one.")
    when = day(secret.set_at.astimezone().date())
    if secret.state is SecretState.FIRST:
        return say(
            "Set on {day} by {other}, who knows it: it confirms nothing until {person} has chosen another.",
            day=when,
            other=secret.set_by,
            person=secret.person,
        )
    return say("Chosen on {day}. Nobody can read it.", day=when)


def _asked(secret: SecretRow, *, own: bool) -> Text:
    if secret.state is SecretState.OWN:
        return say("Change the secret …")
    if secret.state is SecretState.FIRST or own:
        return (
            say("Choose your secret …") if own else say("{person} chooses a secret …", person=secret.person)
        )
    return say("Set a first secret …")


def _people(plant: Plant) -> tuple[Person, ...]:
    grants = rights.grants(plant)
    secrets = {one.person: one for one in reviewers.secrets_of(plant)}
    names = {plant.actor, *secrets, *(one.person for one in grants)}
    return tuple(
        Person(
            name,
            tuple(one for one in grants if one.person == name),
            secrets.get(name, SecretRow(name, SecretState.NONE)),
        )
        for name in names
    )
