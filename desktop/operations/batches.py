"""Batches: propose the expiry, create, list."""

import calendar
from dataclasses import dataclass, replace
from datetime import date

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations.plant import Plant
from desktop.products.batch import Batch, ExpiryProposal, propose_expiry
from desktop.storage import batches as stored
from desktop.storage import product_versions, products
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as stored."""

    id: int
    product_id: int
    product: str
    batch: Batch


def proposed_expiry(plant: Plant, product_id: int, made: date) -> ExpiryProposal:
    """Compute both lawful expiries from the product's shelf life, to be shown before one is used.

    The shelf life is that of the version that was in effect on the day of production.

    Raises:
        Refused: the product's shelf life is not known yet.
    """
    with plant.store.read() as connection:
        newest = product_versions.newest(connection, product_id)
        product = (product_versions.effective(connection, product_id, made) or newest).product
    if product.shelf_life_months is None:
        raise Refused(
            say("The shelf life of {product} is not known: complete the product first.", product=product.name)
        )
    return propose_expiry(made, product.shelf_life_months)


def create_batch(plant: Plant, product_id: int, batch: Batch) -> tuple[BatchRow, Changes]:
    """Create a batch. A batch of a specimen product is a specimen, whatever ``batch`` says.

    Raises:
        Refused: the lot exists already for this product, or the expiry is not one of the two that the
            shelf life allows.
    """
    refuse_unlawful_expiry(plant, product_id, batch)
    with plant.store.change(plant.actor, "batch.create", f"lot {batch.lot}") as change:
        product = products.get(change.connection, product_id).product
        batch = replace(batch, specimen=batch.specimen or product.specimen)
        batch_id = stored.insert(change.connection, product_id, batch)
        change.new = {
            "product": product.type_no,
            "lot": batch.lot,
            "made": batch.made.isoformat(),
            "expiry": batch.expiry.isoformat(),
            "specimen": batch.specimen,
        }
    return BatchRow(batch_id, product_id, product.name, batch), Changes.of(Kind.BATCHES)


def refuse_unlawful_expiry(plant: Plant, product_id: int, batch: Batch) -> None:
    """Refuse an expiry that does not follow from the production date.

    Raises:
        Refused: it is not one of the two that the shelf life allows, or the shelf life is not known yet.
    """
    proposal = proposed_expiry(plant, product_id, batch.made)
    year, month = proposal.last_whole_month
    lawful = (proposal.day_before, date(year, month, calendar.monthrange(year, month)[1]))
    if batch.expiry not in lawful:
        raise Refused(
            say(
                "Expiry {found} does not follow from production on {made} and the shelf life: "
                "it must be {day} (the day before) or {month} (the last whole month).",
                found=batch.expiry,
                made=batch.made,
                day=lawful[0],
                month=lawful[1],
            )
        )


def list_batches(plant: Plant) -> tuple[BatchRow, ...]:
    """Return all batches, newest production date first."""
    with plant.store.read() as connection:
        names = {row.id: row.product.name for row in products.list_all(connection)}
        return tuple(
            BatchRow(row.id, row.product_id, names[row.product_id], row.batch)
            for row in stored.list_all(connection)
        )
