"""Where a pack lies in the tree of packs: what it is in, what lies beside it, what is in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from desktop.packing.bills import BillKind
from desktop.packing.model import PackEvent, PackFlag
from desktop.products.code_pool import CodeState
from desktop.storage import pack_events
from desktop.storage.pack_tables import bill, bill_code, pack, pack_event, work_order
from desktop.storage.tables import batch, code, job

PAGE = 1000
"""Packs that are told at a time."""

_NEAR = timedelta(seconds=2)
"""Two stations may commit in another order than their clocks say, by so much at most."""
_EVENTS_NEAR = 5_000
"""Event numbers that are looked through about a moment: 50 stations write 4 000 in four seconds."""

_COLUMNS = (
    code.c.id,
    code.c.value,
    code.c.level,
    code.c.state,
    pack.c.order_id,
    pack.c.parent_id,
    pack.c.tray,
    pack.c.place,
    pack.c.children,
    pack.c.flag,
    batch.c.lot,
)


@dataclass(frozen=True, slots=True)
class TreePack:
    """One pack of the tree.

    Attributes:
        id: of its code.
        code: its digits.
        order_id: that packed it; None: it was never scanned on a line.
        parent_id: of the pack it lies in.
        tray: station in whose tray it lies.
        place: in its parent or tray, from 1.
        children: how many packs it holds.
        flag: how it was filled, None while it holds nothing.
        lot: that stands on its label, or empty.
    """

    id: int
    code: str
    level: int
    state: CodeState
    order_id: int | None
    parent_id: int | None
    tray: int | None
    place: int | None
    children: int
    flag: PackFlag | None
    lot: str


@dataclass(frozen=True, slots=True)
class BillEntry:
    """A pack stands on a bill: its number and kind, and when and by whom it was put on it."""

    number: str
    kind: BillKind
    at: datetime
    by: str


def by_id(connection: Connection, code_id: int) -> TreePack:
    """Return a pack by the id of its code, which there is."""
    return _pack(connection.execute(_packs().where(code.c.id == code_id)).one())


def path_to(connection: Connection, found: TreePack) -> tuple[TreePack, ...]:
    """Return the packs that a pack lies in, the largest first."""
    path: list[TreePack] = []
    parent_id = found.parent_id
    while parent_id is not None:
        path.append(by_id(connection, parent_id))
        parent_id = path[-1].parent_id
    return tuple(reversed(path))


def inside(connection: Connection, parent_id: int, after: int = 0, limit: int = PAGE) -> tuple[TreePack, ...]:
    """Return what lies in a pack, in the order of packing.

    Args:
        connection: to read on.
        parent_id: of the pack.
        after: place of the last one of the page before.
        limit: how many at most.
    """
    rows = connection.execute(
        _packs()
        .where(pack.c.parent_id == parent_id, pack.c.place > after)
        .order_by(pack.c.place)
        .limit(limit)
    )
    return tuple(_pack(row) for row in rows)


def count_before(connection: Connection, parent_id: int, place: int) -> int:
    """Count the packs that lie in a pack before a place."""
    found = select(func.count()).where(pack.c.parent_id == parent_id, pack.c.place < place)
    return connection.scalar(found) or 0


def events_of(connection: Connection, found: TreePack, moments: Iterable[datetime]) -> tuple[PackEvent, ...]:
    """Return what happened to a pack on the line, in the order in which it happened.

    Events that name the pack are found by its code. Of those in which it went along with others (a tray that
    filled a case, a case that was taken apart) the journal of its code knows the time, and events are found
    by that.

    Args:
        connection: to read on.
        found: the pack.
        moments: at which its code moved.
    """
    events = {one.number: one for one in pack_events.of_code(connection, found.id)}
    if found.order_id is not None:
        for moment in set(moments):
            events.update((one.number, one) for one in _at(connection, found.order_id, moment, found.id))
    return tuple(events[number] for number in sorted(events))


def _at(connection: Connection, order_id: int, moment: datetime, code_id: int) -> tuple[PackEvent, ...]:
    """Return the events of an order at a moment that changed a pack; nothing sorts them by time."""
    first = _first_near(connection, order_id, moment)
    numbers = connection.scalars(
        select(pack_event.c.id)
        .where(
            pack_event.c.order_id == order_id,
            pack_event.c.id.between(first, first + _EVENTS_NEAR),
            pack_event.c.at == moment,
            # Each change begins with its kind in quotes and the id of its code.
            pack_event.c.changes.like(f'%",{code_id},%'),
        )
        .order_by(pack_event.c.id)
    ).all()
    return tuple(pack_events.event(connection, number) for number in numbers)


def _first_near(connection: Connection, order_id: int, moment: datetime) -> int:
    """Return the first event of an order that can be of a moment, by halving."""
    # One at a time: both in one question would be answered by reading all events of the order.
    first = connection.scalar(_FIRST_OF_ORDER, {"of_order": order_id})
    last = connection.scalar(_LAST_OF_ORDER, {"of_order": order_id})
    if first is None or last is None:
        return 0
    low, high = int(first), int(last)
    while low < high:
        middle = (low + high) // 2
        at = connection.scalar(_TIME_FROM, {"of_order": order_id, "from_number": middle})
        if at is not None and at < moment - _NEAR:
            low = middle + 1
        else:
            high = middle
    return low


_OF_ORDER = pack_event.c.order_id == bindparam("of_order")
_FIRST_OF_ORDER = select(func.min(pack_event.c.id)).where(_OF_ORDER)
_LAST_OF_ORDER = select(func.max(pack_event.c.id)).where(_OF_ORDER)
_TIME_FROM = (
    select(pack_event.c.at)
    .where(_OF_ORDER, pack_event.c.id >= bindparam("from_number"))
    .order_by(pack_event.c.id)
    .limit(1)
)
# Made once: each halving asks, and making a question takes longer than its answer.


def values_of(connection: Connection, code_ids: Collection[int]) -> Mapping[int, str]:
    """Return the digits of codes by their ids."""
    rows = connection.execute(select(code.c.id, code.c.value).where(code.c.id.in_(code_ids)))
    return {row.id: row.value for row in rows}


def bills_of(connection: Connection, code_ids: Collection[int]) -> tuple[BillEntry, ...]:
    """Return where any of some packs stands on a bill, in the order in which they were put on it."""
    rows = connection.execute(
        select(bill.c.number, bill.c.kind, bill_code.c.at, bill_code.c.by)
        .join(bill_code, bill_code.c.bill_id == bill.c.id)
        .where(bill_code.c.code_id.in_(code_ids))
        .order_by(bill_code.c.at, bill.c.number)
    )
    return tuple(BillEntry(row.number, BillKind(row.kind), row.at, row.by) for row in rows)


def orders_of_batch(connection: Connection, batch_id: int) -> tuple[int, ...]:
    """Return the work orders that packed a batch, the oldest first."""
    return tuple(
        connection.scalars(
            select(work_order.c.id).where(work_order.c.batch_id == batch_id).order_by(work_order.c.id)
        )
    )


def largest_of_order(
    connection: Connection, order_id: int, after: int = 0, limit: int = PAGE
) -> tuple[TreePack, ...]:
    """Return the largest packs of an order that hold something, in the order of their codes.

    Args:
        connection: to read on.
        order_id: of the order.
        after: ``TreePack.id`` of the last one of the page before.
        limit: how many at most.
    """
    rows = connection.execute(
        _packs()
        .where(
            pack.c.order_id == order_id,
            pack.c.level == _top(connection, order_id),
            pack.c.children > 0,
            code.c.id > after,
        )
        .order_by(code.c.id)
        .limit(limit)
    )
    return tuple(_pack(row) for row in rows)


def count_largest(connection: Connection, order_ids: Sequence[int]) -> int:
    """Count the largest packs of some orders that hold something."""
    return sum(
        connection.scalar(
            select(func.count()).where(
                pack.c.order_id == order_id,
                pack.c.level == _top(connection, order_id),
                pack.c.children > 0,
            )
        )
        or 0
        for order_id in order_ids
    )


def mixed_elsewhere(connection: Connection, batch_id: int) -> tuple[TreePack, ...]:
    """Return the largest packs of other orders in which packs of a batch lie, by their codes.

    Only packs that are marked as mixed are looked into: they are few.
    """
    product_id = connection.scalar(select(batch.c.product_id).where(batch.c.id == batch_id))
    others = select(work_order.c.id).where(
        work_order.c.product_id == product_id, work_order.c.batch_id != batch_id
    )
    mixed = connection.scalars(
        select(pack.c.code_id).where(
            pack.c.order_id.in_(others),
            pack.c.level > 1,
            pack.c.parent_id.is_(None),
            pack.c.flag.in_((PackFlag.MIXED.value, PackFlag.BOTH.value)),
        )
    ).all()
    return tuple(by_id(connection, one) for one in sorted(mixed) if _holds(connection, one, batch_id))


def _holds(connection: Connection, parent_id: int, batch_id: int) -> bool:
    """Tell whether a pack of a batch lies in another, on whatever level."""
    below = select(pack.c.code_id).where(pack.c.parent_id == parent_id).cte("below", recursive=True)
    below = below.union_all(select(pack.c.code_id).join(below, pack.c.parent_id == below.c.code_id))
    found = (
        select(code.c.id)
        .join(below, below.c.code_id == code.c.id)
        .join(job, job.c.id == code.c.job_id)
        .where(job.c.batch_id == batch_id)
        .limit(1)
    )
    return connection.scalar(found) is not None


def _top(connection: Connection, order_id: int) -> int:
    """Return the highest level that was packed in an order."""
    return connection.scalar(select(func.max(pack.c.level)).where(pack.c.order_id == order_id)) or 0


def _packs() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(code)
        .outerjoin(pack, pack.c.code_id == code.c.id)
        .outerjoin(job, job.c.id == code.c.job_id)
        .outerjoin(batch, batch.c.id == job.c.batch_id)
    )


def _pack(row: Row[*tuple[Any, ...]]) -> TreePack:
    return TreePack(
        row.id,
        row.value,
        row.level,
        row.state,
        row.order_id,
        row.parent_id,
        row.tray,
        row.place,
        row.children or 0,
        None if row.flag is None else PackFlag(row.flag),
        row.lot or "",
    )
