"""Who may do what not everybody may."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy import insert as insert_into

from desktop.storage.plant_tables import right_grant
from desktop.storage.store import Change


@dataclass(frozen=True, slots=True)
class StoredGrant:
    """A right that a person holds, who granted it and when."""

    person: str
    right: str
    granted_at: datetime
    granted_by: str


def insert(change: Change, person: str, right: str) -> None:
    """Note that a person holds a right from now on."""
    change.connection.execute(
        insert_into(right_grant).values(
            person=person, right=right, granted_at=change.at, granted_by=change.actor
        )
    )
    change.new = {"person": person, "right": right}


def remove(change: Change, person: str, right: str) -> None:
    """Note that a person holds a right no more."""
    change.connection.execute(
        delete(right_grant).where(right_grant.c.person == person, right_grant.c.right == right)
    )
    change.old = {"person": person, "right": right}


def holders(connection: Connection, right: str, *, to_change: bool = False) -> tuple[str, ...]:
    """Return who holds a right, by name.

    ``to_change`` keeps others from changing these grants until the commit: two people who revoke each
    other's right at the same moment must not both succeed.
    """
    query = select(right_grant.c.person).where(right_grant.c.right == right).order_by(right_grant.c.person)
    return tuple(connection.scalars(query.with_for_update() if to_change else query))


def list_all(connection: Connection) -> tuple[StoredGrant, ...]:
    """Return all grants by person and right."""
    rows = connection.execute(select(right_grant).order_by(right_grant.c.person, right_grant.c.right))
    return tuple(StoredGrant(row.person, row.right, row.granted_at, row.granted_by) for row in rows)
