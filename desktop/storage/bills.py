"""Bills as stored, the packs that were scanned for them, and which bill a pack was on last."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import InputError, Refused
from desktop.packing.bills import Bill, BillKind, BillLine, BillState
from desktop.packing.model import EventKind, Pack
from desktop.products.code_pool import CodeState
from desktop.storage import packs
from desktop.storage.pack_tables import bill, bill_code, pack, pack_event
from desktop.storage.packs import in_parts
from desktop.storage.store import Change
from desktop.storage.tables import code
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class StoredBill:
    """A bill, how far it is, and who opened it."""

    id: int
    bill: Bill
    state: BillState
    at: datetime
    by: str


def insert(change: Change, new: Bill) -> int:
    """Add an open bill and return its id.

    Raises:
        Refused: there is a bill of that number.
    """
    if by_number(change.connection, new.number) is not None:
        raise Refused(say("There is a bill {number} already.", number=new.number))
    fields = {"values": dict(new.values), "special": new.special}
    key = change.connection.execute(
        insert_into(bill).values(
            kind=new.kind.value,
            number=new.number,
            fields=json.dumps(fields, ensure_ascii=False),
            state=BillState.OPEN.value,
            at=change.at,
            by=change.actor,
        )
    ).inserted_primary_key
    assert key is not None
    bill_id: int = key[0]
    return bill_id


def get(connection: Connection, bill_id: int, *, to_change: bool = False) -> StoredBill:
    """Return one bill; ``to_change`` keeps others from changing it until the commit.

    Raises:
        InputError: there is none.
    """
    query = select(bill).where(bill.c.id == bill_id)
    row = connection.execute(query.with_for_update() if to_change else query).one_or_none()
    if row is None:
        raise InputError(say("There is no bill with the id {id}.", id=bill_id))
    return _stored(row)


def by_number(connection: Connection, number: str) -> StoredBill | None:
    """Return the bill of that number, exactly as written."""
    row = connection.execute(select(bill).where(bill.c.number == number)).one_or_none()
    return None if row is None else _stored(row)


def list_all(connection: Connection) -> tuple[StoredBill, ...]:
    """Return all bills, the newest first."""
    return tuple(map(_stored, connection.execute(select(bill).order_by(bill.c.id.desc()))))


def set_state(change: Change, bill_id: int, state: BillState) -> None:
    """Change how far a bill is."""
    change.connection.execute(update(bill).where(bill.c.id == bill_id).values(state=state.value))


def add(change: Change, bill_id: int, code_id: int) -> None:
    """Put a pack on a bill; nobody else can put it on another one until the commit."""
    change.connection.execute(
        insert_into(bill_code).values(bill_id=bill_id, code_id=code_id, at=change.at, by=change.actor)
    )


def known(connection: Connection, value: str) -> Pack:
    """Return the pack with a code.

    Raises:
        Refused: the plant never got the code.
    """
    found = packs.by_value(connection, value)
    if found is None:
        raise Refused(say("{code} is not a code of this plant.", code=value))
    return found


def lock_pack(change: Change, code_id: int) -> None:
    """Keep others from putting the pack on a bill, or elsewhere, until the commit."""
    change.connection.execute(select(pack.c.code_id).where(pack.c.code_id == code_id).with_for_update())


def remove(change: Change, bill_id: int, code_id: int) -> bool:
    """Take a pack off a bill; False if it was not on it."""
    done = change.connection.execute(
        delete(bill_code).where(bill_code.c.bill_id == bill_id, bill_code.c.code_id == code_id)
    )
    return done.rowcount == 1


def lines(connection: Connection, bill_id: int) -> tuple[BillLine, ...]:
    """Return the packs of a bill in the order of scanning."""
    rows = connection.execute(
        select(code.c.value, code.c.level, bill_code.c.at, bill_code.c.by)
        .join(code, code.c.id == bill_code.c.code_id)
        .where(bill_code.c.bill_id == bill_id)
        .order_by(bill_code.c.at, code.c.value)
    )
    return tuple(BillLine(row.value, row.level, row.at, row.by) for row in rows)


def last_of(
    connection: Connection, code_ids: Collection[int], before: datetime | None = None
) -> StoredBill | None:
    """Return the bill that any of some packs was put on last, or last before a moment; None: on none."""
    found: list[tuple[datetime, StoredBill]] = []
    for some in in_parts(sorted(code_ids)):
        query = (
            select(bill, bill_code.c.at.label("scanned_at"))
            .join(bill_code, bill_code.c.bill_id == bill.c.id)
            .where(bill_code.c.code_id.in_(some))
            .order_by(bill_code.c.at.desc(), bill.c.id.desc())
            .limit(1)
        )
        row = connection.execute(
            query if before is None else query.where(bill_code.c.at < before)
        ).one_or_none()
        if row is not None:
            found.append((row.scanned_at, _stored(row)))
    return max(found, key=lambda one: (one[0], one[1].id))[1] if found else None


def own_last(connection: Connection, code_ids: Collection[int]) -> dict[int, StoredBill]:
    """Return, of those packs that were ever put on a bill by themselves, which one it was last."""
    found: dict[int, StoredBill] = {}
    for some in in_parts(sorted(code_ids)):
        rows = connection.execute(
            select(bill, bill_code.c.code_id)
            .join(bill_code, bill_code.c.bill_id == bill.c.id)
            .where(bill_code.c.code_id.in_(some))
            .order_by(bill_code.c.at, bill.c.id)
        )
        found.update((row.code_id, _stored(row)) for row in rows)
    return found


def exist(connection: Connection) -> bool:
    """Tell whether there is any bill."""
    return connection.scalar(select(bill.c.id).limit(1)) is not None


def orders_of(connection: Connection, bill_id: int) -> tuple[int, ...]:
    """Return the work orders that packed what is on a bill."""
    rows = connection.scalars(
        select(pack.c.order_id)
        .join(bill_code, bill_code.c.code_id == pack.c.code_id)
        .where(bill_code.c.bill_id == bill_id)
        .distinct()
        .order_by(pack.c.order_id)
    )
    return tuple(rows)


def order_of(connection: Connection, code_id: int) -> int | None:
    """Return the work order that a pack was packed by, None: it was never scanned on a line."""
    return connection.scalar(select(pack.c.order_id).where(pack.c.code_id == code_id))


def largest_packs(connection: Connection, order_id: int) -> tuple[str, ...]:
    """Return the codes of the filled packs of an order that lie in no other, in the order of their digits."""
    rows = connection.scalars(
        select(code.c.value)
        .join(pack, pack.c.code_id == code.c.id)
        .where(pack.c.order_id == order_id, pack.c.parent_id.is_(None), code.c.state == CodeState.PACKED)
        .order_by(code.c.value)
    )
    return tuple(rows)


def missing_packs(connection: Connection, bill_id: int) -> tuple[str, ...]:
    """Return the filled largest packs of a bill's orders that never came on a bill, this one included."""
    billed = select(bill_code.c.code_id)
    rows = connection.scalars(
        select(code.c.value)
        .join(pack, pack.c.code_id == code.c.id)
        .where(
            pack.c.order_id.in_(orders_of(connection, bill_id)),
            pack.c.parent_id.is_(None),
            code.c.state == CodeState.PACKED,
            code.c.id.not_in(billed),
        )
        .order_by(code.c.value)
    )
    return tuple(rows)


def packers(connection: Connection, order_id: int) -> frozenset[str]:
    """Return who packed an order."""
    rows = connection.scalars(select(pack_event.c.actor).where(pack_event.c.order_id == order_id).distinct())
    return frozenset(rows)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """That a pack was taken out of another, and when."""

    parent_id: int
    at: datetime


_OUT = (EventKind.REMOVED.value, EventKind.SAMPLED.value, EventKind.SCRAPPED.value)
"""Events whose ``other_id`` is the pack that theirs was taken out of."""


def taken_out_of(connection: Connection, code_id: int) -> TakenOut | None:
    """Return what a pack was taken out of last and by itself; None: it never was."""
    row = connection.execute(
        select(pack_event.c.other_id, pack_event.c.at)
        .where(
            pack_event.c.code_id == code_id,
            pack_event.c.kind.in_(_OUT),
            pack_event.c.other_id.is_not(None),
        )
        .order_by(pack_event.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else TakenOut(row.other_id, row.at)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredBill:
    fields = json.loads(row.fields)
    kept = Bill(BillKind(row.kind), row.number, tuple(fields["values"].items()), fields["special"])
    return StoredBill(row.id, kept, BillState(row.state), row.at, row.by)
