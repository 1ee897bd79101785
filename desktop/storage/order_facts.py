"""All that decides whether an order may start, read at one moment."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from desktop.products.filing import Filing
from desktop.products.lines import Station
from desktop.products.quality import BatchStatus
from desktop.products.version import ProductVersion
from desktop.storage import codes, lines, product_rules, product_versions, quality, work_orders
from desktop.storage.work_orders import ON_THE_LINE, StoredOrder


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


def facts(connection: Connection, order_id: int, today: date) -> OrderFacts:
    """Read what stands around an order. InputError if there is none such."""
    order = work_orders.get(connection, order_id)
    levels = range(1, len(order.plan.codes) + 1)
    return OrderFacts(
        order=order,
        planned=product_versions.get(connection, order.product_version_id),
        effective=product_versions.effective(connection, order.product_id, today),
        filing=product_rules.filing_of(connection, order.product_id),
        status=None if order.batch_id is None else quality.status_of(connection, order.batch_id),
        available=tuple(codes.available(connection, order.product_id, level) for level in levels),
        stations=lines.stations_of(connection, order.line_id),
        occupied_by=occupied_by(connection, order),
        cleared=frozenset(one.point for one in work_orders.cleared_points(connection, order_id)),
    )


def occupied_by(connection: Connection, order: StoredOrder) -> tuple[str, ...]:
    """Return the numbers of the other orders that have the line of an order, the newest first."""
    on_line = work_orders.list_all(connection, states=ON_THE_LINE, line_id=order.line_id)
    return tuple(one.number for one in on_line if one.id != order.id)
