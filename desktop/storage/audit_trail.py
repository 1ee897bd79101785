"""The audit trail: who did what, when and why, in a chain that shows every later change to it.

Each record holds the SHA-256 of its own fields and of the record before it, and one row, the head, holds
how many records there are and the hash of the last. Both are written in the transaction of the change
that they tell of. Moves of codes stand in the journal, one row each; the record of the change that ends
a stretch of them carries their number and their SHA-256 (``desktop.storage.seals``).

What this proves: nobody who changes, removes, adds or reorders records with a database tool goes
unnoticed, unless he also computes every later hash anew. Against that the head's hash stands on paper,
in each batch report.
"""

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from desktop.storage.columns import micros
from desktop.storage.tables import audit, audit_head

GENESIS = "0" * 64
"""What the first record follows."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One record as stored. ``old`` and ``new`` are JSON or empty."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    old: str
    new: str
    reason: str
    previous: str
    """Hash of the record before."""
    hash: str

    def computed_hash(self, number: int | None = None) -> str:
        """Compute the hash that the record must have, or would have as record ``number``."""
        fields = [
            self.number if number is None else number,
            micros(self.at),
            self.actor,
            self.action,
            self.subject,
            self.old,
            self.new,
            self.reason,
            self.previous,
        ]
        return sha256(canonical(fields).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditHead:
    """How long the chain is, and its end."""

    count: int
    hash: str


def canonical(value: object) -> str:
    """Return the one JSON text of a value: keys in order, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def append(
    connection: Connection,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    old: Mapping[str, object] | None,
    new: Mapping[str, object] | None,
    reason: str,
) -> AuditRecord:
    """Add a record to the chain, in the transaction of the change that it tells of.

    The last thing to do in a transaction: it locks the head until the commit.
    """
    count, previous = connection.execute(
        select(audit_head.c.count, audit_head.c.hash).with_for_update()
    ).one()
    unsigned = AuditRecord(
        number=count + 1,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        old="" if old is None else canonical(old),
        new="" if new is None else canonical(new),
        reason=reason,
        previous=previous,
        hash="",
    )
    digest = unsigned.computed_hash()
    values = {name: getattr(unsigned, name) for name in audit.c.keys()}  # noqa: SIM118 (no mapping)
    connection.execute(insert(audit).values({**values, "hash": digest}))
    connection.execute(update(audit_head).values(count=unsigned.number, hash=digest))
    return AuditRecord(**{**values, "hash": digest})


def head(connection: Connection) -> AuditHead:
    """Return how long the chain is and where it ends, as the head row says."""
    return AuditHead(*connection.execute(select(audit_head.c.count, audit_head.c.hash)).one())


def numbered(connection: Connection, number: int) -> AuditRecord | None:
    """Return one record, if it is there."""
    row = connection.execute(select(audit).where(audit.c.number == number)).one_or_none()
    return None if row is None else AuditRecord(*row)


def done_at(connection: Connection, action: str, at: datetime) -> tuple[AuditRecord, ...]:
    """Return the records of one action at one moment; mostly one or none."""
    rows = connection.execute(
        select(audit).where(audit.c.at == at, audit.c.action == action).order_by(audit.c.number)
    )
    return tuple(AuditRecord(*row) for row in rows)


def newest(connection: Connection, limit: int = 200) -> tuple[AuditRecord, ...]:
    """Return the last ``limit`` records, the newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(limit))
    return tuple(AuditRecord(*row) for row in rows)


def records(connection: Connection) -> Generator[AuditRecord, None, None]:
    """Yield all records in their order; close it if not all are taken."""
    statement = select(audit).order_by(audit.c.number).execution_options(yield_per=1000)
    with connection.execute(statement) as rows:
        for row in rows:
            yield AuditRecord(*row)
