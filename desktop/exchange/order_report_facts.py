"""What the report of a work order tells, as values; setting it in type is in ``order_report``."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop.packing.reconciliation import LevelSum
from desktop.products.quality import GradeRecord
from desktop.texts import Text


@dataclass(frozen=True, slots=True)
class PackingException:
    """Something out of the ordinary that happened to packs.

    Attributes:
        what: in words, with the codes.
        reviewer: who confirmed it, or empty.
    """

    at: datetime
    what: Text
    reason: str
    actor: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class PrinterUsed:
    """A print job of the order. ``counts``: labels that came out, and labels that are good."""

    job_id: int
    level: int
    printer: str
    printed: int
    good: int


@dataclass(frozen=True, slots=True)
class PersonAtWork:
    """Who did how much. ``did``: events of packing; ``confirmed``: of others."""

    name: str
    did: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class FileThatLeft:
    """A file that was offered to somebody outside."""

    name: str
    sha256: str
    packs: int | None
    at: datetime
    by: str
    version: str


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What the report tells.

    Attributes:
        ratio: how packs go into each other, in words.
        state: of the order, in words.
        closing: how it was closed: when, by whom, who accepted what, why; empty while it is open.
        levels: sums, from the smallest packs.
        mixed_in: what of other lots lies in its packs, in words; its own sums do not count that.
        open: what is open, each with what to do.
        exceptions: the oldest first; ``more_exceptions``: how many are not shown.
        grades: of its labels, the oldest first.
        audit_records, audit_head: of the audit trail when it was written.
    """

    number: str
    product: str
    approval: str
    lot: str
    made: date
    expiry: date
    specimen: bool
    line: str
    units: int
    ratio: Text
    state: Text
    closing: tuple[Text, ...]
    levels: tuple[LevelSum, ...]
    mixed_in: tuple[Text, ...]
    open: tuple[Text, ...]
    exceptions: tuple[PackingException, ...]
    more_exceptions: int
    grades: tuple[GradeRecord, ...]
    printers: tuple[PrinterUsed, ...]
    people: tuple[PersonAtWork, ...]
    files: tuple[FileThatLeft, ...]
    audit_records: int
    audit_head: str
    written_at: datetime
    written_by: str
