"""A book of packs in memory, written for itself: what the rules are tested on, and the database against."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from desktop.errors import Refused
from desktop.packing import laws
from desktop.packing.model import (
    LOOSE,
    Decision,
    Order,
    Pack,
    PackEvent,
    Place,
    PlaceChange,
    StateChange,
)
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.products.packing import Packing
from desktop.texts import say

PRODUCT, OTHER_PRODUCT = 1, 2
BATCH, OTHER_BATCH = 10, 11
STATION = 7

ORDER = Order(id=1, product_id=PRODUCT, batch_id=BATCH, packing=Packing((1, 3, 2)))
"""Three units in a bundle, two bundles in a case."""


def pack(
    id_: int,
    level: int = 1,
    state: CodeState = CodeState.PRINTED,
    *,
    product_id: int = PRODUCT,
    batch_id: int | None = BATCH,
    place: Place = LOOSE,
    children: int = 0,
) -> Pack:
    """Make a pack; its code tells its level and id."""
    return Pack(
        id_,
        f"8100{product_id:02}{level}{id_:013}",
        product_id,
        level,
        state,
        batch_id,
        place,
        parent_code="" if place.parent_id is None else f"parent {place.parent_id}",
        children=children,
        batches=frozenset() if batch_id is None else frozenset({batch_id}),
    )


class MemoryBook:
    """Implements ``desktop.packing.book.Book`` for one order."""

    def __init__(self, packs: Iterable[Pack], order: Order = ORDER) -> None:
        self._order = order
        self._packs = {one.id: one for one in packs}
        self.events: list[PackEvent] = []

    def pack(self, code: str) -> Pack | None:
        """Return what is known of a code."""
        return next((self.by_id(one.id) for one in self._packs.values() if one.code == code), None)

    def by_id(self, code_id: int) -> Pack:
        """Return a pack with all that follows from where others lie."""
        one = self._packs[code_id]
        children = self.children(code_id)
        above = one.place.parent_id
        return replace(
            one,
            parent_code="" if above is None else self._packs[above].code,
            children=len(children),
            batches=frozenset().union(*(child.batches for child in children)) if children else one.batches,
            flag=laws.flag_of(self._order, one.level, children) if children else None,
        )

    def children(self, parent_id: int) -> Sequence[Pack]:
        """Return what lies in a pack, by place."""
        found = [one for one in self._packs.values() if one.place.parent_id == parent_id]
        return [self.by_id(one.id) for one in sorted(found, key=lambda one: one.place.place or 0)]

    def contents(self, parent_id: int) -> Sequence[Pack]:
        """Return all that is in a pack, at all depths."""
        here = self.children(parent_id)
        return [*here, *(one for child in here for one in self.contents(child.id))]

    def tray(self, station_id: int) -> Sequence[Pack]:
        """Return what lies in a tray, by place."""
        found = [one for one in self._packs.values() if one.place.tray == station_id]
        return [self.by_id(one.id) for one in sorted(found, key=lambda one: one.place.place or 0)]

    def all(self) -> list[Pack]:
        """Return every pack."""
        return [self.by_id(id_) for id_ in self._packs]

    def bare(self) -> dict[int, tuple[CodeState, Place]]:
        """Return the whole state: what events change, and nothing derived."""
        return {one.id: (one.state, one.place) for one in self._packs.values()}

    def counts(self) -> CodeCounts:
        """Count the codes by state."""
        states = [one.state for one in self._packs.values()]
        return CodeCounts(**{state.value: states.count(state) for state in CodeState if state in states})

    def apply(
        self,
        order: Order,
        decision: Decision,
        *,
        station_id: int | None = STATION,
        actor: str = "operator",
        reviewer: str = "",
        reason: str = "",
        undoes: int | None = None,
    ) -> PackEvent:
        """Do what was decided, all or nothing."""
        if undoes is not None and any(event.undoes == undoes for event in self.events):
            raise Refused(say("Not so any more."))
        before = dict(self._packs)
        try:
            self._change(decision, taking_back=undoes is not None)
            self._check(order, decision)
        except Refused:
            self._packs = before
            raise
        event = PackEvent(
            len(self.events) + 1,
            order.id,
            station_id,
            datetime(2026, 1, 2, tzinfo=UTC),
            actor,
            reviewer,
            reason,
            decision,
            undoes,
        )
        self.events.append(event)
        return event

    def _change(self, decision: Decision, *, taking_back: bool) -> None:
        for change in decision.changes:
            one = self._packs[change.id]
            found = one.state if isinstance(change, StateChange) else one.place
            if found != change.old:
                raise Refused(say("Not so any more."))
            if isinstance(change, StateChange):
                laws.check_step(change, taking_back=taking_back)
                self._packs[change.id] = replace(one, state=change.new)
            else:
                self._packs[change.id] = replace(one, place=change.new)
        places = [one.place for one in self._packs.values() if one.place != LOOSE]
        if len(set(places)) != len(places):
            raise Refused(say("Not so any more."))

    def _check(self, order: Order, decision: Decision) -> None:
        touched = {change.id for change in decision.changes}
        for change in decision.changes:
            if isinstance(change, PlaceChange):
                touched |= {place.parent_id for place in (change.old, change.new) if place.parent_id}
        for one in (self.by_id(id_) for id_ in touched):
            if one.place.tray is not None:
                laws.check_tray(self.tray(one.place.tray))
        for id_ in touched:
            laws.check(order, self.by_id(id_), self.children(id_))


def stock(units: int = 12, bundles: int = 5, cases: int = 3, other_units: int = 3) -> list[Pack]:
    """Make printed labels of all levels, and some units of another batch."""
    levels = [1] * units + [2] * bundles + [3] * cases
    ours = [pack(number, level) for number, level in enumerate(levels, start=1)]
    theirs = [pack(1000 + number, batch_id=OTHER_BATCH) for number in range(other_units)]
    return [*ours, *theirs]
