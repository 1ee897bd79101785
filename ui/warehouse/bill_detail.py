"""One bill: what it says, what stands on it, its files, and what may be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.operations import bill_board
from desktop.operations.bill_board import BillBoard, sums
from desktop.packing.bills import BillState, field_name, kind_name
from desktop.texts import say, say_count
from ui.kit import box, column, emptied, facts, row, scrolling
from ui.style import GRID
from ui.warehouse.bill_actions import BillActions
from ui.warehouse.bill_words import STATES
from ui.warehouse.pack_tables import files_table, packs_table, sums_table
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark, moment
from ui.workplace import Workplace

_PACKS, _SAYS, _FILES = range(3)
_MOST_SUMS = 4


class BillDetail(QFrame):
    """Shows one bill.

    Attributes:
        shown: what is shown; None before the first.

    Signals:
        scan_wanted: packs are to be scanned for the bill that is shown.
    """

    scan_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._bill_id: int | None = None
        self.shown: BillBoard | None = None
        self.setProperty("role", "card")
        self.badge = StateBadge(work.language)
        self.title = kit.label(role="heading", wrap=True)
        self.about = kit.label(role="muted", wrap=True)
        self.notice = Notice(kit)
        self._acts = BillActions(work, self, self.notice)
        self.second = kit.button(say("Second scan …"), self.scan_again, "quiet", icon_name="eye")
        self.close_bill = kit.button(say("Close …"), self.close_shown)
        self.scan = kit.button(say("Scan packs"), self.scan_wanted.emit, "primary", icon_name="codes")
        self.export = kit.button(say("Export files …"), self.export_shown, "primary", icon_name="export")
        self.sums = sums_table(work)
        self.packs = packs_table(work)
        self.missing = Notice(kit)
        self._none = kit.label(
            say("Nothing is on it yet: press “Scan packs”, and scan the first one."), "muted", wrap=True
        )
        self._fields = column(spacing=GRID)
        self.files = files_table(work)
        self.copy = kit.button(say("Copy the SHA-256"), self._copy, "quiet", icon_name="copy")
        self._no_files = kit.label(
            say("Its XML and CSV are written and kept when the bill is closed."), "muted", wrap=True
        )
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.tabs = Tabs(kit)
        packs = column(self.missing, self._none, self.sums, self.packs, spacing=GRID)
        packs.setStretch(3, 1)
        self.tabs.add(say("Packs"), box(packs))
        self.tabs.add(say("What it says"), scrolling(box(column(self._fields, 1))))
        self.tabs.add(say("Files"), box(column(self._no_files, self.files, row(self.copy, 1), 1)))
        names = box(column(self.title, self.about, spacing=2))
        head = row(self.badge, names, self.second, self.close_bill, self.export, self.scan, spacing=GRID)
        head.setStretch(1, 1)
        layout = column(head, self.notice, self.tabs, spacing=GRID)
        layout.setStretch(2, 1)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.setLayout(layout)
        self._head: tuple[QWidget, ...] = (self.badge, names, self.tabs)
        self._buttons = (self.second, self.close_bill, self.export, self.scan)
        for part in (*self._head, *self._buttons):
            part.hide()

    def show_bill(self, bill_id: int) -> None:
        """Show a bill."""
        if bill_id != self._bill_id:
            self._bill_id = bill_id
            self.notice.hide()
            self.refresh()

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

    def scan_again(self) -> None:
        """Let somebody scan the goods independently."""
        if self.shown is not None and self.second.isEnabled():
            self._acts.second_scan(self.shown.stored)

    def close_shown(self) -> None:
        """Close the bill."""
        if self.shown is not None and self.close_bill.isEnabled() and self.close_bill.isVisible():
            self._acts.close(self.shown)

    def export_shown(self) -> None:
        """Write the files of the bill."""
        if self.shown is not None and self.export.isVisible():
            self._acts.export(self.shown.stored)

    def _show(self, shown: BillBoard) -> None:
        if shown.stored.id != self._bill_id:
            return
        self.shown = shown
        stored, word = shown.stored, self._work.language.word
        for part in self._head:
            part.show()
        is_open = stored.state is BillState.OPEN
        self.badge.show_state(*STATES[stored.state])
        word(
            self.title,
            say("Bill {number} · {kind}", number=stored.bill.number, kind=kind_name(stored.bill.kind)),
        )
        word(self.about, say("Opened by {by}, {at}", by=stored.by, at=moment(stored.at)))
        for button in (self.second, self.close_bill, self.scan):
            button.setVisible(is_open)
        self.export.setVisible(not is_open)
        for button in (self.second, self.close_bill):
            button.setEnabled(bool(shown.packs))
        self._show_packs(shown)
        self._show_fields(shown)
        self.files.put(shown.files)
        self.files.fit_height(_MOST_SUMS)
        self.files.view.selectRow(0)
        for part in (self.files, self.copy):
            part.setVisible(bool(shown.files))
        self._no_files.setVisible(not shown.files)
        word(self.tabs.buttons[_FILES], say("Files ({n})", n=len(shown.files)))

    def _show_packs(self, shown: BillBoard) -> None:
        self.packs.put(shown.packs, same=lambda one, before: one.line.code == before.line.code)
        self.sums.put(sums(shown.packs))
        self.sums.fit_height(_MOST_SUMS)
        self._none.setVisible(not shown.packs)
        for table in (self.sums, self.packs):
            table.setVisible(bool(shown.packs))
        self._work.language.word(self.tabs.buttons[_PACKS], say("Packs ({n})", n=len(shown.packs)))
        self.missing.hide()
        if shown.missing:
            self.missing.tell(
                Mark.ATTENTION,
                say_count(
                    "{n} pack of the same orders was packed and never came in.",
                    "{n} packs of the same orders were packed and never came in.",
                    n=len(shown.missing),
                ),
                tuple(say("{code} is missing.", code=code) for code in shown.missing),
            )

    def _show_fields(self, shown: BillBoard) -> None:
        kit = self._work.kit
        emptied(self._fields)
        pairs: list[tuple[QWidget, QWidget]] = []
        for key, value in shown.stored.bill.values:
            told = QLabel(value)
            told.setWordWrap(True)
            pairs.append((kit.label(field_name(key), "muted"), told))
        if shown.stored.bill.special:
            pairs.append((kit.label(say("Goods"), "muted"), kit.label(say("Drugs under special control"))))
        self._fields.addLayout(facts(*pairs))

    def _copy(self) -> None:
        chosen = self.files.chosen_row()
        if chosen is not None:
            QGuiApplication.clipboard().setText(chosen.sha256)
            self._work.messages.done(say("Copied {code}.", code=chosen.sha256))
