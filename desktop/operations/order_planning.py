"""A work order is planned: what is packed, how much of it, on which line, and the codes that takes.

Lot and expiry, if they are said already, are the first of their two entries (``order_entry``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from desktop.changes import Changes
from desktop.errors import InputError, Refused
from desktop.operations import batches as batch_operations
from desktop.operations.plant import Plant
from desktop.operations.work_orders import CHANGED, OrderRow, order
from desktop.packing.order import LotEntry, OrderPlan
from desktop.products import code_plan
from desktop.products.batch import Batch
from desktop.products.lines import checked_name
from desktop.products.packing import Packing
from desktop.products.product import Product
from desktop.products.version import ProductVersion
from desktop.storage import batches, lines, product_versions
from desktop.storage import work_orders as stored
from desktop.storage.store import Change
from desktop.storage.work_orders import NewOrder
from desktop.texts import say

SPARE_PERCENT: Final = 2.0
"""Codes beyond those that are needed, for labels that spoil. No standard's number."""


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
