"""Work orders can be worked without a mouse, and lie whole on a small screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.operations import sample_plant, work_orders
from desktop.operations.plant import Plant
from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState
from tests.operations.orders import a_draft, a_line, confirmed
from tests.ui.orders.made import POINTS, let_bob_review, planned
from tests.ui.people import go, rest
from tests.ui.test_keyboard import _tabbed, _worked
from ui.dialogs.clear_line import ClearLine
from ui.dialogs.dialog import Dialog
from ui.dialogs.enter_lot import EnterLot
from ui.dialogs.import_orders import ImportOrders
from ui.dialogs.new_order import NewOrder
from ui.main_window import MainWindow
from ui.pages.orders import OrdersPage
from ui.widgets.tabs import Tabs
from ui.workplace import Workplace

_LOW_PX = 700
"""What a screen of 768 leaves below a title and a task bar."""


def _file(work: Workplace) -> Path:
    path = work.plant.data_folder / "orders.csv"
    path.write_text(f"Order,Product,Units\nA,{sample_plant.GTIN},100\n", encoding="utf-8")
    return path


def _terms(work: Workplace, window: QWidget, _order: OrderRow) -> ImportOrders:
    made = ImportOrders(work, _file(work), window)
    made.tabs.choose(2)
    return made


def _views(top: QWidget) -> set[QWidget]:
    """Return the names of views, of which the arrow keys choose one."""
    return {button for tabs in top.findChildren(Tabs) for button in tabs.buttons}


_DIALOGS: dict[str, Callable[[Workplace, QWidget, OrderRow], Dialog]] = {
    "new order": lambda work, window, _order: NewOrder(work, window),
    "entry": lambda work, window, order: EnterLot(work, order, window),
    "clearance": lambda work, window, order: ClearLine(work, order, window),
    "import": lambda work, window, _order: ImportOrders(work, _file(work), window),
    "terms of an import": _terms,
}


@pytest.mark.parametrize("name", _DIALOGS)
def test_tab_reaches_everything_in_a_dialog_that_fits_on_a_low_screen(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant, name: str
) -> None:
    let_bob_review(sample)
    dialog = _DIALOGS[name](work, window, planned(sample, clearance=POINTS))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    rest(qtbot, work)
    assert _worked(dialog) - _tabbed(dialog) - _views(dialog) == set()
    assert dialog.height() <= _LOW_PX
    dialog.reject()


def test_tab_reaches_everything_in_the_set_up(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    planned(sample, clearance=POINTS, units=50_000)
    page = go(qtbot, window, work, "orders", OrdersPage)
    page.list.search.setFocus()
    assert _worked(page) - _tabbed(page) - _views(page) == set()


def test_a_key_starts_the_order(qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant) -> None:
    order = confirmed(sample, a_draft(sample, a_line(sample)))
    page = go(qtbot, window, work, "orders", OrdersPage)
    qtbot.waitUntil(page.setup.start.isEnabled)
    QTest.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: work_orders.order(sample, order.id).state is OrderState.RUNNING, timeout=10_000)
    rest(qtbot, work)
    assert page.setup.pack.isVisible()
