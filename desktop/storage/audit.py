"""Whether the audit trail and all that it stands for are as they were written.

The trail itself is in ``audit_trail``, what it stands for in ``evidence``; all that is asked of them is
here under one name.
"""

from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desktop.storage import quality_evidence, signing_keys
from desktop.storage.audit_trail import (
    GENESIS,
    AuditHead,
    AuditRecord,
    done_at,
    head,
    newest,
    numbered,
    records,
)
from desktop.storage.evidence import Fault, first_fault_of_evidence
from desktop.storage.tables import audit
from desktop.texts import Text, say

__all__ = [
    "GENESIS",
    "AuditHead",
    "AuditRecord",
    "AuditVerdict",
    "done_at",
    "head",
    "newest",
    "numbered",
    "records",
    "verify",
]


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


def verify(connection: Connection) -> AuditVerdict:
    """Compute the chain anew, and all digests that stand in it.

    The verdict names the first record that was edited, removed, moved or added, or whose codes or stretch
    of the journal were. Reads everything: some seconds for a million codes.
    """
    end = head(connection)
    fault = (
        _first_fault_of_chain(connection, end)
        or signing_keys.first_fault(connection)
        or first_fault_of_evidence(connection)
        or quality_evidence.first_fault(connection)
    )
    found = connection.scalar(select(func.count()).select_from(audit)) or 0
    if fault is None:
        return AuditVerdict(True, found, end.hash, None, None)
    return AuditVerdict(False, found, end.hash, fault.number, fault.why)


def _first_fault_of_chain(connection: Connection, end: AuditHead) -> Fault | None:
    count, previous = 0, GENESIS
    with closing(records(connection)) as all_records:
        for record in all_records:
            fault = _fault_of(record, count + 1, previous, end)
            if fault is not None:
                return fault
            count, previous = record.number, record.hash
    if count < end.count:
        return Fault(
            count + 1,
            say(
                "Record {number} is missing: the trail had {count} records.",
                number=count + 1,
                count=end.count,
            ),
        )
    if previous != end.hash:
        return Fault(count, say("Record {number} is not the one that the trail ended with.", number=count))
    return None


def _fault_of(record: AuditRecord, expected: int, previous: str, end: AuditHead) -> Fault | None:
    if record.number != expected:
        return Fault(expected, say("Record {number} is missing.", number=expected))
    if record.computed_hash() != record.hash:
        return Fault(expected, _edited_or_moved(record, end.count))
    if record.previous != previous:
        return Fault(expected, say("Record {number} does not follow the one before it.", number=expected))
    if record.number > end.count:
        return Fault(
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
