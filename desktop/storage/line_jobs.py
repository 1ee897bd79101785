"""The job that matters on each printer, for the tiles: three queries, however many printers there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, select

from desktop.products.code_pool import CodeCounts
from desktop.products.job import Job, JobState
from desktop.storage import jobs
from desktop.storage.counts import counts_of_jobs
from desktop.storage.tables import batch, job, product

_FIRST = (JobState.RUNNING, JobState.STOPPED, JobState.PAUSED, JobState.READY)
"""Unfinished states: a job in an earlier one is shown before any in a later one, and all before others."""

_UNFINISHED = tuple(state.value for state in _FIRST)


@dataclass(frozen=True, slots=True)
class LineJob:
    """A job with what a tile shows beside it."""

    job: Job
    product: str
    lot: str
    counts: CodeCounts


def current(connection: Connection, addresses: Collection[str]) -> Mapping[str, LineJob]:
    """Return by printer's address the newest job that runs; else stopped, paused, ready; else the newest."""
    newest = select(func.max(job.c.id)).where(job.c.printer.in_(addresses)).group_by(job.c.printer)
    open_now = job.c.printer.in_(addresses) & job.c.state.in_(_UNFINISHED)
    rows = connection.execute(
        select(job.c.id, job.c.printer, job.c.state, product.c.name, batch.c.lot)
        .join(product, product.c.id == job.c.product_id)
        .join(batch, batch.c.id == job.c.batch_id)
        .where(open_now | job.c.id.in_(newest))
        .order_by(job.c.id)
    )
    chosen: dict[str, Row[int, str, str, str, str]] = {}
    for row in rows:
        before = chosen.get(row.printer)
        if before is None or _urgency(row.state) <= _urgency(before.state):
            chosen[row.printer] = row
    shown = {row.id: row for row in chosen.values()}
    counts = counts_of_jobs(connection, shown)
    return {
        one.printer: LineJob(one, shown[one.id].name, shown[one.id].lot, counts.get(one.id, CodeCounts()))
        for one in jobs.get_several(connection, shown)
    }


def unfinished(connection: Connection, address: str) -> tuple[int, ...]:
    """Return the jobs on a printer that are ready, running, paused or stopped, the oldest first."""
    return tuple(
        connection.scalars(
            select(job.c.id).where(job.c.printer == address, job.c.state.in_(_UNFINISHED)).order_by(job.c.id)
        )
    )


def _urgency(state: str) -> int:
    return _UNFINISHED.index(state) if state in _UNFINISHED else len(_UNFINISHED)
