"""What is done with a bill from wherever it is shown: second scan, taking off, closing, exporting."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.operations import bills
from desktop.operations.bill_board import BillBoard, ListedPack
from desktop.operations.bills import StoredBill
from desktop.texts import say
from ui.dialogs.close_bill import CloseBill
from ui.dialogs.give_reason import GiveReason
from ui.warehouse.second_scan import SecondScan
from ui.widgets.notice import Notice
from ui.wording import Mark, Offer, code_grouped
from ui.workplace import Workplace


class BillActions:
    """The actions on bills of one part of the page."""

    def __init__(self, work: Workplace, parent: QWidget, notice: Notice) -> None:
        """Make them.

        Args:
            work: where.
            parent: window behind the dialogs.
            notice: where troubles are told.
        """
        self._work = work
        self._parent = parent
        self._notice = notice

    def second_scan(self, stored: StoredBill) -> None:
        """Let somebody scan the goods again, without seeing what is on the bill."""
        SecondScan(self._work, stored, self._parent).ask()

    def take_off(self, stored: StoredBill, pack: ListedPack) -> None:
        """Take a pack off an open bill, with a reason."""
        plant, code = self._work.plant, pack.line.code
        GiveReason(
            self._work,
            say("Take a pack off the bill"),
            say(
                "{code} is taken off bill {number}. It stays where it is and may be scanned again.",
                code=code_grouped(code),
                number=stored.bill.number,
            ),
            say("Take it off"),
            lambda reason: bills.take_off(plant, stored.id, code, reason),
            self._parent,
            hint=say("It stands in the audit trail."),
        ).ask()

    def close(self, shown: BillBoard) -> bool:
        """Close a bill; tell whether it was closed."""
        if not CloseBill(self._work, shown, self._parent).ask():
            return False
        number = shown.stored.bill.number
        self._notice.tell(
            Mark.DONE,
            say("Bill {number} is closed; its files are kept.", number=number),
            offer=Offer(say("Export files …"), lambda: self.export(shown.stored)),
        )
        return True

    def export(self, stored: StoredBill) -> None:
        """Write the files of a closed bill into a folder that the person chooses."""
        title = self._work.language(say("Folder for the files of the bill"))
        name = QFileDialog.getExistingDirectory(self._parent, title)
        if not name:
            return
        plant = self._work.plant
        self._work.background.run(
            lambda _report: bills.export(plant, stored.id, Path(name)),
            receiver=self._notice,
            done=self._exported,
            failed=self._notice.trouble,
        )

    def _exported(self, paths: Sequence[Path]) -> None:
        self._notice.tell(
            Mark.DONE,
            say("The files were written, byte for byte as they were kept."),
            tuple(say("Written: {path}", path=str(path)) for path in paths),
        )
