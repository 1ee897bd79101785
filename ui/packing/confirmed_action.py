"""What a packer does only with a reason and a second person: one dialog, asked behind the scans that wait."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.errors import PackmarkError
from desktop.operations.pack_answers import Scanned
from desktop.operations.packing import PackStation
from desktop.operations.reviewers import Reviewer
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.packing.scan_queue import ScanQueue
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.second_person import SecondPerson
from ui.workplace import Workplace

Act = Callable[[PackStation, str, str, Reviewer], Scanned | None]
"""Does it at the station with the code, the reason and the second person."""


@dataclass(frozen=True, slots=True)
class Action:
    """What is asked and done.

    Attributes:
        title: of the dialog.
        told: what it means and what it changes.
        button: the word on the button that does it.
        code: what is scanned for it; None: nothing is.
        reasons: usual ones, offered to be chosen.
    """

    title: Text
    told: Text
    button: Text
    act: Act
    code: Text | None = None
    reasons: tuple[Text, ...] = ()


def _partial(station: PackStation, code: str, reason: str, reviewer: Reviewer) -> Scanned:
    return station.partial(code, reason=reason, reviewer=reviewer)


def _mixed(station: PackStation, _code: str, reason: str, reviewer: Reviewer) -> None:
    station.approve_mixed(reason=reason, reviewer=reviewer)


def _resume(station: PackStation, _code: str, reason: str, reviewer: Reviewer) -> None:
    station.resume(reason=reason, reviewer=reviewer)


PARTIAL = Action(
    say("Close a pack that is not full"),
    say(
        "What lies in the tray now goes into the pack whose code you scan here. It is recorded as a partial "
        "pack, and stands so in the relation file. Where this station prints its labels, the label of the "
        "pack is printed now."
    ),
    say("Close it as partial"),
    _partial,
    say("Code of the pack to be closed"),
    (say("end of the batch"), say("packs taken as samples"), say("packs rejected")),
)
MIXED = Action(
    say("Take packs of another lot"),
    say(
        "Until this tray goes into its pack, packs of another lot of the same product are taken too. The "
        "pack is recorded as mixed, and stands so in the relation file. Packs of another product are "
        "never taken."
    ),
    say("Allow mixed lots for this tray"),
    _mixed,
    reasons=(say("rest of the lot before"), say("pack filled up for delivery")),
)
RESUME = Action(
    say("Take scans again"),
    say(
        "Only when each pack bears its own label again: labels that came twice are off, missing ones are "
        "found or recorded, and the packs since the place that is named were compared."
    ),
    say("All is put right: go on"),
    _resume,
    reasons=(say("labels and packs compared, doubled labels taken off"), say("missing labels found")),
)


class ConfirmedAction(Dialog):
    """Says what is done and what it means; takes code, reason and the second person; does it."""

    def __init__(self, work: Workplace, queue: ScanQueue, action: Action, parent: QWidget | None) -> None:
        super().__init__(work, action.title, parent)
        kit = work.kit
        self._queue = queue
        self._action = action
        self._busy = False
        self.code = CodeField()
        self.reason = kit.field()
        self.person = SecondPerson(work)
        self.do = kit.button(action.button, self._do, "primary")
        self.do.setDefault(True)
        self.usual = [self._usual(reason) for reason in action.reasons]
        code_field = FormField(kit, action.code or say("Code"), self.code)
        code_field.setVisible(action.code is not None)
        hint = say("It stands in the history of the batch and in the audit trail.")
        self.lay_out(
            kit.label(action.told, wrap=True),
            code_field,
            FormField(kit, say("Reason"), self.reason, hint),
            row(*self.usual, 1, spacing=GRID),
            self.person,
            buttons=(kit.button(say("Cancel"), self.reject), self.do),
        )
        self.setMinimumWidth(80 * GRID)
        self.code.textChanged.connect(self._look)
        # The Enter of a scan goes on to the reason; it does not do what is asked here.
        self.code.returnPressed.connect(self.reason.setFocus)
        self.reason.textChanged.connect(self._look)
        self.person.changed.connect(self._look)
        (self.reason if action.code is None else self.code).setFocus()
        self._look()

    def _usual(self, reason: Text) -> QWidget:
        def take() -> None:
            self.reason.setText(self.work.language(reason))
            self.person.secret.setFocus()

        return self.work.kit.button(reason, take, "quiet")

    def _look(self) -> None:
        coded = self._action.code is None or bool(self.code.code().strip())
        reasoned = bool(self.reason.text().strip())
        self.do.setEnabled(coded and reasoned and self.person.complete and not self._busy)

    def _do(self) -> None:
        code, reason, confirm = self.code.code().strip(), self.reason.text().strip(), self.person.take()
        act, plant = self._action.act, self.work.plant
        self._busy = True
        self._look()
        self._queue.ask(
            lambda station: act(station, code, reason, confirm(plant)), self._refused, self.accept
        )

    def _refused(self, error: PackmarkError) -> None:
        self._busy = False
        self._look()
        self.notice.trouble(error)
        self.grow()
