"""Closing a bill: what leaves or came in, what is missing, and why it is closed all the same."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import bills
from desktop.operations.bill_board import BillBoard, sums
from desktop.operations.bills import BillStatus
from desktop.packing.bills import kind_name
from desktop.texts import say, say_count
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.warehouse.pack_tables import sums_table
from ui.widgets.form import FormField
from ui.wording import Mark
from ui.workplace import Workplace

_MOST_ROWS = 6


class CloseBill(Dialog):
    """Shows the sums and the differences of a bill, and closes it; with a reason where packs are missing."""

    def __init__(self, work: Workplace, shown: BillBoard, parent: QWidget | None) -> None:
        super().__init__(work, say("Close bill {number}", number=shown.stored.bill.number), parent)
        kit = work.kit
        self._shown = shown
        self._needed = bool(shown.missing)
        self.sums = sums_table(work)
        self.sums.put(sums(shown.packs))
        self.sums.fit_height(_MOST_ROWS)
        self.reason = kit.field()
        self.reason.textChanged.connect(lambda _text: self._look())
        name = say("Reason") if self._needed else say("Note (may stay empty)")
        self.field = FormField(kit, name, self.reason, say("It stands in the audit trail."))
        self.do = kit.button(say("Close the bill"), self._close, "primary")
        self.do.setDefault(True)
        self.lay_out(
            kit.label(
                say(
                    "These packs stand on the bill ({kind}). Once it is closed nothing on it changes, and "
                    "its XML and CSV are kept.",
                    kind=kind_name(shown.stored.bill.kind),
                ),
                wrap=True,
            ),
            self.sums,
            self.field,
            buttons=(kit.button(say("Cancel"), self.reject), self.do),
        )
        self.setMinimumWidth(80 * GRID)
        if self._needed:
            self.notice.tell(
                Mark.ATTENTION,
                say_count(
                    "{n} pack of the same orders was packed and is not here. Look for it, or say why the "
                    "bill is closed without it.",
                    "{n} packs of the same orders were packed and are not here. Look for them, or say why "
                    "the bill is closed without them.",
                    n=len(shown.missing),
                ),
                tuple(say("{code} is missing.", code=code) for code in shown.missing),
            )
        self.reason.setFocus()
        self._look()

    def _look(self) -> None:
        self.do.setEnabled(bool(self.reason.text().strip()) or not self._needed)

    def _close(self) -> None:
        plant, bill_id, reason = self.work.plant, self._shown.stored.id, self.reason.text()
        self.do.setEnabled(False)
        self.work.background.run(
            lambda _report: bills.close(plant, bill_id, reason),
            receiver=self,
            done=self._closed,
            failed=self._failed,
            ended=self._look,
        )

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _closed(self, answer: tuple[BillStatus, Changes]) -> None:
        self.work.announce(answer[1])
        self.accept()
