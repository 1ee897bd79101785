"""Frozen revisions of label designs: what a job printed can be drawn again years later."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import InputError, Refused
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
    released: bool = False
    """A person froze it for use; else a job froze what it printed."""
    reason: str = ""
    """Why it was released, in that person's words."""


def freeze(change: Change, name: str, document: str) -> StoredDesign:
    """Return the revision of ``name`` that is exactly this document; make one if there is none."""
    return _known(change.connection, name, document) or _insert(change, name, document)


def release(change: Change, name: str, document: str, reason: str) -> StoredDesign:
    """Freeze a document for use. A revision that a job froze before becomes a released one.

    Raises:
        Refused: exactly this document was released already.
    """
    known = _known(change.connection, name, document)
    if known is None:
        return _insert(change, name, document, released=True, reason=reason)
    if known.released:
        raise Refused(
            say(
                "“{name}” is the same as its revision {revision}, which was frozen on {day} by {person}.",
                name=name,
                revision=known.revision,
                day=known.frozen_at.date().isoformat(),
                person=known.frozen_by,
            )
        )
    change.connection.execute(
        update(design_revision)
        .where(design_revision.c.id == known.id)
        .values(released=True, reason=reason, frozen_at=change.at, frozen_by=change.actor)
    )
    return get(change.connection, known.id)


def _known(connection: Connection, name: str, document: str) -> StoredDesign | None:
    row = connection.execute(
        select(design_revision).where(
            design_revision.c.name == name, design_revision.c.digest == digest_of(document)
        )
    ).one_or_none()
    return None if row is None else StoredDesign(*row)


def _insert(
    change: Change, name: str, document: str, *, released: bool = False, reason: str = ""
) -> StoredDesign:
    newest = change.connection.scalar(
        select(func.max(design_revision.c.revision)).where(design_revision.c.name == name)
    )
    key = change.connection.execute(
        insert_into(design_revision).values(
            name=name,
            revision=(newest or 0) + 1,
            document=document,
            digest=digest_of(document),
            frozen_at=change.at,
            frozen_by=change.actor,
            released=released,
            reason=reason,
        )
    ).inserted_primary_key
    assert key is not None
    return get(change.connection, key[0])


def digest_of(document: str) -> str:
    """Return the SHA-256 of a document, by which revisions are told apart."""
    return sha256(document.encode()).hexdigest()


def get(connection: Connection, design_id: int) -> StoredDesign:
    """Return one revision.

    Raises:
        InputError: there is none.
    """
    row = connection.execute(select(design_revision).where(design_revision.c.id == design_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no design revision number {id}.", id=design_id))
    return StoredDesign(*row)


def latest(connection: Connection, name: str, *, released: bool = False) -> StoredDesign | None:
    """Return the newest revision of a design, or the newest that a person released."""
    return next(iter(revisions(connection, name, released=released)), None)


def revisions(connection: Connection, name: str, *, released: bool = False) -> tuple[StoredDesign, ...]:
    """Return the revisions of a design, the newest first."""
    wanted = select(design_revision).where(design_revision.c.name == name)
    if released:
        wanted = wanted.where(design_revision.c.released)
    rows = connection.execute(wanted.order_by(design_revision.c.revision.desc()))
    return tuple(StoredDesign(*row) for row in rows)


def newest_released(connection: Connection) -> tuple[StoredDesign, ...]:
    """Return the newest released revision of each design, by name."""
    rows = connection.execute(
        select(design_revision)
        .where(design_revision.c.released)
        .order_by(design_revision.c.name, design_revision.c.revision)
    )
    return tuple({row.name: StoredDesign(*row) for row in rows}.values())
