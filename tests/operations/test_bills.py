"""Goods come in once, scanned by another person than who packed them, and leave once, released."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.errors import InputError, Refused
from desktop.operations import bills, pack_exceptions
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.operations.trace import trace
from desktop.packing.bills import BillKind, Comparison
from desktop.packing.order import OrderState
from desktop.products.code_pool import CodeState
from desktop.storage.kept_files import FileKind
from desktop.storage.packing import StoredBook
from tests.packed_order import turn
from tests.refusals import refusal_of
from tests.storage.pack_stock import Line, known
from tests.warehouse_stock import RETURN, Warehouse, packed_goods


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Line]:
    """The database of a packed order, to be copied: packing takes longer than most tests."""
    folder = tmp_path_factory.mktemp("packed")
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as plant:
        return folder / "plant.db", packed_goods(plant)


@pytest.fixture
def packed(tmp_path: Path, filled: tuple[Path, Line]) -> Iterator[Warehouse]:
    database, line = filled
    shutil.copy(database, tmp_path / "plant.db")
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        plant = replace(opened, actor="bob")
        with StoredBook(plant.store) as book:
            yield Warehouse(plant, line, book)


@pytest.fixture
def ready(packed: Warehouse) -> Warehouse:
    packed.end(OrderState.CLOSED)
    return packed


def test_goods_come_in_are_sold_and_come_back(ready: Warehouse) -> None:
    ready.bring_in()
    ready.release()
    sale = ready.sale("OUT-1")
    ready.scan(sale, ready.cases[0])
    ready.close(sale)
    back = ready.open(
        BillKind.RETURN_IN, "BACK-1", upstream_shipper="x", return_reason="y", partner_id="1001"
    )
    ready.scan(back, ready.cases[0])
    ready.close(back)
    again = ready.sale("OUT-2")
    ready.scan(again, *ready.cases)
    assert [line.code for line in bills.status(ready.plant, again.id).lines] == list(ready.cases)


def test_nothing_comes_in_before_its_relation_is_exported(packed: Warehouse) -> None:
    bill = packed.open(BillKind.PRODUCE_IN, "IN-1")
    assert "The relation is not exported" in packed.refusal(bill, packed.cases[0])
    assert bills.status(packed.plant, bill.id).lines == ()


def test_who_packed_goods_does_not_scan_them_into_the_warehouse(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    packer = replace(ready.plant, actor="anna")
    assert "anna packed this order" in refusal_of(lambda: bills.scan(packer, bill.id, ready.cases[0]))


def test_what_is_in_a_larger_pack_comes_in_with_that(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    assert "lies in pack" in ready.refusal(bill, ready.units[0])


def test_goods_come_in_once(ready: Warehouse) -> None:
    first = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(first, ready.cases[0])
    assert "on bill IN-1 (warehouse-in from production) already" in ready.refusal(first, ready.cases[0])
    ready.close(first, "the other follows")
    assert "in the warehouse already: bill IN-1" in ready.refusal(
        ready.open(BillKind.PRODUCE_IN, "IN-2"), ready.cases[0]
    )


def test_a_bill_from_production_says_what_is_missing_and_closes_only_with_a_reason(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, ready.cases[1])
    assert bills.status(ready.plant, bill.id).missing == (ready.cases[0],)
    assert f"{ready.cases[0]} is missing." in refusal_of(lambda: ready.close(bill))
    ready.close(bill, "comes tomorrow")
    assert "is closed" in ready.refusal(bill, ready.cases[0])


def test_a_bill_is_not_closed_over_a_pack_that_was_given_up_since(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, *ready.cases)
    turn(ready.plant.store, known(ready.book, ready.cases[0]).id, CodeState.SPOILED)
    assert f"{ready.cases[0]} is spoiled" in refusal_of(lambda: ready.close(bill))
    bills.take_off(ready.plant, bill.id, ready.cases[0], "spoiled")
    ready.close(bill)


def test_an_independent_scan_is_compared_with_what_was_packed(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, ready.cases[0])
    found = bills.compare_scan(ready.plant, bill.id, (ready.cases[0], ready.units[0], ready.cases[0]))
    assert found == Comparison((ready.cases[1],), (ready.units[0],), (ready.cases[0],))
    assert bills.compare_scan(ready.plant, bill.id, ready.cases).agrees


def test_an_independent_scan_of_a_sale_is_compared_with_the_bill(ready: Warehouse) -> None:
    ready.bring_in()
    ready.release()
    sale = ready.sale("OUT-1")
    ready.scan(sale, ready.cases[1])
    assert bills.compare_scan(ready.plant, sale.id, ready.cases).surplus == (ready.cases[0],)


def test_what_is_not_in_cannot_go_out(ready: Warehouse) -> None:
    ready.release()
    assert "is not in the warehouse" in ready.refusal(ready.sale("OUT-1"), ready.cases[0])


def test_what_is_out_cannot_go_out_again(ready: Warehouse) -> None:
    ready.bring_in()
    ready.release()
    sale = ready.sale("OUT-1")
    ready.scan(sale, ready.cases[0])
    ready.close(sale)
    assert "has left already: bill OUT-1" in ready.refusal(ready.sale("OUT-2"), ready.cases[0])


def test_a_batch_that_is_not_released_is_not_sold(ready: Warehouse) -> None:
    ready.bring_in()
    assert "Lot L1 is not released" in ready.refusal(ready.sale("OUT-1"), ready.cases[0])


def test_a_sample_leaves_a_case_in_the_warehouse_before_or_after_it_is_taken_out(ready: Warehouse) -> None:
    ready.bring_in()
    bill = ready.open(BillKind.SAMPLE_OUT, "QC-1")
    ready.scan(bill, ready.units[0])
    ready.sample(ready.units[1])
    ready.scan(bill, ready.units[1])
    ready.close(bill)
    assert len(bills.status(ready.plant, bill.id).lines) == 2


def test_a_sample_that_was_taken_before_the_case_came_in_never_was_in_the_warehouse(ready: Warehouse) -> None:
    ready.sample(ready.units[0])
    ready.export_relation()
    ready.bring_in()
    bill = ready.open(BillKind.SAMPLE_OUT, "QC-1")
    assert "is not in the warehouse" in ready.refusal(bill, ready.units[0])


def test_a_case_is_not_sold_while_a_pack_in_it_left_by_itself(ready: Warehouse) -> None:
    ready.bring_in()
    ready.release()
    bill = ready.open(BillKind.SAMPLE_OUT, "QC-1")
    ready.scan(bill, ready.units[0])
    ready.close(bill)
    assert f"A pack in {ready.cases[0]} left already" in ready.refusal(ready.sale("OUT-1"), ready.cases[0])


def test_what_never_left_does_not_come_back(ready: Warehouse) -> None:
    back = ready.open(BillKind.RETURN_IN, "BACK-1", **RETURN)
    assert "never left this plant" in ready.refusal(back, ready.cases[0])


def test_an_unknown_code_is_refused(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    assert "not a code of this plant" in ready.refusal(bill, "8" + "0" * 19)
    with pytest.raises(InputError):
        ready.scan(bill, "hello")


def test_a_pack_is_taken_off_with_a_reason_and_may_be_scanned_again(ready: Warehouse) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    ready.scan(bill, ready.cases[0])
    bills.take_off(ready.plant, bill.id, ready.cases[0], "wrong bill")
    assert "is not on bill" in refusal_of(
        lambda: bills.take_off(ready.plant, bill.id, ready.cases[0], "again")
    )
    ready.scan(bill, ready.cases[0])


def test_a_bill_without_packs_is_not_closed_and_an_open_one_is_not_exported(
    ready: Warehouse, tmp_path: Path
) -> None:
    bill = ready.open(BillKind.PRODUCE_IN, "IN-1")
    assert "Nothing was scanned" in refusal_of(lambda: ready.close(bill))
    assert "open still" in refusal_of(lambda: bills.export(ready.plant, bill.id, tmp_path))


def test_a_closed_bill_is_exported_byte_for_byte_as_it_was_kept(ready: Warehouse, tmp_path: Path) -> None:
    ready.bring_in()
    bill = bills.find(ready.plant, "IN-1")
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    first, second = (bills.export(ready.plant, bill.id, folder) for folder in folders)
    assert [path.name for path in first] == [
        "ProduceWareHouseIn_IN-1_20260301.xml",
        "ProduceWareHouseIn_IN-1_20260301.csv",
    ]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert first[0].read_text("utf-8").count("<Data Code=") == 2


def _bill_files(goods: Warehouse, code: str) -> set[str]:
    """Return the bills whose files the trace of a code names."""
    return {one.profile for one in trace(goods.plant, code).files if one.kind is FileKind.BILL}


def test_a_trace_names_the_files_of_the_bills_a_pack_went_on_and_of_no_other(ready: Warehouse) -> None:
    ready.bring_in()
    ready.release()
    for number, case in zip(("OUT-1", "OUT-2"), ready.cases, strict=True):
        sale = ready.sale(number)
        ready.scan(sale, case)
        ready.close(sale)
    assert _bill_files(ready, ready.cases[0]) == {"bill IN-1", "bill OUT-1"}
    assert _bill_files(ready, ready.cases[1]) == {"bill IN-1", "bill OUT-2"}
    assert _bill_files(ready, ready.units[0]) == {"bill IN-1", "bill OUT-1"}


def test_a_trace_names_the_file_of_a_bill_that_a_sample_itself_went_on(closing: Warehouse) -> None:
    check = closing.open(BillKind.SAMPLE_OUT, "QC-1")
    closing.scan(check, closing.units[0])
    closing.close(check)
    _except(closing, pack_exceptions.sample, closing.units[0])()
    assert _bill_files(closing, closing.units[0]) == {"bill QC-1"}


def test_a_number_is_given_to_one_bill(ready: Warehouse) -> None:
    ready.open(BillKind.PRODUCE_IN, "IN-1")
    assert "a bill IN-1 already" in refusal_of(lambda: ready.sale("IN-1"))
    assert [found.bill.number for found in bills.list_bills(ready.plant)] == ["IN-1"]
    assert "no bill IN-9" in refusal_of(lambda: bills.find(ready.plant, "IN-9"))


REVIEWER = Reviewer("Quinn", Right.REVIEW)


@pytest.fixture
def closing(packed: Warehouse) -> Warehouse:
    """Goods of an order that is being closed: what is wrong with them is still put right."""
    packed.end(OrderState.CLOSING)
    packed.bring_in()
    packed.release()
    return packed


def _sold(goods: Warehouse, number: str = "OUT-1") -> None:
    sale = goods.sale(number)
    goods.scan(sale, goods.cases[0])
    goods.close(sale)


def _return(goods: Warehouse) -> None:
    back = goods.open(BillKind.RETURN_IN, "BACK-1", **RETURN)
    goods.scan(back, goods.cases[0])
    goods.close(back)


def _except(goods: Warehouse, what: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: what(goods.plant, goods.line.order.id, *arguments, reason="damaged", reviewer=REVIEWER)


@pytest.mark.parametrize("what", [pack_exceptions.remove, pack_exceptions.sample, pack_exceptions.scrap])
def test_nothing_is_taken_out_of_what_has_left(closing: Warehouse, what: Callable[..., object]) -> None:
    _sold(closing)
    told = refusal_of(_except(closing, what, closing.units[0]), Refused)
    assert "has left on bill OUT-1 (out for sale)" in told
    assert known(closing.book, closing.units[0]).state is CodeState.PACKED


def test_what_has_left_is_not_taken_apart(closing: Warehouse) -> None:
    _sold(closing)
    told = refusal_of(_except(closing, pack_exceptions.take_apart, closing.cases[0]), Refused)
    assert f"{closing.cases[0]} has left on bill OUT-1" in told


def test_an_exception_is_not_taken_back_once_its_packs_have_left(closing: Warehouse) -> None:
    event, _ = pack_exceptions.remove(
        closing.plant, closing.line.order.id, closing.units[0], reason="look", reviewer=REVIEWER
    )
    closing.export_relation()
    _sold(closing)
    told = refusal_of(_except(closing, pack_exceptions.take_back, event.number), Refused)
    assert "has left on bill OUT-1" in told


def test_what_was_taken_out_before_its_case_left_is_still_here(closing: Warehouse) -> None:
    _except(closing, pack_exceptions.remove, closing.units[0])()
    _sold(closing)
    _except(closing, pack_exceptions.scrap, closing.units[0])()
    assert known(closing.book, closing.units[0]).state is CodeState.SPOILED


def test_what_came_back_may_be_worked_on_again(closing: Warehouse) -> None:
    _sold(closing)
    _return(closing)
    _except(closing, pack_exceptions.remove, closing.units[0])()
    assert known(closing.book, closing.units[0]).state is CodeState.VERIFIED


def test_what_is_on_an_open_bill_is_taken_off_it_before_it_is_worked_on(closing: Warehouse) -> None:
    sale = closing.sale("OUT-1")
    closing.scan(sale, closing.cases[0])
    take = _except(closing, pack_exceptions.remove, closing.units[0])
    assert "is on bill OUT-1 (out for sale), which is open" in refusal_of(take, Refused)
    bills.take_off(closing.plant, sale.id, closing.cases[0], "wrong case")
    take()


def test_a_unit_that_left_by_itself_is_put_on_record_as_taken_out_and_nothing_else(
    closing: Warehouse,
) -> None:
    check = closing.open(BillKind.SAMPLE_OUT, "QC-1")
    closing.scan(check, closing.units[0])
    closing.close(check)
    give_up = _except(closing, pack_exceptions.unreadable, closing.units[0])
    assert "has left on bill QC-1 (out for sampling)" in refusal_of(give_up, Refused)
    _except(closing, pack_exceptions.sample, closing.units[0])()
    assert known(closing.book, closing.units[0]).state is CodeState.SAMPLED
