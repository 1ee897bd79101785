"""What may be done about each picture at a packing line: the rows that the guided paths are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from desktop.packing.model import EventKind
from desktop.texts import Text, say


class Path(Enum):
    """How a person is led."""

    SCAN = auto()
    """Scan one or two packs, see what changes, give reason and reviewer."""
    TAKE_BACK = auto()
    """Choose an event, see what it restores, give reason and reviewer."""
    REPRINT = auto()
    """Scan a label; the dialog of reprints does the rest."""
    NOTE = auto()
    """Write down what happened at the printer of one job."""
    RETURN = auto()
    """The dialog that gives unused codes back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its drawing and its words."""

    drawing: str
    words: Text


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be done.

    Attributes:
        drawing: its icon.
        name: on the button that chooses it.
        path: how a person is led.
        steps: what to do, in order.
        kind: what it is on record; None where no pack changes.
        first: name of the field for the first code.
        second: name of the field for the second code; None: there is none.
        act: word on the button that does it.
        reasons: that are offered.
    """

    drawing: str
    name: Text
    path: Path
    steps: tuple[Step, ...]
    kind: EventKind | None = None
    first: Text | None = None
    second: Text | None = None
    act: Text | None = None
    reasons: tuple[Text, ...] = ()

    @property
    def may_mix(self) -> bool:
        """Tell whether a reviewer may approve that batches are mixed by it."""
        return self.kind in {EventKind.REPLACED, EventKind.TOPPED_UP, EventKind.MOVED}


_CODE: Final = say("Code of the pack")
_NEW_LABEL: Final = say("Code of the new label")

_GIVE_UP: Final = Way(
    "problem-unreadable",
    say("Give the code up"),
    Path.SCAN,
    (
        Step(
            "pack-aside", say("Wipe the label and scan it once more. Still unreadable: put the pack aside.")
        ),
        Step("pack-type", say("Type the 20 digits that stand under the bars.")),
        Step("pack-scrap", say("Destroy the label. What the pack held is good and comes loose.")),
    ),
    EventKind.UNREADABLE,
    _CODE,
    act=say("Give it up"),
    reasons=(say("unreadable"), say("print smeared"), say("label creased")),
)
_RELABEL: Final = Way(
    "pack-new-label",
    say("Put on a new label"),
    Path.SCAN,
    (
        Step("labels", say("Take a printed label of the same level and batch that is on no pack yet.")),
        Step("help-scan", say("Scan or type the old code, then scan the new label.")),
        Step("pack-scrap", say("Stick the new label on, destroy the old one. Place and contents stay.")),
    ),
    EventKind.RELABELLED,
    say("Old code"),
    _NEW_LABEL,
    say("Replace the label"),
    (say("label damaged"), say("unreadable"), say("printed wrong")),
)
_REPRINT: Final = Way(
    "printer",
    say("Print the same label again"),
    Path.REPRINT,
    (
        Step("help-scan", say("Scan the damaged label, or type its digits.")),
        Step("pack-scrap", say("Destroy the damaged label: one code never stands on two.")),
        Step("printer", say("It comes out once more. A pack that lies in another gets a new label instead.")),
    ),
    first=say("Code of the label"),
    act=say("Print it again …"),
    reasons=(say("label damaged"),),
)
_REPLACE: Final = Way(
    "pack-replace",
    say("Put another pack in its place"),
    Path.SCAN,
    (
        Step("pack-out", say("Take the bad pack out of the pack that it lies in.")),
        Step("help-scan", say("Scan the bad pack, then a good one that is in no other pack.")),
        Step(
            "pack-in", say("Put the good one in its place. The bad one is destroyed with all that is in it.")
        ),
    ),
    EventKind.REPLACED,
    say("Code of the bad pack"),
    say("Code of the good pack"),
    say("Replace the pack"),
    (say("pack damaged"), say("printed wrong"), say("label damaged")),
)
_SAMPLE: Final = Way(
    "problem-sample",
    say("Sample taken"),
    Path.SCAN,
    (
        Step("pack-out", say("Take the pack, from the line or out of a packed one.")),
        Step("help-scan", say("Scan it. All that is in it is used up with it.")),
        Step(
            "pack-keep", say("Put it where samples are kept. Its pack is partial then and may be topped up.")
        ),
    ),
    EventKind.SAMPLED,
    _CODE,
    act=say("Sample taken"),
    reasons=(say("sample for testing"), say("retention sample")),
)
_SCRAP: Final = Way(
    "pack-scrap",
    say("Destroy the pack"),
    Path.SCAN,
    (
        Step("pack-out", say("Take the pack off the line, or out of the pack that it lies in.")),
        Step("help-scan", say("Scan it, or type its digits. All that is in it goes along.")),
        Step("pack-scrap", say("Destroy it with its label. Its code is never used again.")),
    ),
    EventKind.SCRAPPED,
    _CODE,
    act=say("It is destroyed"),
    reasons=(say("printed wrong"), say("pack damaged"), say("label damaged")),
)
_REMOVE: Final = Way(
    "pack-out",
    say("Take a pack out"),
    Path.SCAN,
    (
        Step("pack-out", say("Open the larger pack and take the pack out.")),
        Step("help-scan", say("Scan the pack that you hold.")),
        Step("pack-aside", say("It is good and loose, and may be packed again. The larger one is partial.")),
    ),
    EventKind.REMOVED,
    _CODE,
    act=say("Take the pack out"),
    reasons=(say("packed by mistake"), say("to be inspected")),
)
_TOP_UP: Final = Way(
    "pack-in",
    say("Top up a pack"),
    Path.SCAN,
    (
        Step("help-scan", say("Scan a good pack that is in no other pack.")),
        Step("help-scan", say("Scan the larger pack that has room.")),
        Step("pack-in", say("Put the pack into the free place and close the larger one.")),
    ),
    EventKind.TOPPED_UP,
    say("Code of the good pack"),
    say("Code of the larger pack"),
    say("Top it up"),
    (say("a place became free"), say("partial pack is filled")),
)
_APART: Final = Way(
    "pack-apart",
    say("Take a pack apart"),
    Path.SCAN,
    (
        Step("help-scan", say("Scan the larger pack. If it lies in another, take it out of there first.")),
        Step("pack-apart", say("Take everything out: it is good and loose, and may be packed again.")),
        Step("pack-scrap", say("Destroy the label of the larger pack. Its code is never used again.")),
    ),
    EventKind.TAKEN_APART,
    say("Code of the larger pack"),
    act=say("Take it apart"),
    reasons=(say("packed by mistake"), say("carton damaged"), say("to be inspected")),
)
_MOVE: Final = Way(
    "pack-move",
    say("Move to another pack"),
    Path.SCAN,
    (
        Step("help-scan", say("Scan the pack that shall move.")),
        Step("help-scan", say("Scan the larger pack that it goes into; it must have room.")),
        Step("pack-move", say("Take it out of the one and put it into the other.")),
    ),
    EventKind.MOVED,
    _CODE,
    say("Code of the pack that it goes into"),
    say("Move it"),
    (say("packed by mistake"), say("partial pack is filled")),
)
_BACK: Final = Way(
    "undo",
    say("Take something back"),
    Path.TAKE_BACK,
    (
        Step("search", say("Find what was wrong: scan a pack that it was done to, or search.")),
        Step("eye", say("Look at what would be restored.")),
        Step("undo", say("Put the packs as they were before. Both stay on record.")),
    ),
    act=say("Take it back"),
    reasons=(say("done by mistake"), say("wrong pack scanned")),
)
_RETURN: Final = Way("export", say("Return unused codes"), Path.RETURN, ())
_ROLL: Final = Way(
    "problem-roll",
    say("Roll changed"),
    Path.NOTE,
    (
        Step("problem-roll", say("The new roll must be of the same labels.")),
        Step("labels", say("Look whether the first label on it is whole and no label is there twice.")),
        Step("edit", say("Note the number of the new roll at the job that prints these labels.")),
    ),
    act=say("Roll changed"),
)
_NOTE: Final = Way(
    "problem-other",
    say("Only note it"),
    Path.NOTE,
    (
        Step("edit", say("Say what happened. It is written into the audit trail; no code is changed.")),
        Step("user", say("Tell whoever must know of it.")),
    ),
    act=say("Note it"),
)

WAYS: Final[Mapping[str, tuple[Way, ...]]] = MappingProxyType(
    {
        "problem-unreadable": (_RELABEL, _GIVE_UP),
        "problem-damaged": (_RELABEL, _REPRINT, _REPLACE),
        "problem-sample": (_SAMPLE,),
        "problem-wrong": (_SCRAP, _REPLACE, _RELABEL),
        "problem-roll": (_ROLL,),
        "problem-other": (
            _REMOVE,
            _TOP_UP,
            _MOVE,
            _APART,
            _REPLACE,
            _SCRAP,
            _BACK,
            _RETURN,
            _NOTE,
        ),
    }
)
"""What may be done, by picture; where there is one thing only, it is gone to at once."""
