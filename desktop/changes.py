"""What an operation changed, so that windows repaint just that."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of things that can change."""

    PRODUCTS = "products"
    CODES = "codes"
    BATCHES = "batches"
    DESIGNS = "designs"
    PRINTERS = "printers"
    LINES = "lines"
    RIGHTS = "rights"
    JOBS = "jobs"
    QUALITY = "quality"
    ORDERS = "orders"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds of things an operation changed."""

    kinds: frozenset[Kind]

    @classmethod
    def of(cls, *kinds: Kind) -> "Changes":
        """Name the kinds that changed; each change also adds to the audit trail."""
        return cls(frozenset((*kinds, Kind.AUDIT)))
