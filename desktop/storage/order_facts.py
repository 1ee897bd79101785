"""All that decides whether an order may start, read at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from desktop.products.filing import Filing
from desktop.products.lines import Station
from desktop.products.quality import BatchStatus
from desktop.products.version import ProductVersion
from desktop.storage import (
    codes,
    line_jobs,
    lines,
    printers,
    product_rules,
    product_versions,
    quality,
    work_orders,
)
from desktop.storage.work_orders import ON_THE_LINE, StoredOrder


@dataclass(frozen=True, slots=True)
class StrayJob:
    """A print job of no order, and the name of the printer that it stands on."""

    job_id: int
    printer: str


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What stands around an order.

    Attributes:
        order: itself.
        planned: the product as it was when the order was planned.
        effective: the product as jobs of today take it; None: it takes effect later.
        filing: of the product.
        status: of the batch; None while the order has none.
        available: codes in the pool, from level 1.
        stations: of the line, in the direction of travel.
        occupied_by: numbers of other orders on the line.
        cleared: points of the clearance that were found in order.
        strays: print jobs of no order that are not finished on the printers of the line.
    """

    order: StoredOrder
    planned: ProductVersion
    effective: ProductVersion | None
    filing: Filing
    status: BatchStatus | None
    available: tuple[int, ...]
    stations: tuple[Station, ...]
    occupied_by: tuple[str, ...]
    cleared: frozenset[str]
    strays: tuple[StrayJob, ...] = ()


def facts(connection: Connection, order_id: int, today: date) -> OrderFacts:
    """Read what stands around an order. InputError if there is none such."""
    order = work_orders.get(connection, order_id)
    stations = lines.stations_of(connection, order.line_id)
    levels = range(1, len(order.plan.codes) + 1)
    return OrderFacts(
        order=order,
        planned=product_versions.get(connection, order.product_version_id),
        effective=product_versions.effective(connection, order.product_id, today),
        filing=product_rules.filing_of(connection, order.product_id),
        status=None if order.batch_id is None else quality.status_of(connection, order.batch_id),
        available=tuple(codes.available(connection, order.product_id, level) for level in levels),
        stations=stations,
        occupied_by=occupied_by(connection, order),
        cleared=frozenset(one.point for one in work_orders.cleared_points(connection, order_id)),
        strays=_strays(connection, stations),
    )


def _strays(connection: Connection, stations: Sequence[Station]) -> tuple[StrayJob, ...]:
    ours = {one.printer_id for one in stations}
    return tuple(
        StrayJob(job_id, printer.name)
        for printer in printers.list_all(connection)
        if printer.id in ours
        for job_id in line_jobs.unfinished(connection, printer.address)
        if work_orders.order_of_job(connection, job_id) is None
    )


def occupied_by(connection: Connection, order: StoredOrder) -> tuple[str, ...]:
    """Return the numbers of the other orders that have the line of an order, the newest first."""
    on_line = work_orders.list_all(connection, states=ON_THE_LINE, line_id=order.line_id)
    return tuple(one.number for one in on_line if one.id != order.id)
