"""Lot and expiry of an order, from the batch record: entered twice, by who does not see the first entry."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import order_entry
from desktop.operations.order_entry import Entered, EntryResult
from desktop.operations.order_planning import ProductionDateMissing
from desktop.operations.work_orders import OrderRow
from desktop.products.batch import MAX_LOT_LENGTH
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.orders.day_field import DayField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.second_person import SecondPerson
from ui.widgets.steps import Steps
from ui.wording import Mark
from ui.workplace import Workplace

_FIRST, _SECOND = range(2)


class EnterLot(Dialog):
    """Takes the entry that is due. Nothing of the first entry is ever shown with the second.

    Attributes:
        told: what became of the last entry; None before it.
    """

    def __init__(self, work: Workplace, order: OrderRow, parent: QWidget | None) -> None:
        super().__init__(work, say("Lot and expiry of order {number}", number=order.number), parent)
        kit = work.kit
        self._order = order
        self.told: EntryResult | None = None
        self.steps = Steps(kit, say("First entry"), say("Second entry, blind"))
        self._sentence = kit.label(wrap=True)
        self.lot = kit.field()
        self.lot.setMaxLength(MAX_LOT_LENGTH + 1)
        self.lot_field = FormField(kit, say("Lot"), self.lot, say("As it stands in the batch record."))
        self.expiry = DayField(kit, say("Expiry"), say("The last day of use."), needed=True)
        self.made = DayField(
            kit, say("Production date"), say("Only where the lot is new here; else leave it empty.")
        )
        self.second = SecondPerson(work)
        self.second.changed.connect(self._allow)
        self.enter = kit.button(say("Enter"), self._enter, "primary")
        self.enter.setDefault(True)
        self.leave = kit.button(say("Close"), self.reject)
        days = row(self.expiry, self.made)
        days.setStretch(0, 1)
        days.setStretch(1, 1)
        self.lay_out(
            self.steps, self._sentence, self.lot_field, days, self.second, buttons=(self.leave, self.enter)
        )
        self.setMinimumWidth(76 * GRID)
        self.lot.textChanged.connect(self._typed)
        self._show_turn(order.entered_by)

    def _show_turn(self, entered_by: str) -> None:
        """Show whose turn it is: nobody entered yet, or the second entry is due."""
        second = bool(entered_by)
        self.steps.show_step(_SECOND if second else _FIRST)
        self.made.setVisible(not second)
        self._ask_another = (
            second
            and self._order.plan.two_people
            and entered_by.casefold() == self.work.plant.actor.casefold()
        )
        self.second.setVisible(self._ask_another)
        if self._ask_another:
            told = say(
                "{person} entered them first. Another person now enters them from the batch record, and "
                "gives name and secret below.",
                person=entered_by,
            )
        elif second:
            told = say("They were entered once. Enter them again from the batch record, not from memory.")
        else:
            told = say("Enter them from the batch record. The second entry is made without seeing this one.")
        self.work.language.word(self._sentence, told)
        for edit in (self.lot, self.expiry.edit, self.made.edit):
            edit.setText("")  # unlike clear(), it leaves nothing to undo
        self.lot.setFocus()
        self._allow()
        self.grow()

    def _typed(self) -> None:
        self.lot_field.trouble(None)
        self._allow()

    def _allow(self) -> None:
        ready = bool(self.lot.text().strip()) and (not self._ask_another or self.second.complete)
        self.enter.setEnabled(ready)

    def _enter(self) -> None:
        try:
            expiry, made = self.expiry.day(), self.made.day()
        except PackmarkError:
            return  # told below the field
        assert expiry is not None
        plant, order_id, lot = self.work.plant, self._order.id, self.lot.text().strip()
        confirm = self.second.take() if self._ask_another else None
        self.notice.hide()
        self.enter.setEnabled(False)
        self.work.background.run(
            lambda _report: order_entry.enter(
                plant, order_id, lot, expiry, made=made, person=None if confirm is None else confirm(plant)
            ),
            receiver=self,
            done=self._done,
            failed=self._refused,
            ended=self._allow,
        )

    def _refused(self, error: PackmarkError) -> None:
        if isinstance(error, ProductionDateMissing) and self.made.isVisible():
            self.made.trouble(error.text)
            self.made.edit.setFocus()
        else:
            self.notice.trouble(error)
        self.grow()

    def _done(self, entered: tuple[EntryResult, Changes]) -> None:
        self.told, changes = entered
        self.work.announce(changes)
        if self.told.outcome is Entered.CONFIRMED:
            self.work.messages.done(self.told.sentence)
            self.accept()
            return
        first = self.told.outcome is Entered.FIRST
        self.notice.tell(Mark.DONE if first else Mark.STOPPED, self.told.sentence)
        self._show_turn(self.work.plant.actor if first else "")
