"""Labels of packs as print jobs made them: those that stand on no filled pack yet, and their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, exists, func, select

from desktop.packing.model import EventKind
from desktop.products.code_pool import CodeState
from desktop.storage.pack_tables import pack, pack_event
from desktop.storage.tables import code

_WAITING: Final = (CodeState.SENT, CodeState.PRINTED, CodeState.VERIFIED)

_UNUSED = (
    select(func.count())
    .select_from(code)
    .outerjoin(pack, pack.c.code_id == code.c.id)
    .where(
        code.c.job_id.in_(bindparam("jobs", expanding=True)),
        code.c.state.in_(_WAITING),
        func.coalesce(pack.c.children, 0) == 0,
    )
)

_COMING: Final = (CodeState.SENT, CodeState.PRINTED)

_GONE = (
    select(code.c.ordinal)
    .where(
        code.c.job_id == bindparam("job"),
        code.c.ordinal.in_(bindparam("numbers", expanding=True)),
        code.c.state.not_in(_COMING),
    )
    .order_by(code.c.ordinal)
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a print job. ``number``: its place in print order, from 1."""

    job_id: int
    number: int


def unused(connection: Connection, jobs: Sequence[int]) -> int:
    """Count the labels of print jobs that wait for a pack to stand on."""
    return connection.scalar(_UNUSED, {"jobs": list(jobs)}) or 0


def in_print(connection: Connection, code_id: int) -> Label | None:
    """Return where a code stands in print order; None if no job has it."""
    row = connection.execute(select(code.c.job_id, code.c.ordinal).where(code.c.id == code_id)).one_or_none()
    return None if row is None or row.job_id is None else Label(row.job_id, row.ordinal)


def last_scanned(
    connection: Connection, order_id: int, station_id: int, after: int, limit: int
) -> tuple[Label, ...]:
    """Return the labels that a station scanned into its tray last, in the order of scanning.

    Scans that were taken back are left out.

    Args:
        connection: to read on.
        order_id: of the order.
        station_id: of the station.
        after: number of the event behind which it begins.
        limit: how many at most.
    """
    later = pack_event.alias("later")
    rows = connection.execute(
        select(code.c.job_id, code.c.ordinal)
        .select_from(pack_event)
        .join(code, code.c.id == pack_event.c.code_id)
        .where(
            pack_event.c.order_id == order_id,
            pack_event.c.station_id == station_id,
            pack_event.c.id > after,
            pack_event.c.kind == EventKind.COLLECTED.value,
            code.c.job_id.is_not(None),
            ~exists().where(later.c.undoes == pack_event.c.id),
        )
        .order_by(pack_event.c.id.desc())
        .limit(limit)
    )
    return tuple(Label(job_id, number) for job_id, number in reversed(rows.all()))


def gone(connection: Connection, job_id: int, numbers: Sequence[int]) -> tuple[int, ...]:
    """Return those of some labels of a job that will not come past a scanner again, numbers rising.

    That is all but printed ones that nobody has read yet, and those on their way.
    """
    if not numbers:
        return ()
    return tuple(connection.scalars(_GONE, {"job": job_id, "numbers": list(numbers)}))
