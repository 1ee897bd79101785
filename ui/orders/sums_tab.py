"""Sums and closing of an order: what is open, what became of every code, and the end of the order."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.operations import closing, reconciliation
from desktop.operations.reconciliation import Listing, OpenItem, Reconciliation
from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import OpenKind
from desktop.texts import Text, say
from ui.background import Task
from ui.dialogs.close_order import CloseOrder
from ui.dialogs.give_reason import GiveReason
from ui.dialogs.order_report import ReportOfOrder
from ui.kit import column, row, scrolling
from ui.messages import ask
from ui.orders.code_list import CodeList
from ui.orders.open_list import OpenList
from ui.orders.order_tab import OrderTab
from ui.orders.sums_table import SumsTable
from ui.style import GRID
from ui.widgets.empty import EmptyPage
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, Offer, clock
from ui.workplace import Workplace

_EMPTY, _SUMS, _CODES = range(3)
_NOT_BEGUN = frozenset({OrderState.PLANNED, OrderState.CONFIRMED})
_SHOWN_AFTER_MS = 500
"""Counting that takes longer shows that it goes on."""


class SumsTab(OrderTab):
    """Counts an order whenever it is shown, and closes it."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._order: OrderRow | None = None
        self._found: Reconciliation | None = None
        self._counts = 0
        self.badge = StateBadge(kit.language)
        self._at = kit.label(role="muted")
        self.count_anew = kit.button(say("Count anew"), self._count, "quiet", icon_name="refresh")
        self.report = kit.button(say("Report"), self.show_report, icon_name="report")
        self.end_packing = kit.button(say("End packing"), self._end_packing, "primary", icon_name="stop")
        self.run_again = kit.button(say("Run again"), self._run_again, icon_name="start")
        self.close_order = kit.button(say("Close the order"), self._close, "primary", icon_name="check")
        self.notice = Notice(kit)
        self.strip = WorkStrip(kit)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SHOWN_AFTER_MS)
        self.open_list = OpenList(kit)
        self.sums = SumsTable(kit)
        self.codes = CodeList(work)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_empty())
        self._stack.addWidget(self._make_sums())
        self._stack.addWidget(self.codes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        for source in (self.sums, self.open_list):
            source.listing_wanted.connect(self.show_codes)
        self.open_list.lead_wanted.connect(self._lead)
        self.codes.left.connect(self._back_to_sums)
        self._late.timeout.connect(self.strip.show)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.count_anew.click)

    def show_order(self, order: OrderRow | None) -> None:
        """Count ``order`` and show what is open."""
        is_other = order is None or self._order is None or order.id != self._order.id
        self._order = order
        if is_other:
            self._found = None
            self.notice.hide()
        if order is None or order.state in _NOT_BEGUN:
            self._stack.setCurrentIndex(_EMPTY)
            return
        if is_other or self._stack.currentIndex() == _EMPTY:
            self._stack.setCurrentIndex(_SUMS)
        self._offer(order.state)
        self._count()

    def show_codes(self, level: int, listing: Listing) -> None:
        """Show the list behind a number."""
        if self._order is not None:
            self._stack.setCurrentIndex(_CODES)
            self.codes.show_listing(self._order.id, level, listing, self._order.state)

    def show_report(self) -> None:
        """Offer the report of the order, a draft while it is open."""
        if self._order is not None:
            ReportOfOrder(self.work, self._order.id, self).ask()

    def _make_empty(self) -> QWidget:
        return EmptyPage(
            self.work.kit,
            "orders",
            say("Nothing to count yet"),
            say(
                "Once an order runs on its line, you see here what became of each of its codes and what is "
                "still open, and you close the order. What it needs to run stands under Set-up."
            ),
        )

    def _make_sums(self) -> QWidget:
        body = QWidget()
        inside = column(self.open_list, self.sums, 1)
        inside.setContentsMargins(0, 0, GRID, 0)
        body.setLayout(inside)
        tools = row(
            self.badge,
            self._at,
            self.count_anew,
            1,
            self.report,
            self.run_again,
            self.end_packing,
            self.close_order,
            spacing=GRID,
        )
        page = QWidget()
        page.setLayout(column(tools, self.notice, self.strip, scrolling(body), spacing=GRID))
        return page

    def _offer(self, state: OrderState) -> None:
        self.end_packing.setVisible(state is OrderState.RUNNING)
        self.run_again.setVisible(state is OrderState.CLOSING)
        self.close_order.setVisible(state is OrderState.CLOSING)

    def _count(self) -> None:
        order = self._order
        if order is None:
            return
        plant, order_id = self.work.plant, order.id
        self._counts += 1
        asked = self._counts

        def show(found: Reconciliation) -> None:
            if asked == self._counts:
                self._show(found)

        def ended() -> None:
            if asked == self._counts:
                self._waited()

        task = self.work.background.run(
            lambda _report: reconciliation.reconciliation(plant, order_id),
            receiver=self,
            done=show,
            failed=self.notice.trouble,
            ended=ended,
        )
        self._wait_for(say("Counting the codes of the order"), task)

    def _wait_for(self, what: Text, task: Task, *, can_cancel: bool = False) -> None:
        """Show what is waited for, unless it is done at once."""
        self.strip.begin(what, task)
        self.strip.cancel.setVisible(can_cancel)
        self.strip.hide()
        self._late.start()

    def _waited(self) -> None:
        self._late.stop()
        self.strip.end()

    def _show(self, found: Reconciliation) -> None:
        self._found = found
        is_over = found.state is OrderState.CLOSED
        self._offer(found.state)
        word = self.work.language.word
        word(self._at, say("as of {time}", time=clock(found.at)))
        if not found.balances:
            self.badge.show_state(Mark.STOPPED, say("Does not add up"))
        elif found.items and not is_over:
            self.badge.show_state(Mark.ATTENTION, say("Something is open"))
        else:
            self.badge.show_state(Mark.DONE, say("Adds up"))
        self.open_list.show_items(found.items, is_over=is_over)
        self.sums.show_levels(found.levels)

    def _back_to_sums(self) -> None:
        self._stack.setCurrentIndex(_SUMS)
        self._count()
        self.count_anew.setFocus()

    def _lead(self, item: OpenItem) -> None:
        if self._order is None:
            return
        match item.kind:
            case OpenKind.JOB:
                self.work.go("jobs", item.job_id)
            case OpenKind.UNKNOWN:
                self._go_to_job_of_unknown(item)
            case OpenKind.QUALITY:
                self._go_to_samples()
            case _:
                self.work.go("packing", self._order.id)

    def _go_to_samples(self) -> None:
        from ui.quality.taking import ShowSamples  # noqa: PLC0415 (start-up)

        self.work.go("quality", ShowSamples())

    def _go_to_job_of_unknown(self, item: OpenItem) -> None:
        assert self._order is not None
        plant, order_id, level = self.work.plant, self._order.id, item.level or 1
        self.work.background.run(
            lambda _report: reconciliation.listed(plant, order_id, level, Listing.UNKNOWN, limit=1),
            receiver=self,
            done=lambda page: self.work.go("jobs", page[0].job_id if page else None),
        )

    def _end_packing(self) -> None:
        order = self._order
        if order is None or not ask(
            self,
            self.work.language,
            say("End packing"),
            say(
                "End packing of order {number}? Its stations take no more scans. What is open can still be "
                "settled, and the order can run again, with a reason.",
                number=order.number,
            ),
            say("End packing"),
            say("Keep packing"),
        ):
            return
        plant, order_id = self.work.plant, order.id
        self.end_packing.setEnabled(False)
        task = self.work.background.run(
            lambda report: closing.begin(plant, order_id, report),
            receiver=self,
            done=self.work.announce,
            failed=self.notice.trouble,
            progress=self.strip.progress,
            ended=self._packing_ended,
        )
        self._wait_for(say("Sealing what the order did"), task, can_cancel=True)

    def _packing_ended(self) -> None:
        self._waited()
        self.end_packing.setEnabled(True)

    def _run_again(self) -> None:
        order = self._order
        if order is None:
            return
        plant, order_id = self.work.plant, order.id
        GiveReason(
            self.work,
            say("Let order {number} run again", number=order.number),
            say("Its stations take scans again, and its jobs print."),
            say("Run again"),
            lambda reason: closing.resume(plant, order_id, reason),
            self,
        ).ask()

    def _close(self) -> None:
        if self._found is None:
            return
        dialog = CloseOrder(self.work, self._found, self)
        if dialog.ask():
            self.work.messages.offer(
                Mark.DONE,
                say("Order {number} is closed.", number=self._found.number),
                Offer(say("Report"), self.show_report),
            )
