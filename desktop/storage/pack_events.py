"""What happened to packs: rows that are only ever added, and the form in which a row keeps its changes.

A row keeps its changes as JSON, each as a short list: ``["s", code, old, new]`` with the numbers of states as
in ``desktop.storage.columns``, or ``["p", code, old, new]`` with places as ``[parent, tray, place]``. A stop
of a station changes no pack, and keeps ``["slip", [at, by, expected, found], null, null]``; so does its end.
"""

import json
from collections.abc import Iterator
from dataclasses import astuple, replace
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, exists, func, select
from sqlalchemy import insert as insert_into

from desktop.errors import InputError, Refused
from desktop.packing.model import (
    STOPS,
    Change,
    Decision,
    EventKind,
    Order,
    PackEvent,
    Place,
    PlaceChange,
    StateChange,
)
from desktop.packing.slip import Slip
from desktop.storage.columns import STATE_NUMBERS, STATES_BY_NUMBER
from desktop.storage.pack_tables import pack_event
from desktop.texts import say

_STATE: Final = "s"
_PLACE: Final = "p"
_SLIP: Final = "slip"
_STOPS: Final = tuple(sorted(kind.value for kind in STOPS))
_AT_A_TIME: Final = 2000
_ADD = insert_into(pack_event).returning(pack_event.c.id)
_NUMBERED = select(pack_event).where(pack_event.c.id == bindparam("number"))

PlainPlace = tuple[int | None, int | None, int | None]
"""A place as a row keeps it: parent, tray, place."""


def add(connection: Connection, new: PackEvent) -> int:
    """Write an event down and return its number; ``new.number`` is not looked at."""
    decided = new.decision
    number: int = connection.execute(
        _ADD,
        {
            "order_id": new.order_id,
            "station_id": new.station_id,
            "at": new.at,
            "actor": new.actor,
            "reviewer": new.reviewer,
            "kind": decided.kind.value,
            "code_id": decided.code_id,
            "other_id": decided.other_id,
            "reason": new.reason,
            "changes": to_json(decided.changes) if decided.slip is None else slip_to_json(decided.slip),
            "undoes": new.undoes,
        },
    ).scalar_one()
    return number


def numbered(new: PackEvent, number: int) -> PackEvent:
    """Return an event with the number that it got."""
    return replace(new, number=number)


def event(connection: Connection, number: int) -> PackEvent:
    """Return one event.

    Raises:
        InputError: there is none with this number.
    """
    row = connection.execute(_NUMBERED, {"number": number}).one_or_none()
    if row is None:
        raise InputError(say("There is no packing event number {number}.", number=number))
    return _event(row)


def of_order(connection: Connection, order_id: int, *, after: int = 0) -> Iterator[PackEvent]:
    """Yield the events of an order behind number ``after``, in the order in which they happened."""
    chosen = (
        select(pack_event)
        .where(pack_event.c.order_id == order_id, pack_event.c.id > after)
        .order_by(pack_event.c.id)
    )
    with connection.execute(chosen.execution_options(yield_per=_AT_A_TIME)) as rows:
        for row in rows:
            yield _event(row)


def of_code(connection: Connection, code_id: int) -> tuple[PackEvent, ...]:
    """Return the events that name a code as what they are about, or as parent or place, in their order."""
    # One index each: where both stand in one condition, SQLite reads all events in their order.
    found = {
        row.id: row
        for column in (pack_event.c.code_id, pack_event.c.other_id)
        for row in connection.execute(select(pack_event).where(column == code_id))
    }
    return tuple(_event(found[number]) for number in sorted(found))


def newest_open(
    connection: Connection, order_id: int, *, before: int | None = None, limit: int = 200
) -> tuple[PackEvent, ...]:
    """Return events of an order that can still be taken back, the newest first.

    Args:
        connection: to read on.
        order_id: of the order.
        before: number of the last one of the page before; None: from the newest.
        limit: how many at most.
    """
    chosen = _open_ones().where(pack_event.c.order_id == order_id)
    if before is not None:
        chosen = chosen.where(pack_event.c.id < before)
    rows = connection.execute(chosen.order_by(pack_event.c.id.desc()).limit(limit))
    return tuple(_event(row) for row in rows)


def open_of_code(connection: Connection, order_id: int, code_id: int) -> tuple[PackEvent, ...]:
    """Return the events of an order that name a code and can still be taken back, the newest first."""
    numbers = [one.number for one in of_code(connection, code_id) if one.order_id == order_id]
    rows = connection.execute(
        _open_ones().where(pack_event.c.id.in_(numbers)).order_by(pack_event.c.id.desc())
    )
    return tuple(_event(row) for row in rows)


def _open_ones() -> Select[*tuple[Any, ...]]:
    later = pack_event.alias("later")
    return select(pack_event).where(
        pack_event.c.undoes.is_(None),
        pack_event.c.kind.not_in(_STOPS),
        ~exists().where(later.c.undoes == pack_event.c.id),
    )


def last_of_station(connection: Connection, order_id: int, station_id: int) -> PackEvent | None:
    """Return the last event of a station that was not taken back and takes none back; of packs only."""
    later = pack_event.alias("later")
    row = connection.execute(
        select(pack_event)
        .where(
            pack_event.c.order_id == order_id,
            pack_event.c.station_id == station_id,
            # As IS NULL, SQLite would read every event that takes none back: nearly all of the plant.
            func.coalesce(pack_event.c.undoes, 0) == 0,
            pack_event.c.kind.not_in(_STOPS),
            ~exists().where(later.c.undoes == pack_event.c.id),
        )
        .order_by(pack_event.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _event(row)


def last_of_packs(connection: Connection, order_id: int) -> int:
    """Return the number of the last event of an order that changed packs, 0 for none."""
    chosen = (
        select(pack_event.c.id)
        .where(pack_event.c.order_id == order_id, pack_event.c.kind.not_in(_STOPS))
        .order_by(pack_event.c.id.desc())
        .limit(1)
    )
    return connection.scalar(chosen) or 0


def require_open(connection: Connection, order: Order, number: int, decided: Decision) -> PackEvent:
    """Return the event that is to be taken back.

    Raises:
        InputError: there is no such event.
        Refused: it is of another order, was taken back already, or what was decided is not its inverse.
    """
    undone = event(connection, number)
    if undone.order_id != order.id:
        raise Refused(
            say(
                "Event {number} is of order {other}, not of order {order}: take it back there.",
                number=number,
                other=undone.order_id,
                order=order.id,
            )
        )
    by = connection.execute(
        select(pack_event.c.id, pack_event.c.actor).where(pack_event.c.undoes == number)
    ).one_or_none()
    if by is not None:
        raise Refused(
            say(
                "Event {number} was taken back already, by {actor} with event {other}: nothing was changed.",
                number=number,
                actor=by.actor,
                other=by.id,
            )
        )
    if decided.changes != undone.decision.inverse:
        raise ValueError(f"what is to take event {number} back is not its inverse")
    return undone


def places_of_order(connection: Connection, order_id: int) -> Iterator[tuple[int, int, PlainPlace]]:
    """Yield each move of a pack that the events of an order tell of: event, code and where to."""
    chosen = (
        select(pack_event.c.id, pack_event.c.changes)
        .where(pack_event.c.order_id == order_id)
        .order_by(pack_event.c.id)
    )
    with connection.execute(chosen.execution_options(yield_per=_AT_A_TIME)) as rows:
        for number, changes in rows:
            for what, code_id, _, new in json.loads(changes):
                if what == _PLACE:
                    yield number, code_id, tuple(new)


def to_json(changes: tuple[Change, ...]) -> str:
    """Write changes as a row keeps them.

    >>> to_json((PlaceChange(7, Place(), Place(tray=2, place=1)),))
    '[["p",7,[null,null,null],[null,2,1]]]'
    """
    return json.dumps([_plain(one) for one in changes], separators=(",", ":"))


def from_json(stored: str) -> tuple[Change, ...]:
    """Read changes that ``to_json`` wrote."""
    return tuple(_change(*one) for one in json.loads(stored))


def slip_to_json(slip: Slip) -> str:
    """Write the changes of an event that stops a station or lets it go on.

    >>> slip_to_json(Slip(at=4, by=1, expected=4, found=3))
    '[["slip",[4,1,4,3],null,null]]'
    """
    return json.dumps([[_SLIP, [*astuple(slip)], None, None]], separators=(",", ":"))


def slip_from_json(stored: str) -> Slip:
    """Read what ``slip_to_json`` wrote."""
    ((_, values, _, _),) = json.loads(stored)
    return Slip(*values)


def _plain(change: Change) -> list[Any]:
    if isinstance(change, StateChange):
        return [_STATE, change.id, STATE_NUMBERS[change.old], STATE_NUMBERS[change.new]]
    return [_PLACE, change.id, _plain_place(change.old), _plain_place(change.new)]


def _plain_place(place: Place) -> PlainPlace:
    return (place.parent_id, place.tray, place.place)


def _change(what: str, code_id: int, old: Any, new: Any) -> Change:
    if what == _STATE:
        return StateChange(code_id, STATES_BY_NUMBER[old], STATES_BY_NUMBER[new])
    return PlaceChange(code_id, Place(*old), Place(*new))


def _decision(row: Row[*tuple[Any, ...]]) -> Decision:
    kind = EventKind(row.kind)
    if kind in STOPS:
        return Decision(kind, row.code_id, row.other_id, (), slip_from_json(row.changes))
    return Decision(kind, row.code_id, row.other_id, from_json(row.changes))


def _event(row: Row[*tuple[Any, ...]]) -> PackEvent:
    return PackEvent(
        row.id,
        row.order_id,
        row.station_id,
        row.at,
        row.actor,
        row.reviewer,
        row.reason,
        _decision(row),
        row.undoes,
    )
