"""Digests for the audit trail: neither codes nor what happened to them can be rewritten unnoticed.

The seal of a journal says: rows of this job behind ``after`` and up to ``last`` are so many and have this
SHA-256. Seals of one job join without a gap. The seal of a code file says the same of its codes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Select, SmallInteger, Table, select, type_coerce, update

from desktop.storage import code_files
from desktop.storage.row_digest import RowDigest, as_json
from desktop.storage.tables import code, code_file, job, journal, withdrawal

_Rows = Select[int, int, int, int, int, str, str, str, int]

JOURNAL_SEALS = "sealed_journals"
FILE_SEALS = "sealed_codes"
"""Where seals stand in the new values of an audit record."""

_ROWS_AT_A_TIME = 5000


@dataclass(frozen=True, slots=True)
class JournalSeal:
    """The digest of a stretch of one job's journal."""

    job: int
    """Or, with a minus sign, a withdrawal."""
    after: int
    """Id of the row before the stretch, 0 at the beginning."""
    last: int
    """Id of its last row."""
    rows: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Return it as it stands in an audit record."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FileSeal:
    """The digest of the codes that one file brought."""

    file: int
    codes: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Return it as it stands in an audit record."""
        return asdict(self)


def as_hashed(values: Iterable[str]) -> bytes:
    """Return codes as they go into the digest of their file."""
    return "".join(f"{value}\n" for value in values).encode()


def seal_codes(connection: Connection, file_id: int) -> FileSeal:
    """Return what the import of a file said of its codes."""
    columns = (code_file.c.id, code_file.c.count, code_file.c.codes_sha256)
    return FileSeal(*connection.execute(select(*columns).where(code_file.c.id == file_id)).one())


def digest_codes(connection: Connection) -> dict[int, FileSeal]:
    """Digest all codes, file by file, but not those of imports that are not complete."""
    statement = select(code.c.file_id, code.c.value).order_by(code.c.id)
    unfinished = code_files.unfinished(connection)
    if unfinished:
        statement = statement.where(code.c.file_id.not_in(unfinished))
    hashed: dict[int, Any] = {}
    numbers: Counter[int] = Counter()
    with connection.execute(statement.execution_options(yield_per=_ROWS_AT_A_TIME)) as result:
        for rows in result.partitions(_ROWS_AT_A_TIME):
            for file_id, of_file in groupby(rows, itemgetter(0)):
                values = [value for _, value in of_file]
                hashed.setdefault(file_id, sha256()).update(as_hashed(values))
                numbers[file_id] += len(values)
    return {
        file_id: FileSeal(file_id, numbers[file_id], digest.hexdigest()) for file_id, digest in hashed.items()
    }


def hold_journal(connection: Connection, job_id: int) -> None:
    """Let nobody else write or seal the journal of a job until this transaction ends.

    Whoever writes rows takes this first, before any code or count, so that nobody waits in a circle. Without
    it a row could get its number before a seal and appear behind it, which looks like a forgery. SQLite has
    one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql" and job_id > 0:
        connection.execute(select(job.c.id).where(job.c.id == job_id).with_for_update(key_share=True))


def hold_journals(connection: Connection, job_ids: Iterable[int]) -> None:
    """Hold the journals of several jobs, in one order everywhere, so that nobody waits in a circle."""
    for job_id in sorted(set(job_ids)):
        hold_journal(connection, job_id)


class JournalDigest(RowDigest):
    """A digest of one job's or withdrawal's journal that can be read on, in several transactions."""

    @classmethod
    def begin(cls, connection: Connection, job_id: int) -> "JournalDigest":
        """Begin behind the last seal of the job or withdrawal; nothing is read yet."""
        return cls(job_id, _sealed_through(connection, job_id))

    @classmethod
    def since_last_seal(cls, connection: Connection, job_id: int) -> "JournalDigest":
        """Digest what the journal of the job or withdrawal gained since its last seal."""
        begun = cls.begin(connection, job_id)
        begun.read_on(connection)
        return begun

    def is_since_last_seal(self, connection: Connection) -> bool:
        """Tell whether nobody sealed the journal since this digest was begun."""
        return self.after == _sealed_through(connection, self.owner)

    def seal(self) -> JournalSeal | None:
        """Return the seal of what was read; None if that was nothing."""
        if not self._rows:
            return None
        return JournalSeal(self.owner, self.after, self._last, self._rows, self._hashed.hexdigest())

    def _behind(self, last: int, through: int | None) -> Select[*tuple[Any, ...]]:
        statement = _rows(self.owner).where(journal.c.id > last)
        return statement if through is None else statement.where(journal.c.id <= through)

    def _hashed_rows(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> str:
        # Without the brackets of the list: the cut into chunks shall not show in the digest.
        return f"{as_json([_hashed_fields(row) for row in rows])[1:-1]},"


def seal_journal(
    connection: Connection, job_id: int, begun: JournalDigest | None = None
) -> JournalSeal | None:
    """Seal what the journal of the job or withdrawal gained since its last seal; None if nothing.

    Args:
        connection: in a transaction that writes.
        job_id: of the job, or with a minus sign of the withdrawal.
        begun: its digest as far as it was read before; of no use if somebody sealed it since.
    """
    after = _sealed_through(connection, job_id)
    if begun is None or begun.after != after:
        begun = JournalDigest(job_id, after)
    begun.read_on(connection)
    made = begun.seal()
    if made is not None:
        owner, number = _owner(job_id)
        connection.execute(update(owner).where(owner.c.id == number).values(sealed_through=made.last))
    return made


def digest_journal(connection: Connection, job_id: int, after: int, through: int) -> JournalSeal | None:
    """Digest the rows of a job behind ``after``, up to ``through``; None if there are none."""
    digest = JournalDigest(job_id, after)
    digest.read_on(connection, through)
    return digest.seal()


def _owner(job_id: int) -> tuple[Table, int]:
    return (job, job_id) if job_id > 0 else (withdrawal, -job_id)


def _sealed_through(connection: Connection, job_id: int) -> int:
    owner, number = _owner(job_id)
    return connection.scalar(select(owner.c.sealed_through).where(owner.c.id == number)) or 0


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
            journal.c.run,
        )
        .where(journal.c.job_id == job_id)
        .order_by(journal.c.id)
    )


def _hashed_fields(row: Row[*tuple[Any, ...]]) -> tuple[int | str, ...]:
    """Return what of a row goes into the digest: a run of one is left out, as before there were runs."""
    return row[:-1] if row.run == 1 else (*row,)
