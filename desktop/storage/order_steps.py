"""What of an order is done and what is still missing, counted for the steps that follow each other."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from desktop.packing.bills import BillKind, BillState
from desktop.products.code_pool import CodeState
from desktop.storage.kept_files import FileKind
from desktop.storage.pack_tables import bill, bill_code, kept_file, order_job, pack, pack_event
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


@dataclass(frozen=True, slots=True)
class Goods:
    """Where the filled largest packs of an order are, by closed bills.

    Attributes:
        packs: how many there are.
        came: how many of them went into the warehouse from production.
        left: how many of them went out.
    """

    packs: int
    came: int
    left: int


def goods(connection: Connection, order_id: int) -> Goods:
    """Count where the largest packs of an order are."""
    largest = (
        select(code.c.id)
        .join(pack, pack.c.code_id == code.c.id)
        .where(pack.c.order_id == order_id, pack.c.parent_id.is_(None), code.c.state == CodeState.PACKED)
    )
    billed = (
        select(func.count(bill_code.c.code_id.distinct()))
        .join(bill, bill.c.id == bill_code.c.bill_id)
        .where(bill.c.state == BillState.CLOSED.value, bill_code.c.code_id.in_(largest))
    )
    return Goods(
        packs=connection.scalar(select(func.count()).select_from(largest.subquery())) or 0,
        came=connection.scalar(billed.where(bill.c.kind == BillKind.PRODUCE_IN.value)) or 0,
        left=connection.scalar(billed.where(bill.c.kind.in_([kind.value for kind in _OUTGOING]))) or 0,
    )


_OUTGOING = (
    BillKind.SALES_OUT,
    BillKind.RETURN_OUT,
    BillKind.ALLOCATE_OUT,
    BillKind.SAMPLE_OUT,
    BillKind.DESTROY_OUT,
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much there is to be read of an order: codes, packs, and what happened to them."""

    codes: int
    packs: int
    events: int


def amounts(connection: Connection, order_id: int) -> Amounts:
    """Count what files of an order are made of, to tell how far they are."""

    def rows(of: Table) -> int:
        asked = select(func.count()).select_from(of).where(of.c.order_id == order_id)
        return connection.scalar(asked) or 0

    return Amounts(sum(_states(connection, order_id).values()), rows(pack), rows(pack_event))


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
