"""What of an order is done and what is still missing, counted for the steps that follow each other."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desktop.products.code_pool import CodeState
from desktop.storage.kept_files import FileKind
from desktop.storage.pack_tables import kept_file, order_job, pack
from desktop.storage.tables import code, code_count

_LABELLED = (CodeState.PRINTED, CodeState.VERIFIED, CodeState.PACKED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order is.

    Attributes:
        labelled: codes whose label is printed, read or packed.
        unread: codes that were printed and never read.
        unknown: codes of which nobody knows whether they were printed.
        in_trays: packs that lie in the tray of a station.
        loose: good packs below the largest level that lie in no other.
        packed: largest packs that are filled.
    """

    labelled: int
    unread: int
    unknown: int
    in_trays: int
    loose: int
    packed: int


def progress(connection: Connection, order_id: int, top: int) -> Progress:
    """Count how far an order is.

    Args:
        connection: to read with.
        order_id: which order.
        top: the level of its largest packs.
    """
    states = _states(connection, order_id)
    of_order = select(func.count()).select_from(pack).where(pack.c.order_id == order_id)
    loose = of_order.join(code, code.c.id == pack.c.code_id).where(
        pack.c.level < top,
        pack.c.parent_id.is_(None),
        pack.c.tray.is_(None),
        code.c.state == CodeState.VERIFIED,
    )
    return Progress(
        labelled=sum(states.get(state, 0) for state in _LABELLED),
        unread=states.get(CodeState.PRINTED, 0),
        unknown=states.get(CodeState.UNKNOWN, 0) + states.get(CodeState.SENT, 0),
        in_trays=connection.scalar(of_order.where(pack.c.tray.is_not(None))) or 0,
        loose=connection.scalar(loose) or 0,
        packed=connection.scalar(of_order.where(pack.c.level == top, pack.c.children > 0)) or 0,
    )


def told_through(connection: Connection, order_id: int) -> int | None:
    """Return the last event that relation or corrections of an order tell; None: none was exported."""
    kinds = (FileKind.RELATION.value, FileKind.CORRECTIONS.value)
    exported = connection.scalar(
        select(func.min(kept_file.c.id)).where(
            kept_file.c.order_id == order_id, kept_file.c.kind == FileKind.RELATION.value
        )
    )
    if exported is None:
        return None
    through: int | None = connection.scalar(
        select(func.max(kept_file.c.through_event)).where(
            kept_file.c.order_id == order_id, kept_file.c.kind.in_(kinds)
        )
    )
    return through


def _states(connection: Connection, order_id: int) -> dict[CodeState, int]:
    jobs = select(order_job.c.job_id).where(order_job.c.order_id == order_id)
    rows = connection.execute(
        select(code_count.c.state, func.sum(code_count.c.n).label("total"))
        .where(code_count.c.job_id.in_(jobs))
        .group_by(code_count.c.state)
    )
    return {row.state: int(row.total) for row in rows}
