"""The audit trail: who did what, and whether anybody tampered with the record of it."""

from dataclasses import dataclass
from datetime import datetime

from desktop.operations.plant import Plant
from desktop.texts import Text


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One record of the audit trail."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    old: str
    new: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the chain is sound, and the first record that is not."""

    sound: bool
    records: int
    head: str
    first_bad: int | None
    why: Text | None


def verify_audit(plant: Plant) -> AuditVerdict:
    """Recompute the chain and the digests of the code journal."""
    raise NotImplementedError


def list_audit(plant: Plant, limit: int = 200) -> tuple[AuditRow, ...]:
    """Return the newest records first."""
    raise NotImplementedError
