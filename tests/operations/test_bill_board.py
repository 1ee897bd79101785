"""Bills as people look at them: sums, what a pack holds, and who must look where a second scan differs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.errors import Refused
from desktop.operations import bill_board, bills
from desktop.packing.bills import BillKind
from desktop.packing.order import OrderState
from desktop.storage import audit
from desktop.storage.packing import StoredBook
from tests.refusals import refusal_of
from tests.warehouse_stock import Warehouse, packed_goods


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Warehouse]:
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        line = packed_goods(opened)
        plant = replace(opened, actor="bob")
        with StoredBook(plant.store) as book:
            made = Warehouse(plant, line, book)
            made.end(OrderState.CLOSED)
            yield made


def test_a_bill_tells_what_each_case_holds_and_counts_by_product_and_level(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, *ready.cases)
    told = bill_board.board(ready.plant, bill.id)
    assert [(one.holding.packs, one.holding.units, one.holding.lot) for one in told.packs] == [
        (2, 6, "L1"),
        (2, 6, "L1"),
    ]
    (total,) = bill_board.sums(told.packs)
    assert (total.product, total.level, total.packs, total.units) == ("蒙脱石散", 3, 2, 12)
    assert bill_board.overview(ready.plant)[0].packs == 2
    line, holding = told.packs[1].line, told.packs[1].holding
    assert bill_board.listed(ready.plant, bill.id, line) == bill_board.ListedPack(line, holding)


def test_a_closed_bill_tells_its_files(ready: Warehouse) -> None:
    ready.bring_in()
    bill = bills.find(ready.plant, "IN-1")
    told = bill_board.board(ready.plant, bill.id)
    assert [one.name.rpartition(".")[2] for one in told.files] == ["xml", "csv"]


def test_a_second_scan_says_who_must_look_and_is_put_on_record(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, ready.cases[0])
    stranger = "8" + "0" * 19
    texts = (ready.cases[0], ready.cases[0], ready.units[0], stranger)
    found, _ = bill_board.second_scan(ready.plant, bill.id, texts)
    told = {one.code: str(one.told) for one in found.differences}
    assert "anna packed it for order L1" in told[ready.cases[1]]
    assert f"should lie in {ready.line.codes[1][0]}" in told[ready.units[0]]
    assert "Not a code of this plant" in told[stranger]
    assert "more than once" in told[ready.cases[0]]
    with ready.plant.store.read() as connection:
        record = audit.newest(connection, 1)[0]
    assert (record.action, record.subject) == ("bill.compare", "bill IN-1")


def test_a_second_scan_that_agrees_has_no_differences(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, ready.cases[0])
    assert not bill_board.second_scan(ready.plant, bill.id, ready.cases)[0].differences


def test_who_packed_the_goods_does_not_do_the_second_scan(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, ready.cases[0])
    packer = replace(ready.plant, actor="anna")
    told = refusal_of(lambda: bill_board.second_scan(packer, bill.id, ready.cases), Refused)
    assert "anna packed goods of this bill" in told


def test_a_second_scan_of_an_empty_bill_is_refused(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    told = refusal_of(lambda: bill_board.second_scan(ready.plant, bill.id, ready.cases), Refused)
    assert "Nothing was scanned" in told


def test_a_case_that_is_missing_from_a_sale_is_looked_for_by_who_opened_the_bill(ready: Warehouse) -> None:
    ready.bring_in()
    ready.release()
    sale = ready.sale("OUT-1")
    ready.scan(sale, ready.cases[0])
    found, _ = bill_board.second_scan(ready.plant, sale.id, (ready.cases[1],))
    told = {one.code: str(one.told) for one in found.differences}
    assert "bob, who opened it" in told[ready.cases[0]]
    assert "not on this bill" in told[ready.cases[1]]
