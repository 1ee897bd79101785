"""The code files that were imported: a file is known by the SHA-256 of its bytes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, select

from desktop.storage.tables import code_file


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One imported file."""

    id: int
    name: str
    sha256: str
    product_id: int
    level: int
    count: int
    """Codes in it."""
    imported_at: datetime
    imported_by: str
    codes_sha256: str
    """Of its codes as stored, each with a line feed."""
    format: str
    """How it was written, as JSON; empty if nobody noted it."""


def by_sha256(connection: Connection, sha256: str) -> StoredFile | None:
    """Return the file with exactly these bytes, if it was imported before."""
    row = connection.execute(_all().where(code_file.c.sha256 == sha256)).one_or_none()
    return None if row is None else StoredFile(*row)


def get(connection: Connection, file_id: int) -> StoredFile:
    """Return one file; ``codes`` point to nothing else."""
    return StoredFile(*connection.execute(_all().where(code_file.c.id == file_id)).one())


def list_all(connection: Connection) -> tuple[StoredFile, ...]:
    """Return all files, the newest import first."""
    return tuple(StoredFile(*row) for row in connection.execute(_all().order_by(code_file.c.id.desc())))


def unfinished(connection: Connection) -> tuple[int, ...]:
    """Return the ids of files whose import runs right now, or was killed."""
    return tuple(connection.scalars(select(code_file.c.id).where(~code_file.c.complete)))


def _all() -> Select[int, str, str, int, int, int, datetime, str, str, str]:
    return select(
        code_file.c.id,
        code_file.c.name,
        code_file.c.sha256,
        code_file.c.product_id,
        code_file.c.level,
        code_file.c.count,
        code_file.c.imported_at,
        code_file.c.imported_by,
        code_file.c.codes_sha256,
        code_file.c.format,
    ).where(code_file.c.complete)
