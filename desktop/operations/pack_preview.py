"""What a scanned pack is, and what an exception would change, to be shown before anything is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.errors import InputError
from desktop.operations.pack_boxes import Box, NetChange
from desktop.operations.pack_codes import scanned_pack
from desktop.operations.pack_decisions import Asked, decided
from desktop.operations.pack_orders import SETTLING, order_in
from desktop.operations.plant import Plant
from desktop.packing import rules
from desktop.packing.model import Decision, Order, Pack, PackEvent
from desktop.storage import batches, departures, pack_changes, pack_events, pack_trace
from desktop.storage.pack_place import named_event, told_event
from desktop.storage.packing import StoredBook
from desktop.texts import Text, say

EVENTS_AT_ONCE: Final = 200
"""Events that are told at a time."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A pack as it is, and what is about to change.

    Attributes:
        pack: that was scanned, or that an event is about.
        lot: that stands on its label, or empty.
        path: codes of the packs that it lies in, the largest first.
        boxes: packs to be drawn, the largest first; at most four.
        changes: what will be otherwise, in sentences; empty where it was only looked at.
    """

    pack: Pack
    lot: str
    path: tuple[str, ...]
    boxes: tuple[Box, ...]
    changes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event that can be taken back. ``what``: which packs, why, and who confirmed it."""

    number: int
    at: datetime
    actor: str
    what: Text


def look(plant: Plant, order_id: int, code: str) -> Foreseen:
    """Tell what a pack is.

    Raises:
        ScanRefused: the text is no code of this plant.
        Refused: the order is not open.
    """
    order = order_in(plant, order_id, SETTLING)
    with StoredBook(plant.store) as book:
        return _foreseen(plant, book, order, scanned_pack(book, code), None)


def foresee(plant: Plant, order_id: int, asked: Asked) -> Foreseen:
    """Tell what an exception would change; nothing is changed.

    Raises:
        ScanRefused: a text is no code of this plant, the rules of packing forbid it, or the pack has left.
        Refused: the order is not open.
    """
    order = order_in(plant, order_id, SETTLING)
    with StoredBook(plant.store) as book:
        decision = decided(book, order, asked)
        with plant.store.read() as connection:
            departures.require_here(connection, decision)
        return _foreseen(plant, book, order, scanned_pack(book, asked.code), decision)


def foresee_taking_back(plant: Plant, order_id: int, number: int) -> Foreseen:
    """Tell what would be restored if an event were taken back; nothing is changed.

    Raises:
        InputError: there is no such event in this order.
        Refused: it was taken back already, is itself a taking back, or its packs have gone on.
    """
    order = order_in(plant, order_id, SETTLING)
    with StoredBook(plant.store) as book:
        event = book.event(number)
        if event.order_id != order_id:
            raise InputError(say("Event {number} belongs to another order.", number=number))
        decision = rules.take_back(event)
        with plant.store.read() as connection:
            pack_events.require_open(connection, order, number, decision)
            departures.require_here(connection, decision)
            pack_changes.require_possible(connection, order, decision.changes, is_back=True)
        return _foreseen(plant, book, order, book.by_id(decision.code_id), decision)


def open_events(
    plant: Plant, order_id: int, *, code: str = "", before: int | None = None
) -> tuple[EventRow, ...]:
    """Return events of an order that are not taken back yet, the newest first.

    Args:
        plant: where.
        order_id: of the order.
        code: only those that name this pack, scanned or typed; empty: all, page by page.
        before: number of the last one of the page before.

    Raises:
        ScanRefused: the text is no code of this plant.
    """
    if code.strip():
        with StoredBook(plant.store) as book:
            named = scanned_pack(book, code).id
        with plant.store.read() as connection:
            events = pack_events.open_of_code(connection, order_id, named)
    else:
        with plant.store.read() as connection:
            events = pack_events.newest_open(connection, order_id, before=before, limit=EVENTS_AT_ONCE)
    codes = _codes_of(plant, events)
    return tuple(EventRow(one.number, one.at, one.actor, told_event(one, codes)) for one in events)


def told(plant: Plant, event: PackEvent) -> Text:
    """Return what stands on record now, as a sentence."""
    return say("On record: {event}.", event=named_event(event, _codes_of(plant, [event])))


def _codes_of(plant: Plant, events: Sequence[PackEvent]) -> Mapping[int, str]:
    ids = {one.decision.code_id for one in events} | {one.decision.other_id or 0 for one in events}
    with plant.store.read() as connection:
        return pack_trace.values_of(connection, ids)


def _foreseen(
    plant: Plant, book: StoredBook, order: Order, pack: Pack, decision: Decision | None
) -> Foreseen:
    named = (pack.id,) if decision is None else (decision.code_id, decision.other_id or decision.code_id)
    changes = () if decision is None else decision.changes
    lot = ""
    if pack.batch_id is not None:
        with plant.store.read() as connection:
            lot = batches.get(connection, pack.batch_id).batch.lot
    path: list[str] = []
    above = pack.place.parent_id
    while above is not None:
        parent = book.by_id(above)
        path.insert(0, parent.code)
        above = parent.place.parent_id
    change = NetChange(dict.fromkeys(named), changes)
    return Foreseen(pack, lot, tuple(path), change.boxes(book, order, pack), tuple(change.sentences(book)))
