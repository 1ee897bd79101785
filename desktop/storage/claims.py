"""One runner a job and one job a printer, at any moment: claims, which whoever works holds.

Whoever runs, settles or closes a job holds a claim on it, a running job one on its printer, whoever
listens to a scanner one on it, an import one on its file.

A claim must end with the process that holds it, however that ends, and must not end before. A row with
a time in it can do neither, so claims are locks that the operating system or the server takes back:

- SQLite: an exclusive lock on an empty file beside the database, taken by SQLite itself, which knows how
  to lock files on every system. (The database is on this computer too: write-ahead logs need that.)
- PostgreSQL: an advisory lock of the session that the journal writes through. A session that is gone can
  neither hold the claim nor write. (Do not put a pooler that shares sessions in between.)
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from desktop.errors import Refused, StorageError
from desktop.storage.store import Store
from desktop.texts import Text, say

_JOB_CLASS = 0x6A6F62
"""First half of the key of PostgreSQL's advisory locks: "job" as a number."""

_IMPORT_CLASS = 0x696D70
"""The same for imports: "imp"."""

_PRINTER_CLASS = 0x70726E
"""The same for printers: "prn"."""

_SCANNER_CLASS = 0x73636E
"""The same for scanners: "scn"."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim is on."""

    key: tuple[int, int]
    """Of PostgreSQL's lock."""
    name: str
    """Of SQLite's lock file."""
    taken: Text
    """What is told to whoever comes second."""

    @classmethod
    def job(cls, job_id: int) -> "Claimed":
        """Return what stands for a job."""
        return cls(
            (_JOB_CLASS, job_id),
            f"job-{job_id}",
            say(
                "Job {job} is being run or settled by another window or program. Stop it there first.",
                job=job_id,
            ),
        )

    @classmethod
    def file(cls, sha256: str, name: str) -> "Claimed":
        """Return what stands for the import of a code file."""
        number = zlib.crc32(sha256.encode()) >> 1  # PostgreSQL takes 31 bits
        return cls(
            (_IMPORT_CLASS, number),
            f"import-{number}",
            say("{file} is being imported by another window or program right now.", file=name),
        )

    @classmethod
    def printer(cls, device: str, address: str = "") -> "Claimed":
        """Return what stands for a printer: two jobs on it would print into each other's labels.

        ``address``: how people know it; empty for ``device`` itself.
        """
        number = zlib.crc32(device.encode()) >> 1
        return cls(
            (_PRINTER_CLASS, number),
            f"printer-{number}",
            say(
                "The printer {address} is printing another job right now. Wait until that one is done, or "
                "stop it, or choose another printer.",
                address=address or device,
            ),
        )

    @classmethod
    def scanner(cls, address: str) -> "Claimed":
        """Return what stands for a scanner: each of its readings goes to one window only."""
        number = zlib.crc32(address.encode()) >> 1
        return cls(
            (_SCANNER_CLASS, number),
            f"scanner-{number}",
            say(
                "The scanner {address} is being used by another window or program right now. Leave the "
                "packing or the test there first, or give this station a scanner of its own.",
                address=address,
            ),
        )


@contextmanager
def claim(store: Store, wanted: Claimed) -> Iterator[None]:
    """Hold a claim while the block runs.

    Raises:
        Refused: somebody else holds it.
    """
    with closing(store.connect()) as connection, closing(Claim(store, connection, wanted)):
        yield


class Claim:
    """A claim, held until ``close`` or the end of the process.

    Args:
        store: where the job or the file is.
        connection: from ``store.connect()``; on PostgreSQL the claim is its session's, and it is not
            given back to the pool afterwards.
        wanted: what to claim.

    Raises:
        Refused: somebody else holds it.
        StorageError: the claim cannot be made.
    """

    def __init__(self, store: Store, connection: Connection, wanted: Claimed) -> None:
        self._file: sqlite3.Connection | None = None
        if store.is_sqlite:
            self._file = _lock_file(store.file, wanted)
        else:
            _lock_session(store, connection, wanted)

    def close(self) -> None:
        """Give it free. On PostgreSQL closing the connection does."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock_file(database: Path, wanted: Claimed) -> sqlite3.Connection:
    folder = database.with_name(f"{database.name}-claims")
    try:
        folder.mkdir(exist_ok=True)
        file = sqlite3.connect(folder / wanted.name, timeout=0, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as trouble:
        raise _impossible(folder, trouble) from trouble
    try:
        file.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as trouble:
        file.close()
        if trouble.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise Refused(wanted.taken) from trouble
        raise _impossible(folder, trouble) from trouble
    return file


def _lock_session(store: Store, connection: Connection, wanted: Claimed) -> None:
    # Out of the pool: closing it then ends the session, and the lock with it.
    connection.detach()
    with store.reading(connection):
        mine = connection.scalar(
            text("SELECT pg_try_advisory_lock(:class, :number)"),
            dict(zip(("class", "number"), wanted.key, strict=True)),
        )
    if not mine:
        raise Refused(wanted.taken)


def _impossible(folder: Path, trouble: Exception) -> StorageError:
    return StorageError(
        say(
            "Nothing can be written beside the database, in {folder} ({detail}).",
            folder=str(folder),
            detail=str(trouble),
        )
    )
