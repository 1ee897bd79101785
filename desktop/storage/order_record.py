"""What happened in a work order, for its report: exceptions, people, how it was closed."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, Connection, Select, func, select

from desktop.packing.model import PackEvent
from desktop.storage import pack_events
from desktop.storage.pack_tables import EXCEPTIONAL, pack_event
from desktop.storage.tables import audit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Closing:
    """How an order was closed. ``accepted``: what was still open, in English, by ``reviewer``."""

    at: datetime
    actor: str
    reviewer: str
    reason: str
    accepted: tuple[str, ...]


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
