"""Packs and what may happen to them: the values that packing speaks in.

A pack is known by its code. The tree of packs is only ever changed by *events*; an event is a reason, a
person, and a list of changes, each of which says what was and what is. Taking an event back is the same list
with both exchanged, and it applies only where everything is still as the event left it: so nothing is erased,
and whatever was done can be undone exactly.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

from desktop.packing.slip import Slip
from desktop.products.code_pool import CodeState
from desktop.products.packing import Packing


class PackFlag(IntEnum):
    """How a closed pack was filled, by the numbers of the relation file (three public writers agree)."""

    NORMAL = 0
    MIXED = 1
    """拼箱: packs of more than one batch."""
    PARTIAL = 2
    """零箱: fewer packs than the ratio says."""
    BOTH = 3


class EventKind(StrEnum):
    """What happened to packs."""

    COLLECTED = "collected"
    """A pack was scanned into the tray of a station."""
    PACKED = "packed"
    """What a tray held went into a parent."""
    REMOVED = "removed"
    """A pack was taken out of its parent; it is good and loose."""
    SAMPLED = "sampled"
    """A pack was taken for testing, out of its parent if it had one."""
    SCRAPPED = "scrapped"
    """A pack and all that is in it was destroyed."""
    TOPPED_UP = "topped up"
    """A pack went into a parent that had room."""
    REPLACED = "replaced"
    """Another pack took the place of one in its parent; the old one is destroyed."""
    RELABELLED = "relabelled"
    """A pack got a new code in place of a damaged one; the old code is void."""
    TAKEN_APART = "taken apart"
    """All packs were taken out of a parent, whose label is destroyed."""
    MOVED = "moved"
    """A pack went from one parent into another."""
    UNREADABLE = "unreadable"
    """A code that cannot be read was typed; its pack is taken out and its number never used again."""
    TAKEN_BACK = "taken back"
    """An earlier event was compensated."""
    SLIPPED = "slipped"
    """A pack proved that labels and packs had slipped against each other; its station takes nothing more."""
    RESUMED = "resumed"
    """What had slipped at a station was put right; it takes packs again."""


STOPS: Final = frozenset({EventKind.SLIPPED, EventKind.RESUMED})
"""What happens to a station and to no pack. A stop is ended by resuming, and neither is taken back."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a line packs: one batch of a product.

    Attributes:
        id: of the work order.
        product_id, batch_id: what is packed.
        packing: the ratio, frozen with the order.
        top: the level of its largest packs.
    """

    id: int
    product_id: int
    batch_id: int
    packing: Packing

    @property
    def top(self) -> int:
        """The level of the largest packs."""
        return len(self.packing.children)

    def room(self, level: int) -> int:
        """Return how many packs of the next lower level fill a pack of ``level``."""
        return self.packing.children[level - 1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pack lies: in a parent, in a tray, or (both None) loose."""

    parent_id: int | None = None
    tray: int | None = None
    place: int | None = None


LOOSE = Place()


@dataclass(frozen=True, slots=True)
class Pack:
    """What is known of one pack when something is to happen to it.

    Attributes:
        id: of its code.
        code: the digits.
        product_id, level: what its code was issued for.
        state: of its code.
        batch_id: whose lot stands on it; None while its code belongs to no job.
        place: where it lies.
        parent_code: of its parent, to be told; empty if it has none.
        children: how many packs it holds.
        batches: batches of what is in it; its own if it is a unit.
        flag: how it was filled; None while it holds nothing.
    """

    id: int
    code: str
    product_id: int
    level: int
    state: CodeState
    batch_id: int | None = None
    place: Place = LOOSE
    parent_code: str = ""
    children: int = 0
    batches: frozenset[int] = frozenset()
    flag: PackFlag | None = None

    @property
    def is_good(self) -> bool:
        """Tell whether its label is printed and it may be packed."""
        return self.state in {CodeState.PRINTED, CodeState.VERIFIED}


@dataclass(frozen=True, slots=True)
class StateChange:
    """A code moved on in its life."""

    id: int
    old: CodeState
    new: CodeState


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A pack went from one place to another."""

    id: int
    old: Place
    new: Place


Change = StateChange | PlaceChange
"""How a parent is filled is no change of its own: it follows from what lies in it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an action does, and what a person is told of it.

    Attributes:
        slip: where labels and packs slipped, of ``STOPS``; None of all others.
    """

    kind: EventKind
    code_id: int
    other_id: int | None
    changes: tuple[Change, ...]
    slip: Slip | None = None

    @property
    def inverse(self) -> tuple[Change, ...]:
        """What takes it back, in the opposite order."""
        return tuple(_turned(one) for one in reversed(self.changes))


def _turned(change: Change) -> Change:
    if isinstance(change, StateChange):
        return StateChange(change.id, change.new, change.old)
    return PlaceChange(change.id, change.new, change.old)


@dataclass(frozen=True, slots=True)
class PackEvent:
    """An event on record.

    Attributes:
        number: from 1 in the order of the plant.
        reviewer: who confirmed it, empty where nobody had to.
        undoes: the event that it takes back.
    """

    number: int
    order_id: int
    station_id: int | None
    at: datetime
    actor: str
    reviewer: str
    reason: str
    decision: Decision
    undoes: int | None = None

    @property
    def ids(self) -> frozenset[int]:
        """The codes of all packs that it changed, and of those that they lay or lie in."""
        found: set[int] = set()
        for change in self.decision.changes:
            found.add(change.id)
            if isinstance(change, PlaceChange):
                found |= {one.parent_id for one in (change.old, change.new) if one.parent_id is not None}
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Node:
    """One pack of a tree as files tell it: parents before what is in them, in the order of packing.

    Attributes:
        parent: code of its parent, empty for the largest packs.
        flag: how it was filled; None for a unit.
        batch_id: whose lot stands on it.
    """

    code: str
    level: int
    parent: str
    flag: PackFlag | None
    batch_id: int
