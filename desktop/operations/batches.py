"""Batches: propose the expiry, create, list."""

from dataclasses import dataclass
from datetime import date

from desktop.changes import Changes
from desktop.operations.plant import Plant
from desktop.products.batch import Batch, ExpiryProposal


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as stored."""

    id: int
    product_id: int
    product: str
    batch: Batch


def proposed_expiry(plant: Plant, product_id: int, made: date) -> ExpiryProposal:
    """Compute both lawful expiries from the product's shelf life, to be shown before one is used."""
    raise NotImplementedError


def create_batch(plant: Plant, product_id: int, batch: Batch) -> tuple[BatchRow, Changes]:
    """Create a batch.

    Raises:
        Refused: the lot exists already for this product, the expiry is not later than production, or
            is not one of the two that the shelf life allows.
    """
    raise NotImplementedError


def list_batches(plant: Plant) -> tuple[BatchRow, ...]:
    """Return all batches, newest production date first."""
    raise NotImplementedError
