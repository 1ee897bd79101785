"""Does what was decided about packs: every change only if what it starts from is still so, and lawfully.

Moves of codes are rows of the journal and of the counts like all others, so the sums stay right.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import Refused
from desktop.packing import laws
from desktop.packing.model import LOOSE, Change, Order, Pack, Place, PlaceChange, StateChange
from desktop.products.code_pool import CodeState, state_name
from desktop.storage import counts, pack_places, packs
from desktop.storage.pack_seals import hold_order
from desktop.storage.pack_tables import order_job, pack
from desktop.storage.seals import hold_journals
from desktop.storage.tables import code, journal
from desktop.texts import say, to_json


@dataclass(frozen=True, slots=True)
class Signed:
    """When, by whom and why something is done; ``undoes`` as in ``PackEvent``."""

    at: datetime
    actor: str
    reason: str
    undoes: int | None


@dataclass(slots=True)
class _Touched:
    """A pack that is being changed. ``home``: the order that its row belongs to, None without a row."""

    id: int
    value: str
    product_id: int
    level: int
    job_id: int | None
    state: CodeState
    place: Place
    is_stored: bool
    home: int | None


def apply(connection: Connection, order: Order, changes: Sequence[Change], signed: Signed) -> None:
    """Do all changes, in a transaction that writes.

    Raises:
        Refused: one of them starts from what is no longer so, or a law of the tree would be broken. The
            transaction must then be rolled back.
    """
    parents = _parents(changes)
    ids = parents | {change.id for change in changes}
    hold(connection, order, ids)
    before = _touched(connection, ids)
    after = _played(connection, order, changes, before, is_back=signed.undoes is not None)
    steps = [one for one in changes if isinstance(one, StateChange) and one.old is not one.new]
    _move_codes(connection, steps, after, signed)
    _move_packs(connection, order, before, after)
    _settle(connection, order, ids, parents)
    if signed.undoes is not None:
        _check_trays(connection, changes)


def require_possible(
    connection: Connection, order: Order, changes: Sequence[Change], *, is_back: bool
) -> None:
    """Look whether changes start from what is still so, without doing any.

    Args:
        connection: to read on.
        order: whose packs they are.
        changes: in their order.
        is_back: whether they take an event back.

    Raises:
        Refused: one of them does not. Whether all together are lawful only ``apply`` tells.
    """
    ids = {change.id for change in changes}
    _played(connection, order, changes, _touched(connection, ids), is_back=is_back)


def _played(
    connection: Connection,
    order: Order,
    changes: Sequence[Change],
    before: Mapping[int, _Touched],
    *,
    is_back: bool,
) -> dict[int, _Touched]:
    """Return what packs are after some changes, each of which starts from what is so."""
    after = {one.id: replace(one) for one in before.values()}
    for change in changes:
        if isinstance(change, StateChange):
            _play_state(after[change.id], change, is_back=is_back)
        else:
            _play_place(connection, order, after[change.id], change)
    return after


def hold(connection: Connection, order: Order, ids: Collection[int]) -> None:
    """Keep all others off the order and the jobs of the codes.

    Whoever moves a code holds its job, so what is read from here on stays true until the commit: the rows
    themselves need no lock.
    """
    if connection.dialect.name != "postgresql":
        return
    hold_order(connection, order.id)
    found: set[int] = set()
    for some in packs.in_parts(sorted(ids)):
        found.update(one for one in connection.scalars(_JOBS, {"ids": some}) if one is not None)
    hold_journals(connection, found)


def _touched(connection: Connection, ids: Iterable[int]) -> dict[int, _Touched]:
    return {
        row.id: _Touched(
            row.id,
            row.value,
            row.product_id,
            row.level,
            row.job_id,
            row.state,
            Place(row.parent_id, row.tray, row.place),
            row.code_id is not None,
            row.home,
        )
        for some in packs.in_parts(sorted(ids))
        for row in connection.execute(_TOUCHED, {"ids": some})
    }


def _play_state(one: _Touched, change: StateChange, *, is_back: bool) -> None:
    laws.check_step(change, taking_back=is_back)
    if one.state is not change.old:
        raise Refused(
            say(
                "Code {code} is {found}, no longer {expected}: somebody else worked on it meanwhile. Nothing "
                "was changed; look at the pack, then scan it again.",
                code=one.value,
                found=state_name(one.state),
                expected=state_name(change.old),
            )
        )
    one.state = change.new


def _play_place(connection: Connection, order: Order, one: _Touched, change: PlaceChange) -> None:
    if one.place != change.old:
        raise Refused(
            say(
                "Pack {code} is {found}, no longer {expected}: somebody else worked on it meanwhile. Nothing "
                "was changed; look at the pack, then scan it again.",
                code=one.value,
                found=pack_places.told(connection, one.place),
                expected=pack_places.told(connection, change.old),
            )
        )
    _require_room(order, one, change.new)
    one.place = change.new


def _require_room(order: Order, one: _Touched, place: Place) -> None:
    """A tray holds what fills one parent. What lies in parents the laws look at afterwards."""
    if place == LOOSE:
        return
    if place.place is None or (place.parent_id is None) is (place.tray is None):
        raise ValueError(f"{place} is no place")
    room = order.room(one.level + 1) if one.level < order.top else 0
    if place.tray is not None and not 1 <= place.place <= room:
        raise Refused(
            say(
                "Pack {code} of level {level} has no place {place} in a tray: a tray of this order holds "
                "{room} packs of this level. Nothing was changed.",
                code=one.value,
                level=one.level,
                place=place.place,
                room=room,
            )
        )


def _move_codes(
    connection: Connection,
    changes: Sequence[StateChange],
    after: Mapping[int, _Touched],
    signed: Signed,
) -> None:
    if not changes:
        return
    connection.execute(
        _SET_STATE,
        [{"of_code": id_, "target": after[id_].state} for id_ in dict.fromkeys(one.id for one in changes)],
    )
    detail = to_json(say("Packing: {reason}", reason=signed.reason)) if signed.reason else ""
    connection.execute(
        _NOTE,
        [
            {
                "job_id": after[one.id].job_id,
                "code_id": one.id,
                "event": one.new,
                "at": signed.at,
                "actor": signed.actor,
                "device": "",
                "detail": detail,
            }
            for one in changes
        ],
    )
    shifts: dict[tuple[int, int, int], Counter[CodeState]] = defaultdict(Counter)
    for one in changes:
        owner = after[one.id]
        assert owner.job_id is not None, "only codes of a job are ever printed"
        shift = shifts[owner.job_id, owner.product_id, owner.level]
        shift[one.old] -= 1
        shift[one.new] += 1
    for key, shift in sorted(shifts.items()):
        counts.add(connection, *key, {state: n for state, n in shift.items() if n})


def _move_packs(
    connection: Connection, order: Order, before: Mapping[int, _Touched], after: Mapping[int, _Touched]
) -> None:
    new = [one for one in after.values() if not one.is_stored]
    moved = [one for one in after.values() if one.is_stored and one.place != before[one.id].place]
    wanted = {one.place for one in (*new, *moved) if one.place != LOOSE}
    # A place may be given to another pack in the same event: all who leave one go first.
    leaving = [one for one in moved if one.place == LOOSE or before[one.id].place in wanted]
    if leaving:
        connection.execute(_SET_PLACE, [_place_values(one.id, LOOSE) for one in leaving])
    arriving = [one for one in moved if one.place != LOOSE]
    if arriving:
        connection.execute(_SET_PLACE, [_place_values(one.id, one.place) for one in arriving])
    if new:
        connection.execute(
            _ADD,
            [
                {
                    "code_id": one.id,
                    "order_id": one.home or order.id,
                    "level": one.level,
                    "parent_id": one.place.parent_id,
                    "tray": one.place.tray,
                    "place": one.place.place,
                    "children": 0,
                    "flag": None,
                }
                for one in new
            ],
        )


def _place_values(code_id: int, place: Place) -> dict[str, int | None]:
    return {"of_code": code_id, "in_parent": place.parent_id, "in_tray": place.tray, "at_place": place.place}


def _parents(changes: Sequence[Change]) -> set[int]:
    """Return the packs whose contents change."""
    return {
        place.parent_id
        for change in changes
        if isinstance(change, PlaceChange)
        for place in (change.old, change.new)
        if place.parent_id is not None
    }


def _settle(connection: Connection, order: Order, touched: set[int], parents: set[int]) -> None:
    """Hold what was touched against the laws, from the smallest packs up, and note how each is filled."""
    waiting = {one.id: one for one in packs.by_ids(connection, touched)}
    while waiting:
        parent = min(waiting.values(), key=lambda one: (one.level, one.id))
        del waiting[parent.id]
        is_filled = parent.id in parents or parent.children > 0
        if not is_filled and parent.place.parent_id in parents:
            continue  # its parent looks at it
        held = packs.children(connection, parent.id) if is_filled else ()
        whole = replace(
            parent,
            children=len(held),
            flag=laws.flag_of(order, parent.level, held),
            batches=frozenset[int]().union(*(one.batches for one in held)) if held else parent.batches,
        )
        laws.check(order, whole, held)
        if (whole.children, whole.flag) != (parent.children, parent.flag):
            _note_filling(connection, whole)
        above = parent.place.parent_id
        if is_filled and above is not None and above not in waiting:
            waiting[above] = packs.by_id(connection, above)


def _check_trays(connection: Connection, changes: Sequence[Change]) -> None:
    """Hold trays against the law: only what comes back into one can meet there what was scanned since."""
    places = [change.new for change in changes if isinstance(change, PlaceChange)]
    for station in sorted({place.tray for place in places if place.tray is not None}):
        laws.check_tray(packs.tray(connection, station))


def _note_filling(connection: Connection, parent: Pack) -> None:
    values = {
        "of_code": parent.id,
        "holds": parent.children,
        "filled": None if parent.flag is None else parent.flag.value,
    }
    connection.execute(_SET_FILLING, values)


_JOBS = select(code.c.job_id).where(code.c.id.in_(bindparam("ids", expanding=True))).distinct()
_TOUCHED: Select[*tuple[Any, ...]] = (
    select(
        code.c.id,
        code.c.value,
        code.c.product_id,
        code.c.level,
        code.c.job_id,
        code.c.state,
        pack.c.code_id,
        pack.c.parent_id,
        pack.c.tray,
        pack.c.place,
        func.coalesce(pack.c.order_id, order_job.c.order_id).label("home"),
    )
    .select_from(code)
    .outerjoin(pack, pack.c.code_id == code.c.id)
    .outerjoin(order_job, order_job.c.job_id == code.c.job_id)
    .where(code.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(code.c.id)
)
_SET_STATE = update(code).where(code.c.id == bindparam("of_code")).values(state=bindparam("target"))
_NOTE = insert_into(journal)
_ADD = insert_into(pack)
_SET_PLACE = (
    update(pack)
    .where(pack.c.code_id == bindparam("of_code"))
    .values(parent_id=bindparam("in_parent"), tray=bindparam("in_tray"), place=bindparam("at_place"))
)
_SET_FILLING = (
    update(pack)
    .where(pack.c.code_id == bindparam("of_code"))
    .values(children=bindparam("holds"), flag=bindparam("filled"))
)
