"""The job that matters on each printer, for the tiles: three queries, however many printers there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from desktop.products.code_pool import CodeCounts
from desktop.products.job import Job, JobState
from desktop.storage import jobs
from desktop.storage.counts import counts_of_jobs
from desktop.storage.tables import batch, job, product

_FIRST = (JobState.RUNNING, JobState.STOPPED, JobState.PAUSED, JobState.READY)
"""Unfinished states: a job in an earlier one is shown before any in a later one, and all before others."""


@dataclass(frozen=True, slots=True)
class LineJob:
    """A job with what a tile shows beside it."""

    job: Job
    product: str
    lot: str
    counts: CodeCounts


def current(connection: Connection, addresses: Collection[str]) -> Mapping[str, LineJob]:
    """Return by printer's address the newest job that runs; else stopped, paused, ready; else the newest."""
    if not addresses:
        return {}
    urgency = case(
        {state.value: rank for rank, state in enumerate(_FIRST)}, value=job.c.state, else_=len(_FIRST)
    )
    ranked = (
        select(
            job.c.id,
            func.row_number()
            .over(partition_by=job.c.printer, order_by=(urgency, job.c.id.desc()))
            .label("rank"),
        )
        .where(job.c.printer.in_(addresses))
        .subquery()
    )
    rows = connection.execute(
        select(job.c.id, product.c.name, batch.c.lot)
        .join(product, product.c.id == job.c.product_id)
        .join(batch, batch.c.id == job.c.batch_id)
        .join(ranked, ranked.c.id == job.c.id)
        .where(ranked.c.rank == 1)
    ).all()
    found = {one.id: one for one in jobs.get_several(connection, [row.id for row in rows])}
    counts = counts_of_jobs(connection, found)
    return {
        found[row.id].printer: LineJob(found[row.id], row.name, row.lot, counts.get(row.id, CodeCounts()))
        for row in rows
    }


def unfinished(connection: Connection, address: str) -> tuple[int, ...]:
    """Return the jobs on a printer that are ready, running, paused or stopped, the oldest first."""
    return tuple(
        connection.scalars(
            select(job.c.id)
            .where(job.c.printer == address, job.c.state.in_([state.value for state in _FIRST]))
            .order_by(job.c.id)
        )
    )
