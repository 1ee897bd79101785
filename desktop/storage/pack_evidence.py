"""Whether packs lie where their events say, and are filled and labelled accordingly.

Order by order, so that what is in memory grows with the largest order only. A pack that another order packed
too (mixed batches) is looked at once more, with the events of all orders that moved it.
"""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, or_, select

from desktop.packing.model import PackFlag, Place
from desktop.products.code_pool import CodeState, state_name
from desktop.storage import pack_events, pack_places, product_versions
from desktop.storage.audit_trail import records
from desktop.storage.pack_events import PlainPlace
from desktop.storage.pack_seals import ORDER_SEALS, EventSeal, digest_events
from desktop.storage.pack_tables import pack, pack_event, work_order
from desktop.storage.tables import code, job
from desktop.texts import Text, say

_NOWHERE: Final[PlainPlace] = (None, None, None)
_AT_A_TIME: Final = 5000
_CHUNK: Final = 900

_Told = tuple[int | None, Text]
"""The audit record that says how it was, if one does, and what is wrong."""


def first_fault(connection: Connection) -> _Told | None:
    """Return the first disagreement between packs, their events and what the audit trail sealed of them."""
    if connection.scalar(select(pack_event.c.id).limit(1)) is None and _no_packs(connection):
        return None
    checks: tuple[Callable[[Connection], _Told | None], ...] = (
        _broken_events,
        _place_out_of_step,
        _state_out_of_step,
        _filling_out_of_step,
    )
    return next((fault for check in checks if (fault := check(connection)) is not None), None)


def _no_packs(connection: Connection) -> bool:
    sealed = connection.scalar(select(func.max(work_order.c.sealed_through)))
    return not sealed and connection.scalar(select(pack.c.code_id).limit(1)) is None


def _broken_events(connection: Connection) -> _Told | None:
    sealed_through: dict[int, int] = {}
    with closing(records(connection)) as all_records:
        for record in all_records:
            for fields in json.loads(record.new).get(ORDER_SEALS, []) if record.new else []:
                sealed = EventSeal(**fields)
                joins = sealed.after == sealed_through.get(sealed.order, 0)
                found = digest_events(connection, sealed.order, sealed.after, sealed.last)
                if not joins or found != sealed:
                    return record.number, _rewritten(connection, sealed.order, record.number)
                sealed_through[sealed.order] = sealed.last
    return None


def _rewritten(connection: Connection, order_id: int, number: int) -> Text:
    return say(
        "The packing events of order {order} are not those that record {number} sealed: rows were edited, "
        "removed or added.",
        order=_name(connection, order_id),
        number=number,
    )


def _name(connection: Connection, order_id: int) -> str:
    return connection.scalar(select(work_order.c.number).where(work_order.c.id == order_id)) or "?"


def _place_out_of_step(connection: Connection) -> _Told | None:
    """Find a pack that does not lie where its last event put it."""
    doubtful: set[int] = set()
    orders: set[int] = set()
    for order_id in _orders(connection):
        told = {code_id: place for _, code_id, place in pack_events.places_of_order(connection, order_id)}
        other = [id_ for id_, place in _places(connection, order_id) if told.pop(id_, _NOWHERE) != place]
        other += told
        if other:
            doubtful.update(other)
            orders.add(order_id)
            orders.update(_homes(connection, told))
    if not doubtful:
        return None
    last: dict[int, tuple[int, PlainPlace]] = {}
    for order_id in orders:
        for number, code_id, place in pack_events.places_of_order(connection, order_id):
            if code_id in doubtful and number > last.get(code_id, (0, _NOWHERE))[0]:
                last[code_id] = (number, place)
    return _first_elsewhere(connection, doubtful, last)


def _first_elsewhere(
    connection: Connection, doubtful: Collection[int], last: dict[int, tuple[int, PlainPlace]]
) -> _Told | None:
    found: dict[int, PlainPlace] = {}
    for some in _chunks(doubtful):
        rows = connection.execute(_PLACES.where(pack.c.code_id.in_(some)))
        found.update((row.code_id, (row.parent_id, row.tray, row.place)) for row in rows)
    for code_id in sorted(doubtful):
        is_at, said = found.get(code_id, _NOWHERE), last.get(code_id, (0, _NOWHERE))[1]
        if is_at != said:
            value = connection.scalar(select(code.c.value).where(code.c.id == code_id)) or "?"
            return None, say(
                "Pack {code} is {found}, but the last that its events say is {expected}.",
                code=value,
                found=pack_places.told(connection, Place(*is_at)),
                expected=pack_places.told(connection, Place(*said)),
            )
    return None


def _orders(connection: Connection) -> tuple[int, ...]:
    """Return all orders that packed something, and those that rows of packs name."""
    packed = connection.scalars(select(pack_event.c.order_id).distinct())
    named = connection.scalars(select(pack.c.order_id).distinct())
    return tuple(sorted({*packed, *named}))


def _homes(connection: Connection, ids: Collection[int]) -> Iterator[int]:
    for some in _chunks(ids):
        yield from connection.scalars(select(pack.c.order_id).where(pack.c.code_id.in_(some)).distinct())


def _places(connection: Connection, order_id: int) -> Iterator[tuple[int, PlainPlace]]:
    chosen = _PLACES.where(pack.c.order_id == order_id).execution_options(yield_per=_AT_A_TIME)
    with connection.execute(chosen) as rows:
        for row in rows:
            yield row.code_id, (row.parent_id, row.tray, row.place)


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


def _state_out_of_step(connection: Connection) -> _Told | None:
    """Find a pack whose code is in another state than its place and its contents ask for."""
    is_packed = code.c.state == CodeState.PACKED
    is_unlawful = or_(
        and_(pack.c.parent_id.is_not(None), ~is_packed),
        and_(pack.c.tray.is_not(None), code.c.state != CodeState.VERIFIED),
        and_(pack.c.children > 0, code.c.state.not_in((CodeState.VERIFIED, CodeState.PACKED))),
        and_(is_packed, pack.c.parent_id.is_(None), pack.c.children == 0),
    )
    joined = select(code.c.value, code.c.state, pack.c.parent_id, pack.c.tray, pack.c.place)
    row = connection.execute(
        joined.join(pack, pack.c.code_id == code.c.id).where(is_unlawful).limit(1)
    ).one_or_none()
    if row is None:
        return _packed_without_a_place(connection)
    return None, say(
        "Code {code} is {state}, which does not go with its pack, {place}.",
        code=row.value,
        state=state_name(row.state),
        place=pack_places.told(connection, Place(row.parent_id, row.tray, row.place)),
    )


def _packed_without_a_place(connection: Connection) -> _Told | None:
    nowhere = select(code.c.value).outerjoin(pack, pack.c.code_id == code.c.id)
    value = connection.scalar(
        nowhere.where(code.c.state == CodeState.PACKED, pack.c.code_id.is_(None)).limit(1)
    )
    if value is None:
        return None
    return None, say("Code {code} is packed, but nothing says into which pack.", code=value)


def _filling_out_of_step(connection: Connection) -> _Told | None:
    """Find a pack that is said to hold more or less, or otherwise filled, than what lies in it says."""
    inner = pack.alias("inner")
    held = select(func.count()).where(inner.c.parent_id == pack.c.code_id).correlate(pack).scalar_subquery()
    wrong = select(pack.c.code_id, pack.c.children, held.label("held")).where(
        or_(pack.c.level > 1, pack.c.children != 0), pack.c.children != held
    )
    row = connection.execute(wrong.limit(1)).one_or_none()
    if row is not None:
        value = connection.scalar(select(code.c.value).where(code.c.id == row.code_id)) or "?"
        return None, say(
            "Pack {code} is said to hold {counted} packs, but {found} lie in it.",
            code=value,
            counted=row.children,
            found=row.held,
        )
    for order_id in _orders(connection):
        wrong_flag = _wrong_flag(connection, order_id)
        if wrong_flag is not None:
            return wrong_flag
    return None


def _wrong_flag(connection: Connection, order_id: int) -> _Told | None:
    ordered = connection.execute(
        select(work_order.c.batch_id, work_order.c.product_version_id).where(work_order.c.id == order_id)
    ).one_or_none()
    if ordered is None:
        return None
    levels = product_versions.get(connection, ordered.product_version_id).product.levels
    mixed = _mixed(connection, order_id, ordered.batch_id)
    parents = select(pack.c.code_id, pack.c.level, pack.c.children, pack.c.flag).where(
        pack.c.order_id == order_id, pack.c.level > 1
    )
    with connection.execute(parents.execution_options(yield_per=_AT_A_TIME)) as rows:
        for row in rows:
            expected = None
            if row.children:
                is_partial = row.children < levels[row.level - 1].children
                expected = PackFlag.MIXED * (row.code_id in mixed) + PackFlag.PARTIAL * is_partial
            if row.flag != expected:
                return None, _of_flag(connection, row.code_id)
    return None


def _of_flag(connection: Connection, code_id: int) -> Text:
    value = connection.scalar(select(code.c.value).where(code.c.id == code_id)) or "?"
    return say("The flag of pack {code} is not the one that follows from what lies in it.", code=value)


def _mixed(connection: Connection, order_id: int, batch_id: int | None) -> set[int]:
    """Return the packs of an order that hold, at whatever depth, a unit of another batch."""
    strange: Select[*tuple[Any, ...]] = (
        select(pack.c.parent_id)
        .join(code, code.c.id == pack.c.code_id)
        .join(job, job.c.id == code.c.job_id)
        .where(pack.c.level == 1, pack.c.parent_id.is_not(None), job.c.batch_id != batch_id)
        .distinct()
    )
    holder = pack.alias("holder")
    of_order = strange.join(holder, holder.c.code_id == pack.c.parent_id).where(holder.c.order_id == order_id)
    found: set[int] = set()
    now = set(connection.scalars(of_order))
    while now:
        found |= now
        now = {
            above
            for some in _chunks(now)
            for above in connection.scalars(select(pack.c.parent_id).where(pack.c.code_id.in_(some)))
            if above is not None
        }
    return found


_PLACES = select(pack.c.code_id, pack.c.parent_id, pack.c.tray, pack.c.place)
