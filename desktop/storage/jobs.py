"""Jobs: their order and their state."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import InputError
from desktop.products.job import CoderOrder, FirstArticle, Job, JobState
from desktop.storage import product_versions
from desktop.storage.store import Change
from desktop.storage.tables import job, job_mark
from desktop.texts import Text, say, to_json


def insert(
    change: Change,
    *,
    product_id: int,
    batch_id: int,
    design_revision_id: int,
    level: int,
    count: int,
    printer: str,
    camera: str | None = None,
    product_version_id: int | None = None,
    coder: CoderOrder | None = None,
    first_article: FirstArticle = FirstArticle.NOT_ASKED,
) -> Job:
    """Add a job in state READY. Its codes come from ``codes.allocate``.

    Without a ``product_version_id`` it takes the newest version of its product.
    """
    if product_version_id is None:
        product_version_id = product_versions.newest(change.connection, product_id).id
    key = change.connection.execute(
        insert_into(job).values(
            product_id=product_id,
            batch_id=batch_id,
            design_revision_id=design_revision_id,
            level=level,
            count=count,
            printer=printer,
            camera=camera,
            state=JobState.READY.value,
            reason="",
            created_at=change.at,
            created_by=change.actor,
            sealed_through=0,
            product_version_id=product_version_id,
            coder=coder_to_json(coder),
            first_article=first_article.value,
        )
    ).inserted_primary_key
    assert key is not None
    return get(change.connection, key[0])


def get(connection: Connection, job_id: int) -> Job:
    """Return one job.

    Raises:
        InputError: there is none.
    """
    row = connection.execute(_all().where(job.c.id == job_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no job number {id}.", id=job_id))
    return _job(row)


def get_several(connection: Connection, job_ids: Collection[int]) -> tuple[Job, ...]:
    """Return the jobs with these numbers, the newest first."""
    rows = connection.execute(_all().where(job.c.id.in_(job_ids)).order_by(job.c.id.desc()))
    return tuple(_job(row) for row in rows)


def list_all(connection: Connection) -> tuple[Job, ...]:
    """Return all jobs, the newest first."""
    return tuple(_job(row) for row in connection.execute(_all().order_by(job.c.id.desc())))


def set_state(change: Change, job_id: int, state: JobState, reason: Text | None = None) -> Job:
    """Change the state of a job; the audit record says it and seals the job's journal."""
    before = get(change.connection, job_id)
    change.connection.execute(
        update(job)
        .where(job.c.id == job_id)
        .values(state=state.value, reason="" if reason is None else to_json(reason))
    )
    change.touches_journal(job_id)
    change.old = {**(change.old or {}), "state": before.state.value}
    change.new = {**(change.new or {}), "state": state.value}
    return get(change.connection, job_id)


def set_first_article(change: Change, job_id: int, first_article: FirstArticle) -> None:
    """Note that the first article is due, or has passed."""
    before = get(change.connection, job_id)
    change.connection.execute(update(job).where(job.c.id == job_id).values(first_article=first_article.value))
    change.old = {**(change.old or {}), "first_article": before.first_article.value}
    change.new = {**(change.new or {}), "first_article": first_article.value}


def coder_to_json(order: CoderOrder | None) -> str:
    """Write what a coder is told; empty for None."""
    return "" if order is None else json.dumps([order.job, order.fields], ensure_ascii=False)


def coder_from_json(text: str) -> CoderOrder | None:
    """Read what ``coder_to_json`` wrote."""
    if not text:
        return None
    name, fields = json.loads(text)
    return CoderOrder(name, tuple((field, value) for field, value in fields))


def marks(connection: Connection, job_id: int) -> Mapping[str, int]:
    """Return the numbers that the runner noted for a resume."""
    rows = connection.execute(select(job_mark.c.name, job_mark.c.value).where(job_mark.c.job_id == job_id))
    return {row.name: row.value for row in rows}


def _all() -> Select[*tuple[Any, ...]]:
    return select(*(column for column in job.c if column is not job.c.sealed_through))


def _job(row: Row[*tuple[Any, ...]]) -> Job:
    fields = dict(row._mapping)  # noqa: SLF001 (public, the underscore keeps it off column names)
    return Job(
        **{
            **fields,
            "state": JobState(row.state),
            "coder": coder_from_json(row.coder),
            "first_article": FirstArticle(row.first_article),
        }
    )
