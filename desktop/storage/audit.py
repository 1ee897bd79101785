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
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, insert, literal, select, union_all, update

from desktop.products.code_pool import CodeState, state_name
from desktop.storage.seals import Seal, digest
from desktop.storage.tables import State, audit, audit_head, code, journal, micros
from desktop.texts import Text, say

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


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the trail is sound."""

    sound: bool
    records: int
    """Records that are there."""
    head: str
    """Hash of the last record, as the head says."""
    first_bad: int | None
    """Number of the first record that is not as it was written, or is missing."""
    why: Text | None


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


def newest(connection: Connection, limit: int = 200) -> tuple[AuditRecord, ...]:
    """Return the last ``limit`` records, the newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(limit))
    return tuple(AuditRecord(*row) for row in rows)


def verify(connection: Connection) -> AuditVerdict:
    """Compute the chain anew, and the digests of the journal that stand in it.

    The verdict names the first record that was edited, removed, moved or added, or whose stretch of the
    journal was.
    """
    end = head(connection)
    fault = _first_fault(connection, end) or _first_broken_seal(connection) or _code_out_of_step(connection)
    records = connection.scalar(select(func.count()).select_from(audit)) or 0
    if fault is None:
        return AuditVerdict(True, records, end.hash, None, None)
    return AuditVerdict(False, records, end.hash, fault.number, fault.why)


@dataclass(frozen=True, slots=True)
class _Fault:
    number: int | None
    why: Text


def _records(connection: Connection) -> Generator[AuditRecord, None, None]:
    statement = select(audit).order_by(audit.c.number).execution_options(yield_per=1000)
    with connection.execute(statement) as rows:
        for row in rows:
            yield AuditRecord(*row)


def _first_fault(connection: Connection, end: AuditHead) -> _Fault | None:
    count, previous = 0, GENESIS
    with closing(_records(connection)) as records:
        for record in records:
            fault = _fault_of(record, count + 1, previous, end)
            if fault is not None:
                return fault
            count, previous = record.number, record.hash
    if count < end.count:
        return _Fault(
            count + 1,
            say(
                "Record {number} is missing: the trail had {count} records.",
                number=count + 1,
                count=end.count,
            ),
        )
    if previous != end.hash:
        return _Fault(count, say("Record {number} is not the one that the trail ended with.", number=count))
    return None


def _fault_of(record: AuditRecord, expected: int, previous: str, end: AuditHead) -> _Fault | None:
    if record.number != expected:
        return _Fault(expected, say("Record {number} is missing.", number=expected))
    if record.computed_hash() != record.hash:
        return _Fault(expected, _edited_or_moved(record, end.count))
    if record.previous != previous:
        return _Fault(expected, say("Record {number} does not follow the one before it.", number=expected))
    if record.number > end.count:
        return _Fault(
            expected,
            say(
                "Record {number} was added: the trail had {count} records.", number=expected, count=end.count
            ),
        )
    return None


def _edited_or_moved(record: AuditRecord, count: int) -> Text:
    for number in range(1, count + 1):
        if record.computed_hash(number) == record.hash:
            return say(
                "Record {number} was moved here: it was record {other}.", number=record.number, other=number
            )
    return say("Record {number} was edited.", number=record.number)


def _first_broken_seal(connection: Connection) -> _Fault | None:
    sealed_through: dict[int, int] = {}
    with closing(_records(connection)) as records:
        seals = ((record.number, sealed) for record in records for sealed in _seals_in(record))
        for number, sealed in seals:
            joins = sealed.after == sealed_through.get(sealed.job, 0)
            if not joins or digest(connection, sealed.job, sealed.after, sealed.last) != sealed:
                return _Fault(
                    number,
                    say(
                        "The journal of job {job} is not the one that record {number} sealed: "
                        "rows were edited, removed or added.",
                        job=sealed.job,
                        number=number,
                    ),
                )
            sealed_through[sealed.job] = sealed.last
    return None


def _seals_in(record: AuditRecord) -> list[Seal]:
    # The record's hash is sound when this is read, so it is what this program wrote.
    found = json.loads(record.new).get("journal", []) if record.new else []
    return [Seal(**fields) for fields in found]


def _code_out_of_step(connection: Connection) -> _Fault | None:
    """Find a code that is not in the state that its last journal row says."""
    last = select(func.max(journal.c.id).label("id")).group_by(journal.c.code_id).subquery()
    moved = (
        select(code.c.value, code.c.state, journal.c.event)
        .join(journal, journal.c.code_id == code.c.id)
        .join(last, last.c.id == journal.c.id)
        .where(code.c.state != journal.c.event)
    )
    never_moved = select(code.c.value, code.c.state, literal(CodeState.AVAILABLE, State)).where(
        code.c.state != CodeState.AVAILABLE,
        ~select(journal.c.id).where(journal.c.code_id == code.c.id).exists(),
    )
    row = connection.execute(union_all(moved, never_moved).limit(1)).one_or_none()
    if row is None:
        return None
    value, found, expected = row
    return _Fault(
        None,
        say(
            "Code {code} is {found}, but the last that its journal says is {expected}.",
            code=value,
            found=state_name(found),
            expected=state_name(expected),
        ),
    )
