"""Work orders: all of them, and beside the list the one that is chosen, from its set-up to its files."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.operations import work_orders
from desktop.operations.work_orders import OrderRow
from desktop.texts import Text, say
from ui.kit import box, column, row
from ui.orders.files_tab import FilesTab
from ui.orders.order_head import OrderHead
from ui.orders.order_list import OrderList
from ui.orders.order_tab import OrderTab
from ui.orders.setup_tab import SetupTab
from ui.orders.sums_tab import SumsTab
from ui.pages.page import Page
from ui.style import GRID
from ui.widgets.empty import EmptyPage
from ui.widgets.tabs import Tabs
from ui.workplace import Workplace

_KINDS = say("Work orders (*.csv *.xlsx *.json)")


class OrdersPage(Page):
    """The list of orders, and the tabs of the chosen one."""

    kinds: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.ORDERS,
            Kind.JOBS,
            Kind.CODES,
            Kind.PRODUCTS,
            Kind.BATCHES,
            Kind.LINES,
            Kind.PRINTERS,
            Kind.QUALITY,
        }
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self.import_orders = kit.button(say("Import orders …"), self.ask_orders, icon_name="import")
        self.new_order = kit.button(say("New order"), self._new_order, "primary", icon_name="add")
        self.list = OrderList(work)
        self.list.chosen.connect(self._show_order)
        self.head = OrderHead(work)
        self.setup = SetupTab(work)
        self.setup.order_wanted.connect(self._find)
        self.tabs = Tabs(kit)
        self._views: list[OrderTab] = []
        for title, view in self._make_tabs():
            self._views.append(view)
            self.tabs.add(title, view)
        self.tabs.changed.connect(lambda _number: self._show_tab())
        right = column(self.head, self.tabs, spacing=GRID)
        right.setStretch(1, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(kit.card(self.list))
        split.addWidget(box(right))
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([330, 820])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(self._make_empty())
        self._tools = (self.import_orders, self.new_order)
        heading = kit.label(say("Work orders"), "title")
        self.lay_out(row(heading, 1, *self._tools, spacing=GRID), self._stack)
        self.setAcceptDrops(True)
        self.shortcut("Ctrl+N", say("New order"), self.new_order)
        self.shortcut("Ctrl+I", say("Import orders"), self.import_orders)
        self.shortcut("F8", say("Start the order"), self.setup.start)
        self.key("Ctrl+F", self.list.search.setFocus)
        self.shortcuts += [("Ctrl+F", say("Search")), ("F5", say("Count anew"))]

    def refresh(self) -> None:
        """Read the orders anew."""
        plant = self.work.plant
        self.work.background.run(
            lambda _report: work_orders.list_orders(plant), receiver=self, done=self._show
        )

    def show_what(self, what: object) -> None:
        """Show an order by its id; ``"new"`` plans one, ``"import"`` asks for a file of orders."""
        if what == "new":
            QTimer.singleShot(0, self, self._new_order)
        elif what == "import":
            QTimer.singleShot(0, self, self.ask_orders)
        elif isinstance(what, int):
            self.list.choose(what)

    def ask_orders(self) -> None:
        """Ask for a file of orders and show what it would plan."""
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(self, word(say("Import orders")), "", word(_KINDS))
        if name:
            self.take(Path(name))

    def take(self, *paths: Path) -> None:
        """Show what files would plan, one after the other, and plan it."""
        from ui.dialogs.import_orders import ImportOrders  # noqa: PLC0415 (start-up)

        for path in paths:
            dialog = ImportOrders(self.work, path, self)
            if dialog.ask() and dialog.imported is not None and dialog.imported.planned:
                self.list.choose(dialog.imported.planned[0].id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files that are dropped here, one after the other."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        # Later, so that the program that the files came from is not kept waiting by our dialog.
        QTimer.singleShot(0, self, lambda: self.take(*paths))

    def _make_tabs(self) -> tuple[tuple[Text, OrderTab], ...]:
        sums, files = SumsTab(self.work), FilesTab(self.work)
        return (say("Set-up"), self.setup), (say("Sums and closing"), sums), (say("Files"), files)

    def _make_empty(self) -> QWidget:
        kit = self.work.kit
        self.first_import = kit.button(
            say("Import orders.csv"), self.ask_orders, "primary", icon_name="import"
        )
        self.first_order = kit.button(say("New order"), self._new_order, icon_name="add")
        return EmptyPage(
            kit,
            "orders",
            say("No work orders yet"),
            say(
                "A work order packs one batch on one line: lot and expiry are entered twice, the line is "
                "cleared, labels are printed, packs are packed, and in the end every code is accounted for. "
                "Orders come from a file of the ERP, or are typed."
            ),
            self.first_import,
            self.first_order,
        )

    def _show(self, orders: tuple[OrderRow, ...]) -> None:
        self._stack.setCurrentIndex(0 if orders else 1)
        for tool in self._tools:
            tool.setVisible(bool(orders))
        self.list.put(orders)

    def _show_order(self, order: OrderRow | None) -> None:
        self.head.show_order(order)
        self._show_tab()

    def _show_tab(self) -> None:
        self._views[self.tabs.current()].show_order(self.list.order())

    def _find(self, number: str) -> None:
        found = next((one for one in self.list.model.orders() if one.number == number), None)
        if found is not None:
            self.list.choose(found.id)

    def _new_order(self) -> None:
        from ui.dialogs.new_order import NewOrder  # noqa: PLC0415 (start-up)

        dialog = NewOrder(self.work, self)
        if dialog.ask() and dialog.planned is not None:
            self.list.choose(dialog.planned.id)
