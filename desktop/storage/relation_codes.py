"""What relation files and their corrections ask of codes, many at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, select

from desktop.packing.model import EventKind
from desktop.products.code_pool import CodeState
from desktop.storage.pack_tables import pack_event
from desktop.storage.tables import code, code_file

_AT_A_TIME = 500
"""Values in one statement: SQLite of old takes 999."""


@dataclass(frozen=True, slots=True)
class KnownCode:
    """What the plant knows of a code."""

    product_id: int
    level: int
    state: CodeState


def known_codes(connection: Connection, values: Collection[str]) -> dict[str, KnownCode]:
    """Return those of some codes that the plant got, at most 500 at once."""
    rows = connection.execute(
        select(code.c.value, code.c.product_id, code.c.level, code.c.state)
        .join(code_file, code.c.file_id == code_file.c.id)
        .where(code_file.c.complete, code.c.value.in_(values))
    )
    return {row.value: KnownCode(row.product_id, row.level, row.state) for row in rows}


def values_of(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Return the digits of codes by their ids."""
    found: dict[int, str] = {}
    left = iter(ids)
    while some := tuple(islice(left, _AT_A_TIME)):
        rows = connection.execute(select(code.c.id, code.c.value).where(code.c.id.in_(some)))
        found |= {row.id: row.value for row in rows}
    return found


def relabelled_until(connection: Connection, order_id: int, event: int) -> frozenset[int]:
    """Return the numbers of the events of an order up to ``event`` that gave a pack a new code."""
    numbers = connection.scalars(
        select(pack_event.c.id).where(
            pack_event.c.order_id == order_id,
            pack_event.c.id <= event,
            pack_event.c.kind == EventKind.RELABELLED.value,
        )
    )
    return frozenset(numbers)
