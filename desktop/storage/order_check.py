"""What keeps a work order from being closed: its sums, its print jobs, its grades."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.packing.reconciliation import LevelSum, OpenItem, StoppedStation, open_items
from desktop.products.job import JobState
from desktop.products.quality import Obstruction
from desktop.storage import lines, obstacles, order_sums, pack_stops, work_orders
from desktop.storage.order_sums import OrderJob
from desktop.storage.work_orders import StoredOrder
from desktop.texts import Text

_ENDED = frozenset({JobState.DONE, JobState.ABORTED, JobState.CLOSED})
_OF_GRADES = frozenset(
    {
        Obstruction.SAMPLES_DUE,
        Obstruction.FAILED,
        Obstruction.NOT_MEASURABLE,
        Obstruction.NOT_ACCEPTABLE,
    }
)
"""The others are of print jobs and unknown codes, which the order tells itself, or matter to a release."""


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """A work order with its sums and all that is open."""

    order: StoredOrder
    jobs: tuple[OrderJob, ...]
    levels: tuple[LevelSum, ...]
    items: tuple[OpenItem, ...]


def check(connection: Connection, order_id: int) -> OrderCheck:
    """Count the codes of an order and say what is open.

    Raises:
        InputError: there is no such order.
    """
    order = work_orders.get(connection, order_id)
    if order.batch_id is None:
        return OrderCheck(order, (), (), ())
    top = work_orders.packing_order(connection, order_id).top
    jobs = order_sums.jobs_of(connection, order_id)
    levels = order_sums.sums(connection, order_id, top)
    running = [one.id for one in jobs if one.state not in _ENDED]
    quality = _quality(connection, order.batch_id, [one.id for one in jobs])
    stopped = _stopped(connection, order)
    return OrderCheck(order, jobs, levels, open_items(levels, top, running, quality, stopped))


def _stopped(connection: Connection, order: StoredOrder) -> tuple[StoppedStation, ...]:
    ids = {one.station_id for one in pack_stops.open_ones(connection, order.id)}
    if not ids:
        return ()
    found = lines.stations_of(connection, order.line_id)
    return tuple(StoppedStation(one.name, one.level) for one in found if one.id in ids)


def _quality(connection: Connection, batch_id: int, jobs: Sequence[int]) -> tuple[Text, ...]:
    return tuple(
        one.text
        for one in obstacles.of_batch(connection, batch_id)
        if one.job_id in jobs and one.kind in _OF_GRADES
    )
