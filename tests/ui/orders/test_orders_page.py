"""The page of work orders: the list, what it is searched for, and the first steps."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.changes import Changes, Kind
from desktop.operations import lines, order_planning, sample_plant, work_orders
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.texts import CHINESE
from tests.operations.orders import a_draft, a_line, running
from tests.ui.orders.made import planned
from tests.ui.people import choose_files, click, go, rest, texts, when_asked
from ui.dialogs.go_to import GoTo
from ui.dialogs.import_orders import ImportOrders
from ui.dialogs.new_order import NewOrder
from ui.main_window import MainWindow
from ui.pages.attention import order_items
from ui.pages.catalogue import PAGES
from ui.pages.lines import LinesPage
from ui.pages.orders import OrdersPage
from ui.pages.today import TodayPage
from ui.wording import Mark
from ui.workplace import Workplace


def _numbers(page: OrdersPage) -> list[str]:
    return [one.number for one in page.list.model.rows()]


def test_an_empty_page_offers_to_import_orders_or_to_type_one(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    page = go(qtbot, window, work, "orders", OrdersPage)
    assert page.first_import.isVisible()
    assert page.first_order.isVisible()
    assert not page.new_order.isVisible()


def test_what_runs_stands_first_then_what_waits_by_its_day(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    planned(sample, "LATE", line_id=line, planned_for=date(2031, 5, 2))
    planned(sample, "SOON", line_id=line, planned_for=date(2031, 5, 1))
    running(sample, a_draft(sample, line, "NOW"))
    page = go(qtbot, window, work, "orders", OrdersPage)
    assert _numbers(page) == ["NOW", "SOON", "LATE"]
    assert page.head.badge.mark is Mark.RUNNING


def test_a_search_finds_orders_by_number_product_and_line(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    planned(sample, "A-1", line_id=a_line(sample, "North"))
    planned(sample, "A-2", line_id=a_line(sample, "South"))
    page = go(qtbot, window, work, "orders", OrdersPage)
    page.list.search.setText("a- south")
    assert _numbers(page) == ["A-2"]
    assert page.head.number.text() == "A-2"
    page.list.search.setText("nowhere")
    assert page.list.nothing.isVisible()


def test_the_list_is_narrowed_to_a_state(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    planned(sample, "WAITS", line_id=line)
    running(sample, a_draft(sample, line, "RUNS"))
    page = go(qtbot, window, work, "orders", OrdersPage)
    page.list.state.setCurrentIndex(page.list.state.findData(OrderState.PLANNED.value))
    assert _numbers(page) == ["WAITS"]


def test_the_chosen_order_stays_chosen_when_others_come(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    planned(sample, "FIRST", line_id=line)
    planned(sample, "CHOSEN", line_id=line)
    page = go(qtbot, window, work, "orders", OrdersPage)
    page.list.choose(work_orders.find_order(sample, "FIRST").id)
    planned(sample, "URGENT", line_id=line, planned_for=date(2030, 1, 1))
    work.announce(Changes.of(Kind.ORDERS))
    rest(qtbot, work)
    assert page.head.number.text() == "FIRST"
    assert _numbers(page)[0] == "URGENT"


def test_an_order_that_is_wanted_is_shown_although_a_search_hid_it(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    hidden = planned(sample, "HIDDEN", line_id=line)
    planned(sample, "OTHER", line_id=line)
    page = go(qtbot, window, work, "orders", OrdersPage)
    page.list.search.setText("other")
    work.go("orders", hidden.id)
    assert page.head.number.text() == "HIDDEN"
    assert page.list.search.text() == ""


def test_an_order_can_be_wanted_before_the_page_has_read_the_orders(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    wanted = planned(sample, "WANTED", line_id=line, planned_for=date(2031, 5, 2))
    planned(sample, "EARLIER", line_id=line, planned_for=date(2031, 5, 1))
    work.go("orders", wanted.id)
    page = go(qtbot, window, work, "orders", OrdersPage)
    assert page.head.number.text() == "WANTED"


def test_the_arrow_keys_move_from_order_to_order(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    for number in ("ONE", "TWO"):
        planned(sample, number, line_id=line)
    page = go(qtbot, window, work, "orders", OrdersPage)
    before = page.head.number.text()
    page.list.view.setFocus()
    QTest.keyClick(page.list.view, Qt.Key.Key_Down)
    rest(qtbot, work)
    assert {before, page.head.number.text()} == {"ONE", "TWO"}


def test_the_lot_of_the_first_entry_is_not_shown(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    order_planning.plan_order(sample, a_draft(sample, a_line(sample), lot="SECRET77"))
    page = go(qtbot, window, work, "orders", OrdersPage)
    assert not any("SECRET77" in text for text, _ in texts(page))
    assert "SECRET77" not in str(page.list.model.data(page.list.view.currentIndex()))


def test_the_head_leads_to_the_line(qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant) -> None:
    planned(sample, line_id=lines.add_line(sample, "Bare")[0].line.id)
    page = go(qtbot, window, work, "orders", OrdersPage)
    click(qtbot, page.head.line)
    rest(qtbot, work)
    assert isinstance(window.page, LinesPage)


def test_the_page_is_worded_in_chinese_too(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    planned(sample)
    page = go(qtbot, window, work, "orders", OrdersPage)
    work.language.choose(CHINESE)
    rest(qtbot, work)
    assert page.head.badge.word() == "已计划"
    assert "尚未" in page.setup.lines[0].text.text()


def test_a_new_order_is_chosen_once_it_is_planned(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    planned(sample, "OLD")
    page = go(qtbot, window, work, "orders", OrdersPage)

    def fill(dialog: NewOrder) -> None:
        qtbot.waitUntil(lambda: dialog.line.count() > 0)
        dialog.number.setText("NEW")
        click(qtbot, dialog.plan)

    when_asked(NewOrder, fill)
    click(qtbot, page.new_order)
    rest(qtbot, work)
    assert page.head.number.text() == "NEW"


def test_orders_are_imported_from_the_empty_page(
    qtbot: QtBot,
    window: MainWindow,
    work: Workplace,
    sample: Plant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_line(sample)
    path = tmp_path / "orders.csv"
    path.write_text(f"Order,Product,Units\nWO-7,{sample_plant.GTIN},100\n", encoding="utf-8")
    choose_files(monkeypatch, str(path))
    page = go(qtbot, window, work, "orders", OrdersPage)

    def take(dialog: ImportOrders) -> None:
        qtbot.waitUntil(dialog.take.isEnabled)
        click(qtbot, dialog.take)

    when_asked(ImportOrders, take)
    click(qtbot, page.first_import)
    rest(qtbot, work)
    assert _numbers(page) == ["WO-7"]


def test_an_order_whose_day_has_come_needs_attention_today(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    day = sample.clock.now().date() - timedelta(days=2)
    late = planned(sample, "LATE", line_id=line, planned_for=day)
    planned(sample, "NEXT", line_id=line, planned_for=day + timedelta(days=30))
    told = order_items(work_orders.list_orders(sample), sample.clock.now().date())
    assert [(one.page, one.what, one.mark) for one in told] == [("orders", late.id, Mark.ATTENTION)]
    page = go(qtbot, window, work, "today", TodayPage)
    assert any("LATE" in text for text, _ in texts(page))


def test_control_k_finds_an_order_by_its_number(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    planned(sample, "WO-5-77")
    page = go(qtbot, window, work, "orders", OrdersPage)

    def choose(dialog: GoTo) -> None:
        qtbot.waitUntil(lambda: dialog.list.count() > len(PAGES))
        QTest.keyClicks(dialog.field, "5-77")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    when_asked(GoTo, choose)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, work)
    assert page.isVisible()
    assert page.head.number.text() == "WO-5-77"


def test_typing_a_search_does_not_read_the_chosen_order_anew(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    planned(sample, "WO-1")
    page = go(qtbot, window, work, "orders", OrdersPage)
    told: list[object] = []
    page.list.chosen.connect(told.append)
    QTest.keyClicks(page.list.search, "wo-1")
    assert told == []
    QTest.keyClicks(page.list.search, "x")
    assert told == [None]


def test_the_list_stays_where_it_was_scrolled_to_when_orders_are_read_anew(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = a_line(sample)
    for number in range(40):
        planned(sample, f"WO-{number:02d}", line_id=line)
    page = go(qtbot, window, work, "orders", OrdersPage)
    bar = page.list.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    at = bar.value()
    assert at > 0
    work.announce(Changes.of(Kind.ORDERS))
    rest(qtbot, work)
    assert bar.value() == at
