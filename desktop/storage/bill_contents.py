"""What stands on bills, told for people: how many packs, of which product and lot, and what they hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from desktop.storage.pack_events import of_code
from desktop.storage.pack_tables import bill_code, pack, work_order
from desktop.storage.packs import by_value
from desktop.storage.tables import batch, code, job, product

_BUNDLE = 2
"""The level of the packs that hold units."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a pack on a bill is.

    Attributes:
        product: its name.
        lot: that its label bears; empty while its code belongs to no job.
        packs: how many lie directly in it.
        units: smallest packs in it, itself if it is one.
    """

    product: str
    lot: str
    packs: int
    units: int


@dataclass(frozen=True, slots=True)
class Handled:
    """When and by whom a pack was handled on a line last, and for which order; ``order`` is its number."""

    order: str
    at: datetime
    by: str


def pack_counts(connection: Connection) -> dict[int, int]:
    """Return how many packs stand on each bill that has any."""
    rows = connection.execute(
        select(bill_code.c.bill_id, func.count().label("packs")).group_by(bill_code.c.bill_id)
    )
    return {row.bill_id: row.packs for row in rows}


def holdings(
    connection: Connection, bill_id: int, codes: Collection[str] | None = None
) -> dict[str, Holding]:
    """Return what the packs on a bill are, by code; of ``codes`` only, if they are given (a few)."""
    query = (
        select(
            code.c.id, code.c.value, code.c.level, product.c.name, batch.c.lot, pack.c.children
        )
        .select_from(bill_code)
        .join(code, code.c.id == bill_code.c.code_id)
        .join(product, product.c.id == code.c.product_id)
        .outerjoin(job, job.c.id == code.c.job_id)
        .outerjoin(batch, batch.c.id == job.c.batch_id)
        .outerjoin(pack, pack.c.code_id == code.c.id)
        .where(bill_code.c.bill_id == bill_id)
    )  # fmt: skip
    if codes is not None:
        query = query.where(code.c.value.in_(codes))
    rows = connection.execute(query).all()
    only = None if codes is None else [row.id for row in rows]
    units = _units(connection, bill_id, only)
    return {
        row.value: Holding(
            row.name, row.lot or "", row.children or 0, 1 if row.level == 1 else units.get(row.id, 0)
        )
        for row in rows
    }


def handled(connection: Connection, value: str) -> Handled | None:
    """Return when a pack was handled on a line last; None: it never was."""
    found = by_value(connection, value)
    events = () if found is None else of_code(connection, found.id)
    if not events:
        return None
    last = events[-1]
    number = connection.scalar(select(work_order.c.number).where(work_order.c.id == last.order_id))
    return Handled(number or "", last.at, last.actor)


def _units(connection: Connection, bill_id: int, only: Collection[int] | None) -> dict[int, int]:
    """Count the units in packs of a bill; packs below the bundle need not be looked at one by one."""
    first = (
        select(pack.c.code_id.label("root"), pack.c.code_id.label("id"), pack.c.level, pack.c.children)
        .join(bill_code, bill_code.c.code_id == pack.c.code_id)
        .where(bill_code.c.bill_id == bill_id)
    )
    if only is not None:
        first = first.where(pack.c.code_id.in_(only))
    inside = first.cte(recursive=True)
    child = pack.alias("child")
    inside = inside.union_all(
        select(inside.c.root, child.c.code_id, child.c.level, child.c.children)
        .join(child, child.c.parent_id == inside.c.id)
        .where(child.c.level >= _BUNDLE)
    )
    rows = connection.execute(
        select(inside.c.root, func.sum(inside.c.children).label("units"))
        .where(inside.c.level == _BUNDLE)
        .group_by(inside.c.root)
    )
    return {row.root: int(row.units) for row in rows}
