"""All codes of the plant in the order of their digits, with a digest: no two are the same."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, select

from desktop.storage import code_files, counts
from desktop.storage.seals import as_hashed
from desktop.storage.tables import code

_ROWS_AT_A_TIME = 20_000


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """What a walk through all codes found."""

    count: int
    repeats: int
    """Codes that stood behind the same code."""
    sha256: str
    """Over all codes, digits rising, each with a line feed."""


def walk(connection: Connection, report: Callable[[float], None]) -> Uniqueness:
    """Read all codes in their order; ``report`` is told the fraction done and may raise to end the walk."""
    expected = max(1, sum(row.counts.issued for row in counts.level_counts(connection)))
    statement = select(code.c.value).order_by(code.c.value)
    unfinished = code_files.unfinished(connection)
    if unfinished:
        statement = statement.where(code.c.file_id.not_in(unfinished))
    digest = sha256()
    count = repeats = 0
    last: str | None = None
    with connection.execute(statement.execution_options(yield_per=_ROWS_AT_A_TIME)) as result:
        for values in result.scalars().partitions(_ROWS_AT_A_TIME):
            repeats += len(values) - len(set(values)) + (values[0] == last)
            last = values[-1]
            count += len(values)
            digest.update(as_hashed(values))
            report(min(1.0, count / expected))
    return Uniqueness(count, repeats, digest.hexdigest())
