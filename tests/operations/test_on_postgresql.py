"""What leaves the line, on PostgreSQL: files, bills, sums, closing, trace and recall ask its SQL as well."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.exchange.epcis import tree_of
from desktop.exchange.epcis_names import EpcisProfile
from desktop.operations import (
    bill_board,
    bills,
    closing,
    epcis_export,
    kept_files,
    order_report,
    recall,
    reconciliation,
    relation_export,
    sampling,
    steps,
    table_export,
    trace_search,
)
from desktop.operations.kept_files import PackCounts
from desktop.operations.line_demo import relation_pairs
from desktop.operations.plant import Plant
from desktop.operations.reconciliation import Listing
from desktop.operations.relation_check import check_relation
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.operations.steps import Step
from desktop.operations.trace import children_of, trace
from desktop.packing import rules
from desktop.packing.bills import BillKind
from desktop.packing.order import OrderState
from desktop.products.sampling_plan import SamplingPlan
from desktop.products.version import Master
from desktop.storage import product_versions, work_orders
from desktop.storage.packing import StoredBook
from tests.packed_order import Packed, digits, forget, packed_order, with_events
from tests.postgres import PostgresServer
from tests.refusals import refusal_of
from tests.storage.pack_stock import Line
from tests.warehouse_stock import Warehouse, packed_goods

REVIEWER = Reviewer("韩梅梅", Right.REVIEW)
UNITS = 120
_lots = count(1)


@pytest.fixture(scope="module")
def plant(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    with (
        postgres_server.database() as url,
        open_plant(url, tmp_path_factory.mktemp("plant")) as opened,
    ):
        sampling.set_plan(opened, None, SamplingPlan(0, None, 1, 0))
        yield opened


@pytest.fixture(scope="module")
def goods(plant: Plant) -> Line:
    """An order that was packed by scans, and is closed."""
    line = packed_goods(plant)
    with StoredBook(plant.store) as book:
        Warehouse(plant, line, book).end(OrderState.CLOSED)
    return line


@pytest.fixture
def lot() -> int:
    """A lot of its own for each test: they share a database."""
    return next(_lots)


@pytest.fixture
def packed(plant: Plant, goods: Line, lot: int) -> Packed:
    """Two cases, the second with two bundles, of a product that needs no filing; being closed.

    Behind ``goods``: its codes have numbers of their own, which the database must not give a second time.
    """
    assert goods.codes
    done = packed_order(plant.store, UNITS, lot=lot, number=f"WO-{lot}")
    with_events(plant.store, done, UNITS)
    with plant.store.change("lead", "product", "specimen") as change:
        version = product_versions.newest(change.connection, done.product_id)
        product = replace(version.product, authorized_no="SPECIMEN")
        product_versions.replace(change.connection, version.id, Master(product, version.details), None)
        work_orders.set_state(change, done.order_id, OrderState.CLOSING)
    return done


def sample(plant: Plant, packed: Packed, number: int) -> None:
    """Take a unit out of its bundle."""
    with plant.store.read() as connection:
        order = work_orders.packing_order(connection, packed.order_id)
    with StoredBook(plant.store) as book:
        unit = book.by_id(packed.code_id(1, number))
        siblings = book.children(unit.place.parent_id or 0)
        decision = rules.sample(order, unit, (), siblings)
        book.apply(order, decision, station_id=None, actor="ann", reviewer="qa", reason="test")


def test_a_relation_is_exported_checked_and_given_again(
    plant: Plant, packed: Packed, lot: int, tmp_path: Path
) -> None:
    (file,) = relation_export.export_relation(plant, packed.order_id).files
    assert file.counts == PackCounts(134, 2, 120)
    assert relation_export.export_relation(plant, packed.order_id).files == (file,)
    pairs = dict(relation_pairs(kept_files.content(plant, file.id), file.name))
    assert pairs[digits(1, lot, 118)] == digits(2, lot, 12)
    checked = check_relation(plant, kept_files.save(plant, file.id, tmp_path))
    assert (checked.findings.all, checked.findings.total, checked.unknown) == (134, 0, 0)
    compared, _ = kept_files.enter_platform_counts(plant, file.id, PackCounts(134, 2, 120))
    assert compared.differences == ()
    assert kept_files.latest_counts(plant, packed.order_id)[file.id].counts.all == 134


def test_what_changed_since_the_relation_is_corrected(plant: Plant, packed: Packed, lot: int) -> None:
    relation_export.export_relation(plant, packed.order_id)
    sample(plant, packed, 7)
    done = relation_export.export_corrections(plant, packed.order_id)
    told = "".join(kept_files.content(plant, file.id).decode("utf-8-sig") for file in done.files)
    assert digits(1, lot, 7) in told
    assert digits(1, lot, 8) not in told


def test_an_order_is_written_as_epcis_and_as_a_table(plant: Plant, goods: Line) -> None:
    epcis, _ = epcis_export.export_epcis(plant, goods.order.id, EpcisProfile(host="trace.example.com"))
    tree = tree_of(json.loads(kept_files.content(plant, epcis.id))["epcisBody"]["eventList"])
    assert len(tree[f"https://trace.example.com/edmc/{goods.codes[2][0]}"]) == 2
    table, _ = table_export.export_table(plant, goods.order.id)
    rows = list(csv.reader(io.StringIO(kept_files.content(plant, table.id).decode("utf-8-sig"))))
    assert len(rows) == 1 + 12 + 4 + 2
    assert any(goods.codes[0][0] in row and goods.codes[1][0] in row for row in rows)


def test_an_order_with_something_open_is_told_listed_closed_and_reported(
    plant: Plant, packed: Packed, lot: int, tmp_path: Path
) -> None:
    forget(plant.store, packed.code_id(1, 7))
    assert [one.code for one in reconciliation.listed(plant, packed.order_id, 1, Listing.MISSING)] == [
        digits(1, lot, 7)
    ]
    assert "cannot be closed yet" in refusal_of(lambda: closing.close(plant, packed.order_id))
    closing.close(plant, packed.order_id, REVIEWER, "fell into the machine")
    assert reconciliation.reconciliation(plant, packed.order_id).state is OrderState.CLOSED
    first, again = tmp_path / "report.pdf", tmp_path / "again.pdf"
    order_report.write(plant, packed.order_id, first, "en")
    order_report.write(plant, packed.order_id, again, "en")
    assert first.read_bytes() == again.read_bytes()


def test_the_steps_of_an_order_are_told(plant: Plant, packed: Packed) -> None:
    relation_export.export_relation(plant, packed.order_id)
    done = {row.step: row.done for row in steps.overview(plant, packed.order_id)}
    assert (done[Step.PACKED], done[Step.EXPORTED]) == (True, True)


def test_a_code_is_traced_and_its_batch_recalled(
    plant: Plant, packed: Packed, lot: int, tmp_path: Path
) -> None:
    relation_export.export_relation(plant, packed.order_id)
    written = recall.write(plant, packed.batch_id, tmp_path / "recall.csv", "en")
    assert (written.packs, written.largest) == (134, 2)
    assert recall.cases(plant, packed.batch_id).count == 2
    found = trace(plant, digits(1, lot, 118))
    assert found.place is not None
    assert [one.code for one in found.place.path] == [digits(3, lot, 2), digits(2, lot, 12)]
    assert [one.kind.value for one in found.files] == ["relation", "recall"]
    assert len(children_of(plant, digits(2, lot, 12))) == 10
    assert [one.id for one in trace_search.search(plant, f"LOT{lot:02d}").batches] == [packed.batch_id]


def test_goods_come_in_and_go_out(plant: Plant, goods: Line, tmp_path: Path) -> None:
    with StoredBook(plant.store) as book:
        stock = Warehouse(replace(plant, actor="bob"), goods, book)
        stock.bring_in()
        stock.release()
        sale = stock.sale("OUT-1")
        stock.scan(sale, stock.cases[0])
        assert "lies in pack" in stock.refusal(sale, stock.units[0])
        stock.close(sale)
        back = stock.open(BillKind.PRODUCE_IN, "IN-2")
        assert stock.refusal(back, stock.cases[1])
        assert {path.suffix for path in bills.export(stock.plant, sale.id, tmp_path)} == {".xml", ".csv"}
        assert [one.line.code for one in bill_board.board(plant, sale.id).packs] == [stock.cases[0]]
    assert [one.number for one in trace(plant, stock.cases[0]).billed] == ["IN-1", "OUT-1"]
