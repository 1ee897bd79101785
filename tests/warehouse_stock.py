"""Goods of a packed order for tests of the warehouse: 12 units in 4 bundles in 2 cases, packed by Anna."""

from dataclasses import dataclass, replace
from datetime import date

from desktop.errors import Refused
from desktop.operations import bills, product_rules, product_saving
from desktop.operations import kept_files as files
from desktop.operations.bills import StoredBill
from desktop.operations.kept_files import FileKind, NewKeptFile
from desktop.operations.plant import Plant
from desktop.packing import rules
from desktop.packing.bills import BillKind
from desktop.packing.order import OrderState
from desktop.products.details import Details
from desktop.products.filing import Filing, FilingStatus
from desktop.products.quality import BatchStatus
from desktop.products.version import Master
from desktop.storage import kept_files, quality, work_orders
from desktop.storage.packing import StoredBook
from desktop.texts import say
from tests.refusals import refusal_of
from tests.storage.pack_stock import Line, add_line, fill, known

IN = {"receipt_date": "2026-03-01"}
SALE = {"dispatch_date": "2026-03-02", "purchaser": "示例医药", "partner_id": "1001"}
RETURN = {"upstream_shipper": "示例医药", "return_reason": "wrong goods", "partner_id": "1001"}


@dataclass
class Warehouse:
    """A plant whose order is packed: 12 units, 4 bundles, 2 cases. ``plant`` is that of the storekeeper."""

    plant: Plant
    line: Line
    book: StoredBook

    @property
    def cases(self) -> tuple[str, ...]:
        return self.line.codes[2]

    @property
    def units(self) -> tuple[str, ...]:
        return self.line.codes[0]

    def open(self, kind: BillKind, number: str, **values: str) -> StoredBill:
        whole = (IN if kind.value.endswith("-in") else {"dispatch_date": "2026-03-02"}) | values
        return bills.new_bill(self.plant, kind, number, whole)[0]

    def scan(self, bill: StoredBill, *codes: str) -> None:
        for code in codes:
            bills.scan(self.plant, bill.id, code)

    def refusal(self, bill: StoredBill, code: str) -> str:
        return refusal_of(lambda: bills.scan(self.plant, bill.id, code), Refused)

    def close(self, bill: StoredBill, reason: str = "") -> None:
        bills.close(self.plant, bill.id, reason)

    def bring_in(self) -> None:
        bill = self.open(BillKind.PRODUCE_IN, "IN-1")
        self.scan(bill, *self.cases)
        self.close(bill)

    def sale(self, number: str) -> StoredBill:
        return self.open(BillKind.SALES_OUT, number, **SALE)

    def release(self) -> None:
        with self.plant.store.change("qa", "batch.release", "batch") as change:
            quality.set_status(
                change, self.line.order.batch_id, BatchStatus.RELEASED, say("Released: {reason}", reason="-")
            )

    def end(self, state: OrderState) -> None:
        """Let the order be ended, or being ended, with its relation exported."""
        with self.plant.store.change("lead", "order.close", "order") as change:
            work_orders.set_state(change, self.line.order.id, state)
        self.export_relation()

    def export_relation(self) -> None:
        with self.plant.store.read() as connection:
            last = kept_files.last_event(connection, self.line.order.id)
        made = NewKeptFile.of(FileKind.RELATION, f"relation {last}.xml", b"<x/>")
        files.keep(self.plant, self.line.order.id, (made,), last)

    def sample(self, code: str) -> None:
        pack = known(self.book, code)
        siblings = self.book.children(pack.place.parent_id or 0)
        decision = rules.sample(self.line.order, pack, (), siblings)
        self.book.apply(
            self.line.order, decision, station_id=None, actor="anna", reviewer="qa", reason="test"
        )


def packed_goods(plant: Plant) -> Line:
    """Pack an order whose product is complete and filed."""
    line = add_line(plant.store)
    with plant.store.change("lead", "product.complete", "product") as change:
        master = product_saving.newest_master(change, line.order.product_id)
        whole = Master(
            replace(master.product, shelf_life_months=48), Details.build({"manufacturer": "示例制药"})
        )
        product_saving.save(change, line.order.product_id, whole)
    filing = Filing(FilingStatus.PASSED, "2026-1", date(2026, 1, 1))
    product_rules.set_filing(plant, line.order.product_id, filing)
    with StoredBook(plant.store) as book:
        fill(book, line, 12)
    return line
