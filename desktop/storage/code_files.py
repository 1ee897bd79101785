"""The code files that were imported: a file is known by the SHA-256 of its bytes."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256 as digest_of

from sqlalchemy import Connection, select
from sqlalchemy import insert as insert_into

from desktop.storage.store import Change
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


def insert(change: Change, *, name: str, sha256: str, product_id: int, level: int) -> int:
    """Add a file and return its id; its count is known once ``codes.insert`` has its codes.

    The audit record of the change will carry the digest of the codes.
    """
    key = change.connection.execute(
        insert_into(code_file).values(
            name=name,
            sha256=sha256,
            product_id=product_id,
            level=level,
            count=0,
            imported_at=change.at,
            imported_by=change.actor,
            codes_sha256=digest_of().hexdigest(),
        )
    ).inserted_primary_key
    assert key is not None
    file_id: int = key[0]
    change.touches_code_file(file_id)
    return file_id


def by_sha256(connection: Connection, sha256: str) -> StoredFile | None:
    """Return the file with exactly these bytes, if it was imported before."""
    row = connection.execute(select(code_file).where(code_file.c.sha256 == sha256)).one_or_none()
    return None if row is None else StoredFile(*row)


def get(connection: Connection, file_id: int) -> StoredFile:
    """Return one file; ``codes`` point to nothing else."""
    return StoredFile(*connection.execute(select(code_file).where(code_file.c.id == file_id)).one())


def list_all(connection: Connection) -> tuple[StoredFile, ...]:
    """Return all files, the newest import first."""
    rows = connection.execute(select(code_file).order_by(code_file.c.id.desc()))
    return tuple(StoredFile(*row) for row in rows)
