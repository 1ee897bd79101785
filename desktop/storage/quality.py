"""Grades of samples with their pictures, and the status of batches. Rows are only ever added."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy import insert as insert_into

from desktop.errors import InputError
from desktop.products.quality import (
    BatchEvent,
    BatchStatus,
    GradeRecord,
    Occasion,
    Source,
    Verdict,
)
from desktop.storage.audit_trail import canonical
from desktop.storage.columns import micros
from desktop.storage.quality_tables import batch_event, grade_picture, grade_record
from desktop.storage.store import Change
from desktop.storage.tables import batch
from desktop.texts import Text, from_json, say, to_json


def insert(change: Change, new: GradeRecord, png: bytes = b"") -> GradeRecord:
    """Add a record, and the picture of its symbol if there is one; return it with its id."""
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    values |= {
        "faults": _sentences_to_json(new.faults),
        "not_measurable": _sentences_to_json(new.not_measurable),
    }
    key = change.connection.execute(insert_into(grade_record).values(**values)).inserted_primary_key
    assert key is not None
    if png:
        change.connection.execute(insert_into(grade_picture).values(record_id=key[0], png=png))
    return replace(new, id=key[0])


def get(connection: Connection, record_id: int) -> GradeRecord:
    """Return one record. InputError if there is none such."""
    row = connection.execute(select(grade_record).where(grade_record.c.id == record_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no grade number {id}.", id=record_id))
    return _record(row)


def of_jobs(connection: Connection, job_ids: Collection[int]) -> tuple[GradeRecord, ...]:
    """Return the records of jobs, the oldest first."""
    rows = connection.execute(
        select(grade_record).where(grade_record.c.job_id.in_(job_ids)).order_by(grade_record.c.id)
    )
    return tuple(_record(row) for row in rows)


def of_code(connection: Connection, code: str) -> tuple[GradeRecord, ...]:
    """Return the records of symbols with this drug code, the oldest first."""
    rows = connection.execute(
        select(grade_record).where(grade_record.c.code == code).order_by(grade_record.c.id)
    )
    return tuple(_record(row) for row in rows)


def newest(connection: Connection, limit: int) -> tuple[GradeRecord, ...]:
    """Return the last records, the newest first."""
    rows = connection.execute(select(grade_record).order_by(grade_record.c.id.desc()).limit(limit))
    return tuple(_record(row) for row in rows)


def picture_of(connection: Connection, record_id: int) -> bytes:
    """Return the picture of a record as PNG, empty if there is none. InputError: no such record."""
    get(connection, record_id)
    found = connection.scalar(select(grade_picture.c.png).where(grade_picture.c.record_id == record_id))
    return found or b""


def graded_jobs(connection: Connection) -> frozenset[int]:
    """Return the jobs of which something was graded."""
    rows = connection.scalars(
        select(grade_record.c.job_id).where(grade_record.c.job_id.is_not(None)).distinct()
    )
    return frozenset(job_id for job_id in rows if job_id is not None)


def set_status(change: Change, batch_id: int, status: BatchStatus, reason: Text) -> None:
    """Hold or release a batch; the audit record says from what to what."""
    before = status_of(change.connection, batch_id)
    change.old = {**(change.old or {}), "status": before.value}
    change.new = {**(change.new or {}), "batch": batch_id, "status": status.value}
    change.connection.execute(
        insert_into(batch_event).values(
            batch_id=batch_id, status=status.value, at=change.at, by=change.actor, reason=to_json(reason)
        )
    )


def status_of(connection: Connection, batch_id: int) -> BatchStatus:
    """Return the status of a batch; one of which nothing was decided is under test."""
    return statuses(connection, (batch_id,)).get(batch_id, BatchStatus.UNDER_TEST)


def statuses(connection: Connection, batch_ids: Collection[int] | None = None) -> Mapping[int, BatchStatus]:
    """Return the status of the batches (None: all) of which something was decided."""
    newest_ids = select(func.max(batch_event.c.id)).group_by(batch_event.c.batch_id)
    if batch_ids is not None:
        newest_ids = newest_ids.where(batch_event.c.batch_id.in_(batch_ids))
    rows = connection.execute(
        select(batch_event.c.batch_id, batch_event.c.status).where(batch_event.c.id.in_(newest_ids))
    )
    return {row.batch_id: BatchStatus(row.status) for row in rows}


def events_of(connection: Connection, batch_id: int) -> tuple[BatchEvent, ...]:
    """Return how a batch was held and released, the oldest first."""
    rows = connection.execute(
        select(batch_event).where(batch_event.c.batch_id == batch_id).order_by(batch_event.c.id)
    )
    return tuple(
        BatchEvent(row.batch_id, BatchStatus(row.status), row.at, row.by, from_json(row.reason))
        for row in rows
    )


def last_events(connection: Connection) -> Mapping[int, BatchEvent]:
    """Return by batch the last hold or release of all of which something was decided."""
    newest_ids = select(func.max(batch_event.c.id)).group_by(batch_event.c.batch_id)
    rows = connection.execute(select(batch_event).where(batch_event.c.id.in_(newest_ids)))
    return {row.batch_id: _event(row) for row in rows}


def _event(row: Row[*tuple[Any, ...]]) -> BatchEvent:
    return BatchEvent(row.batch_id, BatchStatus(row.status), row.at, row.by, from_json(row.reason))


def _record(row: Row[*tuple[Any, ...]]) -> GradeRecord:
    fields = dict(row._mapping)  # noqa: SLF001 (public, the underscore keeps it off column names)
    return GradeRecord(
        **{
            **fields,
            "source": Source(fields["source"]),
            "occasion": Occasion(fields["occasion"]),
            "verdict": Verdict(fields["verdict"]),
            "faults": _sentences_from_json(fields["faults"]),
            "not_measurable": _sentences_from_json(fields["not_measurable"]),
        }
    )


def _sentences_to_json(sentences: Sequence[Text]) -> str:
    return json.dumps([to_json(one) for one in sentences], ensure_ascii=False) if sentences else ""


def _sentences_from_json(stored: str) -> tuple[Text, ...]:
    return tuple(from_json(one) for one in json.loads(stored)) if stored else ()


def digest_of(connection: Connection, record_id: int) -> str:
    """Return the SHA-256 in hex of a record as it stands in its row, picture included."""
    return digests(connection, record_id)[record_id]


def digests(connection: Connection, record_id: int | None = None) -> dict[int, str]:
    """Return the SHA-256 in hex of one record (None: of each) by its id."""
    statement = select(grade_record, grade_picture.c.png).outerjoin(
        grade_picture, grade_picture.c.record_id == grade_record.c.id
    )
    if record_id is not None:
        statement = statement.where(grade_record.c.id == record_id)
    with connection.execute(statement.execution_options(yield_per=100)) as rows:
        return {row.id: _digest(dict(row._mapping)) for row in rows}  # noqa: SLF001 (as above)


def _digest(fields: dict[str, Any]) -> str:
    plain = {name: micros(value) if isinstance(value, datetime) else value for name, value in fields.items()}
    plain["png"] = sha256(fields["png"] or b"").hexdigest()
    return sha256(canonical(plain).encode()).hexdigest()


def lock(change: Change, batch_id: int) -> None:
    """Let nobody else grade, hold or release a batch until this change is done.

    Else a sample that fails and a release at the same moment would not know of each other. SQLite has one
    writer at a time anyway.
    """
    change.connection.execute(select(batch.c.id).where(batch.c.id == batch_id).with_for_update())
