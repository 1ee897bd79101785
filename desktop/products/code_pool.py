"""The life of a code: its states, the legal moves between them, and the sum that must always hold."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.texts import Text, say


class CodeState(StrEnum):
    """Where a code is in its life. A code is in exactly one of these at any moment."""

    AVAILABLE = "available"
    """Issued to the plant, imported, not given to any job."""
    ALLOCATED = "allocated"
    """Given to a job, never sent to a printer."""
    SENT = "sent"
    """Its bytes may have left for a printer; the printer has not answered yet. Counts as unknown."""
    PRINTED = "printed"
    """The printer itself said that the label is printed."""
    VERIFIED = "verified"
    """The printed label was read back and says the same."""
    SPOILED = "spoiled"
    """Printed badly, or read back wrong; the label must be destroyed."""
    SAMPLED = "sampled"
    """Taken for testing."""
    VOID = "void"
    """Given up before it was on a good pack; never to be used."""
    UNKNOWN = "unknown"
    """Sent, and after a fault nobody knows. Quarantined: never sent again, never called printed."""


MOVES: frozenset[tuple[CodeState, CodeState]] = frozenset(
    {
        (CodeState.AVAILABLE, CodeState.ALLOCATED),
        (CodeState.AVAILABLE, CodeState.VOID),
        (CodeState.ALLOCATED, CodeState.AVAILABLE),
        (CodeState.ALLOCATED, CodeState.SENT),
        (CodeState.ALLOCATED, CodeState.VOID),
        (CodeState.SENT, CodeState.PRINTED),
        (CodeState.SENT, CodeState.UNKNOWN),
        (CodeState.PRINTED, CodeState.VERIFIED),
        (CodeState.PRINTED, CodeState.SPOILED),
        (CodeState.PRINTED, CodeState.SAMPLED),
        (CodeState.PRINTED, CodeState.UNKNOWN),
        (CodeState.VERIFIED, CodeState.SPOILED),
        (CodeState.VERIFIED, CodeState.SAMPLED),
        (CodeState.UNKNOWN, CodeState.PRINTED),
        (CodeState.UNKNOWN, CodeState.VOID),
        (CodeState.UNKNOWN, CodeState.SPOILED),
    }
)
"""Every move a code may make (from, to). No move leads back to where it could be printed again, but
ALLOCATED -> AVAILABLE, which only a code makes that never left for a printer."""


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """How many codes are in each state: the sum is what was issued."""

    available: int = 0
    allocated: int = 0
    printed: int = 0
    verified: int = 0
    spoiled: int = 0
    sampled: int = 0
    void: int = 0
    unknown: int = 0

    @property
    def issued(self) -> int:
        """All codes that the plant ever received and must account for."""
        return (
            self.available
            + self.allocated
            + self.printed
            + self.verified
            + self.spoiled
            + self.sampled
            + self.void
            + self.unknown
        )


def state_name(state: CodeState) -> Text:
    """Return the word for a code's state."""
    return {
        CodeState.AVAILABLE: say("available"),
        CodeState.ALLOCATED: say("allocated"),
        CodeState.SENT: say("sent"),
        CodeState.PRINTED: say("printed"),
        CodeState.VERIFIED: say("verified"),
        CodeState.SPOILED: say("spoiled"),
        CodeState.SAMPLED: say("sampled"),
        CodeState.VOID: say("void"),
        CodeState.UNKNOWN: say("unknown"),
    }[state]
