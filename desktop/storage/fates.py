"""What became of the last codes of a job, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from desktop.products.code_pool import CodeState
from desktop.storage.tables import LONGEST_RUN, code, journal


@dataclass(frozen=True, slots=True)
class Fate:
    """One code of a job: ``number`` of its label, its state and the moment since when it is in it."""

    code: str
    number: int
    state: CodeState
    since: datetime


def last_in(connection: Connection, job_id: int, states: Sequence[CodeState], limit: int) -> tuple[Fate, ...]:
    """Return the last ``limit`` codes of a job that are in one of ``states``, by label number."""
    rows = connection.execute(
        select(code.c.id, code.c.value, code.c.ordinal, code.c.state)
        .where(code.c.job_id == job_id, code.c.state.in_(states))
        .order_by(code.c.ordinal.desc())
        .limit(limit)
    ).all()
    if not rows:
        return ()
    ids = [row.id for row in rows]
    moments = _moments(connection, job_id, states, min(ids), max(ids))
    return tuple(
        Fate(row.value, row.ordinal, row.state, _latest(moments, row.id, row.state)) for row in reversed(rows)
    )


_Moment = tuple[int, int, CodeState, datetime]
"""The first and last code that a journal row stands for, the state they moved to, and when."""


def _moments(
    connection: Connection, job_id: int, states: Sequence[CodeState], first: int, last: int
) -> list[_Moment]:
    """Return the moves into ``states`` that touch a stretch of codes, the latest first."""
    rows = connection.execute(
        select(journal.c.code_id, journal.c.run, journal.c.event, journal.c.at)
        .where(
            journal.c.job_id == job_id,
            journal.c.event.in_(states),
            journal.c.code_id.between(first - LONGEST_RUN + 1, last),
            journal.c.code_id + journal.c.run > first,
        )
        .order_by(journal.c.id.desc())
    )
    return [(row.code_id, row.code_id + row.run - 1, row.event, row.at) for row in rows]


def _latest(moments: Sequence[_Moment], code_id: int, state: CodeState) -> datetime:
    return next(at for first, last, event, at in moments if first <= code_id <= last and event is state)
