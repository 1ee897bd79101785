"""Batches of products."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy import insert as insert_into

from desktop.errors import InputError, Refused
from desktop.products.batch import Batch
from desktop.storage.tables import batch
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch and its number in this plant."""

    id: int
    product_id: int
    batch: Batch


def insert(connection: Connection, product_id: int, new: Batch) -> int:
    """Add a batch and return its id.

    Raises:
        Refused: this product has a batch with that lot already.
    """
    if find(connection, product_id, new.lot) is not None:
        raise Refused(say("Lot {lot} of this product is known already.", lot=new.lot))
    key = connection.execute(
        insert_into(batch).values(
            product_id=product_id, lot=new.lot, made=new.made, expiry=new.expiry, specimen=new.specimen
        )
    ).inserted_primary_key
    assert key is not None
    batch_id: int = key[0]
    return batch_id


def get(connection: Connection, batch_id: int) -> StoredBatch:
    """Return one batch.

    Raises:
        InputError: there is none.
    """
    row = connection.execute(select(batch).where(batch.c.id == batch_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no batch number {id}.", id=batch_id))
    return _stored(row)


def find(connection: Connection, product_id: int, lot: str) -> StoredBatch | None:
    """Return the batch of a product by its lot, exactly as written."""
    row = connection.execute(
        select(batch).where(batch.c.product_id == product_id, batch.c.lot == lot)
    ).one_or_none()
    return None if row is None else _stored(row)


def list_all(connection: Connection) -> tuple[StoredBatch, ...]:
    """Return all batches, the newest production date first."""
    rows = connection.execute(select(batch).order_by(batch.c.made.desc(), batch.c.id.desc()))
    return tuple(_stored(row) for row in rows)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredBatch:
    return StoredBatch(row.id, row.product_id, Batch(row.lot, row.made, row.expiry, row.specimen))
