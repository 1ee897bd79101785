"""Self-check of a work order: at any moment, what became of every code, and what is still open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.csv_writer import csv_bytes
from desktop.exchange.new_file import exists_already, write_new
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import LevelSum, Listing, OpenItem
from desktop.products.code_pool import CodeState, state_name
from desktop.storage import batches, lines, order_check, order_sums, products, work_orders
from desktop.storage.order_sums import PAGE, START, ListedPack
from desktop.texts import say

__all__ = [
    "PAGE",
    "START",
    "LevelSum",
    "ListedPack",
    "Listing",
    "OpenItem",
    "Reconciliation",
    "find_order",
    "listed",
    "open_items",
    "reconciliation",
    "write_list",
]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A work order, checked.

    Attributes:
        order_id, number: of the order.
        product, lot, line: their names; the lot is empty until it was entered twice.
        units: smallest packs that were ordered.
        levels: sums from the smallest packs to the largest; empty before the order has its lot.
        items: what is open; empty: the order can be closed.
        at: when it was checked, UTC.
    """

    order_id: int
    number: str
    product: str
    lot: str
    line: str
    units: int
    state: OrderState
    levels: tuple[LevelSum, ...]
    items: tuple[OpenItem, ...]
    at: datetime

    @property
    def balances(self) -> bool:
        """Tell whether every code of every level is accounted for."""
        return all(level.balances for level in self.levels)


def reconciliation(plant: Plant, order_id: int) -> Reconciliation:
    """Check a work order as it is now.

    Raises:
        InputError: there is no such order.
    """
    with plant.store.read() as connection:
        found = order_check.check(connection, order_id)
        order = found.order
        lot = "" if order.batch_id is None else batches.get(connection, order.batch_id).batch.lot
        return Reconciliation(
            order_id=order.id,
            number=order.number,
            product=products.get(connection, order.product_id).product.name,
            lot=lot,
            line=lines.get_line(connection, order.line_id).name,
            units=order.units,
            state=order.state,
            levels=found.levels,
            items=found.items,
            at=plant.clock.now(),
        )


def open_items(plant: Plant, order_id: int) -> tuple[OpenItem, ...]:
    """Return what keeps an order from being closed, each with what to do. InputError: no such order."""
    with plant.store.read() as connection:
        return order_check.check(connection, order_id).items


def listed(
    plant: Plant,
    order_id: int,
    level: int,
    listing: Listing,
    after: tuple[int, int] = START,
    limit: int = PAGE,
    digits: str = "",
) -> tuple[ListedPack, ...]:
    """Return a page of the list behind a number, in the order of printing.

    Args:
        plant: where.
        order_id: of the order.
        level: of the packs.
        listing: which list.
        after: ``key`` of the last pack of the page before.
        limit: how many at most.
        digits: only codes that contain these; spaces between them do not count.

    Raises:
        InputError: there is no such order.
    """
    with plant.store.read() as connection:
        work_orders.get(connection, order_id)
        return order_sums.listed(connection, order_id, level, listing, after, limit, "".join(digits.split()))


def write_list(
    plant: Plant,
    order_id: int,
    level: int,
    listing: Listing,
    path: Path,
    language: str,
    report: Report,
) -> int:
    """Write the whole list behind a number as CSV and return how many packs it holds.

    Raises:
        InputError: there is no such order.
        Refused: the file exists.
        StorageError: it cannot be written.
        Cancelled: the report said so; nothing is written.
    """
    if path.exists():
        raise exists_already(path)
    with plant.store.read() as connection:
        work_orders.get(connection, order_id)
        numbers = order_sums.sums(connection, order_id, level)
        rows: list[tuple[str | int, ...]] = []
        after = START
        while page := order_sums.listed(connection, order_id, level, listing, after):
            rows += _cells(page, language)
            after = page[-1].key
            if not report(min(1.0, len(rows) / max(1, numbers[-1].number_of(listing)))):
                raise Cancelled(say("The list was not written: it was cancelled."))
    write_new(path, csv_bytes([one.in_language(language) for one in _HEADINGS], rows))
    return len(rows)


_HEADINGS = (say("Code"), say("State"), say("In pack"), say("Print job"), say("No. of the label"))


def _cells(page: Sequence[ListedPack], language: str) -> Iterator[tuple[str | int, ...]]:
    states = {state: state_name(state).in_language(language) for state in CodeState}
    for one in page:
        yield (one.code, states[one.state], one.parent, one.job_id, one.number)


def find_order(plant: Plant, number: str) -> int:
    """Return the id of a work order by its number, as it is written.

    Raises:
        InputError: there is none of that number.
    """
    with plant.store.read() as connection:
        found = work_orders.by_number(connection, number)
    if found is None:
        raise InputError(say("There is no work order {number}.", number=number))
    return found.id
