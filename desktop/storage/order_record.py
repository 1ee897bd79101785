"""What happened in a work order, for its report: exceptions, people, how it was closed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from desktop.packing.model import PackEvent
from desktop.storage import pack_events
from desktop.storage.pack_tables import EXCEPTIONAL, pack_event
from desktop.storage.tables import audit


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
    chosen = and_(pack_event.c.order_id == order_id, EXCEPTIONAL)
    numbers = connection.scalars(
        select(pack_event.c.id).where(chosen).order_by(pack_event.c.id).limit(limit)
    ).all()
    count = connection.scalar(select(func.count()).select_from(pack_event).where(chosen)) or 0
    return tuple(pack_events.event(connection, number) for number in numbers), count


def people(connection: Connection, order_id: int) -> Mapping[str, tuple[int, int]]:
    """Return by name how many events somebody brought about, and how many of others they confirmed."""
    found: dict[str, tuple[int, int]] = {}
    for place, column in enumerate((pack_event.c.actor, pack_event.c.reviewer)):
        own = select(column.label("name"), func.count().label("n")).where(
            pack_event.c.order_id == order_id, column != ""
        )
        # What somebody confirmed is an exception, and those have an index.
        rows = connection.execute((own.where(EXCEPTIONAL) if place else own).group_by(column))
        for row in rows:
            did, confirmed = found.get(row.name, (0, 0))
            found[row.name] = (did, confirmed + row.n) if place else (did + row.n, confirmed)
    return dict(sorted(found.items()))


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
