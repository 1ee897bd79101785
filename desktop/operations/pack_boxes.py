"""A change of packs, drawn and told: which places become free, which are filled, what is used up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.packing.model import LOOSE, Change, Order, Pack, Place, StateChange
from desktop.products.code_pool import CodeState, state_name
from desktop.storage.packing import StoredBook
from desktop.texts import Text, say, say_count

MOST_BOXES: Final = 4
"""Packs that are drawn beside each other."""

_USED_UP: Final = frozenset({CodeState.SPOILED, CodeState.SAMPLED, CodeState.VOID})


class Fate(StrEnum):
    """What becomes of a place in a pack, or of a pack."""

    EMPTY = "empty"
    """Nothing lies there, before and after."""
    STAYS = "stays"
    """What lies there stays."""
    OUT = "out"
    """It comes out and is good."""
    GONE = "gone"
    """It comes out, and its code is used up."""
    IN = "in"
    """Something comes in where nothing was."""
    OTHER = "other"
    """Another pack takes the place."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a pack. ``code``: of what comes in, else of what lies there; ``named``: it was scanned."""

    place: int
    code: str
    fate: Fate
    named: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A pack with what is directly in it; a unit has no cells.

    Attributes:
        code, level: of the pack.
        fate: what becomes of it.
        cells: by place, 1 to as many as fill it.
        named: it was scanned.
    """

    code: str
    level: int
    fate: Fate
    cells: tuple[Cell, ...]
    named: bool


class NetChange:
    """What some changes come to in the end.

    Attributes:
        states: from which state to which each code goes.
        places: from where to where each pack goes.
    """

    def __init__(self, named: Iterable[int], changes: Iterable[Change]) -> None:
        """Reckon it.

        Args:
            named: ids of the packs that were scanned, or that an event is about.
            changes: in their order.
        """
        self._named = tuple(named)
        states: dict[int, tuple[CodeState, CodeState]] = {}
        places: dict[int, tuple[Place, Place]] = {}
        for one in changes:
            if isinstance(one, StateChange):
                states[one.id] = (states.get(one.id, (one.old, one.old))[0], one.new)
            else:
                places[one.id] = (places.get(one.id, (one.old, one.old))[0], one.new)
        self.states = {id_: (old, new) for id_, (old, new) in states.items() if old is not new}
        self.places = {id_: (old, new) for id_, (old, new) in places.items() if old != new}
        self._used_up = {id_ for id_, (_, state) in self.states.items() if state in _USED_UP}

    def boxes(self, book: StoredBook, order: Order, pack: Pack) -> tuple[Box, ...]:
        """Return the packs that the named ones are, lie in, or go into: the largest first.

        Args:
            book: that knows the packs.
            order: that they belong to.
            pack: the first of the named ones; drawn alone where there is nothing larger.
        """
        found: dict[int, Pack] = {}
        for id_ in self._drawn(book):
            one = book.by_id(id_)
            if one.level > 1:
                found[id_] = one
            if len(found) == MOST_BOXES:
                break
        chosen = sorted(found.values(), key=lambda one: -one.level) or [pack]
        return tuple(self._box(book, order, one) for one in chosen)

    def sentences(self, book: StoredBook) -> Iterator[Text]:
        """Tell of each named pack what and where it will be, of all others how many go the same way."""
        ids = {place.parent_id for both in self.places.values() for place in both} - {None}
        codes = {one: book.by_id(one).code for one in {*self._named, *(one or 0 for one in ids)}}
        for one in self._named:
            if one in self.states:
                yield _told(codes[one], *(state_name(state) for state in self.states[one]))
            if one in self.places:
                before, after = (_where(place, codes, exact=True) for place in self.places[one])
                yield say(
                    "{code} lies {before} now, and {after} from then on.",
                    code=codes[one],
                    before=before,
                    after=after,
                )
        yield from self._of_others(codes)

    def _of_others(self, codes: Mapping[int, str]) -> Iterator[Text]:
        states = Counter(both for id_, both in self.states.items() if id_ not in self._named)
        for (old, new), count in states.items():
            yield say_count(
                "{n} more pack is {before} now, and {after} from then on.",
                "{n} more packs are {before} now, and {after} from then on.",
                n=count,
                before=state_name(old),
                after=state_name(new),
            )
        ways = Counter(
            tuple(_where(place, codes) for place in both)
            for id_, both in self.places.items()
            if id_ not in self._named
        )
        for (before, after), count in ways.items():
            yield say_count(
                "{n} more pack lies {before} now, and {after} from then on.",
                "{n} more packs lie {before} now, and {after} from then on.",
                n=count,
                before=before,
                after=after,
            )

    def _drawn(self, book: StoredBook) -> Iterator[int]:
        """Yield ids of packs to be drawn: where the named ones lie, they themselves, where others go."""
        seen: set[int | None] = {None}
        for named in self._named:
            for one in (book.by_id(named).place.parent_id, named):
                if one is not None and one not in seen:
                    seen.add(one)
                    yield one
        for both in self.places.values():
            for place in both:
                if place.parent_id is not None and place.parent_id not in seen:
                    seen.add(place.parent_id)
                    yield place.parent_id

    def _box(self, book: StoredBook, order: Order, pack: Pack) -> Box:
        cells = self._cells(book, order, pack) if pack.level > 1 else ()
        return Box(pack.code, pack.level, self._fate(pack.id), cells, pack.id in self._named)

    def _fate(self, id_: int) -> Fate:
        if id_ in self._used_up:
            return Fate.GONE
        old, new = self.places.get(id_, (LOOSE, LOOSE))
        if old == new:
            return Fate.STAYS
        return Fate.OUT if new.parent_id is None else Fate.IN

    def _cells(self, book: StoredBook, order: Order, pack: Pack) -> tuple[Cell, ...]:
        lying = {one.place.place or 0: one for one in book.children(pack.id)}
        coming = {
            new.place or 0: book.by_id(id_)
            for id_, (_, new) in self.places.items()
            if new.parent_id == pack.id
        }
        room = max((order.room(pack.level), *lying, *coming))
        return tuple(self._cell(at, lying.get(at), coming.get(at)) for at in range(1, room + 1))

    def _cell(self, at: int, lying: Pack | None, coming: Pack | None) -> Cell:
        if coming is not None:
            fate = Fate.IN if lying is None else Fate.OTHER
            return Cell(at, coming.code, fate, coming.id in self._named)
        if lying is None:
            return Cell(at, "", Fate.EMPTY)
        fate = Fate.STAYS
        if lying.id in self.places:
            fate = Fate.GONE if lying.id in self._used_up else Fate.OUT
        return Cell(at, lying.code, fate, lying.id in self._named)


def _told(code: str, before: Text, after: Text) -> Text:
    return say("{code} is {before} now, and {after} from then on.", code=code, before=before, after=after)


def _where(place: Place, codes: Mapping[int, str], *, exact: bool = False) -> Text:
    if place.tray is not None:
        return say("in the tray")
    if place.parent_id is None:
        return say("loose")
    if exact:
        return say("in pack {parent}, place {place}", parent=codes[place.parent_id], place=place.place)
    return say("in pack {parent}", parent=codes[place.parent_id])
