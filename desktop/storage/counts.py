"""How many codes are in each state: kept beside the codes, in the transaction that moves them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Connection, Insert, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from desktop.products.code_pool import CodeCounts, CodeState
from desktop.storage.tables import POOL, code_count


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """The codes of one product on one pack level."""

    product_id: int
    level: int
    counts: CodeCounts


def as_counts(numbers: Mapping[CodeState, int]) -> CodeCounts:
    """Return the counts that people see: what is in flight has an unknown fate."""
    fields = {state.value: number for state, number in numbers.items() if state is not CodeState.SENT}
    in_flight = numbers.get(CodeState.SENT, 0)
    return CodeCounts(**{**fields, "unknown": fields.get("unknown", 0) + in_flight})


def add(
    connection: Connection, job_id: int, product_id: int, level: int, numbers: Mapping[CodeState, int]
) -> None:
    """Add to the counts of a job, a withdrawal or ``POOL``; rows that are missing are made."""
    connection.execute(
        _adding(connection.dialect.name),
        [
            {"job_id": job_id, "product_id": product_id, "level": level, "state": state, "n": number}
            # In one order everywhere, so that two writers cannot each wait for the other's row.
            for state, number in sorted(numbers.items())
        ],
    )


@cache
def _adding(dialect: str) -> Insert:
    """Return the statement that adds to a count. Made once: a line needs it many times a second."""
    new = postgresql.insert(code_count) if dialect == "postgresql" else sqlite.insert(code_count)
    return new.on_conflict_do_update(
        index_elements=[*code_count.primary_key],
        set_={"n": code_count.c.n + new.excluded.n},
    )


def take_from_pool(connection: Connection, product_id: int, level: int, count: int) -> bool:
    """Take available codes off the pool's count; False if there are too few.

    Until the commit nobody else can take codes of this product and level: this is what makes allocation
    exact when several programs allocate at once.
    """
    taken = connection.execute(
        update(code_count)
        .where(
            code_count.c.job_id == POOL,
            code_count.c.product_id == product_id,
            code_count.c.level == level,
            code_count.c.state == CodeState.AVAILABLE,
            code_count.c.n >= count,
        )
        .values(n=code_count.c.n - count)
    )
    return taken.rowcount == 1


def shift_in_job(connection: Connection, job_id: int, changes: Mapping[CodeState, int]) -> None:
    """Add to the counts of a job, whose rows were made when it got its codes."""
    rows = [
        {"of_job": job_id, "of_state": state, "change": change}
        for state, change in sorted(changes.items())
        if change
    ]
    if rows:
        connection.execute(_SHIFT, rows)


def level_counts(connection: Connection) -> tuple[LevelCounts, ...]:
    """Return the counts of every product and level that ever got codes."""
    keys = (code_count.c.product_id, code_count.c.level)
    rows = connection.execute(
        select(*keys, code_count.c.state, func.sum(code_count.c.n).label("total"))
        .group_by(*keys, code_count.c.state)
        .order_by(*keys)
    )
    found: dict[tuple[int, int], dict[CodeState, int]] = {}
    for row in rows:
        found.setdefault((row.product_id, row.level), {})[row.state] = int(row.total)
    return tuple(LevelCounts(*key, as_counts(numbers)) for key, numbers in found.items())


def available(connection: Connection, product_id: int, level: int) -> int:
    """Return how many codes of a product and level nobody holds."""
    found = connection.scalar(
        select(code_count.c.n).where(
            code_count.c.job_id == POOL,
            code_count.c.product_id == product_id,
            code_count.c.level == level,
            code_count.c.state == CodeState.AVAILABLE,
        )
    )
    return found or 0


def numbers_of_job(connection: Connection, job_id: int) -> Mapping[CodeState, int]:
    """Return how many codes of a job are in each state, SENT told apart."""
    rows = connection.execute(select(code_count.c.state, code_count.c.n).where(code_count.c.job_id == job_id))
    return {row.state: row.n for row in rows}


def job_counts(connection: Connection, job_id: int) -> CodeCounts:
    """Return the counts of one job's codes; what is in flight counts as unknown."""
    return as_counts(numbers_of_job(connection, job_id))


def all_job_counts(connection: Connection) -> Mapping[int, CodeCounts]:
    """Return the counts of every job that has codes."""
    return _by_job(connection, code_count.c.job_id > POOL)


def counts_of_jobs(connection: Connection, job_ids: Collection[int]) -> Mapping[int, CodeCounts]:
    """Return the counts of those of these jobs that have codes."""
    return _by_job(connection, code_count.c.job_id.in_(job_ids))


def _by_job(connection: Connection, wanted: ColumnElement[bool]) -> Mapping[int, CodeCounts]:
    rows = connection.execute(select(code_count.c.job_id, code_count.c.state, code_count.c.n).where(wanted))
    found: dict[int, dict[CodeState, int]] = {}
    for row in rows:
        found.setdefault(row.job_id, {})[row.state] = row.n
    return {job_id: as_counts(numbers) for job_id, numbers in found.items()}


_SHIFT = (
    update(code_count)
    .where(code_count.c.job_id == bindparam("of_job"), code_count.c.state == bindparam("of_state"))
    .values(n=code_count.c.n + bindparam("change"))
)
