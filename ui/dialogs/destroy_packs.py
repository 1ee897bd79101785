"""Packs of a list that are destroyed: the chosen ones or all, with one reason and one second person."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import pack_destruction
from desktop.operations.pack_destruction import Destroyed
from desktop.operations.packing import CHANGED
from desktop.operations.plant import Plant, Report
from desktop.operations.reconciliation import ListedPack
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import Listing, listing_name
from desktop.texts import Text, say, say_count
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import box, column
from ui.packing_problem.grounds import Grounds
from ui.style import GRID
from ui.widgets.second_person import Confirm
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, level_name, number
from ui.workplace import Workplace

_LABELS = frozenset({Listing.MISSING, Listing.EMPTY})
"""Lists of what may be a label only."""
_OF_LABELS = (say("spare label"), say("label not found"), say("label damaged"))
_OF_PACKS = (say("end of the batch"), say("pack damaged"), say("label damaged"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be destroyed.

    Attributes:
        order_id, state: of the order.
        level, listing: of the list.
        digits: that its codes contain; empty: any.
        chosen: codes of the rows that are chosen in it.
    """

    order_id: int
    state: OrderState
    level: int
    listing: Listing
    digits: str
    chosen: tuple[str, ...]


class DestroyPacks(Dialog):
    """Says how many packs are destroyed, asks why and who confirms it, and tells what was refused.

    Attributes:
        of_chosen, of_all: which of them.
        grounds: why, and who confirms.
        do: does it.
        strip: how far it is; cancels.
    """

    def __init__(self, work: Workplace, wanted: Wanted, parent: QWidget | None) -> None:
        super().__init__(work, say("Record packs as destroyed"), parent)
        kit = work.kit
        self._wanted = wanted
        self._chosen = wanted.chosen
        self._all: tuple[str, ...] | None = None
        self._task: Task | None = None
        self.of_chosen, self.of_all = QRadioButton(), QRadioButton()
        self._which = QButtonGroup(self)
        for one in (self.of_chosen, self.of_all):
            self._which.addButton(one)
        self.of_chosen.setChecked(bool(wanted.chosen))
        self.of_all.setChecked(not wanted.chosen)
        self.grounds = Grounds(work)
        self.grounds.begin(_OF_LABELS if wanted.listing in _LABELS else _OF_PACKS)
        self.strip = WorkStrip(kit)
        self._close = kit.button(say("Close"), self.reject)
        self.do = kit.button(say("It is destroyed"), self._do, "primary", icon_name="pack-scrap")
        self.do.setDefault(True)
        self._filled = kit.label(
            say("Filled packs among them are destroyed with all that is in them."), wrap=True
        )
        self._filled.hide()
        heading = say("{level}: {list}", level=level_name(wanted.level), list=listing_name(wanted.listing))
        self.lay_out(
            kit.label(heading, "heading"),
            kit.label(_told(wanted), wrap=True),
            self._filled,
            box(column(self.of_chosen, self.of_all, spacing=GRID)),
            self.grounds,
            self.strip,
            buttons=(self._close, self.do),
        )
        self.setMinimumWidth(88 * GRID)
        self._which.buttonToggled.connect(lambda _button, _on: self._look())
        self.grounds.changed.connect(self._look)
        self._look()
        self.grounds.reason.setFocus()
        plant = work.plant
        work.background.run(
            lambda _report: pack_destruction.destroyable(
                plant, wanted.order_id, wanted.level, wanted.listing, wanted.digits
            ),
            receiver=self,
            done=self._show_all,
            failed=self._failed,
        )

    def reject(self) -> None:
        """Close; while packs are being destroyed only ask that to end, so that it is told what was done."""
        if self._task is None:
            super().reject()
        else:
            self.strip.cancel.click()

    def _show_all(self, found: Sequence[ListedPack]) -> None:
        self._all = tuple(one.code for one in found)
        self._filled.setVisible(any(one.children for one in found))
        self.grow()
        self._look()

    def _codes(self) -> tuple[str, ...]:
        return self._chosen if self.of_chosen.isChecked() else self._all or ()

    def _look(self) -> None:
        word, codes = self.work.language.word, self._codes()
        is_idle = self._task is None
        word(self.of_chosen, say("The chosen rows: {n}", n=number(len(self._chosen))))
        everything = "…" if self._all is None else number(len(self._all))
        if self._wanted.digits:
            told = say("All of the list with {digits}: {n}", digits=self._wanted.digits, n=everything)
        else:
            told = say("All of the list: {n}", n=everything)
        word(self.of_all, told)
        word(self.do, say("Record {n} as destroyed", n=number(len(codes))))
        self.of_chosen.setEnabled(is_idle and bool(self._chosen))
        self.of_all.setEnabled(is_idle and bool(self._all))
        self.grounds.setEnabled(is_idle)
        self.do.setEnabled(is_idle and bool(codes) and self.grounds.complete)

    def _do(self) -> None:
        plant, wanted, codes = self.work.plant, self._wanted, self._codes()
        reason, proof = self.grounds.why(), self.grounds.take()
        self.notice.hide()
        self._task = self.work.background.run(
            lambda report: _destroy(plant, wanted, codes, reason, proof, report),
            receiver=self,
            done=self._done,
            failed=self._failed,
            progress=self.strip.progress,
            ended=self._ended,
        )
        self.strip.begin(say("Recording packs as destroyed"), self._task)
        self.grow()
        self._look()

    def _ended(self) -> None:
        self._task = None
        self.strip.end()
        self._look()

    def _failed(self, error: PackmarkError) -> None:
        self.work.announce(CHANGED)  # transactions before the one that failed stay
        self.notice.trouble(error)
        self.grow()

    def _done(self, made: tuple[Destroyed, Changes]) -> None:
        done, changes = made
        self.work.announce(changes)
        count = len(done.events)
        told = say_count(
            "{n} pack is recorded as destroyed.", "{n} packs are recorded as destroyed.", n=count
        )
        if not done.refused and not done.left:
            self.work.messages.done(told)
            self.accept()
            return
        if done.left:
            told = say("{done} It was cancelled before the other {n}.", done=told, n=number(len(done.left)))
        if done.refused:
            told = say("{done} What follows was refused and is as it was.", done=told)
        self.notice.tell(Mark.ATTENTION, told, tuple(one.sentence for one in done.refused))
        self._keep(done)
        self.grow()

    def _keep(self, done: Destroyed) -> None:
        """Offer only what was not come to."""
        handled = {*self._codes()} - {*done.left}
        self._chosen = tuple(code for code in self._chosen if code not in handled)
        self._all = tuple(code for code in self._all or () if code not in handled)
        if not self._chosen:
            self.of_all.setChecked(True)


def _told(wanted: Wanted) -> Text:
    told = say(
        "Their codes are never used again. Each is an event of its own, which can be taken back. What lies "
        "in a pack or in a tray is refused and told."
    )
    if wanted.state is not OrderState.RUNNING:
        return told
    return say(
        "{what} {to_do}",
        what=told,
        to_do=say(
            "The order is running: what is still on its way to a station would be refused there. Record only "
            "what is really destroyed."
        ),
    )


def _destroy(
    plant: Plant, wanted: Wanted, codes: Sequence[str], reason: str, proof: Confirm, report: Report
) -> tuple[Destroyed, Changes]:
    return pack_destruction.destroy(
        plant, wanted.order_id, wanted.level, codes, reason=reason, reviewer=proof(plant), report=report
    )
