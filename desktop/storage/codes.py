"""The codes of the plant: questions here, and all that is done to them under one name.

What brings them is in ``code_import``, what moves them in ``moves``, what counts them in ``counts``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from desktop.products.code_pool import CodeState
from desktop.storage.code_import import NewFile, import_file
from desktop.storage.counts import LevelCounts, all_job_counts, available, job_counts, level_counts
from desktop.storage.moves import allocate, move, release
from desktop.storage.settling import settle
from desktop.storage.tables import code, code_file

__all__ = [
    "LevelCounts",
    "NewFile",
    "StoredCode",
    "all_job_counts",
    "allocate",
    "available",
    "by_value",
    "first_and_last",
    "import_file",
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
    """A code as stored. ``ordinal``: its place among the codes of who holds it, None if nobody does."""

    id: int
    value: str
    product_id: int
    level: int
    file_id: int
    state: CodeState
    job_id: int | None
    ordinal: int | None
    withdrawal_id: int | None = None


def by_value(connection: Connection, value: str) -> StoredCode | None:
    """Return the code with these 20 digits, if it was imported."""
    row = connection.execute(_visible().where(code.c.value == value)).one_or_none()
    return None if row is None else _stored(row)


def starting_with(connection: Connection, digits: str, limit: int = 100) -> tuple[StoredCode, ...]:
    """Return the first ``limit`` codes that start with ``digits``, in the order of their digits."""
    rows = connection.execute(
        _visible()
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


def of_label(connection: Connection, job_id: int, number: int) -> StoredCode | None:
    """Return the code of label ``number`` of a job."""
    row = connection.execute(
        # All states are named, so that the index of the job leads to the number and is not read to its end.
        select(code).where(code.c.job_id == job_id, code.c.state.in_(CodeState), code.c.ordinal == number)
    ).one_or_none()
    return None if row is None else _stored(row)


def _visible() -> Select[*tuple[Any, ...]]:
    """Select codes, but not those of an import that is not complete."""
    return select(code).join(code_file, code.c.file_id == code_file.c.id).where(code_file.c.complete)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredCode:
    holder = row.job_id or 0
    return StoredCode(
        row.id,
        row.value,
        row.product_id,
        row.level,
        row.file_id,
        row.state,
        holder if holder > 0 else None,
        row.ordinal,
        -holder if holder < 0 else None,
    )
