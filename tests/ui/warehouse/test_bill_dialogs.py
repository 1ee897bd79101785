"""A new bill asks for what its kind needs; a second scan knows nothing of the first."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.operations import bills
from desktop.packing.bills import BillKind
from tests.ui.people import click, rest, texts
from tests.warehouse_stock import Warehouse
from ui.dialogs.new_bill import NewBill
from ui.warehouse.second_scan import SecondScan
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture
def dialog(qtbot: QtBot, work: Workplace) -> Iterator[NewBill]:
    made = NewBill(work, None)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _second(qtbot: QtBot, work: Workplace, goods: Warehouse, *codes: str) -> SecondScan:
    bill = goods.open(BillKind.PRODUCE_IN, "IN-1")
    goods.scan(bill, *codes)
    made = SecondScan(work, bill, None)
    qtbot.addWidget(made)
    made.show()
    rest(qtbot, work)
    return made


def test_fields_come_and_go_with_the_kind(dialog: NewBill) -> None:
    dialog.choose(BillKind.PRODUCE_IN)
    assert list(dialog.fields) == ["receipt_date"]
    assert not dialog.special.isVisible()
    dialog.choose(BillKind.DESTROY_OUT)
    assert "destroy_reason" in dialog.fields
    assert "receipt_date" not in dialog.fields


def test_a_field_says_why_it_is_asked_for(dialog: NewBill) -> None:
    dialog.choose(BillKind.SALES_OUT)
    assert dialog.fields["carrier"].below() == "May stay empty."
    dialog.special.setChecked(True)
    assert dialog.fields["carrier"].below() == "Required for drugs under special control."


def test_what_is_missing_is_told_below_its_field_and_no_bill_is_opened(
    qtbot: QtBot, work: Workplace, dialog: NewBill
) -> None:
    dialog.choose(BillKind.SALES_OUT)
    click(qtbot, dialog.make)
    assert "Please fill this in. Required: who gets the goods." in dialog.fields["purchaser"].below()
    assert "Please fill this in." in dialog.number_field.below()
    rest(qtbot, work)
    assert bills.list_bills(work.plant) == ()


def test_what_was_filled_in_stays_when_drugs_are_under_special_control(dialog: NewBill) -> None:
    dialog.choose(BillKind.SALES_OUT)
    purchaser = dialog.editor("purchaser")
    purchaser.setProperty("text", "示例医药")
    dialog.special.setChecked(True)
    assert dialog.editor("purchaser").property("text") == "示例医药"


def test_a_number_that_is_taken_is_told_below_it(
    qtbot: QtBot, work: Workplace, goods: Warehouse, dialog: NewBill
) -> None:
    goods.open(BillKind.PRODUCE_IN, "IN-1")
    dialog.choose(BillKind.PRODUCE_IN)
    dialog.number.setText("IN-1")
    click(qtbot, dialog.make)
    rest(qtbot, work)
    assert "There is a bill IN-1 already" in dialog.number_field.below()


def test_a_sale_is_opened_with_what_was_filled_in(qtbot: QtBot, work: Workplace, dialog: NewBill) -> None:
    dialog.choose(BillKind.SALES_OUT)
    dialog.number.setText("SO-1")
    for key, value in (("purchaser", "示例医药"), ("partner_id", "1001")):
        dialog.editor(key).setProperty("text", value)
    click(qtbot, dialog.make)
    rest(qtbot, work)
    bill = bills.find(work.plant, "SO-1").bill
    assert (bill.get("purchaser"), bill.get("partner_id")) == ("示例医药", "1001")


def test_a_second_scan_shows_nothing_of_what_is_on_the_bill(
    qtbot: QtBot, work: Workplace, goods: Warehouse
) -> None:
    dialog = _second(qtbot, work, goods, *goods.cases)
    shown = "\n".join(_without_spaces(dialog))
    assert not any(code in shown for code in goods.cases)


def _without_spaces(widget: QWidget) -> Iterator[str]:
    for text, _ in texts(widget):
        yield text.replace(" ", "")


def test_a_second_scan_that_finds_all_packs_agrees(qtbot: QtBot, work: Workplace, goods: Warehouse) -> None:
    dialog = _second(qtbot, work, goods, goods.cases[0])
    for code in goods.cases:
        dialog.take(code)
    click(qtbot, dialog.compare)
    rest(qtbot, work)
    assert dialog.verdict.mark is Mark.DONE
    assert not dialog.differences.isVisible()


def test_a_second_scan_that_misses_a_pack_says_who_looks_for_it(
    qtbot: QtBot, work: Workplace, goods: Warehouse
) -> None:
    dialog = _second(qtbot, work, goods, goods.cases[0])
    dialog.take(goods.cases[0])
    click(qtbot, dialog.compare)
    rest(qtbot, work)
    assert dialog.verdict.mark is Mark.STOPPED
    (row,) = dialog.differences.model.rows()
    assert row.code == goods.cases[1]
    assert "anna packed it" in str(row.told)


def test_scans_may_go_on_after_comparing(qtbot: QtBot, work: Workplace, goods: Warehouse) -> None:
    dialog = _second(qtbot, work, goods, goods.cases[0])
    dialog.take(goods.cases[0])
    click(qtbot, dialog.compare)
    rest(qtbot, work)
    click(qtbot, dialog.more)
    dialog.take(goods.cases[1])
    click(qtbot, dialog.compare)
    rest(qtbot, work)
    assert dialog.verdict.mark is Mark.DONE


def test_what_is_no_code_is_refused_at_once_and_the_last_scan_can_be_taken_back(
    qtbot: QtBot, work: Workplace, goods: Warehouse
) -> None:
    dialog = _second(qtbot, work, goods, goods.cases[0])
    dialog.take("hello")
    assert dialog.last.mark is Mark.STOPPED
    assert dialog.scans.count() == 0
    dialog.take(goods.cases[0])
    click(qtbot, dialog.back)
    assert dialog.scans.count() == 0


def test_who_packed_the_goods_is_refused_a_second_scan(
    qtbot: QtBot, work: Workplace, goods: Warehouse
) -> None:
    bill = goods.open(BillKind.PRODUCE_IN, "IN-1")
    goods.scan(bill, goods.cases[0])
    work.plant = replace(work.plant, actor="anna")
    dialog = SecondScan(work, bill, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.take(goods.cases[0])
    click(qtbot, dialog.compare)
    rest(qtbot, work)
    assert "anna packed goods of this bill" in dialog.notice.sentence()
