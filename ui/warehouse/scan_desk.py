"""The desk at which packs are scanned onto a bill: large, one scan after the other, each told at once."""

from collections import deque

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import PackmarkError
from desktop.operations import bill_board, bills
from desktop.operations.bill_board import BillBoard, BillSum, ListedPack, sums
from desktop.operations.plant import Plant
from desktop.packing.bills import BillKind, BillState, kind_name
from desktop.texts import Text, say
from ui.kit import box, column, row
from ui.style import FIGURE_PT, GRID
from ui.warehouse.bill_actions import BillActions
from ui.warehouse.bill_words import held
from ui.warehouse.last_scan import LastScan
from ui.warehouse.pack_tables import packs_table, sums_table
from ui.warehouse.scan_input import ScanInput
from ui.widgets.notice import Notice
from ui.wording import Mark, level_name, number
from ui.workplace import Workplace

_TELL_MS = 400
"""Other pages are told of scans at most this often: each reads anew what it shows."""
_MOST_SUMS = 4


class ScanDesk(QWidget):
    """Takes scans for one open bill. Scans are taken in their order, one after the other.

    Attributes:
        shown: the bill as it was read last; None until it is read.

    Signals:
        left: the person goes back to the list.
    """

    left = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._bill_id: int | None = None
        self.shown: BillBoard | None = None
        self._packs: dict[str, ListedPack] = {}
        self._waiting: deque[tuple[int, str]] = deque()
        self._busy = False
        self.notice = Notice(kit)
        self._acts = BillActions(work, self, self.notice)
        self.back = kit.button(say("All bills"), self.leave, icon_name="back")
        self.title = kit.label(role="title")
        self.second = kit.button(say("Second scan …"), self.scan_again, icon_name="eye")
        self.close_bill = kit.button(say("Close the bill …"), self.close_shown)
        self.input = ScanInput(work)
        self.input.scanned.connect(self.take)
        self.last = LastScan(work)
        self.count = kit.label()
        self.count.setStyleSheet(f"font-size: {FIGURE_PT}pt; font-weight: 700;")
        self.counted = kit.label(role="heading", wrap=True)
        self.sums = sums_table(work)
        self.packs = packs_table(work, narrow=True)
        self.take_off = kit.button(say("Take off …"), self.take_chosen_off)
        self.packs.chosen.connect(lambda _one: self.take_off.setEnabled(True))
        self.input.catch(
            self.packs.view, self.sums.view, self.back, self.second, self.close_bill, self.take_off
        )
        figure = row(self.count, box(column(1, self.counted, 1)))
        figure.setStretch(1, 1)
        left = column(self.input, self.last, kit.card(figure, self.sums, spacing=GRID), 1)
        right = kit.card(self.packs, row(self.take_off, 1), spacing=GRID)
        whole = row(left, right)
        whole.setStretch(0, 1)
        whole.setStretch(1, 1)
        head = row(self.back, self.title, 1, self.second, self.close_bill, spacing=GRID)
        layout = column(head, self.notice, whole)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(_TELL_MS)
        self._tell.timeout.connect(lambda: work.announce(bills.CHANGED))

    def open(self, bill_id: int) -> None:
        """Take scans for a bill."""
        self._bill_id = bill_id
        self.shown = None
        self._packs.clear()
        self.notice.hide()
        self.last.forget()
        self._show_packs()
        self.refresh()
        self.input.begin()

    def leave(self) -> None:
        """Go back to the list; scans that wait are taken before."""
        self.stop()
        self.left.emit()

    def begin(self) -> None:
        """Take scans from the chosen scanner, too."""
        self.input.begin()

    def stop(self) -> None:
        """Leave the scanner of a line to others."""
        self.input.end()

    def refresh(self) -> None:
        """Read the bill anew."""
        if self._bill_id is None:
            return
        plant, bill_id = self._work.plant, self._bill_id
        self._work.background.run(
            lambda _report: bill_board.board(plant, bill_id),
            receiver=self,
            done=self._show,
            failed=self.notice.trouble,
        )

    def take(self, text: str) -> None:
        """Take a scan for the bill that is open now, behind those that wait."""
        if self._bill_id is not None:
            self._waiting.append((self._bill_id, text))
            self._take_next()

    def scan_again(self) -> None:
        """Let somebody scan the goods independently, with the scanner of this desk."""
        if self.shown is not None and self.second.isEnabled():
            self.input.end()
            self._acts.second_scan(self.shown.stored)
            self.input.begin()

    def close_shown(self) -> None:
        """Close the bill, and go back to the list once it is closed."""
        if self.shown is not None and self.close_bill.isEnabled() and self._acts.close(self.shown):
            self.leave()

    def take_chosen_off(self) -> None:
        """Take the chosen pack off the bill."""
        chosen = self.packs.chosen_row()
        if chosen is not None and self.shown is not None:
            self._acts.take_off(self.shown.stored, chosen)
            self.input.setFocus()

    def _take_next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        plant = self._work.plant
        bill_id, text = self._waiting.popleft()
        self._work.background.run(
            lambda _report: _scan(plant, bill_id, text),
            receiver=self,
            done=lambda pack: self._taken(bill_id, pack),
            failed=lambda error: self._refused(text, error),
            ended=self._ended,
        )

    def _ended(self) -> None:
        self._busy = False
        self._take_next()

    def _taken(self, bill_id: int, pack: ListedPack | None) -> None:
        if pack is not None and bill_id == self._bill_id:
            self._packs[pack.line.code] = pack
            self.last.taken(pack.line.code, _told(pack))
        self._show_packs()
        if not self._tell.isActive():
            self._tell.start()

    def _refused(self, text: str, error: PackmarkError) -> None:
        self.last.refused(text[:40], error.text)
        if error.details:
            self.notice.trouble(error)

    def _show(self, shown: BillBoard) -> None:
        if shown.stored.id != self._bill_id:
            return
        if shown.stored.state is not BillState.OPEN:
            self.leave()  # somebody closed it meanwhile
            return
        self.shown = shown
        bill = shown.stored.bill
        told = say("Bill {number} · {kind}", number=bill.number, kind=kind_name(bill.kind))
        self._work.language.word(self.title, told)
        if self.last.mark is Mark.IDLE:
            self.last.forget(from_production=bill.kind is BillKind.PRODUCE_IN)
        self._packs = {one.line.code: one for one in shown.packs}
        self._show_packs()

    def _show_packs(self) -> None:
        found = tuple(self._packs.values())
        missing = 0 if self.shown is None else sum(one not in self._packs for one in self.shown.missing)
        self.count.setText(number(len(found)))
        self._work.language.word(self.counted, _count_told(sums(found), missing))
        self.sums.put(sums(found))
        self.sums.fit_height(_MOST_SUMS)
        self.sums.setVisible(bool(found))
        self.packs.put(found[::-1], same=lambda one, before: one.line.code == before.line.code)
        self.take_off.setEnabled(self.packs.chosen_row() is not None)
        for button in (self.second, self.close_bill):
            button.setEnabled(bool(found))


def _scan(plant: Plant, bill_id: int, text: str) -> ListedPack | None:
    line, _ = bills.scan(plant, bill_id, text)
    return bill_board.listed(plant, bill_id, line)


def _told(pack: ListedPack) -> Text:
    level = level_name(pack.line.level)
    if pack.line.level == 1:
        return say("{level} of {product}.", level=level, product=pack.holding.product)
    return say(
        "{level} of {product}, holds {held}.",
        level=level,
        product=pack.holding.product,
        held=held(pack.line.level, pack.holding),
    )


def _count_told(found: tuple[BillSum, ...], missing: int) -> Text:
    """Say what the large figure counts."""
    units = number(sum(one.units for one in found))
    told = say("Packs on the bill. Smallest packs in all: {units}.", units=units)
    if not missing:
        return told
    return say("{told} Of the same orders not here yet: {missing}.", told=told, missing=number(missing))
