"""What a packing station shows, from how it stands and what it was scanned last."""

from dataclasses import dataclass
from typing import Final

from desktop.errors import PackmarkError, StorageError
from desktop.operations.pack_answers import Outcome, Scanned, StationState
from desktop.packing.tray import TrayPlace
from desktop.texts import Text, say, say_count
from ui.packing.tray_view import Tray, tray_of
from ui.wording import Mark

OUTCOMES: Final[dict[Outcome, tuple[Mark, Text]]] = {
    Outcome.COLLECTED: (Mark.DONE, say("Taken")),
    Outcome.FULL: (Mark.RUNNING, say("Tray full")),
    Outcome.PACKED: (Mark.DONE, say("Pack closed")),
    Outcome.SLIP: (Mark.STOPPED, say("Stop the line")),
    Outcome.BOUNCED: (Mark.IDLE, say("Read twice")),
    Outcome.REFUSED: (Mark.STOPPED, say("Not taken")),
}
"""Mark and word of each outcome."""

READY: Final = (Mark.IDLE, say("Ready to scan"))
TAKEN_BACK: Final = (Mark.ATTENTION, say("Taken back"))
NOT_CONFIRMED: Final = (Mark.UNKNOWN, say("Not confirmed yet"))
CANNOT: Final = (Mark.STOPPED, say("Nothing can be packed here"))


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a station.

    Attributes:
        state: how it stood when the queue was last empty; None: it is being opened.
        last: what became of the last scan.
        undone: whether ``last`` is the taking back of a scan.
        stuck: why nothing goes on now.
        waiting: scans that are not answered yet.
    """

    state: StationState | None = None
    last: Scanned | None = None
    undone: bool = False
    stuck: PackmarkError | None = None
    waiting: int = 0

    @property
    def stopped(self) -> bool:
        """Whether labels and packs slipped, and nothing is taken until it is put right."""
        return self.state is not None and self.state.slip is not None

    @property
    def ready(self) -> bool:
        """Whether a person may ask something of the station."""
        return self.state is not None and self.stuck is None

    @property
    def heading(self) -> tuple[Mark, Text]:
        """Mark and word of the whole."""
        if self.stuck is not None:
            return NOT_CONFIRMED if isinstance(self.stuck, StorageError) else CANNOT
        if self.stopped:
            return OUTCOMES[Outcome.SLIP]
        if self.last is None:
            return READY
        return TAKEN_BACK if self.undone else OUTCOMES[self.last.outcome]

    @property
    def sentence(self) -> Text | None:
        """What is told below the code."""
        if self.stuck is not None:
            return _stuck(self.stuck, self.waiting)
        if self.state is not None and self.state.slip is not None:
            return self.state.slip.sentence
        return None if self.last is None else _told(self.last, undone=self.undone)

    @property
    def code(self) -> str:
        """The code of the last scan; empty where it is not what is told of."""
        return "" if self.last is None or self.stuck is not None else self.last.code

    @property
    def places(self) -> tuple[TrayPlace, ...]:
        """The places of the tray, by whichever is newer: the last scan or the station."""
        if self.last is None:
            return () if self.state is None else self.state.tray
        if self.state is None or self.waiting or _codes(self.state.tray) == _codes(self.last.tray):
            return self.last.tray
        return self.state.tray  # an exception changed what lies there

    @property
    def tray(self) -> Tray:
        """The picture of the tray."""
        refused = self.last is not None and self.last.outcome in {Outcome.REFUSED, Outcome.SLIP}
        return tray_of(self.places, "" if self.last is None else self.last.code, refused=refused)

    @property
    def lying(self) -> int:
        """How many packs lie in the tray."""
        return len(_codes(self.places))

    @property
    def no_labels(self) -> Text | None:
        """Why no label of its packs comes, by the newer of scan and station; None: one comes."""
        newest = self.last if self.last is not None and (self.state is None or self.waiting) else self.state
        return None if newest is None else newest.labels

    @property
    def next_step(self) -> Text:
        """What is scanned next."""
        if self.state is None:
            return say("The station is being opened …")
        behind = self.last is not None and self.lying != self.state.lying
        return self.last.sentence if behind and self.last is not None else self.state.sentence


def _codes(places: tuple[TrayPlace, ...]) -> list[str]:
    return [one.code for one in places if one.code]


def _told(answer: Scanned, *, undone: bool) -> Text | None:
    """Word what became of a scan; where it was taken, what comes next is told elsewhere."""
    if undone or answer.outcome not in {Outcome.COLLECTED, Outcome.FULL}:
        return answer.sentence
    place = next((one.place for one in answer.tray if one.code == answer.code), None)
    return None if place is None else say("It lies in place {n} of the tray.", n=place)


def _stuck(trouble: PackmarkError, waiting: int) -> Text:
    if not isinstance(trouble, StorageError) or not waiting:
        return trouble.text
    waits = say_count(
        "{n} scan waits: it is not confirmed and not lost. It is tried again by itself.",
        "{n} scans wait: they are not confirmed and not lost. They are tried again by themselves.",
        n=waiting,
    )
    return say("{first} {second}", first=trouble.text, second=waits)
