"""The Warehouse page: its list, the desk, and what is done with a bill."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.operations import bills
from desktop.packing.bills import BillKind, BillState
from desktop.texts import CHINESE, ENGLISH
from tests.ui.people import click, go, rest, texts, when_asked
from tests.warehouse_stock import RETURN, Warehouse
from ui.dialogs.close_bill import CloseBill
from ui.dialogs.give_reason import GiveReason
from ui.dialogs.new_bill import NewBill
from ui.main_window import MainWindow
from ui.packing.tones import Tone
from ui.pages.warehouse import WarehousePage
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace) -> WarehousePage:
    return go(qtbot, window, work, "warehouse", WarehousePage)


def _at_desk(qtbot: QtBot, work: Workplace, page: WarehousePage, number: str = "IN-1") -> WarehousePage:
    page.refresh()
    page.show_what(number)
    rest(qtbot, work)
    page.scan()
    rest(qtbot, work)
    return page


def _type(qtbot: QtBot, work: Workplace, page: WarehousePage, text: str) -> None:
    QTest.keyClicks(page.desk.input.field, text)
    QTest.keyClick(page.desk.input.field, Qt.Key.Key_Return)
    rest(qtbot, work)


def test_an_empty_page_offers_the_first_bill(page: WarehousePage) -> None:
    assert page.first.isVisible()
    assert not page.new.isVisible()


def test_a_new_bill_is_opened_and_its_desk_takes_scans(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    def fill(dialog: NewBill) -> None:
        click(qtbot, dialog.kinds[BillKind.PRODUCE_IN])
        QTest.keyClicks(dialog.number, "IN-1")
        QTest.keyClick(dialog.number, Qt.Key.Key_Return)

    when_asked(NewBill, fill)
    click(qtbot, page.first)
    rest(qtbot, work)
    _type(qtbot, work, page, goods.cases[0])
    assert page.desk.last.mark is Mark.DONE
    assert page.desk.count.text() == "1"
    (line,) = bills.status(work.plant, bills.find(work.plant, "IN-1").id).lines
    assert line.code == goods.cases[0]


def test_the_desk_of_goods_from_production_says_before_the_first_scan_who_may_not_scan_them(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    goods.open(BillKind.PRODUCE_IN, "IN-1")
    goods.open(BillKind.RETURN_IN, "BACK-1", **RETURN)
    desk = _at_desk(qtbot, work, page).desk
    assert "Whoever packed an order cannot scan its packs in" in desk.last.sentence.text()
    desk.leave()
    desk = _at_desk(qtbot, work, page, "BACK-1").desk
    assert desk.last.sentence.text() == "Scan the first pack, or type its 20 digits."


def test_a_refused_scan_is_heard_and_says_which_code_and_where_its_pack_is(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    goods.open(BillKind.PRODUCE_IN, "IN-1")
    _at_desk(qtbot, work, page)
    heard: list[Tone] = []
    page.desk.last.speaker.asked.connect(heard.append)
    _type(qtbot, work, page, goods.units[0])
    assert page.desk.last.mark is Mark.STOPPED
    assert heard == [Tone.REFUSED]
    assert f"{goods.units[0]} lies in pack {goods.line.codes[1][0]}" in page.desk.last.sentence.text()
    assert page.desk.count.text() == "0"


def test_a_scan_goes_onto_the_bill_while_the_list_has_the_focus(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    goods.scan(goods.open(BillKind.PRODUCE_IN, "IN-1"), goods.cases[0])
    _at_desk(qtbot, work, page)
    page.desk.packs.view.setFocus()
    QTest.keyClicks(page.desk.packs.view, goods.cases[1])
    assert page.desk.input.field.hasFocus()
    QTest.keyClick(page.desk.input.field, Qt.Key.Key_Return)
    rest(qtbot, work)
    assert page.desk.count.text() == "2"


def test_scans_that_come_faster_than_they_are_stored_are_all_taken_in_their_order(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    bill = goods.open(BillKind.PRODUCE_IN, "IN-1")
    _at_desk(qtbot, work, page)
    for code in (*goods.cases, goods.cases[0]):
        page.desk.take(code)
    qtbot.waitUntil(lambda: page.desk.last.mark is Mark.STOPPED)
    assert [line.code for line in bills.status(work.plant, bill.id).lines] == list(goods.cases)
    assert "is on bill IN-1" in page.desk.last.sentence.text()


def test_the_desk_tells_what_a_case_holds_and_what_is_not_here_yet(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    goods.scan(goods.open(BillKind.PRODUCE_IN, "IN-1"), goods.cases[0])
    _at_desk(qtbot, work, page)
    shown = [text for text, _ in texts(page.desk)]
    assert "2 packs, 6 units" in shown
    assert any("Of the same orders not here yet: 1." in text for text in shown)


def test_a_pack_is_taken_off_with_a_reason(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    bill = goods.open(BillKind.PRODUCE_IN, "IN-1")
    goods.scan(bill, goods.cases[0])
    _at_desk(qtbot, work, page)
    page.desk.packs.view.selectRow(0)

    def say_why(dialog: GiveReason) -> None:
        QTest.keyClicks(dialog.reason, "wrong pallet")
        click(qtbot, dialog.do)

    when_asked(GiveReason, say_why)
    click(qtbot, page.desk.take_off)
    rest(qtbot, work)
    assert bills.status(work.plant, bill.id).lines == ()
    assert page.desk.count.text() == "0"


def test_a_bill_with_missing_packs_is_closed_with_a_reason_only(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    bill = goods.open(BillKind.PRODUCE_IN, "IN-1")
    goods.scan(bill, goods.cases[0])
    _at_desk(qtbot, work, page)
    able: list[bool] = []

    def close(dialog: CloseBill) -> None:
        able.append(dialog.do.isEnabled())
        assert "1 pack of the same orders was packed and is not here" in dialog.notice.sentence()
        QTest.keyClicks(dialog.reason, "comes tomorrow")
        click(qtbot, dialog.do)

    when_asked(CloseBill, close)
    click(qtbot, page.desk.close_bill)
    rest(qtbot, work)
    assert able == [False]
    assert bills.find(work.plant, "IN-1").state is BillState.CLOSED
    assert page.table.isVisible()


def test_a_closed_bill_lists_its_files_and_writes_them_again(
    qtbot: QtBot,
    work: Workplace,
    goods: Warehouse,
    page: WarehousePage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goods.bring_in()
    page.refresh()
    rest(qtbot, work)
    assert len(page.detail.files.model.rows()) == 2
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(tmp_path))
    click(qtbot, page.detail.export)
    rest(qtbot, work)
    assert sorted(path.suffix for path in tmp_path.glob("ProduceWareHouseIn_IN-1_*")) == [".csv", ".xml"]
    assert page.detail.notice.isVisible()


def test_the_filter_leaves_bills_of_one_state(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    goods.bring_in()
    goods.open(BillKind.SAMPLE_OUT, "QC-1")
    page.refresh()
    rest(qtbot, work)
    click(qtbot, page.filters[2])
    assert [one.stored.bill.number for one in page.table.model.rows()] == ["IN-1"]
    page.show_what("QC-1")
    row = page.table.chosen_row()
    assert row is not None
    assert row.stored.bill.number == "QC-1"


def test_scanning_is_reached_and_left_by_keys(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    goods.open(BillKind.PRODUCE_IN, "IN-1")
    page.refresh()
    rest(qtbot, work)
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, work)
    assert page.desk.input.field.hasFocus()
    QTest.keyClick(page.desk.input.field, Qt.Key.Key_Escape)
    rest(qtbot, work)
    assert page.table.view.hasFocus()


def test_a_bill_that_somebody_closes_meanwhile_is_left(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    bill = goods.open(BillKind.PRODUCE_IN, "IN-1")
    goods.scan(bill, *goods.cases)
    _at_desk(qtbot, work, page)
    goods.close(bill)
    work.announce(bills.CHANGED)
    rest(qtbot, work)
    assert page.table.isVisible()


def test_everything_is_said_in_chinese(
    qtbot: QtBot, work: Workplace, goods: Warehouse, page: WarehousePage
) -> None:
    goods.bring_in()
    goods.open(BillKind.SAMPLE_OUT, "QC-1")
    work.language.choose(CHINESE)
    page.refresh()
    rest(qtbot, work)
    page.scan()
    rest(qtbot, work)
    known = {"bob", "QC-1", "SHA-256", "IN-1"}
    english = [
        (text, place)
        for text, place in texts(page)
        if text.isascii() and any(one.isalpha() for one in text) and text not in known
    ]
    assert english == []


def test_a_scanner_of_a_line_is_offered_in_both_languages_and_its_readings_are_taken(
    qtbot: QtBot,
    work: Workplace,
    goods: Warehouse,
    page: WarehousePage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feeds: list[_Feed] = []

    def feed(_work: Workplace, address: str) -> _Feed:
        feeds.append(_Feed(address))
        return feeds[-1]

    monkeypatch.setattr("ui.warehouse.scan_input.ScannerFeed", feed)
    address = "tcp://127.0.0.1:5025"
    monkeypatch.setattr("ui.warehouse.scan_input.scanners_of", lambda _plant: (("Line 1 · Dock", address),))
    goods.open(BillKind.PRODUCE_IN, "IN-1")
    _at_desk(qtbot, work, page)
    box = page.desk.input.source
    work.language.choose(CHINESE)
    assert box.itemText(0) == "手持扫码枪或键盘"
    work.language.choose(ENGLISH)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    feeds[-1].scanned.emit(goods.cases[0], 1.0)
    rest(qtbot, work)
    assert page.desk.count.text() == "1"
    page.desk.leave()
    rest(qtbot, work)
    assert feeds[-1].stopped
    page.scan()
    rest(qtbot, work)
    assert feeds[-1].address == address
    assert not feeds[-1].stopped


class _Feed(QObject):
    """A scanner that a test holds in its hand."""

    scanned = Signal(str, float)
    told = Signal(object, object)

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.stopped = False

    def start(self) -> None:
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True
