"""How many codes were used of late, from the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from desktop.products.code_pool import CodeState
from desktop.storage.tables import job, journal


@dataclass(frozen=True, slots=True)
class Use:
    """Codes of one product and level that left for a printer, and when the first of them did."""

    count: int
    first_at: datetime


def used_since(connection: Connection, since: datetime) -> Mapping[tuple[int, int], Use]:
    """Return what was used since a moment, by product id and level."""
    sent = (
        select(
            journal.c.job_id,
            func.sum(journal.c.run).label("n"),
            func.min(journal.c.at, type_=journal.c.at.type).label("first_at"),
        )
        .where(journal.c.id >= _first_row(connection, since), journal.c.event == CodeState.SENT)
        .group_by(journal.c.job_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            job.c.product_id,
            job.c.level,
            func.sum(sent.c.n).label("n"),
            func.min(sent.c.first_at, type_=journal.c.at.type).label("first_at"),
        )
        .join(sent, sent.c.job_id == job.c.id)
        .group_by(job.c.product_id, job.c.level)
    )
    return {(row.product_id, row.level): Use(int(row.n), row.first_at) for row in rows}


def _first_row(connection: Connection, since: datetime) -> int:
    """Find the first journal row at or behind a moment."""
    # Rows are written in the order of time, so they can be halved until one is left: no index by time.
    low, high = 1, (connection.scalar(select(func.max(journal.c.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(
            select(journal.c.id, journal.c.at).where(journal.c.id >= middle).order_by(journal.c.id).limit(1)
        ).one_or_none()
        if row is None or row.at >= since:
            high = middle
        else:
            low = row.id + 1
    return low
