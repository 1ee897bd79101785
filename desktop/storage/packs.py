"""Packs as they lie now: what rules and windows ask of them.

What is in a pack of one batch only is not walked through: one pack of each level below tells whose it is.
Only packs that were filled with several batches are looked at whole.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from desktop.errors import InputError
from desktop.packing.model import Pack, PackFlag, Place
from desktop.storage.pack_tables import pack
from desktop.storage.tables import code, code_file, job
from desktop.texts import say

AT_ONCE: Final = 5000
"""Ids in one statement: both databases take more, but their planners take long over it."""

_MIXED: Final = (PackFlag.MIXED, PackFlag.BOTH)

_Item = TypeVar("_Item")

_parent = code.alias("parent_code")
_ROWS: Select[*tuple[Any, ...]] = (
    select(
        code.c.id,
        code.c.value,
        code.c.product_id,
        code.c.level,
        code.c.state,
        job.c.batch_id,
        pack.c.parent_id,
        pack.c.tray,
        pack.c.place,
        func.coalesce(pack.c.children, 0).label("children"),
        pack.c.flag,
        _parent.c.value.label("parent_value"),
    )
    .select_from(code)
    .outerjoin(job, job.c.id == code.c.job_id)
    .outerjoin(pack, pack.c.code_id == code.c.id)
    .outerjoin(_parent, _parent.c.id == pack.c.parent_id)
)
_BY_VALUE = _ROWS.join(code_file, code_file.c.id == code.c.file_id).where(
    code_file.c.complete, code.c.value.in_(bindparam("values", expanding=True))
)
_BY_ID = _ROWS.where(code.c.id.in_(bindparam("ids", expanding=True))).order_by(code.c.id)
_CHILDREN = _ROWS.where(pack.c.parent_id == bindparam("of")).order_by(pack.c.place)
_ALL_CHILDREN = _ROWS.where(pack.c.parent_id.in_(bindparam("ids", expanding=True)))
_TRAY = _ROWS.where(pack.c.tray == bindparam("of")).order_by(pack.c.place)
_BELOW = (
    select(pack.c.parent_id, pack.c.code_id, pack.c.level, pack.c.flag, job.c.batch_id)
    .join(code, code.c.id == pack.c.code_id)
    .outerjoin(job, job.c.id == code.c.job_id)
)
_CHOSEN = pack.c.parent_id.in_(bindparam("ids", expanding=True))
_ALL_BELOW = _BELOW.where(_CHOSEN)
_FIRST_PLACES = (
    select(pack.c.parent_id, func.min(pack.c.place).label("place"))
    .where(_CHOSEN)
    .group_by(pack.c.parent_id)
    .subquery()
)
_ONE_BELOW = _BELOW.join(
    _FIRST_PLACES,
    (pack.c.parent_id == _FIRST_PLACES.c.parent_id) & (pack.c.place == _FIRST_PLACES.c.place),
)


def by_value(connection: Connection, value: str) -> Pack | None:
    """Return the pack with a code, None if the plant never got it."""
    return next(iter(by_values(connection, [value])), None)


def by_values(connection: Connection, values: Sequence[str]) -> tuple[Pack, ...]:
    """Return the packs with these codes, in the order of the codes; those not known are left out."""
    found: dict[str, Pack] = {}
    for some in in_parts(values):
        found.update((one.code, one) for one in _packs(connection, _BY_VALUE, {"values": some}))
    return tuple(found[value] for value in dict.fromkeys(values) if value in found)


def by_id(connection: Connection, code_id: int) -> Pack:
    """Return a pack by the id of its code.

    Raises:
        InputError: there is no such code.
    """
    found = by_ids(connection, [code_id])
    if not found:
        raise InputError(say("There is no code number {id}.", id=code_id))
    return found[0]


def by_ids(connection: Connection, ids: Collection[int]) -> tuple[Pack, ...]:
    """Return packs by the ids of their codes, ids rising; those not known are left out."""
    return tuple(
        one for some in in_parts(sorted(set(ids))) for one in _packs(connection, _BY_ID, {"ids": some})
    )


def children(connection: Connection, parent_id: int) -> tuple[Pack, ...]:
    """Return what lies in a pack, by place."""
    return _packs(connection, _CHILDREN, {"of": parent_id})


def tray(connection: Connection, station_id: int) -> tuple[Pack, ...]:
    """Return what lies in the tray of a station, by place."""
    return _packs(connection, _TRAY, {"of": station_id})


def contents(connection: Connection, parent_id: int) -> tuple[Pack, ...]:
    """Return all that is in a pack, down to the units: level by level, each by place in its parent."""
    found: list[Pack] = []
    above = [parent_id]
    while above:
        below = [one for some in in_parts(above) for one in _packs(connection, _ALL_CHILDREN, {"ids": some})]
        order = {parent: number for number, parent in enumerate(above)}
        below.sort(key=lambda one: (order[one.place.parent_id or 0], one.place.place or 0))
        found += below
        above = [one.id for one in below if one.children]
    return tuple(found)


def in_parts(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """Cut a list into parts that one statement can take."""
    remaining = iter(items)
    while some := tuple(islice(remaining, AT_ONCE)):
        yield some


def _packs(
    connection: Connection, statement: Select[*tuple[Any, ...]], values: dict[str, Any]
) -> tuple[Pack, ...]:
    found = [_pack(row) for row in connection.execute(statement, values)]
    filled = [one for one in found if one.children]
    if not filled:
        return tuple(found)
    batches = _batches(connection, filled)
    return tuple(replace(one, batches=batches[one.id]) if one.children else one for one in found)


def _pack(row: Row[*tuple[Any, ...]]) -> Pack:
    is_unit = row.level == 1 and row.batch_id is not None
    return Pack(
        row.id,
        row.value,
        row.product_id,
        row.level,
        row.state,
        row.batch_id,
        Place(row.parent_id, row.tray, row.place),
        row.parent_value or "",
        row.children,
        frozenset((row.batch_id,)) if is_unit else frozenset(),
        None if row.flag is None else PackFlag(row.flag),
    )


def _batches(connection: Connection, filled: Sequence[Pack]) -> dict[int, frozenset[int]]:
    """Return the batches of what is in each of some packs, down to the units."""
    found: dict[int, set[int]] = {one.id: set() for one in filled}
    one_tells = {one.id: one.id for one in filled if one.flag not in _MIXED}
    all_tell = {one.id: one.id for one in filled if one.flag in _MIXED}
    while one_tells or all_tell:
        below = [
            (row, whole, roots[row.parent_id])
            for statement, roots, whole in ((_ONE_BELOW, one_tells, False), (_ALL_BELOW, all_tell, True))
            for some in in_parts(sorted(roots))
            for row in connection.execute(statement, {"ids": some})
        ]
        one_tells, all_tell = {}, {}
        for row, whole, root in below:
            if row.level == 1:
                found[root].add(row.batch_id)
            elif whole and row.flag in _MIXED:
                all_tell[row.code_id] = root
            else:
                one_tells[row.code_id] = root
    return {root: frozenset(batches) for root, batches in found.items()}
