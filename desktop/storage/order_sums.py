"""What became of the codes of a work order: the sums of each level, and the list behind each number."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from desktop.packing.model import EventKind, PackFlag, PlaceChange
from desktop.packing.reconciliation import LevelSum, Listing
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.storage import counts, pack_events
from desktop.storage.pack_tables import EXCEPTIONAL, order_job, pack, pack_event
from desktop.storage.tables import code, job, journal

PAGE = 1000
"""Packs that a list tells at a time."""

START = (0, 0)
"""Before the first pack of a list."""

_PARTIAL = (PackFlag.PARTIAL.value, PackFlag.BOTH.value)

_OF_STATE = {
    Listing.ALLOCATED: (CodeState.ALLOCATED,),
    Listing.MISSING: (CodeState.PRINTED,),
    Listing.VERIFIED: (CodeState.VERIFIED,),
    Listing.PACKED: (CodeState.PACKED,),
    Listing.SPOILED: (CodeState.SPOILED,),
    Listing.SAMPLED: (CodeState.SAMPLED,),
    Listing.VOID: (CodeState.VOID,),
    Listing.UNKNOWN: (CodeState.UNKNOWN, CodeState.SENT),
    Listing.LOOSE: (CodeState.VERIFIED,),
    Listing.EMPTY: (CodeState.VERIFIED,),
}
"""Lists that are lists of codes in some states."""

_OF_PARENTS = frozenset({Listing.EMPTY, Listing.BELOW_RATIO, Listing.UNEXPLAINED})
"""Lists in which no unit can stand."""

_parent = code.alias("parent_code")


@dataclass(frozen=True, slots=True)
class OrderJob:
    """A print job of an order."""

    id: int
    level: int
    state: JobState
    printer: str
    camera: str | None
    created_by: str


@dataclass(frozen=True, slots=True)
class ListedPack:
    """One pack of a list.

    Attributes:
        code: its digits.
        state: of its code.
        job_id: that printed its label, or gave it back.
        number: of its label in that job, from 1; of a code that was given back, its place among those.
        parent: code of the pack it lies in, or empty.
        tray: station in whose tray it lies.
        children: how many packs it holds.
    """

    code: str
    state: CodeState
    job_id: int
    number: int
    parent: str
    tray: int | None
    children: int

    @property
    def key(self) -> tuple[int, int]:
        """Where the next page begins behind it."""
        return (self.job_id, self.number)


def jobs_of(connection: Connection, order_id: int) -> tuple[OrderJob, ...]:
    """Return the print jobs of an order, the smallest packs first."""
    rows = connection.execute(
        select(job.c.id, order_job.c.level, job.c.state, job.c.printer, job.c.camera, job.c.created_by)
        .join(order_job, order_job.c.job_id == job.c.id)
        .where(order_job.c.order_id == order_id)
        .order_by(order_job.c.level, job.c.id)
    )
    return tuple(
        OrderJob(row.id, row.level, JobState(row.state), row.printer, row.camera, row.created_by)
        for row in rows
    )


def sums(connection: Connection, order_id: int, top: int) -> tuple[LevelSum, ...]:
    """Count the codes of an order, level by level up to ``top``."""
    own = jobs_of(connection, order_id)
    partial = _partial(connection, order_id, false())
    unexplained = _partial(connection, order_id, _explained())
    if unexplained:
        # Looked for only now: it takes the changes of every such event apart.
        unexplained = _partial(connection, order_id, _explained(_moved_from(connection, order_id)))
    return tuple(
        _level(
            connection,
            order_id,
            level,
            [one for one in own if one.level == level],
            partial.get(level, 0),
            unexplained.get(level, 0),
        )
        for level in range(1, top + 1)
    )


def _level(
    connection: Connection,
    order_id: int,
    level: int,
    own: Sequence[OrderJob],
    below_ratio: int,
    unexplained: int,
) -> LevelSum:
    ids = [one.id for one in own]
    numbers: dict[CodeState, int] = {}
    for one in ids:
        for state, n in counts.numbers_of_job(connection, one).items():
            numbers[state] = numbers.get(state, 0) + n
    closed = [one.id for one in own if one.state is JobState.CLOSED]
    numbers[CodeState.RETURNED] = numbers.get(CodeState.RETURNED, 0) + _given_back(connection, closed)
    trays = _count(connection, ids, _in_tray(order_id))
    verified = numbers.get(CodeState.VERIFIED, 0)
    filled = (
        _count(connection, ids, _filled_and_loose(order_id, level)) if level > 1 else max(0, verified - trays)
    )
    return LevelSum(
        level=level,
        found=_rows_of(connection, ids),
        counts=counts.as_counts(numbers),
        in_trays=trays,
        loose=filled,
        empty=max(0, verified - trays - filled),
        below_ratio=below_ratio,
        unexplained=unexplained,
    )


def _rows_of(connection: Connection, job_ids: Sequence[int]) -> int:
    return connection.scalar(select(func.count()).select_from(code).where(code.c.job_id.in_(job_ids))) or 0


def _given_back(connection: Connection, job_ids: Sequence[int]) -> int:
    """Count the codes that went back to the pool when jobs were closed."""
    back = select(func.sum(journal.c.run)).where(
        journal.c.job_id.in_(job_ids), journal.c.event == CodeState.AVAILABLE
    )
    return connection.scalar(back) or 0 if job_ids else 0


def _count(connection: Connection, job_ids: Sequence[int], wanted: ColumnElement[bool]) -> int:
    """Count packs of some jobs whose code is VERIFIED."""
    statement = (
        select(func.count())
        .select_from(pack)
        .join(code, code.c.id == pack.c.code_id)
        .where(wanted, code.c.job_id.in_(job_ids), code.c.state == CodeState.VERIFIED)
    )
    return connection.scalar(statement) or 0


def _in_tray(order_id: int) -> ColumnElement[bool]:
    # Written so that trays are looked into, which are few packs, and not all packs of the order.
    return and_(pack.c.tray > 0, pack.c.order_id + 0 == order_id)


def _filled_and_loose(order_id: int, level: int) -> ColumnElement[bool]:
    return and_(
        pack.c.order_id == order_id,
        pack.c.level == level,
        pack.c.parent_id.is_(None),
        pack.c.tray.is_(None),
        pack.c.children > 0,
    )


def _partial(connection: Connection, order_id: int, but_not: ColumnElement[bool]) -> Mapping[int, int]:
    rows = connection.execute(
        select(pack.c.level, func.count().label("n"))
        .where(pack.c.order_id == order_id, pack.c.level > 1, pack.c.flag.in_(_PARTIAL), ~but_not)
        .group_by(pack.c.level)
    )
    return {row.level: row.n for row in rows}


def _explained(moved_from: Collection[int] = ()) -> ColumnElement[bool]:
    """Whether a person gave a reason for what happened to a pack, or to what was in it."""
    named = (
        select(pack_event.c.id)
        .where(
            or_(pack_event.c.other_id == pack.c.code_id, pack_event.c.code_id == pack.c.code_id),
            pack_event.c.reason != "",
            pack_event.c.kind != EventKind.RESUMED.value,
        )
        .exists()
    )
    return or_(named, pack.c.code_id.in_(moved_from))


def _moved_from(connection: Connection, order_id: int) -> frozenset[int]:
    """Return the packs out of which another was moved for a reason; such an event names where to only."""
    rows = connection.scalars(
        select(pack_event.c.changes)
        .where(
            pack_event.c.order_id == order_id,
            EXCEPTIONAL,
            pack_event.c.kind == EventKind.MOVED.value,
            pack_event.c.reason != "",
        )
        .order_by(pack_event.c.id)  # this leads to the index of exceptions, and not to that of the order
    )
    return frozenset(
        change.old.parent_id
        for row in rows
        for change in pack_events.from_json(row)
        if isinstance(change, PlaceChange) and change.old.parent_id is not None
    )


def listed(
    connection: Connection,
    order_id: int,
    level: int,
    listing: Listing,
    after: tuple[int, int] = START,
    limit: int = PAGE,
    digits: str = "",
) -> tuple[ListedPack, ...]:
    """Return a page of a list, in the order of printing.

    Args:
        connection: to read on.
        order_id: of the order.
        level: of the packs.
        listing: which list.
        after: ``ListedPack.key`` of the last pack of the page before.
        limit: how many at most.
        digits: only codes that contain these.
    """
    if level == 1 and listing in _OF_PARENTS:
        return ()
    found: list[ListedPack] = []
    moved_from: Collection[int] = ()
    if listing is Listing.UNEXPLAINED and _partial(connection, order_id, _explained()).get(level):
        moved_from = _moved_from(connection, order_id)
    for one in jobs_of(connection, order_id):
        if one.level != level or one.id < after[0] or len(found) >= limit:
            continue
        behind = after[1] if one.id == after[0] else 0
        room = limit - len(found)
        if listing is Listing.RETURNED:
            if one.state is JobState.CLOSED:
                found += _returned_by(connection, one.id, behind, room, digits)
            continue
        statement = _of_job(one.id, order_id, listing, moved_from).where(code.c.ordinal > behind)
        if digits:
            statement = statement.where(code.c.value.contains(digits, autoescape=True))
        rows = connection.execute(statement.order_by(code.c.ordinal).limit(room))
        found += [
            ListedPack(
                row.value,
                row.state,
                row.job_id,
                row.ordinal,
                row.parent or "",
                row.tray,
                row.children or 0,
            )
            for row in rows
        ]
    return tuple(found)


def _returned_by(
    connection: Connection, job_id: int, behind: int, limit: int, digits: str
) -> Iterator[ListedPack]:
    """Yield codes that went back to the pool when a job was closed, found by the job's journal.

    The codes themselves no longer know the job; their states are of today.
    """
    runs = connection.execute(
        select(journal.c.code_id, journal.c.run)
        .where(journal.c.job_id == job_id, journal.c.event == CodeState.AVAILABLE)
        .order_by(journal.c.id)
    )
    before = told = 0
    for first, count in runs.all():
        if before + count > behind and told < limit:
            statement = select(code.c.id, code.c.value, code.c.state).where(
                code.c.id.between(first + max(0, behind - before), first + count - 1)
            )
            if digits:
                statement = statement.where(code.c.value.contains(digits, autoescape=True))
            for row in connection.execute(statement.order_by(code.c.id).limit(limit - told)):
                told += 1
                yield ListedPack(row.value, row.state, job_id, before + row.id - first + 1, "", None, 0)
        before += count


def _of_job(
    job_id: int, order_id: int, listing: Listing, moved_from: Collection[int]
) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            code.c.value,
            code.c.state,
            code.c.job_id,
            code.c.ordinal,
            pack.c.tray,
            pack.c.children,
            _parent.c.value.label("parent"),
        )
        .select_from(code)
        .outerjoin(pack, pack.c.code_id == code.c.id)
        .outerjoin(_parent, _parent.c.id == pack.c.parent_id)
    )
    if listing is not Listing.TRAY:
        statement = statement.where(code.c.job_id == job_id)
    states = _OF_STATE.get(listing)
    if states is not None:
        statement = statement.where(code.c.state.in_(states))
    match listing:
        case Listing.LOOSE:
            return statement.where(
                pack.c.tray.is_(None), or_(code.c.level == 1, func.coalesce(pack.c.children, 0) > 0)
            )
        case Listing.EMPTY:
            return statement.where(
                pack.c.tray.is_(None), code.c.level > 1, func.coalesce(pack.c.children, 0) == 0
            )
        case Listing.TRAY:
            # From the trays to their codes: read through the job's index it would be all codes of the job.
            trays = select(pack.c.code_id).where(_in_tray(order_id))
            return statement.where(code.c.id.in_(trays)).where(code.c.job_id + 0 == job_id)
        case Listing.BELOW_RATIO:
            return statement.where(pack.c.flag.in_(_PARTIAL))
        case Listing.UNEXPLAINED:
            return statement.where(pack.c.flag.in_(_PARTIAL), ~_explained(moved_from))
    return statement
