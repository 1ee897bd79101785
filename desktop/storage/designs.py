"""Frozen revisions of label designs: what a job printed can be drawn again years later."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, select
from sqlalchemy import insert as insert_into

from desktop.errors import InputError
from desktop.storage.store import Change
from desktop.storage.tables import design_revision
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class StoredDesign:
    """One revision. ``document`` is the design as its codec wrote it."""

    id: int
    name: str
    revision: int
    """Counts from 1 for each name."""
    document: str
    digest: str
    """SHA-256 of ``document`` in UTF-8."""
    frozen_at: datetime
    frozen_by: str


def freeze(change: Change, name: str, document: str) -> StoredDesign:
    """Return the revision of ``name`` that is exactly this document; make one if there is none."""
    digest = sha256(document.encode()).hexdigest()
    of_name = design_revision.c.name == name
    known = change.connection.execute(
        select(design_revision).where(of_name, design_revision.c.digest == digest)
    ).one_or_none()
    if known is not None:
        return StoredDesign(*known)
    newest = change.connection.scalar(select(func.max(design_revision.c.revision)).where(of_name)) or 0
    key = change.connection.execute(
        insert_into(design_revision).values(
            name=name,
            revision=newest + 1,
            document=document,
            digest=digest,
            frozen_at=change.at,
            frozen_by=change.actor,
        )
    ).inserted_primary_key
    assert key is not None
    return StoredDesign(key[0], name, newest + 1, document, digest, change.at, change.actor)


def get(connection: Connection, design_id: int) -> StoredDesign:
    """Return one revision.

    Raises:
        InputError: there is none.
    """
    row = connection.execute(select(design_revision).where(design_revision.c.id == design_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no design revision number {id}.", id=design_id))
    return StoredDesign(*row)


def latest(connection: Connection, name: str) -> StoredDesign | None:
    """Return the newest revision of a design."""
    row = connection.execute(
        select(design_revision)
        .where(design_revision.c.name == name)
        .order_by(design_revision.c.revision.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else StoredDesign(*row)
