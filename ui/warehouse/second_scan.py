"""The independent second scan: shows nothing of what packing or the bill says, then compares."""

from PySide6.QtWidgets import QListWidget, QStackedWidget, QWidget

from desktop.changes import Changes
from desktop.errors import InputError, PackmarkError
from desktop.operations import bill_board
from desktop.operations.bill_board import Difference
from desktop.operations.bill_board import SecondScan as Found
from desktop.operations.bills import StoredBill
from desktop.operations.scanned import scanned_code
from desktop.packing.bills import kind_name
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row
from ui.style import GRID
from ui.tables import Column, Table
from ui.warehouse.last_scan import LastScan
from ui.warehouse.scan_input import ScanInput
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, code_grouped
from ui.workplace import Workplace

_SCANNING, _RESULT = range(2)


class SecondScan(Dialog):
    """Scans goods without knowing what should be there, then tells what differs and who looks for it.

    Attributes:
        input: takes the scans.
        last: the last of them.
        scans: what was scanned, the newest first.
        verdict: whether everything agrees, after comparing.
        differences: what does not.
    """

    def __init__(self, work: Workplace, stored: StoredBill, parent: QWidget | None) -> None:
        super().__init__(work, say("Second scan of bill {number}", number=stored.bill.number), parent)
        kit = work.kit
        self._stored = stored
        self._codes: list[str] = []
        self._takes = True
        self.input = ScanInput(work)
        self.input.scanned.connect(self.take)
        self.last = LastScan(work)
        self.count = kit.label(role="title")
        self.scans = QListWidget()
        work.language.word(self.scans, say("Scanned"), "setAccessibleName")
        self.scans.setStyleSheet("font-family: monospace;")
        self.back = kit.button(say("Take the last scan back"), self.take_back, icon_name="undo")
        self.verdict = StateBadge(work.language, large=True)
        self._summary = kit.label(wrap=True)
        self.differences: Table[Difference] = Table(
            work,
            say("Differences"),
            (
                Column(
                    say("Code"),
                    lambda one: code_grouped(one.code),
                    mark=lambda _one: Mark.ATTENTION,
                    code=True,
                    width=30 * GRID,
                ),
                Column(say("What is wrong, and who looks for it"), lambda one: one.told, wide=True),
            ),
        )
        self.compare = kit.button(say("Compare"), self._compare, "primary")
        self.more = kit.button(say("Scan on"), self._scan_on)
        self.input.catch(self.scans, self.back, self.compare)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_scanning())
        self._stack.addWidget(self._make_result())
        self.lay_out(
            kit.label(
                say(
                    "Bill {number}, {kind}. Scan every pack that stands here, without looking at the list of "
                    "packing. What should be here is compared afterwards.",
                    number=stored.bill.number,
                    kind=kind_name(stored.bill.kind),
                ),
                "muted",
                wrap=True,
            ),
            self._stack,
            buttons=(kit.button(say("Leave"), self.reject), self.more, self.compare),
        )
        self.setMinimumSize(116 * GRID, 72 * GRID)
        self._show_scans()
        self._show(_SCANNING)
        self.input.begin()

    def done(self, result: int) -> None:
        """Leave the scanner to others."""
        self.input.end()
        self.last.speaker.close()
        super().done(result)

    def take(self, text: str) -> None:
        """Note a scan; one code scanned twice is noted twice."""
        if not self._takes:
            return
        try:
            code = scanned_code(text)
        except InputError as error:
            self.last.refused(text[:40], error.text)
            return
        self._codes.append(code)
        self.last.taken(code, say("Scan the next pack. When all are scanned, compare."))
        self._show_scans()

    def take_back(self) -> None:
        """Forget the last scan."""
        self._codes.pop()
        self.last.forget()
        self._show_scans()
        self.input.setFocus()

    def _make_scanning(self) -> QWidget:
        left = column(self.input, self.last, 1)
        right = column(self.count, self.scans, self.back, spacing=GRID)
        whole = row(left, right)
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        return box(whole)

    def _make_result(self) -> QWidget:
        whole = column(row(self.verdict, 1), self._summary, self.differences, 1, spacing=GRID)
        whole.setStretch(2, 9)  # the differences, where there are any
        return box(whole)

    def _show_scans(self) -> None:
        count = len(self._codes)
        self.work.language.word(self.count, say_count("{n} scan", "{n} scans", n=count))
        self.scans.clear()
        self.scans.addItems([code_grouped(code) for code in reversed(self._codes)])
        self.back.setEnabled(count > 0)
        self.compare.setEnabled(count > 0)

    def _show(self, part: int) -> None:
        self._takes = part == _SCANNING
        self._stack.setCurrentIndex(part)
        self.more.setVisible(part == _RESULT)
        self.compare.setVisible(part == _SCANNING)

    def _scan_on(self) -> None:
        self._show(_SCANNING)
        self.input.setFocus()

    def _compare(self) -> None:
        plant, bill_id, codes = self.work.plant, self._stored.id, tuple(self._codes)
        self._takes = False
        self.compare.setEnabled(False)
        self.notice.hide()
        self.work.background.run(
            lambda _report: bill_board.second_scan(plant, bill_id, codes),
            receiver=self,
            done=lambda answer: self._show_result(*answer),
            failed=self._failed,
            ended=lambda: self.compare.setEnabled(True),
        )

    def _failed(self, error: PackmarkError) -> None:
        self._takes = True
        self.notice.trouble(error)

    def _show_result(self, found: Found, changes: Changes) -> None:
        self.work.announce(changes)
        self._show(_RESULT)
        agrees = found.compared.agrees
        self.differences.setVisible(not agrees)
        self.differences.put(found.differences)
        if agrees:
            self.verdict.show_state(Mark.DONE, say("Everything agrees"))
        else:
            self.verdict.show_state(Mark.STOPPED, say("It differs"))
        self.work.language.word(self._summary, self._told(found))

    def _told(self, found: Found) -> Text:
        if found.compared.agrees:
            return say_count(
                "{n} pack was scanned: what should be there is there, each once.",
                "{n} packs were scanned: what should be there is there, each once.",
                n=len(self._codes),
            )
        return say(
            "Missing: {missing}. Not expected: {surplus}. Found more than once: {doubled}. Each stands below "
            "with who looks for it; the result is in the audit trail.",
            missing=len(found.compared.missing),
            surplus=len(found.compared.surplus),
            doubled=len(found.compared.doubled),
        )
