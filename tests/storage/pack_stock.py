"""Fills a store with an order whose labels are printed, ready to be packed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from desktop.packing import rules
from desktop.packing.model import Order, Pack, PackEvent
from desktop.products.batch import Batch
from desktop.products.code_pool import CodeState
from desktop.products.packing import Packing
from desktop.products.product import PackLevel, Product
from desktop.storage import batches, codes, designs, jobs, moves, product_versions, products
from desktop.storage.pack_tables import order_job, work_order
from desktop.storage.packing import StoredBook
from desktop.storage.plant_tables import line
from desktop.storage.store import Change, Store
from tests.storage.stock import code_values

PREFIXES = ("8021762", "8121762", "8221762", "8321762")
UNIT_STATION, BUNDLE_STATION, CASE_STATION = 1, 2, 3


@dataclass(frozen=True)
class Line:
    """An order and its printed codes: ``codes[0]`` those of the units."""

    store: Store
    order: Order
    codes: tuple[tuple[str, ...], ...]
    jobs: tuple[int, ...]


def packed_product(children: tuple[int, ...]) -> Product:
    """A product with as many levels as ``children`` says."""
    levels = tuple(
        PackLevel(number, prefix, count)
        for number, (prefix, count) in enumerate(zip(PREFIXES, children, strict=False), start=1)
    )
    return Product(
        *("8021762", "8021762001", "蒙脱石散", "国药准字Z44023408", "散剂", "3g", "10袋/盒", "盒"), levels
    )


def add_line(
    store: Store, printed: tuple[int, ...] = (12, 4, 2), children: tuple[int, ...] = (1, 3, 2)
) -> Line:
    """A product, codes of each level, and an order for all of them, printed."""
    with store.change("engineer", "products.import", "products.xml") as change:
        product_id = products.insert(change.connection, packed_product(children))
    values = tuple(
        tuple(code_values(count, prefix=prefix)) for prefix, count in zip(PREFIXES, printed, strict=False)
    )
    for level, of_level in enumerate(values, start=1):
        name = f"codes {level}"
        codes.import_file(store, "engineer", codes.NewFile(name, name, product_id, level), [of_level])
    return add_order(store, product_id, Packing(children), values)


def add_order(
    store: Store, product_id: int, packing: Packing, values: tuple[tuple[str, ...], ...], lot: str = "L1"
) -> Line:
    """An order whose jobs take as many codes of the pool as ``values`` has, and print them."""
    with store.change("lead", "order.create", lot) as change:
        batch_id = batches.insert(
            change.connection, product_id, Batch(lot, date(2026, 2, 1), date(2030, 1, 31))
        )
        order_id = _order(change, product_id, batch_id, lot)
        job_ids = tuple(
            _printed(change, product_id, batch_id, order_id, level, len(of_level))
            for level, of_level in enumerate(values, start=1)
        )
    return Line(store, Order(order_id, product_id, batch_id, packing), values, job_ids)


def _order(change: Change, product_id: int, batch_id: int, number: str) -> int:
    connection = change.connection
    line_id = connection.scalar(select(line.c.id))
    if line_id is None:
        line_id = connection.execute(insert(line).values(name="1").returning(line.c.id)).scalar_one()
    version = product_versions.newest(connection, product_id)
    order_id: int = connection.execute(
        insert(work_order)
        .values(
            number=number,
            product_id=product_id,
            product_version_id=version.id,
            batch_id=batch_id,
            line_id=line_id,
            units=12,
            plan='{"codes": [12, 4, 2]}',
            state="running",
            created_at=change.at,
            created_by=change.actor,
            confirmed_by="",
            sealed_through=0,
        )
        .returning(work_order.c.id)
    ).scalar_one()
    return order_id


def _printed(change: Change, product_id: int, batch_id: int, order_id: int, level: int, count: int) -> int:
    design = designs.freeze(change, f"label {level}", "{}")
    job = jobs.insert(
        change,
        product_id=product_id,
        batch_id=batch_id,
        design_revision_id=design.id,
        level=level,
        count=count,
        printer=f"tcp://192.0.2.{level}:9100",
    )
    codes.allocate(change, product_id, level, count, job.id)
    moves.move(change, job.id, CodeState.ALLOCATED, CodeState.SENT)
    moves.move(change, job.id, CodeState.SENT, CodeState.PRINTED)
    change.connection.execute(insert(order_job).values(job_id=job.id, order_id=order_id, level=level))
    return job.id


def scan(book: StoredBook, packed: Line, code: str, station: int = UNIT_STATION) -> PackEvent:
    """Collect a pack into the tray of a station."""
    found = known(book, code)
    tray = book.tray(station)
    decision = rules.collect(packed.order, found, tray, station, found.level + 1)
    return book.apply(packed.order, decision, station_id=station, actor="anna")


def close_tray(
    book: StoredBook, packed: Line, code: str, station: int = UNIT_STATION, *, partial: bool = False
) -> PackEvent:
    """Put what lies in a tray into a parent."""
    decision = rules.pack_into(
        packed.order, known(book, code), book.tray(station), station=station, partial=partial
    )
    reason = "the last one" if partial else ""
    return book.apply(packed.order, decision, station_id=station, actor="anna", reason=reason)


def fill(book: StoredBook, packed: Line, units: int, first: int = 0) -> None:
    """Pack ``units`` units into bundles, and bundles into cases, as far as they fill any."""
    rooms = packed.order.packing.children
    used = [first, *(first // count for count in _in_one(rooms))]
    for _ in range(units):
        scan(book, packed, packed.codes[0][used[0]])
        used[0] += 1
        _close_full(book, packed, used)


def _in_one(rooms: tuple[int, ...]) -> list[int]:
    """Units in one pack of each level from 2."""
    counts = [1]
    for room in rooms[1:]:
        counts.append(counts[-1] * room)
    return counts[1:]


def _close_full(book: StoredBook, packed: Line, used: list[int]) -> None:
    for level in range(2, packed.order.top + 1):
        station = level - 1
        if len(book.tray(station)) < packed.order.room(level):
            return
        parent = packed.codes[level - 1][used[level - 1]]
        close_tray(book, packed, parent, station)
        used[level - 1] += 1
        if level < packed.order.top:
            scan(book, packed, parent, level)


def known(book: StoredBook, code: str) -> Pack:
    """A pack that must be known."""
    found = book.pack(code)
    assert found is not None
    return found
