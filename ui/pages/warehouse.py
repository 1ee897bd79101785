"""Warehouse: bills of goods that come in and go out, and the packs that are scanned for them."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QSplitter, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.operations import bill_board
from desktop.operations.bill_board import BillRow
from desktop.packing.bills import BillState, kind_name
from desktop.texts import Text, say
from ui.kit import Button, row, segments
from ui.pages.page import Page
from ui.style import GRID
from ui.tables import Column, Table
from ui.warehouse.bill_detail import BillDetail
from ui.warehouse.bill_words import STATES, partner
from ui.warehouse.scan_desk import ScanDesk
from ui.widgets.empty import EmptyPage
from ui.wording import clock
from ui.workplace import Workplace

_LIST, _DESK, _EMPTY = range(3)
_NUMBER_PX = 20 * GRID
_LIST_PX = 34 * GRID
_DETAIL_PX = 48 * GRID


class WarehousePage(Page):
    """The bills, and the desk at which packs are scanned for one of them.

    Attributes:
        table: all bills, or those that the filter leaves.
        detail: the chosen one.
        desk: takes scans for the chosen one.
    """

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.CODES, Kind.ORDERS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._rows: tuple[BillRow, ...] = ()
        self._wanted: int | str | None = None
        self.new = kit.button(say("New bill"), self.open_bill, "primary", icon_name="add")
        self.filters = (
            self._filter(say("All bills"), None),
            self._filter(say("Being scanned"), BillState.OPEN),
            self._filter(say("Closed"), BillState.CLOSED),
        )
        self._state: BillState | None = None
        group = QButtonGroup(self)
        for button in self.filters:
            group.addButton(button)
        self.filters[0].setChecked(True)
        self.table: Table[BillRow] = Table(work, say("List of bills"), _columns())
        self.detail = BillDetail(work)
        self.table.chosen.connect(lambda one: self.detail.show_bill(one.stored.id))
        self.table.opened.connect(lambda _one: self.scan())
        self.detail.scan_wanted.connect(self.scan)
        self.desk = ScanDesk(work)
        self.desk.left.connect(self._show_list)
        self._filters = segments(*self.filters)
        self._tools = row(self._filters, self.new)
        self._head = QWidget()
        head = row(kit.label(say("Warehouse"), "title"), 1, self._tools)
        self._head.setLayout(head)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_list())
        self._stack.addWidget(self.desk)
        self._stack.addWidget(self._make_empty())
        self.lay_out(self._head, self._stack)
        self._bind_keys()

    def refresh(self) -> None:
        """Read the bills anew, and what is shown of one."""
        plant = self.work.plant
        self.work.background.run(
            lambda _report: bill_board.overview(plant), receiver=self, done=self._show_bills
        )
        if self._stack.currentIndex() == _DESK:
            self.desk.refresh()

    def reword(self) -> None:
        """Word anew what is put together here."""
        self._show_rows()

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the scanner of the desk again."""
        super().showEvent(event)
        if self._stack.currentIndex() == _DESK:
            self.desk.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the scanner of the desk to others."""
        super().hideEvent(event)
        self.desk.stop()

    def show_what(self, what: object) -> None:
        """Show a bill by its number or id."""
        if isinstance(what, int | str):
            self._wanted = what
            self._choose_filter(None)

    def open_bill(self) -> None:
        """Open a new bill, and take scans for it."""
        from ui.dialogs.new_bill import NewBill  # noqa: PLC0415 (start-up)

        dialog = NewBill(self.work, self)
        if dialog.ask() and dialog.created is not None:
            self._wanted = dialog.created.id
            self._open_desk(dialog.created.id)

    def scan(self) -> None:
        """Take scans for the chosen bill, if it is open."""
        chosen = self.table.chosen_row()
        if chosen is not None and chosen.stored.state is BillState.OPEN:
            self._open_desk(chosen.stored.id)

    def _open_desk(self, bill_id: int) -> None:
        self._head.hide()
        self._stack.setCurrentIndex(_DESK)
        self.desk.open(bill_id)

    def _show_list(self) -> None:
        self._stack.setCurrentIndex(_LIST)
        self._head.show()
        self.table.view.setFocus()
        self.refresh()

    def _filter(self, name: Text, state: BillState | None) -> Button:
        button = Button("segment")
        button.setCheckable(True)
        self.work.language.word(button, name)
        button.clicked.connect(lambda _checked: self._choose_filter(state))
        return button

    def _choose_filter(self, state: BillState | None) -> None:
        self._state = state
        self.filters[(None, BillState.OPEN, BillState.CLOSED).index(state)].setChecked(True)
        self._show_rows()

    def _make_list(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GRID)
        split.addWidget(self.work.kit.card(self.table))
        split.addWidget(self.detail)
        split.setSizes([_LIST_PX, _DETAIL_PX])
        split.setStretchFactor(1, 1)
        return split

    def _make_empty(self) -> QWidget:
        kit = self.work.kit
        self.first = kit.button(say("New bill"), self.open_bill, "primary", icon_name="add")
        return EmptyPage(
            kit,
            "warehouse",
            say("No bills yet"),
            say(
                "Packs are scanned onto a bill as they come into the warehouse and as they leave it: from "
                "production, for sale, for sampling, to be destroyed, as returned goods. Packmark refuses "
                "what is not where it should be, and writes the files for the platform. Open the first bill."
            ),
            self.first,
        )

    def _show_bills(self, rows: tuple[BillRow, ...]) -> None:
        self._rows = rows
        if self._stack.currentIndex() != _DESK:
            self._stack.setCurrentIndex(_LIST if rows else _EMPTY)
            self.new.setVisible(bool(rows))
            self._filters.setVisible(bool(rows))
        self._show_rows()
        self.detail.refresh()

    def _show_rows(self) -> None:
        rows = [one for one in self._rows if self._state in {None, one.stored.state}]
        self.table.put(rows, same=lambda one, before: one.stored.id == before.stored.id)
        wanted = self._wanted
        if wanted is not None and any(wanted in {one.stored.id, one.stored.bill.number} for one in rows):
            self._wanted = None
            self.table.search.clear()
            self.table.choose(lambda one: wanted in {one.stored.id, one.stored.bill.number})
        if rows and self.table.chosen_row() is None:
            self.table.view.selectRow(0)

    def _bind_keys(self) -> None:
        self.shortcut("Ctrl+N", say("Open a new bill"), self.new)
        self.key("Ctrl+B", self.scan)
        self.key("Ctrl+D", lambda: self._shown_part().scan_again())
        self.key("Ctrl+W", lambda: self._shown_part().close_shown())
        self.key("Ctrl+S", self.detail.export_shown)
        self.key("Ctrl+F", self.table.search.setFocus)
        self.key("Ctrl+Del", self.desk.take_chosen_off)
        self.key("Esc", self._escape)
        self.shortcuts += [
            ("Ctrl+B", say("Scan packs for the chosen bill")),
            ("Ctrl+D", say("Scan the goods a second time")),
            ("Ctrl+W", say("Close the bill")),
            ("Ctrl+S", say("Export the files of the chosen bill")),
            ("Ctrl+F", say("Find a bill")),
            ("Ctrl+Del", say("Take the chosen pack off the bill")),
            ("Esc", say("Back to all bills")),
        ]

    def _shown_part(self) -> ScanDesk | BillDetail:
        return self.desk if self._stack.currentIndex() == _DESK else self.detail

    def _escape(self) -> None:
        if self._stack.currentIndex() == _DESK:
            self.desk.leave()


def _columns() -> tuple[Column[BillRow], ...]:
    return (
        Column(say("Bill"), lambda one: one.stored.bill.number, width=_NUMBER_PX),
        Column(
            say("State"),
            lambda one: STATES[one.stored.state][1],
            mark=lambda one: STATES[one.stored.state][0],
        ),
        Column(say("Kind"), lambda one: kind_name(one.stored.bill.kind)),
        Column(say("Partner"), lambda one: partner(one.stored.bill), wide=True),
        Column(say("Packs"), lambda one: one.packs),
        Column(say("When"), lambda one: clock(one.stored.at)),
        Column(say("By"), lambda one: one.stored.by),
    )
