"""One runner a job: whoever runs, settles or closes a job holds a claim on it.

A claim must end with the process that holds it, however that ends, and must not end before. A row with
a time in it can do neither, so claims are locks that the operating system or the server takes back:

- SQLite: an exclusive lock on an empty file beside the database, taken by SQLite itself, which knows how
  to lock files on every system. (The database is on this computer too: write-ahead logs need that.)
- PostgreSQL: an advisory lock of the session that the journal writes through. A session that is gone can
  neither hold the claim nor write. (Do not put a pooler that shares sessions in between.)
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from desktop.errors import Refused, StorageError
from desktop.storage.store import Store
from desktop.texts import say

_LOCK_CLASS = 0x6A6F62
"""First half of the key of PostgreSQL's advisory locks: "job" as a number."""


@contextmanager
def claim_job(store: Store, job_id: int) -> Iterator[None]:
    """Keep every runner off a job while the block runs.

    Raises:
        Refused: a runner has it.
    """
    with closing(store.connect()) as connection, closing(Claim(store, connection, job_id)):
        yield


class Claim:
    """A claim on a job, held until ``close`` or the end of the process.

    Args:
        store: where the job is.
        connection: from ``store.connect()``; on PostgreSQL the claim is its session's, and it is not
            given back to the pool afterwards.
        job_id: which job.

    Raises:
        Refused: somebody else holds it.
        StorageError: the claim cannot be made.
    """

    def __init__(self, store: Store, connection: Connection, job_id: int) -> None:
        self._file: sqlite3.Connection | None = None
        if store.is_sqlite:
            self._file = _lock_file(store.file, job_id)
        else:
            _lock_session(store, connection, job_id)

    def close(self) -> None:
        """Give the job free. On PostgreSQL closing the connection does."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock_file(database: Path, job_id: int) -> sqlite3.Connection:
    folder = database.with_name(f"{database.name}-claims")
    try:
        folder.mkdir(exist_ok=True)
        file = sqlite3.connect(
            folder / f"job-{job_id}", timeout=0, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as trouble:
        raise _impossible(folder, trouble) from trouble
    try:
        file.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as trouble:
        file.close()
        if trouble.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise _taken(job_id) from trouble
        raise _impossible(folder, trouble) from trouble
    return file


def _lock_session(store: Store, connection: Connection, job_id: int) -> None:
    # Out of the pool: closing it then ends the session, and the lock with it.
    connection.detach()
    with store.reading(connection):
        mine = connection.scalar(
            text("SELECT pg_try_advisory_lock(:class, :job)"), {"class": _LOCK_CLASS, "job": job_id}
        )
    if not mine:
        raise _taken(job_id)


def _taken(job_id: int) -> Refused:
    return Refused(
        say(
            "Job {job} is being run or settled by another window or program. Stop it there first.",
            job=job_id,
        )
    )


def _impossible(folder: Path, trouble: Exception) -> StorageError:
    return StorageError(
        say(
            "Nothing can be written beside the database, in {folder} ({detail}).",
            folder=str(folder),
            detail=str(trouble),
        )
    )
