"""What a packing station answers: to a scan, and when it is asked how it stands."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.packing.refusals import Why
from desktop.packing.slip import Slip
from desktop.packing.tray import TrayPlace
from desktop.texts import Text


class Outcome(StrEnum):
    """What became of a scan."""

    COLLECTED = "collected"
    """It lies in the tray, which has room for more."""
    FULL = "full"
    """It lies in the tray, which is full now."""
    PACKED = "packed"
    """What the tray held is in the pack that was scanned; the tray is empty."""
    SLIP = "slip"
    """It lies in the tray, and it proves that labels and packs slipped: the line must stop."""
    BOUNCED = "bounced"
    """The scanner read one symbol twice; it counts once."""
    REFUSED = "refused"
    """Nothing has changed."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The answer to a scan.

    Attributes:
        outcome: chooses sound and colour.
        sentence: what a person is told, and what to do next.
        tray: the picture of the tray as it is now.
        code: what was scanned as 20 digits; empty where it is no code.
        why: the kind of a refusal.
        parent: the pack that was filled.
        event: number of the event on record; None where nothing changed.
        slip: where labels and packs slipped against each other, if that is known now.
        labels: why the labels of its packs are not printed; None: they are, or they lie ready.
    """

    outcome: Outcome
    sentence: Text
    tray: tuple[TrayPlace, ...]
    code: str = ""
    why: Why | None = None
    parent: str = ""
    event: int | None = None
    slip: Slip | None = None
    labels: Text | None = None

    @property
    def taken(self) -> bool:
        """Whether the scan changed something."""
        return self.event is not None


@dataclass(frozen=True, slots=True)
class StationState:
    """How a station stands.

    Attributes:
        level: of the packs that it fills.
        room: packs that fill one of them.
        tray: the picture of its tray.
        lying: packs in the tray.
        sentence: what is to be scanned next.
        last: what it did last and could undo; None if nothing.
        mixed: whether packs of other batches are taken into this tray.
        slip: why the station takes nothing until it is resumed; None: it takes scans.
        labels: why the labels of its packs are not printed; None: they are, or they lie ready.
    """

    level: int
    room: int
    tray: tuple[TrayPlace, ...]
    lying: int
    sentence: Text
    last: Text | None
    mixed: bool
    slip: Slip | None
    labels: Text | None = None
