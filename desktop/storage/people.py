"""What people prove with that it is they, and how often somebody failed to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy import insert as insert_into

from desktop.storage.pack_tables import person_secret
from desktop.storage.store import Change
from desktop.storage.tables import audit, audit_head

REFUSED = "person.refused"
"""The action under which the audit trail tells of a wrong secret."""

_LOOKED_THROUGH = 5_000
"""Newest records in which failures are looked for: a trail of years is not read for each confirmation."""


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """Salt and hash in hex, and who set them."""

    person: str
    salt: str
    hash: str
    set_at: datetime
    set_by: str


def secret_of(connection: Connection, person: str, *, to_change: bool = False) -> StoredSecret | None:
    """Return what a person proves with, None if nothing was set yet."""
    query = select(person_secret).where(person_secret.c.person == person)
    row = connection.execute(query.with_for_update() if to_change else query).one_or_none()
    return None if row is None else StoredSecret(*row)


def all_secrets(connection: Connection) -> tuple[StoredSecret, ...]:
    """Return what all people prove with, by name."""
    return tuple(
        StoredSecret(*row)
        for row in connection.execute(select(person_secret).order_by(person_secret.c.person))
    )


def keep_secret(change: Change, person: str, salt: str, digest: str, set_by: str) -> None:
    """Keep what a person proves with from now on, in place of what was before.

    The audit record tells that and by whom, never what.
    """
    change.connection.execute(delete(person_secret).where(person_secret.c.person == person))
    change.connection.execute(
        insert_into(person_secret).values(
            person=person, salt=salt, hash=digest, set_at=change.at, set_by=set_by
        )
    )
    change.new = {"person": person, "set_by": set_by}


def failures_since(connection: Connection, subject: str, since: datetime) -> int:
    """Return how often the secret of a person was given wrong since ``since``, by the audit trail."""
    count = connection.scalar(select(audit_head.c.count)) or 0
    return (
        connection.scalar(
            select(func.count())
            .select_from(audit)
            .where(
                audit.c.number > count - _LOOKED_THROUGH,
                audit.c.action == REFUSED,
                audit.c.subject == subject,
                audit.c.at > since,
            )
        )
        or 0
    )
