"""The codes of the plant: questions here, and all that is done to them under one name.

``insert`` is in ``code_import``, what moves codes in ``moves``, what counts them in ``counts``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from desktop.products.code_pool import CodeState
from desktop.storage.code_import import insert
from desktop.storage.counts import LevelCounts, all_job_counts, available, job_counts, level_counts
from desktop.storage.moves import allocate, move, release, settle
from desktop.storage.tables import code

__all__ = [
    "LevelCounts",
    "StoredCode",
    "all_job_counts",
    "allocate",
    "available",
    "by_value",
    "first_and_last",
    "insert",
    "job_counts",
    "level_counts",
    "move",
    "of_job",
    "release",
    "settle",
    "starting_with",
]

_AFTER_DIGITS = ":"
"""The character behind 9: a text that starts with some digits sorts before them with this behind."""


@dataclass(frozen=True, slots=True)
class StoredCode:
    """A code as stored. ``job_id`` and ``ordinal`` are None while it has no job."""

    id: int
    value: str
    product_id: int
    level: int
    file_id: int
    state: CodeState
    job_id: int | None
    ordinal: int | None


def by_value(connection: Connection, value: str) -> StoredCode | None:
    """Return the code with these 20 digits, if it was imported."""
    row = connection.execute(select(code).where(code.c.value == value)).one_or_none()
    return None if row is None else _stored(row)


def starting_with(connection: Connection, digits: str, limit: int = 100) -> tuple[StoredCode, ...]:
    """Return the first ``limit`` codes that start with ``digits``, in the order of their digits."""
    rows = connection.execute(
        select(code)
        .where(code.c.value >= digits, code.c.value < digits + _AFTER_DIGITS)
        .order_by(code.c.value)
        .limit(limit)
    )
    return tuple(_stored(row) for row in rows)


def of_job(connection: Connection, job_id: int, states: Iterable[CodeState] = ()) -> Iterator[StoredCode]:
    """Yield the codes of a job in the order of printing, those in ``states`` if any are given."""
    statement = select(code).where(code.c.job_id == job_id).order_by(code.c.ordinal)
    wanted = sorted(states)
    if wanted:
        statement = statement.where(code.c.state.in_(wanted))
    with connection.execute(statement.execution_options(yield_per=1000)) as rows:
        for row in rows:
            yield _stored(row)


def first_and_last(
    connection: Connection, job_id: int, states: Sequence[CodeState]
) -> tuple[StoredCode, StoredCode] | None:
    """Return the first and the last code of a job in ``states``, in the order of printing."""
    chosen = select(code).where(code.c.job_id == job_id, code.c.state.in_(states)).limit(1)
    first = connection.execute(chosen.order_by(code.c.ordinal)).one_or_none()
    last = connection.execute(chosen.order_by(code.c.ordinal.desc())).one_or_none()
    return None if first is None or last is None else (_stored(first), _stored(last))


def _stored(row: Row[*tuple[Any, ...]]) -> StoredCode:
    return StoredCode(*row)
