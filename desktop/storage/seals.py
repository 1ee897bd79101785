"""Digests of the journal for the audit trail: what happened to codes cannot be rewritten unnoticed.

A seal says: journal rows of this job behind ``after`` and up to ``last`` are so many and have this
SHA-256. Seals of one job join without a gap.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import BigInteger, Connection, Select, SmallInteger, select, type_coerce, update

from desktop.storage.tables import job, journal

_Row = tuple[int, int, int, int, int, str, str, str]
_Rows = Select[int, int, int, int, int, str, str, str]

_ROWS_AT_A_TIME = 5000


@dataclass(frozen=True, slots=True)
class Seal:
    """The digest of a stretch of one job's journal."""

    job: int
    after: int
    """Id of the row before the stretch, 0 at the beginning."""
    last: int
    """Id of its last row."""
    rows: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Return it as it stands in an audit record."""
        return asdict(self)


def seal(connection: Connection, job_id: int) -> Seal | None:
    """Digest what the journal of the job gained since its last seal; None if nothing."""
    after = connection.execute(select(job.c.sealed_through).where(job.c.id == job_id)).scalar_one()
    made = digest(connection, job_id, after)
    if made is not None:
        connection.execute(update(job).where(job.c.id == job_id).values(sealed_through=made.last))
    return made


def digest(connection: Connection, job_id: int, after: int, through: int | None = None) -> Seal | None:
    """Digest the rows of a job behind ``after``, up to ``through`` or to the end; None if there are none."""
    statement = _rows(job_id).where(journal.c.id > after)
    if through is not None:
        statement = statement.where(journal.c.id <= through)
    hashed = sha256()
    rows = last = 0
    for chunk in _chunks(connection, statement):
        # The brackets of the list are cut off, so that the cut into chunks does not show in the digest.
        text = json.dumps(chunk, ensure_ascii=False, separators=(",", ":"))[1:-1]
        hashed.update(f"{text},".encode())
        rows += len(chunk)
        last = chunk[-1][0]
    return Seal(job_id, after, last, rows, hashed.hexdigest()) if rows else None


def _rows(job_id: int) -> _Rows:
    return (
        select(
            journal.c.id,
            journal.c.job_id,
            journal.c.code_id,
            type_coerce(journal.c.event, SmallInteger),
            type_coerce(journal.c.at, BigInteger),
            journal.c.actor,
            journal.c.device,
            journal.c.detail,
        )
        .where(journal.c.job_id == job_id)
        .order_by(journal.c.id)
    )


def _chunks(connection: Connection, statement: _Rows) -> Iterator[list[_Row]]:
    with connection.execute(statement.execution_options(yield_per=_ROWS_AT_A_TIME)) as result:
        for rows in result.partitions(_ROWS_AT_A_TIME):
            yield [(*row,) for row in rows]
