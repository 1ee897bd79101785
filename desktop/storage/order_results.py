"""What became of each code of a work order, for files that tell of it: labels, names of packs, results."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from desktop.packing.model import STOPS, EventKind, PackFlag
from desktop.products.code_pool import CodeState
from desktop.storage.pack_tables import order_job, pack, pack_event
from desktop.storage.packs import in_parts
from desktop.storage.tables import batch, code, job, journal

AT_ONCE: Final = 1000
"""Codes in one batch of labels, and rows fetched at a time."""

_SEEN = (CodeState.VERIFIED, CodeState.PACKED)


@dataclass(frozen=True, slots=True)
class Coded:
    """A code and the pack level it was issued for."""

    value: str
    level: int


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels that were read, of one job; at most ``AT_ONCE`` of them.

    Attributes:
        number: of this part of the job's labels, from 1.
        at: when the job printed its first label.
    """

    job_id: int
    number: int
    at: datetime
    lot: str
    expiry: date
    codes: tuple[Coded, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one code.

    Attributes:
        parent: code of the pack it lies in, or empty.
        flag: how it was filled; None while it holds nothing.
    """

    code: str
    level: int
    parent: str
    state: CodeState
    flag: PackFlag | None
    lot: str
    made: date
    expiry: date


def labels(connection: Connection, order_id: int) -> Iterator[Labels]:
    """Yield the labels of an order that were read on a pack, whatever became of them, by job."""
    asked = (
        select(code.c.value, code.c.level, code.c.job_id, batch.c.lot, batch.c.expiry, job.c.created_at)
        .join(job, job.c.id == code.c.job_id)
        .join(batch, batch.c.id == job.c.batch_id)
        .where(_was_read(order_id))
        .order_by(code.c.job_id, code.c.ordinal)
    )
    with connection.execute(asked.execution_options(yield_per=AT_ONCE)) as rows:
        for job_id, of_job in groupby(rows, key=_job_of):
            at = _first_print(connection, job_id)
            for number, some in enumerate(_parts(of_job), start=1):
                first = some[0]
                codes = tuple(Coded(row.value, row.level) for row in some)
                yield Labels(job_id, number, at or first.created_at, first.lot, first.expiry, codes)


def coded(connection: Connection, ids: Collection[int]) -> dict[int, Coded]:
    """Return codes with their levels by id; those not known are left out."""
    found: dict[int, Coded] = {}
    for some in in_parts(sorted(ids)):
        rows = connection.execute(select(code.c.id, code.c.value, code.c.level).where(code.c.id.in_(some)))
        found.update((row.id, Coded(row.value, row.level)) for row in rows)
    return found


def places(connection: Connection, order_id: int) -> Iterator[tuple[Coded, Coded]]:
    """Yield each pack that lies in one of an order, with that one: (pack, parent).

    A pack that was mixed in belongs to the order that printed it, and lies in one of this order.
    """
    parent, box = code.alias("parent"), pack.alias("box")
    asked = (
        select(code.c.value, code.c.level, parent.c.value.label("above"), parent.c.level.label("above_level"))
        .join(pack, pack.c.code_id == code.c.id)
        .join(parent, parent.c.id == pack.c.parent_id)
        .join(box, box.c.code_id == pack.c.parent_id)
        .where(box.c.order_id == order_id)
    )
    with connection.execute(asked.execution_options(yield_per=AT_ONCE)) as rows:
        for row in rows:
            yield Coded(row.value, row.level), Coded(row.above, row.above_level)


def results(connection: Connection, order_id: int) -> Iterator[Result]:
    """Yield all codes of an order and those mixed into its packs: by level, in the order of printing."""
    parent = code.alias("parent")
    asked = (
        select(
            code.c.value,
            code.c.level,
            parent.c.value.label("above"),
            code.c.state,
            pack.c.flag,
            batch.c.lot,
            batch.c.made,
            batch.c.expiry,
        )
        .join(job, job.c.id == code.c.job_id)
        .join(batch, batch.c.id == job.c.batch_id)
        .outerjoin(pack, pack.c.code_id == code.c.id)
        .outerjoin(parent, parent.c.id == pack.c.parent_id)
        .where(or_(_of_jobs(order_id), _scanned(order_id), _mixed_in(order_id)))
        .order_by(code.c.level.desc(), code.c.job_id, code.c.ordinal)
    )
    with connection.execute(asked.execution_options(yield_per=AT_ONCE)) as rows:
        for row in rows:
            flag = None if row.flag is None else PackFlag(row.flag)
            yield Result(
                row.value, row.level, row.above or "", row.state, flag, row.lot, row.made, row.expiry
            )


def undone(connection: Connection, order_id: int) -> tuple[int, ...]:
    """Return the numbers of the events of an order that were taken back."""
    asked = select(pack_event.c.undoes).where(
        pack_event.c.order_id == order_id, pack_event.c.undoes.is_not(None)
    )
    return tuple(number for number in connection.scalars(asked) if number is not None)


def _was_read(order_id: int) -> ColumnElement[bool]:
    # A pack that proves that labels slipped may be one of another order, and was refused.
    happened = (pack_event.c.order_id == order_id, pack_event.c.kind.not_in([kind.value for kind in STOPS]))
    named = select(pack_event.c.code_id).where(*happened)
    # What takes the place of another may be of another order, too.
    other = select(pack_event.c.other_id).where(*happened, pack_event.c.kind == EventKind.REPLACED.value)
    return or_(
        _of_jobs(order_id) & code.c.state.in_(_SEEN),
        _scanned(order_id),
        code.c.id.in_(named),
        code.c.id.in_(other),
    )


def _of_jobs(order_id: int) -> ColumnElement[bool]:
    return code.c.job_id.in_(select(order_job.c.job_id).where(order_job.c.order_id == order_id))


def _scanned(order_id: int) -> ColumnElement[bool]:
    return code.c.id.in_(select(pack.c.code_id).where(pack.c.order_id == order_id))


def _mixed_in(order_id: int) -> ColumnElement[bool]:
    """Packs of other orders that lie in those of this one: only in such as are flagged to be mixed."""
    boxes = select(pack.c.code_id).where(
        pack.c.order_id == order_id, pack.c.flag.in_((PackFlag.MIXED.value, PackFlag.BOTH.value))
    )
    return code.c.id.in_(
        select(pack.c.code_id).where(pack.c.parent_id.in_(boxes), pack.c.order_id != order_id)
    )


def _first_print(connection: Connection, job_id: int) -> datetime | None:
    found: datetime | None = connection.scalar(
        select(func.min(journal.c.at)).where(journal.c.job_id == job_id, journal.c.event == CodeState.PRINTED)
    )
    return found


def _job_of(row: Row[*tuple[Any, ...]]) -> int:
    job_id: int = row.job_id
    return job_id


def _parts(rows: Iterator[Row[*tuple[Any, ...]]]) -> Iterator[list[Row[*tuple[Any, ...]]]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
