"""Work orders: listed, found, and taken out again; they are planned in ``order_planning``.

An order goes from planned (what, how much, on which line) over confirmed (lot and expiry entered twice, see
``order_entry``) to running (``order_gates``), closing and closed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.operations.plant import Plant
from desktop.packing.order import OrderPlan, OrderState
from desktop.products import code_plan
from desktop.products.batch import Batch
from desktop.products.packing import Packing
from desktop.products.version import ProductVersion
from desktop.storage import batches, lines, product_versions
from desktop.storage import work_orders as stored
from desktop.storage.work_orders import ClearedPoint, OrderJob, StoredOrder
from desktop.texts import Text, say

CHANGED: Final = Changes.of(Kind.ORDERS)

NOT_STARTED: Final = (OrderState.PLANNED, OrderState.CONFIRMED)
"""States of orders for which nothing was printed or packed."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as windows list it.

    Attributes:
        id, number, state, units, plan: of the order.
        product_id, product: what is packed.
        line_id, line: where.
        batch: its lot; None until lot and expiry were entered twice, as nobody shall copy the first entry.
        batch_id: of that lot.
        entered_by: who entered lot and expiry first; empty if nobody did yet, or once they are confirmed.
        confirmed_by: who entered them second.
        packing: the ratio, frozen with the order.
        jobs: its print jobs.
        cleared: points of the clearance that were found in order.
        created_at, created_by, planned_for: of the plan.
    """

    id: int
    number: str
    state: OrderState
    units: int
    plan: OrderPlan
    product_id: int
    product: str
    line_id: int
    line: str
    batch: Batch | None
    batch_id: int | None
    entered_by: str
    confirmed_by: str
    packing: Packing
    jobs: tuple[OrderJob, ...]
    cleared: tuple[ClearedPoint, ...]
    created_at: datetime
    created_by: str
    planned_for: date | None

    @property
    def last_packs(self) -> tuple[Text, ...]:
        """What must be known of packs that the units do not fill: the last case holds 7 of 10."""
        needs = code_plan.plan(self.packing, self.units, {})
        return tuple(need.last_pack for need in needs if need.last_pack is not None)


def order(plant: Plant, order_id: int) -> OrderRow:
    """Return one order. InputError if there is none."""
    with plant.store.read() as connection:
        found = stored.get(connection, order_id)
        return _Reader(plant).row(found)


def list_orders(
    plant: Plant, states: Collection[OrderState] = (), *, line_id: int | None = None
) -> tuple[OrderRow, ...]:
    """Return orders, the newest first: those in ``states`` (none: all) on a line (None: any)."""
    with plant.store.read() as connection:
        found = stored.list_all(connection, states=states, line_id=line_id)
        around = _Around(
            {one.id: one.batch for one in batches.list_all(connection)},
            stored.jobs_by_order(connection, states=states, line_id=line_id),
            stored.cleared_by_order(connection, states=states, line_id=line_id),
        )
    row = _Reader(plant).row
    return tuple(row(one, around) for one in found)


def find_order(plant: Plant, number: str) -> OrderRow:
    """Return the order of that number.

    Raises:
        InputError: there is none.
    """
    with plant.store.read() as connection:
        found = stored.by_number(connection, number.strip())
    if found is None:
        raise InputError(say("There is no order {number}.", number=number[:130]))
    return _Reader(plant).row(found)


def search(plant: Plant, text: str) -> tuple[OrderRow, ...]:
    """Return the orders whose number, lot, product or line holds ``text``, the newest first."""
    wanted = text.strip().casefold()
    return tuple(
        row
        for row in list_orders(plant)
        if any(
            wanted in each.casefold()
            for each in (row.number, row.product, row.line, row.batch.lot if row.batch else "")
        )
    )


def withdraw(plant: Plant, order_id: int, reason: str) -> Changes:
    """Take out an order that was not started; its number may be used again.

    Raises:
        InputError: there is no such order, or no reason is given.
        Refused: it was started.
    """
    if not reason.strip():
        raise InputError(say("Say why the order is taken out."))
    with plant.store.change(plant.actor, "order.withdraw", f"work order {order_id}", reason=reason) as change:
        found = stored.get(change.connection, order_id, to_change=True)
        if found.state not in NOT_STARTED:
            raise Refused(
                say("Order {number} was started: close it, it cannot be taken out.", number=found.number)
            )
        stored.remove(change, order_id)
        change.old = {"number": found.number, "state": found.state.value, "batch": found.batch_id}
    return CHANGED


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around orders: batches by their id, jobs and cleared points by order."""

    batches: Mapping[int, Batch]
    jobs: Mapping[int, tuple[OrderJob, ...]]
    cleared: Mapping[int, tuple[ClearedPoint, ...]]


class _Reader:
    """Makes rows; what many orders have in common is read once."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._versions: dict[int, ProductVersion] = {}
        with plant.store.read() as connection:
            self._lines = {line.id: line.name for line in lines.list_lines(connection)}

    def row(self, found: StoredOrder, around: _Around | None = None) -> OrderRow:
        """Return an order with the names of what it refers to."""
        known, version = around or self._around(found), self._version(found.product_version_id)
        return OrderRow(
            id=found.id,
            number=found.number,
            state=found.state,
            units=found.units,
            plan=found.plan,
            product_id=found.product_id,
            product=version.product.name,
            line_id=found.line_id,
            line=self._lines[found.line_id],
            batch=None if found.batch_id is None else known.batches[found.batch_id],
            batch_id=found.batch_id,
            entered_by="" if found.entry is None else found.entry.by,
            confirmed_by=found.confirmed_by,
            packing=Packing.of(version.product.levels),
            jobs=known.jobs.get(found.id, ()),
            cleared=known.cleared.get(found.id, ()),
            created_at=found.created_at,
            created_by=found.created_by,
            planned_for=found.planned_for,
        )

    def _version(self, version_id: int) -> ProductVersion:
        if version_id not in self._versions:
            with self._plant.store.read() as connection:
                self._versions[version_id] = product_versions.get(connection, version_id)
        return self._versions[version_id]

    def _around(self, found: StoredOrder) -> _Around:
        batch_id = found.batch_id
        with self._plant.store.read() as connection:
            return _Around(
                {} if batch_id is None else {batch_id: batches.get(connection, batch_id).batch},
                {found.id: stored.jobs_of(connection, found.id)},
                {found.id: stored.cleared_points(connection, found.id)},
            )
