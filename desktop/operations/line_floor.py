"""What people at a line have before them: packs and rolls of labels on one side, the program on the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.operations.line_truth import Truth


class What(StrEnum):
    """What a person does to packs, with their hands and in the program."""

    SCAN = "scan"
    """A pack goes into the tray of its station."""
    UNDO = "undo"
    """The last scan was a mistake; the pack is taken out of the tray."""
    CLOSE = "close"
    """What the tray holds goes into a larger pack."""
    REMOVE = "remove"
    TAKE_BACK = "take back"
    """The last event was a mistake."""
    SAMPLE = "sample"
    SCRAP = "scrap"
    UNREADABLE = "unreadable"
    TOP_UP = "top up"
    REPLACE = "replace"
    RELABEL = "relabel"
    TAKE_APART = "take apart"
    MOVE = "move"
    RESUME = "resume"
    """Labels and packs had slipped against each other, and were put right."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person does.

    Attributes:
        level: of the pack with ``code``.
        other: the parent it goes into, or the pack or label in whose place it comes.
        partial: a pack is closed before it is full.
        mixed: a second person approves that batches are mixed.
    """

    what: What
    level: int
    code: str
    other: str = ""
    partial: bool = False
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program says to an action.

    Attributes:
        event: number of the last event on record now.
        refused: why it refused, as ``desktop.packing.refusals.Why`` calls it; empty: it is done.
        told: its sentence.
        slip: whether it stopped the station, as labels and packs slipped against each other.
    """

    event: int
    refused: str = ""
    told: str = ""
    slip: bool = False


UNREAD = "unread"
"""``Answer.refused`` where the scanner of a station read nothing: the pack is held before it once more."""


class Packs(Protocol):
    """Packs as hands put them."""

    def into_tray(self, code: str) -> None:
        """Lay a loose pack into the tray of the packs of its level."""

    def out_of_tray(self, code: str) -> None:
        """Take a pack out of the tray again."""

    def close(self, parent: str) -> None:
        """Lay what the tray below a pack holds into it."""

    def take_out(self, code: str) -> int:
        """Take a pack out of its box and return the place that is free now."""

    def put_in(self, code: str, parent: str, place: int | None = None) -> None:
        """Lay a loose pack into a free place of a box; None: the first."""

    def relabel(self, old: str, new: str) -> None:
        """Stick another label over a damaged one."""

    def take_apart(self, parent: str) -> Sequence[str]:
        """Take everything out of a loose box, destroy the box, and return what lies loose now."""

    def scrap(self, code: str) -> None:
        """Destroy a pack with all that is in it."""

    def sample(self, code: str) -> None:
        """Carry a pack with all that is in it to the laboratory."""

    def tray(self, level: int) -> Sequence[str]:
        """What lies in the tray of the packs of ``level``."""

    def holds(self, parent: str) -> Sequence[str]:
        """What lies in a box, by place."""

    def contents(self, code: str) -> Sequence[str]:
        """A pack itself and all that is in it, at whatever depth."""

    def truth(self) -> Truth:
        """Everything as it is."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """What went off a line between two orders.

    Attributes:
        truth: filled packs, and what was destroyed and sampled.
        came_out: whole labels that came out of the printers until then.
    """

    truth: Truth
    came_out: frozenset[str]


class Floor(Protocol):
    """The line itself: printers, rolls of labels, packs."""

    @property
    def packs(self) -> Packs:
        """The packs on it."""

    def addresses(self) -> Sequence[str]:
        """Where the printers are, level 1 first."""

    def scanners(self) -> Mapping[int, str]:
        """Where the scanners stand, by the level of their station; the others have one that types."""

    def show(self, level: int, code: str, reads: int = 1) -> None:
        """Hold a pack before the scanner of the station of ``level``; 0 or 2 ``reads`` are faults of it."""

    def next_label(self, level: int, timeout_s: float) -> str | None:
        """Pull the next whole label and stick it on a pack; None if none comes out in time."""

    def last_whole(self, level: int) -> str | None:
        """The last whole label that came out, None for none yet."""

    def came_out(self, level: int) -> frozenset[str]:
        """All whole labels that ever came out."""

    def disturb(self, level: int, fault: str, labels: int) -> None:
        """Let something go wrong with a printer after so many labels; ``fault`` as in ``FAULTS``."""

    def repair(self, level: int) -> None:
        """Put everything at a printer right, and wait until nothing more comes out by itself."""

    def clear(self) -> Cleared:
        """Carry away what an order leaves behind, empty the bin, and put in new rolls. Loose packs stay."""


FAULTS: Sequence[str] = (
    "media_out_after",
    "head_open_after",
    "ribbon_out_after",
    "power_cycle_after",
    "drop_connection_after_labels",
)


class Desk(Protocol):
    """The program, as the people at the line see it."""

    def act(self, action: Action) -> Answer:
        """Do something in the program; a refusal is an answer."""

    def print_labels(self, level: int, count: int) -> None:
        """Print so many labels more, or as many as come before something goes wrong."""

    def unknown(self, level: int) -> Sequence[str]:
        """Codes of which nobody knows whether they were printed, in the order of sending."""

    def settle(self, level: int, last_good: str | None, missing: Sequence[str]) -> None:
        """Tell which was the last good label, and which before it are torn."""
