"""Work orders: what is packed on which line, how far that is, and which print jobs belong to it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, select, true, update
from sqlalchemy import insert as insert_into

from desktop.errors import InputError, Refused
from desktop.packing.model import Order
from desktop.packing.order import LotEntry, OrderPlan, OrderState
from desktop.products.packing import Packing
from desktop.storage import product_versions
from desktop.storage.pack_tables import clearance, order_job, work_order
from desktop.storage.plant_tables import line
from desktop.storage.store import Change
from desktop.texts import say

ON_THE_LINE = (OrderState.RUNNING, OrderState.CLOSING)
"""States in which an order has its line to itself."""


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """A work order.

    Attributes:
        id: of the order.
        number: as the ERP or the plant calls it.
        product_id, product_version_id: what is packed, and what it was when the order was planned.
        batch_id: its lot; None until lot and expiry were entered twice.
        line_id: where.
        units: smallest packs.
        plan: codes for each level, and what is asked before it runs.
        made: production date; None where the batch tells it.
        entry: lot and expiry as entered first; None before that, and once they are confirmed.
        state: how far it is.
        created_at, created_by: by whom it was planned.
        confirmed_by: who entered lot and expiry a second time, or empty.
        planned_for: the day on which it shall run, if one was said.
    """

    id: int
    number: str
    product_id: int
    product_version_id: int
    batch_id: int | None
    line_id: int
    units: int
    plan: OrderPlan
    made: date | None
    entry: LotEntry | None
    state: OrderState
    created_at: datetime
    created_by: str
    confirmed_by: str
    planned_for: date | None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What is said of an order when it is planned; see ``StoredOrder``."""

    number: str
    product_id: int
    product_version_id: int
    line_id: int
    units: int
    plan: OrderPlan
    made: date | None = None
    entry: LotEntry | None = None
    planned_for: date | None = None


@dataclass(frozen=True, slots=True)
class OrderJob:
    """A print job of an order, and the pack level whose labels it prints."""

    job_id: int
    level: int


@dataclass(frozen=True, slots=True)
class ClearedPoint:
    """A point of the line clearance that was found in order."""

    point: str
    at: datetime
    actor: str
    reviewer: str


def insert(change: Change, new: NewOrder) -> int:
    """Add an order in the state planned and return its id.

    Raises:
        Refused: there is an order of that number.
    """
    if by_number(change.connection, new.number) is not None:
        raise Refused(say("There is an order {number} already.", number=new.number))
    key = change.connection.execute(
        insert_into(work_order).values(
            number=new.number,
            product_id=new.product_id,
            product_version_id=new.product_version_id,
            batch_id=None,
            line_id=new.line_id,
            units=new.units,
            plan=_plan_to_json(new.plan, new.made, new.entry),
            state=OrderState.PLANNED.value,
            created_at=change.at,
            created_by=change.actor,
            confirmed_by="",
            planned_for=new.planned_for,
            sealed_through=0,
        )
    ).inserted_primary_key
    assert key is not None
    order_id: int = key[0]
    return order_id


def get(connection: Connection, order_id: int, *, to_change: bool = False) -> StoredOrder:
    """Return one order; ``to_change`` keeps others from changing it until the commit.

    Raises:
        InputError: there is none.
    """
    query = _all().where(work_order.c.id == order_id)
    row = connection.execute(query.with_for_update() if to_change else query).one_or_none()
    if row is None:
        raise InputError(say("There is no work order with the id {id}.", id=order_id))
    return _stored(row)


def by_number(connection: Connection, number: str) -> StoredOrder | None:
    """Return the order of that number, exactly as written."""
    row = connection.execute(_all().where(work_order.c.number == number)).one_or_none()
    return None if row is None else _stored(row)


def list_all(
    connection: Connection, *, states: Collection[OrderState] = (), line_id: int | None = None
) -> tuple[StoredOrder, ...]:
    """Return orders, the newest first: those in ``states`` (none: all) on a line (None: any)."""
    query = _all().where(_among(states, line_id)).order_by(work_order.c.id.desc())
    return tuple(map(_stored, connection.execute(query)))


def jobs_by_order(
    connection: Connection, *, states: Collection[OrderState] = (), line_id: int | None = None
) -> Mapping[int, tuple[OrderJob, ...]]:
    """Return the print jobs of the orders that ``list_all`` lists, by order; none has no entry."""
    rows = connection.execute(
        select(order_job)
        .join(work_order, work_order.c.id == order_job.c.order_id)
        .where(_among(states, line_id))
        .order_by(order_job.c.order_id, order_job.c.level, order_job.c.job_id)
    )
    return {
        order_id: tuple(OrderJob(row.job_id, row.level) for row in some)
        for order_id, some in groupby(rows, lambda row: row.order_id)
    }


def cleared_by_order(
    connection: Connection, *, states: Collection[OrderState] = (), line_id: int | None = None
) -> Mapping[int, tuple[ClearedPoint, ...]]:
    """Return the cleared points of the orders that ``list_all`` lists, by order; none has no entry."""
    rows = connection.execute(
        select(clearance)
        .join(work_order, work_order.c.id == clearance.c.order_id)
        .where(_among(states, line_id))
        .order_by(clearance.c.order_id, clearance.c.id)
    )
    return {
        order_id: tuple(ClearedPoint(row.point, row.at, row.actor, row.reviewer) for row in some)
        for order_id, some in groupby(rows, lambda row: row.order_id)
    }


def packing_order(connection: Connection, order_id: int) -> Order:
    """Return what an order packs, as the rules of packing ask for it.

    Raises:
        InputError: there is no such order.
        Refused: its lot and expiry were not entered twice yet.
    """
    found = get(connection, order_id)
    if found.batch_id is None:
        raise Refused(
            say(
                "Lot and expiry of order {number} were not entered twice yet: nothing can be packed for it.",
                number=found.number,
            )
        )
    version = product_versions.get(connection, found.product_version_id)
    return Order(found.id, found.product_id, found.batch_id, Packing.of(version.product.levels))


def lock_line(change: Change, line_id: int) -> None:
    """Let nobody else put an order on the line until this change is done."""
    change.connection.execute(select(line.c.id).where(line.c.id == line_id).with_for_update())


def set_state(change: Change, order_id: int, state: OrderState) -> None:
    """Change the state of an order; the audit record says from what to what, and seals what it did so far."""
    change.touches_order(order_id)
    before = get(change.connection, order_id)
    change.connection.execute(update(work_order).where(work_order.c.id == order_id).values(state=state.value))
    change.old = {**(change.old or {}), "state": before.state.value}
    change.new = {**(change.new or {}), "state": state.value}


def keep_entry(change: Change, order: StoredOrder, entry: LotEntry | None, made: date | None) -> None:
    """Keep what was entered first of a planned order, or forget it; and the production date."""
    _update(change, order.id, plan=_plan_to_json(order.plan, made, entry))


def confirm(change: Change, order: StoredOrder, batch_id: int, by: str) -> None:
    """Give an order its batch, now that lot and expiry were entered twice."""
    plan = _plan_to_json(order.plan, order.made, None)
    _update(change, order.id, plan=plan, batch_id=batch_id, confirmed_by=by)
    set_state(change, order.id, OrderState.CONFIRMED)


def void_clearances(change: Change, line_id: int, order_id: int) -> tuple[str, ...]:
    """Forget what was found in order for the other orders of a line that have not begun.

    Returns:
        The numbers of these orders: what was cleared for them is no longer so once another one runs.
    """
    waiting = {
        one.id: one.number
        for one in list_all(change.connection, line_id=line_id)
        if one.id != order_id and one.state in {OrderState.PLANNED, OrderState.CONFIRMED}
    }
    gone = change.connection.scalars(
        select(clearance.c.order_id).where(clearance.c.order_id.in_(waiting)).distinct()
    )
    numbers = tuple(waiting[one] for one in gone)
    change.connection.execute(delete(clearance).where(clearance.c.order_id.in_(waiting)))
    return numbers


def remove(change: Change, order_id: int) -> None:
    """Take out an order that nothing was printed for."""
    change.connection.execute(delete(clearance).where(clearance.c.order_id == order_id))
    change.connection.execute(delete(work_order).where(work_order.c.id == order_id))


def link_job(change: Change, order_id: int, job_id: int, level: int) -> None:
    """Make a print job one of an order's."""
    change.connection.execute(insert_into(order_job).values(job_id=job_id, order_id=order_id, level=level))


def jobs_of(connection: Connection, order_id: int) -> tuple[OrderJob, ...]:
    """Return the print jobs of an order by level, the oldest first."""
    rows = connection.execute(
        select(order_job.c.job_id, order_job.c.level)
        .where(order_job.c.order_id == order_id)
        .order_by(order_job.c.level, order_job.c.job_id)
    )
    return tuple(OrderJob(row.job_id, row.level) for row in rows)


def order_of_job(connection: Connection, job_id: int) -> int | None:
    """Return the id of the order that a print job belongs to."""
    return connection.scalar(select(order_job.c.order_id).where(order_job.c.job_id == job_id))


def clear_point(change: Change, order_id: int, point: str, reviewer: str) -> None:
    """Note that a point of the clearance was found in order."""
    change.connection.execute(
        insert_into(clearance).values(
            order_id=order_id, point=point, at=change.at, actor=change.actor, reviewer=reviewer
        )
    )


def cleared_points(connection: Connection, order_id: int) -> tuple[ClearedPoint, ...]:
    """Return the points that were found in order, in that order."""
    rows = connection.execute(
        select(clearance).where(clearance.c.order_id == order_id).order_by(clearance.c.id)
    )
    return tuple(ClearedPoint(row.point, row.at, row.actor, row.reviewer) for row in rows)


def _among(states: Collection[OrderState], line_id: int | None) -> ColumnElement[bool]:
    chosen: list[ColumnElement[bool]] = [true()]
    if states:
        chosen.append(work_order.c.state.in_([state.value for state in states]))
    if line_id is not None:
        chosen.append(work_order.c.line_id == line_id)
    return and_(*chosen)


def _update(change: Change, order_id: int, **values: object) -> None:
    change.connection.execute(update(work_order).where(work_order.c.id == order_id).values(**values))


def _all() -> Select[*tuple[Any, ...]]:
    return select(*(column for column in work_order.c if column is not work_order.c.sealed_through))


def _stored(row: Row[*tuple[Any, ...]]) -> StoredOrder:
    fields = dict(row._mapping)  # noqa: SLF001 (public, the underscore keeps it off column names)
    plan, made, entry = _plan_from_json(row.plan)
    return StoredOrder(
        **{**fields, "plan": plan, "state": OrderState(row.state)},
        made=made,
        entry=entry,
    )


def _plan_to_json(plan: OrderPlan, made: date | None, entry: LotEntry | None) -> str:
    return json.dumps(
        {
            "codes": plan.codes,
            "first_article": plan.first_article,
            "clearance": plan.clearance,
            "reviewed": plan.reviewed,
            "two_people": plan.two_people,
            "made": None if made is None else made.isoformat(),
            "entry": None if entry is None else [entry.lot, entry.expiry.isoformat(), entry.by],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _plan_from_json(text: str) -> tuple[OrderPlan, date | None, LotEntry | None]:
    """Read what ``_plan_to_json`` wrote; what is not said is as ``OrderPlan`` has it."""
    stored = json.loads(text)
    asked = {name: stored[name] for name in ("first_article", "reviewed", "two_people") if name in stored}
    plan = OrderPlan(tuple(stored["codes"]), clearance=tuple(stored.get("clearance", ())), **asked)
    made, entry = stored.get("made"), stored.get("entry")
    return plan, None if made is None else date.fromisoformat(made), _entry(entry)


def _entry(stored: Sequence[str] | None) -> LotEntry | None:
    if stored is None:
        return None
    lot, expiry, by = stored
    return LotEntry(lot, date.fromisoformat(expiry), by)
