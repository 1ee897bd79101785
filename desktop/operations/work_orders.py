"""Work orders: planned, listed, found, and taken out again.

An order goes from planned (what, how much, on which line) over confirmed (lot and expiry entered twice, see
``order_entry``) to running (``order_gates``), closing and closed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.operations import batches as batch_operations
from desktop.operations.plant import Plant
from desktop.packing.order import LotEntry, OrderPlan, OrderState
from desktop.products import code_plan
from desktop.products.batch import Batch
from desktop.products.lines import checked_name
from desktop.products.packing import Packing
from desktop.products.product import Product
from desktop.products.version import ProductVersion
from desktop.storage import batches, lines, product_versions
from desktop.storage import work_orders as stored
from desktop.storage.store import Change
from desktop.storage.work_orders import ClearedPoint, NewOrder, OrderJob, StoredOrder
from desktop.texts import Text, say

SPARE_PERCENT: Final = 2.0
"""Codes beyond those that are needed, for labels that spoil. No standard's number."""

CHANGED: Final = Changes.of(Kind.ORDERS)

NOT_STARTED: Final = (OrderState.PLANNED, OrderState.CONFIRMED)
"""States of orders for which nothing was printed or packed."""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What a person or an ERP says of an order.

    Attributes:
        number: as the plant or the ERP calls it, 1 to 60 characters.
        product_id, line_id: what is packed, and where.
        units: smallest packs, 1 to 100 000 000.
        lot, expiry: the first of their two entries; empty and None: nobody entered them yet.
        made: production date; None where a batch of that lot is known.
        spare_percent: codes beyond those that are needed, for all levels or by level, 0 to 100.
        not_printed: pack levels whose labels come from elsewhere.
        first_article: whether each print job begins with one label that is confirmed.
        clearance: points of the line clearance, each to be confirmed before the start.
        reviewed: whether each of these points needs a second person.
        two_people: whether lot and expiry are entered by two different people.
        planned_for: the day on which it shall run.
    """

    number: str
    product_id: int
    line_id: int
    units: int
    lot: str = ""
    expiry: date | None = None
    made: date | None = None
    spare_percent: float | Mapping[int, float] = SPARE_PERCENT
    not_printed: frozenset[int] = frozenset()
    first_article: bool = True
    clearance: tuple[str, ...] = ()
    reviewed: bool = True
    two_people: bool = False
    planned_for: date | None = None


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


def plan_order(plant: Plant, draft: OrderDraft) -> tuple[OrderRow, Changes]:
    """Plan an order; lot and expiry, if they are said, are the first of their two entries.

    Raises:
        InputError: a number, name or day is not as it must be, or there is no such product or line.
        Refused: the number is taken; the product takes effect later or has a pack level without drug codes;
            the expiry does not follow from production, or the known batch says otherwise.
    """
    new = checked(plant, draft)
    with plant.store.change(plant.actor, "order.plan", "order") as change:
        order_id = insert(change, new)
    return order(plant, order_id), CHANGED


def checked(plant: Plant, draft: OrderDraft) -> NewOrder:
    """Return an order that may be planned; raises as ``plan_order`` does, but for a number that is taken."""
    number = checked_name(draft.number, say("work order"))
    version = _version_for_today(plant, draft.product_id)
    with plant.store.read() as connection:
        lines.get_line(connection, draft.line_id)
    entry = None
    if draft.lot or draft.expiry is not None:
        batch = checked_batch(plant, draft.product_id, draft.lot, draft.expiry, draft.made)
        entry = LotEntry(batch.lot, batch.expiry, plant.actor)
    return NewOrder(
        number=number,
        product_id=draft.product_id,
        product_version_id=version.id,
        line_id=draft.line_id,
        units=draft.units,
        plan=OrderPlan(
            _codes(version.product, draft),
            draft.first_article,
            _points(draft.clearance),
            draft.reviewed,
            draft.two_people,
        ),
        made=draft.made,
        entry=entry,
        planned_for=draft.planned_for,
    )


def insert(change: Change, new: NewOrder) -> int:
    """Add a checked order in a change that may do more. The trail does not tell what was entered first.

    Raises:
        Refused: there is an order of that number.
    """
    order_id = stored.insert(change, new)
    change.subject = f"work order {order_id}"
    change.new = {
        "number": new.number,
        "product": new.product_id,
        "version": new.product_version_id,
        "line": new.line_id,
        "units": new.units,
        "codes": list(new.plan.codes),
        "entered": new.entry is not None,
    }
    return order_id


class ProductionDateMissing(InputError):  # noqa: N818 (what it says)
    """A lot is new, and nobody said on which day it was made."""


def checked_batch(plant: Plant, product_id: int, lot: str, expiry: date | None, made: date | None) -> Batch:
    """Return the batch that an entry speaks of: the known one of that lot, or a new one.

    Raises:
        InputError: the lot is none, or the expiry is missing.
        ProductionDateMissing: the lot is new.
        Refused: the known batch says otherwise, or the expiry does not follow from production.
    """
    lot = lot.strip()
    with plant.store.read() as connection:
        known = batches.find(connection, product_id, lot)
    if expiry is None:
        raise InputError(say("Lot {lot}: the expiry is missing.", lot=lot))
    if known is None and made is None:
        raise ProductionDateMissing(
            say("Lot {lot} is new: say on which day it was made, or create the batch first.", lot=lot)
        )
    if known is not None:
        _refuse_other_days(known.batch, expiry, made)
        return known.batch
    assert made is not None
    batch = Batch(lot, made, expiry)
    batch_operations.refuse_unlawful_expiry(plant, product_id, batch)
    return batch


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


def _version_for_today(plant: Plant, product_id: int) -> ProductVersion:
    with plant.store.read() as connection:
        newest = product_versions.newest(connection, product_id)
        version = product_versions.effective(connection, product_id, plant.clock.now().date())
    if version is None:
        raise Refused(
            say(
                "{product} takes effect on {day}; no job of it can be ordered before.",
                product=newest.product.name,
                day=newest.effective_from,
            )
        )
    bare = next((level for level in version.product.levels if not level.prefix), None)
    if bare is not None:
        raise Refused(
            say(
                "{product}: packs of level {level} have no drug code, so packs cannot be related to each "
                "other. Complete the product first.",
                product=version.product.name,
                level=bare.level,
            )
        )
    return version


def _codes(product: Product, draft: OrderDraft) -> tuple[int, ...]:
    """Return the labels to be printed for each level, spare included."""
    unknown = [level for level in draft.not_printed if not 2 <= level <= len(product.levels)]
    if unknown:
        raise InputError(
            say(
                "Labels of level {found} cannot come from elsewhere: expected a level from 2 to {last}.",
                found=unknown[0],
                last=len(product.levels),
            )
        )
    spare = draft.spare_percent
    if not isinstance(spare, Mapping):
        spare = dict.fromkeys(range(1, len(product.levels) + 1), spare)
    needs = code_plan.plan(
        Packing.of(product.levels),
        draft.units,
        {level: Fraction(str(percent)) for level, percent in spare.items()},
    )
    return tuple(0 if need.level in draft.not_printed else need.total for need in needs)


def _points(points: tuple[str, ...]) -> tuple[str, ...]:
    told = tuple(point.strip() for point in points)
    if any(not point or not point.isprintable() for point in told) or len(set(told)) < len(told):
        raise InputError(
            say("Points of the line clearance are sentences on one line each, none of them twice.")
        )
    return told


def _refuse_other_days(known: Batch, expiry: date, made: date | None) -> None:
    if known.expiry != expiry or made not in {None, known.made}:
        raise Refused(
            say(
                "Lot {lot} is known already: made {made}, expiry {expiry}. The entry says otherwise; look it "
                "up in the batch record.",
                lot=known.lot,
                made=known.made,
                expiry=known.expiry,
            )
        )
