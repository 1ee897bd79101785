"""The tree of packs: whole orders for files, single packs for whoever asks where something is."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, or_, select

from desktop.packing.model import EventKind, Node, PackFlag
from desktop.products.code_pool import CodeState
from desktop.storage.pack_tables import pack, pack_event
from desktop.storage.packs import in_parts
from desktop.storage.tables import code, job

_PACKS_AT_ONCE: Final = 10_000
"""How many packs of a large order are in memory at once, roughly: whole largest packs, one at least."""

_Rows = Select[*tuple[Any, ...]]
_Row = Row[*tuple[Any, ...]]


def nodes(connection: Connection, order_id: int) -> Iterator[Node]:
    """Yield the packed tree of an order: depth first, parents before what is in them.

    Largest packs come in the order in which they were filled, what is in a pack by its place. Loose packs and
    trays are no part of it. The connection must show one state of the database to the end (``Store.read``).
    """
    remaining = iter(_root_ids(connection, order_id))
    size = 1
    while some := list(islice(remaining, size)):
        rows = {row.code_id: row for row in _fetch(connection, _BY_ID, some)}
        below = _below(connection, [rows[code_id] for code_id in some])
        for code_id in some:
            yield from _walk(rows[code_id], "", below)
        fetched = len(some) + sum(map(len, below.values()))
        size = max(1, min(_PACKS_AT_ONCE, size * _PACKS_AT_ONCE // fetched))


def roots(connection: Connection, order_id: int, *, first: int = 0, limit: int = 1000) -> tuple[Node, ...]:
    """Return the largest packs of an order by when they were filled: ``limit`` of them from ``first``."""
    chosen = _root_ids(connection, order_id)[first : first + limit]
    rows = {row.code_id: row for row in _fetch(connection, _BY_ID, chosen)}
    return tuple(_node(rows[code_id], "") for code_id in chosen)


def contents(connection: Connection, value: str) -> tuple[Node, ...]:
    """Return a pack and all that is in it: depth first, parents before what is in them.

    Empty if the code was never scanned on a line.
    """
    row = connection.execute(_BY_VALUE, {"value": value}).one_or_none()
    if row is None:
        return ()
    above = path_to_top(connection, value)
    below = _below(connection, [row])
    return tuple(_walk(row, above[1].code if len(above) > 1 else "", below))


def path_to_top(connection: Connection, value: str) -> tuple[Node, ...]:
    """Return a pack and what it lies in, up to the largest; empty if it was never scanned on a line."""
    row = connection.execute(_BY_VALUE, {"value": value}).one_or_none()
    rows: list[_Row] = []
    while row is not None:
        rows.append(row)
        row = next(_fetch(connection, _BY_ID, [row.parent_id]), None) if row.parent_id is not None else None
    parents = [*(one.value for one in rows[1:]), ""]
    return tuple(_node(one, parent) for one, parent in zip(rows, parents, strict=False))


def _root_ids(connection: Connection, order_id: int) -> Sequence[int]:
    return tuple(connection.scalars(_ROOTS, {"of_order": order_id}))


def _below(connection: Connection, tops: Sequence[_Row]) -> dict[int, list[_Row]]:
    """Return what lies in packs and in what is in them, by parent and place."""
    found: dict[int, list[_Row]] = {}
    above = [row.code_id for row in tops if row.children]
    while above:
        deeper: list[int] = []
        for row in _fetch(connection, _INSIDE, above):
            found.setdefault(row.parent_id, []).append(row)
            if row.children:
                deeper.append(row.code_id)
        above = deeper
    return found


def _fetch(connection: Connection, statement: _Rows, ids: Sequence[int]) -> Iterator[_Row]:
    for some in in_parts(ids):
        yield from connection.execute(statement, {"ids": some})


def _walk(row: _Row, parent: str, below: dict[int, list[_Row]]) -> Iterator[Node]:
    waiting = [(row, parent)]
    while waiting:
        current, above = waiting.pop()
        yield _node(current, above)
        if current.children:
            waiting += [(one, current.value) for one in reversed(below[current.code_id])]


def _node(row: _Row, parent: str) -> Node:
    return Node(row.value, row.level, parent, None if row.flag is None else _FLAGS[row.flag], row.batch_id)


_FLAGS: Final = tuple(PackFlag)
_ROWS: _Rows = (
    select(
        pack.c.code_id,
        pack.c.parent_id,
        pack.c.children,
        pack.c.flag,
        code.c.value,
        code.c.level,
        job.c.batch_id,
    )
    .join(code, code.c.id == pack.c.code_id)
    .join(job, job.c.id == code.c.job_id)
)
_BY_ID: _Rows = _ROWS.where(pack.c.code_id.in_(bindparam("ids", expanding=True)))
_BY_VALUE: _Rows = _ROWS.where(code.c.value == bindparam("value"))
_INSIDE: _Rows = _ROWS.where(pack.c.parent_id.in_(bindparam("ids", expanding=True))).order_by(
    pack.c.parent_id, pack.c.place
)
_FILLED: Final = (
    select(func.max(pack_event.c.id))
    .where(
        or_(
            and_(pack_event.c.code_id == pack.c.code_id, pack_event.c.kind == EventKind.PACKED.value),
            and_(pack_event.c.other_id == pack.c.code_id, pack_event.c.kind == EventKind.RELABELLED.value),
        )
    )
    .correlate(pack)
    .scalar_subquery()
)
# What is packed and lies in nothing is a filled pack of the largest level: see ``desktop.packing.laws``.
_ROOTS: Final = (
    select(pack.c.code_id)
    .join(code, code.c.id == pack.c.code_id)
    .where(
        pack.c.order_id == bindparam("of_order"),
        pack.c.level > 1,
        pack.c.parent_id.is_(None),
        code.c.state == CodeState.PACKED,
    )
    .order_by(_FILLED, pack.c.code_id)
)
