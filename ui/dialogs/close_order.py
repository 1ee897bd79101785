"""The last step of an order: closed as nothing is open, or as a second person accepts what is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import closing
from desktop.operations.plant import Plant
from desktop.operations.reconciliation import Reconciliation
from desktop.packing.reconciliation import OpenItem
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import Item, scrolling
from ui.style import GRID, set_role
from ui.widgets.form import FormField
from ui.widgets.second_person import SecondPerson
from ui.widgets.work_strip import WorkStrip
from ui.workplace import Workplace

_SHOWN_AT_ONCE = 5
_LIST_PX = 26 * GRID


class CloseOrder(Dialog):
    """Closes an order; what stands against it is listed with what to do.

    Attributes:
        reviewer: who accepts what is open; None where nothing is, or nobody may accept it.
        reason: why that is acceptable.
        close_order: does it.
    """

    def __init__(self, work: Workplace, found: Reconciliation, parent: QWidget | None) -> None:
        super().__init__(work, say("Close order {number}", number=found.number), parent)
        kit = work.kit
        self._order_id = found.order_id
        grave = [one for one in found.items if not one.may_be_accepted]
        self._is_barred = bool(grave)
        self.reviewer: SecondPerson | None = None
        self.reason = kit.field()
        self.close_order = kit.button(say("Close the order"), self._close, "primary")
        self.close_order.setDefault(True)
        cancel = kit.button(say("Close nothing yet"), self.reject)
        self.strip = WorkStrip(kit)
        self.strip.cancel.hide()
        self.lay_out(*self._content(found, grave), self.strip, buttons=(cancel, self.close_order))
        self.setMinimumWidth(88 * GRID)
        self._look()
        self.grow()

    def _content(self, found: Reconciliation, grave: list[OpenItem]) -> list[Item]:
        kit = self.work.kit
        if grave:
            return [
                kit.label(say("This must be settled first; nobody can accept it:"), "heading"),
                self._listed(grave),
            ]
        means = kit.label(
            say(
                "Its print jobs are closed with it, and their unused codes go back to the pool. Afterwards "
                "nothing of the order changes any more, and its line is free for the next one."
            ),
            wrap=True,
        )
        if not found.items:
            return [kit.label(say("Nothing is open."), "heading"), means]
        self.reviewer = SecondPerson(self.work)
        self.reviewer.changed.connect(self._look)
        self.reason.textChanged.connect(lambda _text: self._look())
        hint = say("It stands in the report of the order and in the audit trail.")
        return [
            kit.label(say("This is still open. A second person can accept it, with a reason:"), "heading"),
            self._listed(found.items),
            means,
            FormField(kit, say("Why this is acceptable"), self.reason, hint),
            self.reviewer,
        ]

    def _listed(self, items: Sequence[OpenItem]) -> QWidget:
        kit = self.work.kit
        card = kit.card(*(kit.label(one.sentence, wrap=True) for one in items), spacing=GRID)
        if len(items) <= _SHOWN_AT_ONCE:
            return card
        area = scrolling(card)
        set_role(card, "card")
        area.setFixedHeight(_LIST_PX)
        return area

    def _look(self) -> None:
        accepted = self.reviewer is None or (self.reviewer.complete and bool(self.reason.text().strip()))
        self.close_order.setEnabled(accepted and not self._is_barred)

    def _close(self) -> None:
        order_id, reason = self._order_id, self.reason.text().strip()
        confirm = None if self.reviewer is None else self.reviewer.take()

        def act(plant: Plant) -> Changes:
            return closing.close(plant, order_id, None if confirm is None else confirm(plant), reason)

        plant = self.work.plant
        self.close_order.setEnabled(False)
        task = self.work.background.run(
            lambda _report: act(plant),
            receiver=self,
            done=self._done,
            failed=self._failed,
            ended=self._ended,
        )
        self.strip.begin(say("Closing the order"), task)
        self.grow()

    def _ended(self) -> None:
        self.strip.end()
        self._look()

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.accept()
