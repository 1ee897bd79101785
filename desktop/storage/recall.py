"""Every pack of a batch that may have left the plant, and the largest pack it went in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desktop.products.code_pool import CodeState
from desktop.storage.pack_tables import bill, bill_code, pack, work_order
from desktop.storage.tables import code, code_count, job

MAY_BE_OUT = (
    CodeState.PRINTED,
    CodeState.VERIFIED,
    CodeState.PACKED,
    CodeState.SAMPLED,
    CodeState.UNKNOWN,
    CodeState.SENT,
)
"""Codes that may stand on a pack. What is unknown is not called safe."""

_AT_A_TIME = 5000
_PARENTS = 4
"""Packs have five levels at most, so a pack lies in four others at most."""

_chain = [pack.alias(f"pack_{number}") for number in range(_PARENTS)]
_parent = code.alias("parent_code")
_largest = code.alias("largest_code")


@dataclass(frozen=True, slots=True)
class RecalledPack:
    """A pack of the batch.

    Attributes:
        code: its digits.
        state: of its code.
        parent: code of the pack it lies in, or empty.
        largest: code of the largest pack it lies in, its own if it is one, or empty.
        order: number of the work order that packed it, or empty.
        bills: numbers of the bills on which it, or a pack it lies in, came in or went out.
    """

    code: str
    level: int
    state: CodeState
    parent: str
    largest: str
    order: str
    bills: tuple[str, ...]


def packs_of_batch(connection: Connection, batch_id: int) -> Iterator[RecalledPack]:
    """Yield the packs of a batch, by print job and label. Wherever they were packed, also in mixed packs."""
    billed = _bills(connection, batch_id)
    parents = [pack.c.parent_id, *(one.c.parent_id for one in _chain)]
    top = func.coalesce(*reversed(parents), code.c.id)
    statement = (
        select(
            code.c.id,
            code.c.value,
            code.c.level,
            code.c.state,
            pack.c.children,
            _parent.c.value.label("parent"),
            _largest.c.value.label("largest"),
            work_order.c.number,
            *(one.label(f"parent_{number}") for number, one in enumerate(parents)),
        )
        .select_from(code)
        .join(job, job.c.id == code.c.job_id)
        .outerjoin(pack, pack.c.code_id == code.c.id)
    )
    for one, inner in zip(_chain, parents, strict=False):
        statement = statement.outerjoin(one, one.c.code_id == inner)
    statement = (
        statement.outerjoin(_parent, _parent.c.id == pack.c.parent_id)
        .outerjoin(_largest, _largest.c.id == top)
        .outerjoin(work_order, work_order.c.id == pack.c.order_id)
        .where(job.c.batch_id == batch_id, code.c.state.in_(MAY_BE_OUT))
        .order_by(code.c.job_id, code.c.ordinal)
    )
    with connection.execute(statement.execution_options(yield_per=_AT_A_TIME)) as rows:
        for row in rows:
            lies_in = [one for one in row[-len(parents) :] if one is not None]
            yield RecalledPack(
                row.value,
                row.level,
                row.state,
                row.parent or "",
                row.largest if lies_in or row.children else "",
                row.number or "",
                tuple(sorted({number for one in (row.id, *lies_in) for number in billed.get(one, ())})),
            )


def count_by_state(connection: Connection, batch_id: int) -> Mapping[CodeState, int]:
    """Return how many packs of a batch are in each of the states in which they may be out."""
    rows = connection.execute(
        select(code_count.c.state, func.sum(code_count.c.n).label("total"))
        .join(job, job.c.id == code_count.c.job_id)
        .where(job.c.batch_id == batch_id, code_count.c.state.in_(MAY_BE_OUT))
        .group_by(code_count.c.state)
    )
    found = {row.state: int(row.total) for row in rows}
    return {state: found[state] for state in MAY_BE_OUT if found.get(state)}


def _bills(connection: Connection, batch_id: int) -> dict[int, list[str]]:
    """Return the numbers of the bills that packs of the product of a batch stand on."""
    product_id = select(job.c.product_id).where(job.c.batch_id == batch_id).limit(1).scalar_subquery()
    rows = connection.execute(
        select(bill_code.c.code_id, bill.c.number)
        .join(bill, bill.c.id == bill_code.c.bill_id)
        .join(code, code.c.id == bill_code.c.code_id)
        .where(code.c.product_id == product_id)
    )
    found: dict[int, list[str]] = {}
    for code_id, number in rows:
        found.setdefault(code_id, []).append(number)
    return found
