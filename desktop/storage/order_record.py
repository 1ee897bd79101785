"""What happened in a work order, for its report: exceptions, people, how it was closed."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, Connection, Select, func, select

from desktop.packing.model import PackEvent, PackFlag
from desktop.storage import pack_events
from desktop.storage.pack_tables import EXCEPTIONAL, pack, pack_event, work_order
from desktop.storage.tables import audit, batch, code, job

T = TypeVar("T")
_MIXED = (PackFlag.MIXED.value, PackFlag.BOTH.value)


@dataclass(frozen=True, slots=True)
class Closing:
    """How an order was closed. ``accepted``: what was still open, in English, by ``reviewer``."""

    at: datetime
    actor: str
    reviewer: str
    reason: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MixedIn:
    """``n`` packs of another lot that lie in packs of an order."""

    lot: str
    level: int
    n: int


def exceptions(connection: Connection, order_id: int, limit: int) -> tuple[tuple[PackEvent, ...], int]:
    """Return the first exceptions of an order, the oldest first, and how many there are in all."""
    numbers = connection.scalars(_of_exceptions(pack_event.c.id, order_id)).all()
    return tuple(pack_events.event(connection, number) for number in numbers[:limit]), len(numbers)


def people(connection: Connection, order_id: int) -> Mapping[str, tuple[int, int]]:
    """Return by name how many events somebody brought about, and how many of others they confirmed."""
    rows = connection.execute(
        select(pack_event.c.actor, func.count().label("n"))
        .where(pack_event.c.order_id == order_id, pack_event.c.actor != "")
        .group_by(pack_event.c.actor)
    )
    did = {row.actor: row.n for row in rows}
    # What somebody confirmed is an exception.
    confirmed = Counter(connection.scalars(_of_exceptions(pack_event.c.reviewer, order_id)))
    del confirmed[""]
    return {name: (did.get(name, 0), confirmed[name]) for name in sorted({*did, *confirmed})}


def mixed_in(connection: Connection, order_id: int) -> tuple[MixedIn, ...]:
    """Count the packs of other lots that lie directly in packs of an order, by lot and level."""
    box, own = pack.alias("box"), work_order.c.batch_id
    rows = connection.execute(
        select(batch.c.lot, code.c.level, func.count().label("n"))
        .select_from(box)
        .join(work_order, work_order.c.id == box.c.order_id)
        .join(pack, pack.c.parent_id == box.c.code_id)
        .join(code, code.c.id == pack.c.code_id)
        .join(job, job.c.id == code.c.job_id)
        .join(batch, batch.c.id == job.c.batch_id)
        .where(box.c.order_id == order_id, box.c.flag.in_(_MIXED), job.c.batch_id != own)
        .group_by(batch.c.lot, code.c.level)
        .order_by(batch.c.lot, code.c.level)
    )
    return tuple(MixedIn(row.lot, row.level, row.n) for row in rows)


def _of_exceptions(column: Column[T], order_id: int) -> Select[T]:
    """Select a column of the exceptions of an order, the oldest first: that order leads to their index."""
    return select(column).where(pack_event.c.order_id == order_id, EXCEPTIONAL).order_by(pack_event.c.id)


def closing(connection: Connection, order_id: int) -> Closing | None:
    """Return how an order was closed, by the audit trail; None while it is open."""
    row = connection.execute(
        select(audit)
        .where(audit.c.action == "order.close", audit.c.subject == f"work order {order_id}")
        .order_by(audit.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    new = json.loads(row.new)
    return Closing(row.at, row.actor, new.get("reviewer", ""), row.reason, tuple(new.get("accepted", ())))
