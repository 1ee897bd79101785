"""Lot and expiry of an order, entered twice by people who do not see each other's entry.

A wrong lot or expiry on a hundred thousand packs is the dearest typing error of a line. Both entries are
compared once both are in. Where they differ both are shown and both are forgotten, so that nobody just types
off what stands there: somebody looks into the batch record and both enter anew.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations import batches as batch_operations
from desktop.operations.order_planning import checked_batch
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.work_orders import CHANGED
from desktop.packing.order import LotEntry, OrderState, state_name
from desktop.products.batch import Batch
from desktop.storage import batches
from desktop.storage import work_orders as stored
from desktop.storage.work_orders import StoredOrder
from desktop.texts import Text, say


class Entered(StrEnum):
    """What became of an entry."""

    FIRST = "first"
    """It is kept, and waits for the second."""
    CONFIRMED = "confirmed"
    """Both say the same; the order has its batch."""
    DIFFERENT = "different"
    """They differ; both are forgotten."""


@dataclass(frozen=True, slots=True)
class EntryResult:
    """What became of an entry, and what a person is told of it."""

    outcome: Entered
    sentence: Text


def enter(
    plant: Plant,
    order_id: int,
    lot: str,
    expiry: date,
    *,
    made: date | None = None,
    person: Reviewer | None = None,
) -> tuple[EntryResult, Changes]:
    """Enter lot and expiry of an order: the first or the second entry, whichever is due.

    Args:
        plant: where, and who is at the keyboard.
        order_id: which.
        lot: as it stands in the batch record.
        expiry: last day on which the product may be used.
        made: production date, with the first entry of a lot that is new, if the order does not say it.
        person: who enters it, if another than the one who is at the keyboard came there.

    Raises:
        InputError: the first entry is not as it must be; there is no such order.
        Refused: the order needs no entry any more; the plant asks for two people and it is the same one; a
            known batch of that lot says otherwise, or the expiry does not follow from production.
    """
    with plant.store.read() as connection:
        found = stored.get(connection, order_id)
    entry = LotEntry(lot.strip(), expiry, plant.actor if person is None else person.name)
    _refuse_unasked(found)
    if found.entry is None:
        return _keep_first(plant, found, entry, made or found.made)
    _refuse_same_person(found, entry)
    if found.entry.agrees_with(entry):
        return _confirm(plant, found, entry)
    return _forget_both(plant, found, entry)


def _keep_first(
    plant: Plant, found: StoredOrder, entry: LotEntry, made: date | None
) -> tuple[EntryResult, Changes]:
    checked_batch(plant, found.product_id, entry.lot, entry.expiry, made)
    with plant.store.change(plant.actor, "order.enter", f"work order {found.id}") as change:
        now = _unchanged(stored.get(change.connection, found.id, to_change=True), found)
        stored.keep_entry(change, now, entry, made)
        change.new = {"number": now.number, "entered_by": entry.by}
    return (
        EntryResult(
            Entered.FIRST,
            say("Kept. Lot and expiry of order {number} are now entered a second time.", number=found.number),
        ),
        CHANGED,
    )


def _confirm(plant: Plant, found: StoredOrder, entry: LotEntry) -> tuple[EntryResult, Changes]:
    batch = checked_batch(plant, found.product_id, entry.lot, entry.expiry, found.made)
    batch_id = _batch_id(plant, found.product_id, batch)
    with plant.store.change(plant.actor, "order.confirm", f"work order {found.id}") as change:
        now = _unchanged(stored.get(change.connection, found.id, to_change=True), found)
        stored.confirm(change, now, batch_id, entry.by)
        change.new = {
            **(change.new or {}),
            "number": now.number,
            "lot": batch.lot,
            "expiry": batch.expiry.isoformat(),
            "entered_by": [_first(now).by, entry.by],
        }
    return (
        EntryResult(
            Entered.CONFIRMED,
            say(
                "Both entries agree: order {number} packs lot {lot}, expiry {expiry}.",
                number=found.number,
                lot=batch.lot,
                expiry=batch.expiry,
            ),
        ),
        Changes.of(Kind.ORDERS, Kind.BATCHES),
    )


def _forget_both(plant: Plant, found: StoredOrder, entry: LotEntry) -> tuple[EntryResult, Changes]:
    first = _first(found)
    with plant.store.change(plant.actor, "order.differ", f"work order {found.id}") as change:
        now = _unchanged(stored.get(change.connection, found.id, to_change=True), found)
        stored.keep_entry(change, now, None, now.made)
        change.new = {
            "number": now.number,
            "entries": [[one.lot, one.expiry.isoformat(), one.by] for one in (first, entry)],
        }
    return (
        EntryResult(
            Entered.DIFFERENT,
            say(
                "The entries differ. {first}: lot {first_lot}, expiry {first_expiry}. {second}: lot "
                "{second_lot}, expiry {second_expiry}. Look into the batch record; both are entered anew.",
                first=first.by,
                first_lot=first.lot,
                first_expiry=first.expiry,
                second=entry.by,
                second_lot=entry.lot,
                second_expiry=entry.expiry,
            ),
        ),
        CHANGED,
    )


def _batch_id(plant: Plant, product_id: int, batch: Batch) -> int:
    """Return the id of a batch, which is created if it is new."""
    with plant.store.read() as connection:
        known = batches.find(connection, product_id, batch.lot)
    if known is not None:
        return known.id
    row, _ = batch_operations.create_batch(plant, product_id, batch)
    return row.id


def _refuse_unasked(found: StoredOrder) -> None:
    if found.state is not OrderState.PLANNED:
        raise Refused(
            say(
                "Order {number} is {state}: its lot and expiry stand already.",
                number=found.number,
                state=state_name(found.state),
            )
        )


def _refuse_same_person(found: StoredOrder, entry: LotEntry) -> None:
    if found.plan.two_people and _first(found).by.casefold() == entry.by.casefold():
        raise Refused(
            say(
                "{person} entered lot and expiry of order {number} first: another person enters them the "
                "second time.",
                person=entry.by,
                number=found.number,
            )
        )


def _unchanged(now: StoredOrder, found: StoredOrder) -> StoredOrder:
    """Refuse an entry that another one came before, as what it was compared with is gone."""
    if (now.state, now.entry) != (found.state, found.entry):
        raise Refused(
            say(
                "Somebody else entered lot and expiry of order {number} just now: look at the order again.",
                number=found.number,
            )
        )
    return now


def _first(found: StoredOrder) -> LotEntry:
    assert found.entry is not None
    return found.entry
