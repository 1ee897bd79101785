"""Whether a batch may leave: under test, held or released, with what still stands against it.

Nothing that is not known is called good: what was not graded, not measurable or failed keeps a batch here
until somebody has measured it again, or has said why it need not be.
"""

from dataclasses import dataclass

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.operations import rights
from desktop.operations.job_codes import reason_given
from desktop.operations.plant import Plant
from desktop.operations.products import find_product
from desktop.operations.rights import Right
from desktop.products.quality import BatchEvent, BatchStatus, Obstacle, status_name
from desktop.storage import batches, obstacles, products, quality
from desktop.texts import say

__all__ = ["BatchQuality", "find_batch", "history", "hold", "obstacles_of", "release", "status", "statuses"]

CHANGED = Changes.of(Kind.QUALITY, Kind.BATCHES)


@dataclass(frozen=True, slots=True)
class BatchQuality:
    """A batch as QA sees it.

    Attributes:
        obstacles: what stands against a release; empty where it is released, and where nobody has looked.
        decided: the last hold or release, None: nobody has decided anything.
    """

    batch_id: int
    product: str
    lot: str
    specimen: bool
    status: BatchStatus
    obstacles: tuple[Obstacle, ...]
    decided: BatchEvent | None


def status(plant: Plant, batch_id: int) -> BatchQuality:
    """Return one batch with all that stands against its release.

    Raises:
        InputError: there is no such batch.
    """
    with plant.store.read() as connection:
        found = batches.get(connection, batch_id)
        events = quality.events_of(connection, batch_id)
        state = events[-1].status if events else BatchStatus.UNDER_TEST
        against = () if state is BatchStatus.RELEASED else obstacles.of_batch(connection, batch_id)
        return BatchQuality(
            batch_id,
            products.get(connection, found.product_id).product.name,
            found.batch.lot,
            found.batch.specimen,
            state,
            against,
            events[-1] if events else None,
        )


def statuses(plant: Plant) -> tuple[BatchQuality, ...]:
    """Return all batches, the newest production date first, without what stands against their release."""
    with plant.store.read() as connection:
        names = {row.id: row.product.name for row in products.list_all(connection)}
        decided = quality.last_events(connection)
        return tuple(
            BatchQuality(
                row.id,
                names[row.product_id],
                row.batch.lot,
                row.batch.specimen,
                decided[row.id].status if row.id in decided else BatchStatus.UNDER_TEST,
                (),
                decided.get(row.id),
            )
            for row in batches.list_all(connection)
        )


def obstacles_of(plant: Plant, batch_id: int) -> tuple[Obstacle, ...]:
    """Return what stands against the release of a batch, each with what to do. InputError: no such batch."""
    with plant.store.read() as connection:
        batches.get(connection, batch_id)
        return obstacles.of_batch(connection, batch_id)


def history(plant: Plant, batch_id: int) -> tuple[BatchEvent, ...]:
    """Return how a batch was held and released, the oldest first. InputError: no such batch."""
    with plant.store.read() as connection:
        batches.get(connection, batch_id)
        return quality.events_of(connection, batch_id)


def hold(plant: Plant, batch_id: int, reason: str) -> Changes:
    """Hold a batch, also one that was released. Anybody may.

    Raises:
        InputError: there is no such batch, or no reason is given.
        Refused: it is held already.
    """
    words = reason_given(reason)
    with plant.store.change(plant.actor, "batch.hold", f"batch {batch_id}", reason=words) as change:
        lot = batches.get(change.connection, batch_id).batch.lot
        quality.lock(change, batch_id)
        if quality.status_of(change.connection, batch_id) is BatchStatus.HELD:
            raise Refused(
                say("Lot {lot} is {status} already.", lot=lot, status=status_name(BatchStatus.HELD))
            )
        quality.set_status(change, batch_id, BatchStatus.HELD, say("Held: {reason}", reason=words))
    return CHANGED


def release(plant: Plant, batch_id: int, reason: str) -> Changes:
    """Release a batch.

    Raises:
        InputError: there is no such batch, or no reason is given.
        Refused: the person may not, it is released already, or something stands against it: each obstacle is
            a detail that says what to do.
    """
    rights.require(plant, Right.RELEASE)
    words = reason_given(reason)
    with plant.store.change(plant.actor, "batch.release", f"batch {batch_id}", reason=words) as change:
        lot = batches.get(change.connection, batch_id).batch.lot
        quality.lock(change, batch_id)
        if quality.status_of(change.connection, batch_id) is BatchStatus.RELEASED:
            raise Refused(
                say("Lot {lot} is {status} already.", lot=lot, status=status_name(BatchStatus.RELEASED))
            )
        against = obstacles.of_batch(change.connection, batch_id)
        if against:
            raise Refused(
                say("Lot {lot} cannot be released yet:", lot=lot), [obstacle.text for obstacle in against]
            )
        quality.set_status(change, batch_id, BatchStatus.RELEASED, say("Released: {reason}", reason=words))
    return CHANGED


def find_batch(plant: Plant, lot: str, product: str = "") -> int:
    """Return the batch with a lot, as it is written.

    Args:
        plant: where.
        lot: batch number.
        product: name, GTIN or type number of its product, where several have such a lot; or empty.

    Raises:
        InputError: there is no such batch or product, or several products have such a lot.
    """
    of_product = find_product(plant, product).id if product else None
    with plant.store.read() as connection:
        found = [
            row
            for row in batches.list_all(connection)
            if row.batch.lot == lot and of_product in {None, row.product_id}
        ]
        names = [products.get(connection, row.product_id).product.name for row in found]
    if not found:
        raise InputError(say("There is no batch with lot {lot}.", lot=lot))
    if len(found) > 1:
        raise InputError(
            say(
                "Several products have a lot {lot}: {products}. Say which.",
                lot=lot,
                products=", ".join(names),
            )
        )
    return found[0].id
