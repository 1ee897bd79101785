"""The gates before a line packs: each says what is missing and what to do; then the order starts.

Source of the gates: filing before coding (S002), clearance of the line and a second person (S003 controls),
and what the plants of the source documents complained of: labels for the wrong lot, a line that begins while
the batch before is still open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations.job_orders import JobOrder, PreparedJob, create_in, prepare
from desktop.operations.plant import Plant
from desktop.operations.work_orders import OrderRow, order
from desktop.packing.order import OrderState, state_name
from desktop.products.filing import gate
from desktop.products.job import FirstArticle, Job, JobState
from desktop.products.lines import Station
from desktop.products.packing import counted_packs
from desktop.products.quality import BatchStatus
from desktop.storage import jobs, printers
from desktop.storage import work_orders as stored
from desktop.storage.order_facts import OrderFacts, facts
from desktop.storage.store import Change
from desktop.storage.work_orders import OrderJob
from desktop.texts import Text, say


class Gate(StrEnum):
    """What an order passes before it starts, in the order in which people work."""

    ENTRY = "entry"
    """Lot and expiry were entered twice."""
    FILING = "filing"
    """The product's filing has passed, and required data is there."""
    VERSION = "version"
    """The product is still what it was when the order was planned."""
    RELEASE = "release"
    """The batch is not released yet."""
    CODES = "codes"
    """The pool has enough codes of each level."""
    STATION = "station"
    """The line prints labels of each level."""
    LINE = "line"
    """No other order has the line."""
    JOBS = "jobs"
    """No print job of no order is unfinished on its printers."""
    CLEARANCE = "clearance"
    """Each point of the clearance was found in order."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A gate that is closed. ``text``: why, and what to do."""

    gate: Gate
    text: Text


@dataclass(frozen=True, slots=True)
class LevelReady:
    """What a pack level of an order has for its labels.

    Attributes:
        level: from 1.
        needed: labels to be printed, spare included; 0: they come from elsewhere.
        available: codes in the pool now.
        station: where they are printed; empty: nowhere yet.
        idle: stations of the line that could print them too, and get no job: the first one in the
            direction of travel is taken.
    """

    level: int
    needed: int
    available: int
    station: str
    idle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far an order is from its start.

    Attributes:
        obstacles: the gates that are closed; none once it was started.
        levels: codes and stations by level, the unit first.
        occupied_by: numbers of other orders that have the line.
        first_due: its print jobs that wait for their first label to be confirmed.
        strays: print jobs of no order that are not finished on the printers of the line.
    """

    obstacles: tuple[Obstacle, ...]
    levels: tuple[LevelReady, ...]
    occupied_by: tuple[str, ...]
    first_due: tuple[OrderJob, ...] = ()
    strays: tuple[int, ...] = ()

    @property
    def closed(self) -> frozenset[Gate]:
        """The gates that are closed."""
        return frozenset(one.gate for one in self.obstacles)


def readiness(plant: Plant, order_id: int) -> Readiness:
    """Return how far an order is from its start.

    Raises:
        InputError: there is no such order.
    """
    with plant.store.read() as connection:
        found = facts(connection, order_id, plant.clock.now().date())
        due = tuple(
            one
            for one in stored.jobs_of(connection, order_id)
            if _waits_for_first(jobs.get(connection, one.job_id))
        )
    printing = _printing(found)
    return Readiness(
        obstacles_of(found) if _is_waiting(found) else (),
        tuple(
            LevelReady(
                level,
                needed,
                available,
                printing[level].name if level in printing else "",
                tuple(one.name for one in _able(found) if needed and one.level == level)[1:],
            )
            for level, (needed, available) in enumerate(
                zip(found.order.plan.codes, found.available, strict=True), start=1
            )
        ),
        found.occupied_by,
        due,
        tuple(one.job_id for one in found.strays) if _is_waiting(found) else (),
    )


def _waits_for_first(job: Job) -> bool:
    return job.first_article is FirstArticle.DUE and job.state not in {JobState.ABORTED, JobState.CLOSED}


def obstacles(plant: Plant, order_id: int) -> tuple[Obstacle, ...]:
    """Return what hinders an order from starting; nothing once it was started.

    Raises:
        InputError: there is no such order.
    """
    with plant.store.read() as connection:
        found = facts(connection, order_id, plant.clock.now().date())
    return obstacles_of(found) if _is_waiting(found) else ()


def obstacles_of(found: OrderFacts) -> tuple[Obstacle, ...]:
    """Return the gates that are closed."""
    closed = (
        (Gate.ENTRY, _entry(found)),
        (Gate.FILING, gate(found.planned.product, found.planned.details, found.filing)),
        (Gate.VERSION, _version(found)),
        (Gate.RELEASE, _released(found)),
        *((Gate.CODES, text) for text in _codes(found)),
        *((Gate.STATION, text) for text in _stations(found)),
        (Gate.LINE, _line(found)),
        *((Gate.JOBS, text) for text in _strays(found)),
        *((Gate.CLEARANCE, text) for text in _clearance(found)),
    )
    return tuple(Obstacle(which, text) for which, text in closed if text is not None)


def start(plant: Plant, order_id: int) -> tuple[OrderRow, Changes]:
    """Start an order: its print jobs are created, and the line is its own until it is closed.

    All or nothing: either each level has its job and the order runs, or nothing was changed.

    Raises:
        InputError: there is no such order.
        Refused: it was started, a gate is closed, or a job cannot be created as ``jobs.create_job`` says.
    """
    with plant.store.read() as connection:
        found = facts(connection, order_id, plant.clock.now().date())
        addresses = {one.id: one.address for one in printers.list_all(connection)}
    _refuse_closed(found)
    ready = [
        prepare(plant, _job_order(found, level, station, addresses[station.printer_id or 0]))
        for level, station in _printing(found).items()
    ]
    with plant.store.change(plant.actor, "order.start", f"work order {order_id}") as change:
        stored.lock_line(change, found.order.line_id)
        stored.get(change.connection, order_id, to_change=True)
        now = facts(change.connection, order_id, change.at.date())
        _refuse_closed(now)
        told = [_create(change, order_id, one) for one in ready]
        void = stored.void_clearances(change, now.order.line_id, order_id)
        stored.set_state(change, order_id, OrderState.RUNNING)
        change.new = {
            **(change.new or {}),
            "number": now.order.number,
            "jobs": told,
            "clearances_void": list(void),
        }
    return order(plant, order_id), Changes.of(Kind.ORDERS, Kind.JOBS, Kind.CODES, Kind.DESIGNS)


def _create(change: Change, order_id: int, ready: PreparedJob) -> dict[str, object]:
    made, told = create_in(change, ready)
    stored.link_job(change, order_id, made.id, made.level)
    return {"job": made.id, **told}


def _job_order(found: OrderFacts, level: int, station: Station, address: str) -> JobOrder:
    assert found.order.batch_id is not None
    return JobOrder(
        product_id=found.order.product_id,
        batch_id=found.order.batch_id,
        level=level,
        count=found.order.plan.codes[level - 1],
        label=station.label,
        printer=address,
        camera=station.camera or None,
        coder=station.coder,
        first_article=found.order.plan.first_article,
    )


def _printing(found: OrderFacts) -> dict[int, Station]:
    """Return by level the first station of the line that prints its labels."""
    stations: dict[int, Station] = {}
    for station in _able(found):
        stations.setdefault(station.level, station)
    return {
        level: stations[level]
        for level, count in enumerate(found.order.plan.codes, 1)
        if count and level in stations
    }


def _able(found: OrderFacts) -> tuple[Station, ...]:
    """Return the stations of the line that can print labels, in the direction of travel."""
    return tuple(one for one in found.stations if one.printer_id is not None and one.label)


def _refuse_closed(found: OrderFacts) -> None:
    if not _is_waiting(found):
        raise Refused(
            say(
                "Order {number} is {state}: it cannot be started again.",
                number=found.order.number,
                state=state_name(found.order.state),
            )
        )
    closed = obstacles_of(found)
    if closed:
        raise Refused(
            say("Order {number} cannot start yet:", number=found.order.number),
            [one.text for one in closed],
        )


def _is_waiting(found: OrderFacts) -> bool:
    return found.order.state in {OrderState.PLANNED, OrderState.CONFIRMED}


def _entry(found: OrderFacts) -> Text | None:
    if found.order.state is OrderState.CONFIRMED:
        return None
    if found.order.entry is None:
        return say("Lot and expiry are not entered yet: enter them from the batch record, twice.")
    return say("Lot and expiry were entered once: enter them a second time from the batch record.")


def _version(found: OrderFacts) -> Text | None:
    if found.effective is not None and found.effective.id == found.planned.id:
        return None
    return say(
        "{product} has changed since the order was planned: take the order out and plan it again.",
        product=found.planned.product.name,
    )


def _released(found: OrderFacts) -> Text | None:
    if found.status is not BatchStatus.RELEASED:
        return None
    return say("Its lot is released: hold it before more of it is packed.")


def _codes(found: OrderFacts) -> Iterator[Text]:
    for level, (needed, available) in enumerate(
        zip(found.order.plan.codes, found.available, strict=True), start=1
    ):
        if needed > available:
            yield say(
                "Level {level} needs {total} codes; the pool has {available}: import {missing} more.",
                level=level,
                total=needed,
                available=available,
                missing=needed - available,
            )


def _stations(found: OrderFacts) -> Iterator[Text]:
    printing = _printing(found)
    for level, count in enumerate(found.order.plan.codes, start=1):
        if count and level not in printing:
            yield say(
                "No station of the line prints labels of level {level} ({packs}): give a station of that "
                "level a printer and a label.",
                level=level,
                packs=counted_packs(level, count),
            )


def _line(found: OrderFacts) -> Text | None:
    if not found.occupied_by:
        return None
    return say("Order {number} is still on this line: close it first.", number=", ".join(found.occupied_by))


def _strays(found: OrderFacts) -> Iterator[Text]:
    for one in found.strays:
        yield say(
            "Print job {job} on {printer} belongs to no order and is not finished: finish it, or give it up, "
            "before the line begins another batch.",
            job=one.job_id,
            printer=one.printer,
        )


def _clearance(found: OrderFacts) -> Iterator[Text]:
    for point in found.order.plan.clearance:
        if point not in found.cleared:
            yield say("Line clearance is not confirmed: {point}", point=point)
