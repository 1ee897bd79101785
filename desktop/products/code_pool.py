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
    PACKED = "packed"
    """In a larger pack, or itself a filled pack of the largest level."""
    SPOILED = "spoiled"
    """Printed badly, or read back wrong; the label must be destroyed."""
    SAMPLED = "sampled"
    """Taken for testing."""
    VOID = "void"
    """Given up before it was on a good pack; never to be used."""
    UNKNOWN = "unknown"
    """Sent, and after a fault nobody knows. Quarantined: never sent again, never called printed."""
    RETURNED = "returned"
    """Given back to the platform unused; never to be used here again."""


@dataclass(frozen=True, slots=True)
class Move:
    """One legal step in the life of a code: where to, and what brings it there."""

    to: CodeState
    by: Text


@dataclass(frozen=True, slots=True)
class LifeRow:
    """One state, what it means, and every step that leads out of it; none: it is an end."""

    state: CodeState
    meaning: Text
    moves: tuple[Move, ...] = ()


LIFE: tuple[LifeRow, ...] = (
    LifeRow(
        CodeState.AVAILABLE,
        say("Issued to the plant and unused."),
        (
            Move(CodeState.ALLOCATED, say("a job or a reservation takes it")),
            Move(CodeState.RETURNED, say("it is returned to the platform")),
            Move(CodeState.VOID, say("it is given up")),
        ),
    ),
    LifeRow(
        CodeState.ALLOCATED,
        say("Kept for a job or a reservation, never sent to a printer."),
        (
            Move(CodeState.SENT, say("its label leaves for the printer")),
            Move(CodeState.AVAILABLE, say("the job is closed, or the reservation released")),
            Move(CodeState.VOID, say("it is given up")),
        ),
    ),
    LifeRow(
        CodeState.SENT,
        say("On its way: the printer has not answered yet. Counts as unknown."),
        (
            Move(CodeState.PRINTED, say("the printer says that the label is printed")),
            Move(CodeState.UNKNOWN, say("a fault comes before the answer")),
            Move(
                CodeState.ALLOCATED,
                say("the coder's own numbers say that it was not printed, and its buffer is empty"),
            ),
        ),
    ),
    LifeRow(
        CodeState.PRINTED,
        say("Printed by the printer's own word."),
        (
            Move(CodeState.VERIFIED, say("the label is read back and says the same")),
            Move(CodeState.SPOILED, say("the label is bad, or says something else")),
            Move(CodeState.SAMPLED, say("it is taken for testing")),
            Move(CodeState.UNKNOWN, say("nobody knows any more whether it was printed")),
        ),
    ),
    LifeRow(
        CodeState.VERIFIED,
        say("Printed and read back right."),
        (
            Move(CodeState.PACKED, say("its pack goes into a larger one, or is filled and the largest")),
            Move(CodeState.SPOILED, say("the label is damaged")),
            Move(CodeState.SAMPLED, say("it is taken for testing")),
            Move(CodeState.UNKNOWN, say("its label is printed once more")),
        ),
    ),
    LifeRow(
        CodeState.PACKED,
        say("Its pack is in a larger one, or is a filled pack of the largest level."),
        (
            Move(CodeState.VERIFIED, say("its pack is taken out, or emptied")),
            Move(CodeState.SPOILED, say("its pack is destroyed, or its label is damaged")),
            Move(CodeState.SAMPLED, say("it is taken for testing")),
        ),
    ),
    LifeRow(CodeState.SPOILED, say("Its label is bad and must be destroyed.")),
    LifeRow(CodeState.SAMPLED, say("Taken for testing.")),
    LifeRow(CodeState.VOID, say("Given up; never to be used.")),
    LifeRow(
        CodeState.UNKNOWN,
        say("Nobody knows whether it was printed. Never sent again, never called good."),
        (
            Move(CodeState.PRINTED, say("it lies before the last good label on the line")),
            Move(CodeState.VOID, say("it lies behind the last good label on the line")),
            Move(CodeState.SPOILED, say("its label is found to be bad")),
        ),
    ),
    LifeRow(CodeState.RETURNED, say("Given back to the platform unused; never to be used here again.")),
)
"""The life of a code. Two moves lead back to where it could be printed again: ALLOCATED -> AVAILABLE, which
only a code makes that never left for a printer or came back from one, and SENT -> ALLOCATED, which only a
coder with numbered records can bring about: it says which number it printed last, and holds no more."""

MOVES: frozenset[tuple[CodeState, CodeState]] = frozenset(
    (row.state, move.to) for row in LIFE for move in row.moves
)
"""Every move a code may make (from, to)."""

TAKE_BACKS: frozenset[tuple[CodeState, CodeState]] = frozenset(
    (after, before)
    for before, after in (
        (CodeState.PRINTED, CodeState.VERIFIED),
        (CodeState.VERIFIED, CodeState.PACKED),
        (CodeState.PACKED, CodeState.VERIFIED),
        (CodeState.VERIFIED, CodeState.SPOILED),
        (CodeState.PACKED, CodeState.SPOILED),
        (CodeState.VERIFIED, CodeState.SAMPLED),
        (CodeState.PACKED, CodeState.SAMPLED),
    )
)
"""Steps back (from, to) that only the taking back of an event of packing makes. They are no moves, so that
neither a runner nor a person can bring a spoiled code back otherwise; none leads to where it is printed."""


def moves_from(state: CodeState) -> tuple[Move, ...]:
    """Return the legal steps out of ``state``."""
    return next(row.moves for row in LIFE if row.state is state)


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """How many codes are in each state: the sum is what was issued."""

    available: int = 0
    allocated: int = 0
    printed: int = 0
    verified: int = 0
    packed: int = 0
    spoiled: int = 0
    sampled: int = 0
    void: int = 0
    unknown: int = 0
    returned: int = 0

    @property
    def good(self) -> int:
        """Good labels, wherever their packs are."""
        return self.printed + self.verified + self.packed

    @property
    def issued(self) -> int:
        """All codes that the plant ever received and must account for."""
        return (
            self.available
            + self.allocated
            + self.printed
            + self.verified
            + self.packed
            + self.spoiled
            + self.sampled
            + self.void
            + self.unknown
            + self.returned
        )


def state_name(state: CodeState) -> Text:
    """Return the word for a code's state."""
    return {
        CodeState.AVAILABLE: say("available"),
        CodeState.ALLOCATED: say("allocated"),
        CodeState.SENT: say("sent"),
        CodeState.PRINTED: say("printed"),
        CodeState.VERIFIED: say("verified"),
        CodeState.PACKED: say("packed"),
        CodeState.SPOILED: say("spoiled"),
        CodeState.SAMPLED: say("sampled"),
        CodeState.VOID: say("void"),
        CodeState.UNKNOWN: say("unknown"),
        CodeState.RETURNED: say("returned"),
    }[state]
