"""A station in a program of its own: it scans every unit of an order that it can get, and fills bundles."""

import sys

from sqlalchemy import select

from desktop.errors import Refused
from desktop.packing import rules
from desktop.packing.model import Order
from desktop.storage import work_orders
from desktop.storage.pack_tables import order_job
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from desktop.storage.tables import code
from tests.fakes import FakeClock
from tests.storage.pack_stock import known


def pack_all(store: Store, order: Order, station: int) -> int:
    """Pack what the other station leaves; return how many units went into bundles."""
    units, bundles = _codes(store, order, 1), _codes(store, order, 2)
    packed = 0
    with StoredBook(store) as book:
        for unit in units:
            try:
                scanned = rules.collect(order, known(book, unit), book.tray(station), station, 2)
                book.apply(order, scanned, station_id=station, actor=f"station {station}")
            except Refused:
                continue  # the other station was quicker
            if len(book.tray(station)) == order.room(2):
                packed += order.room(2)
                _close(book, order, station, bundles)
    return packed


def _close(book: StoredBook, order: Order, station: int, bundles: list[str]) -> None:
    while True:
        try:
            parent = known(book, bundles.pop(0))
            filled = rules.pack_into(order, parent, book.tray(station), station=station)
            book.apply(order, filled, station_id=station, actor=f"station {station}")
        except Refused:
            continue  # the other station took this label
        return


def _codes(store: Store, order: Order, level: int) -> list[str]:
    with store.read() as connection:
        return list(
            connection.scalars(
                select(code.c.value)
                .join(order_job, order_job.c.job_id == code.c.job_id)
                .where(order_job.c.order_id == order.id, code.c.level == level)
                .order_by(code.c.ordinal)
            )
        )


if __name__ == "__main__":
    opened = Store.open(sys.argv[1], FakeClock(), patience_s=60)
    with opened.read() as reading:
        wanted = work_orders.packing_order(reading, int(sys.argv[2]))
    print("ready", flush=True)
    sys.stdin.readline()
    print(pack_all(opened, wanted, int(sys.argv[3])), flush=True)
    opened.close()
