"""Sampling plans of jobs, changes of the roll, and samples that are not graded after all."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy import insert as insert_into

from desktop.products.code_pool import CodeState
from desktop.products.sampling_plan import (
    DEFAULT_PLAN,
    Occasion,
    Plan,
    plan_from_json,
    plan_to_json,
)
from desktop.storage.quality_tables import sample_event, sampling_plan
from desktop.storage.store import Change
from desktop.storage.tables import LONGEST_RUN, code, journal

_ROLL = "roll"
_WAIVED = "waived"
_FEW = 200
"""Labels up to which each is looked up by itself in the journal."""
_OUT = (CodeState.PRINTED, CodeState.VERIFIED, CodeState.PACKED, CodeState.SPOILED, CodeState.SAMPLED)
"""States of labels that exist."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A sample that a person decided not to grade."""

    job_id: int
    occasion: Occasion
    number: int
    at: datetime
    by: str
    reason: str


def plan_of(connection: Connection, job_id: int | None) -> Plan:
    """Return the plan of a job; None: of all jobs without one of their own."""
    own = [] if job_id is None else [sampling_plan.c.job_id == job_id]
    for which in (*own, sampling_plan.c.job_id.is_(None)):
        found = connection.scalar(
            select(sampling_plan.c.plan).where(which).order_by(sampling_plan.c.id.desc()).limit(1)
        )
        if found is not None:
            return plan_from_json(found)
    return DEFAULT_PLAN


def set_plan(change: Change, job_id: int | None, plan: Plan) -> None:
    """Give a job a plan; None: all jobs without one of their own."""
    change.old = {"plan": plan_to_json(plan_of(change.connection, job_id))}
    change.new = {"plan": plan_to_json(plan)}
    change.connection.execute(
        insert_into(sampling_plan).values(
            job_id=job_id, plan=plan_to_json(plan), at=change.at, by=change.actor
        )
    )


def roll_changed(change: Change, job_id: int, last: int, reason: str) -> None:
    """Note that the roll was changed behind label ``last``; at one label only once."""
    if last not in roll_changes(change.connection, (job_id,)).get(job_id, ()):
        _note(change, job_id, _ROLL, Occasion.ROLL_CHANGE, last, reason)


def waive(change: Change, job_id: int, occasion: Occasion, number: int, reason: str) -> None:
    """Note that the sample due at label ``number`` is not graded."""
    _note(change, job_id, _WAIVED, occasion, number, reason)


def roll_changes(connection: Connection, job_ids: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """Return by job the last labels before each change of the roll, in the order of printing."""
    rows = connection.execute(
        select(sample_event.c.job_id, sample_event.c.number)
        .where(sample_event.c.job_id.in_(job_ids), sample_event.c.kind == _ROLL)
        .order_by(sample_event.c.number)
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        found[row.job_id] = (*found.get(row.job_id, ()), row.number)
    return found


def waived(connection: Connection, job_ids: Collection[int]) -> tuple[Waived, ...]:
    """Return the samples of jobs that are not graded, the oldest first."""
    rows = connection.execute(
        select(sample_event)
        .where(sample_event.c.job_id.in_(job_ids), sample_event.c.kind == _WAIVED)
        .order_by(sample_event.c.id)
    )
    return tuple(
        Waived(row.job_id, Occasion(row.occasion), row.number, row.at, row.by, row.reason) for row in rows
    )


def _note(change: Change, job_id: int, kind: str, occasion: Occasion, number: int, reason: str) -> None:
    change.connection.execute(
        insert_into(sample_event).values(
            job_id=job_id,
            kind=kind,
            occasion=occasion.value,
            number=number,
            at=change.at,
            by=change.actor,
            reason=reason,
        )
    )


def last_label(connection: Connection, job_id: int) -> int:
    """Return the number of the last label of a job that came out; 0: none did."""
    return max(
        connection.scalar(
            select(func.max(code.c.ordinal)).where(code.c.job_id == job_id, code.c.state == state)
        )
        or 0
        for state in _OUT
    )


def before_next(connection: Connection, job_id: int) -> int:
    """Return the number before that of the next label to be sent; of a job that sends no more, its last.

    Labels that a stop lost lie in between, and no sample can be taken of them.
    """
    following = connection.scalar(
        select(func.min(code.c.ordinal)).where(code.c.job_id == job_id, code.c.state == CodeState.ALLOCATED)
    )
    return last_label(connection, job_id) if following is None else following - 1


def printed_at(connection: Connection, job_id: int, numbers: Collection[int]) -> dict[int, datetime]:
    """Return when labels came out, by number; those of which the journal does not say it are left out."""
    if len(numbers) > _FEW:
        return _all_printed_at(connection, job_id, frozenset(numbers))
    found = {number: _printed_at(connection, job_id, number) for number in numbers}
    return {number: at for number, at in found.items() if at is not None}


def _printed_at(connection: Connection, job_id: int, number: int) -> datetime | None:
    # All states are named, so that the index of the job leads to the number and is not read to its end.
    code_id = connection.scalar(
        select(code.c.id).where(
            code.c.job_id == job_id, code.c.state.in_(CodeState), code.c.ordinal == number
        )
    )
    if code_id is None:
        return None
    return connection.scalar(
        select(journal.c.at)
        .where(
            journal.c.job_id == job_id,
            journal.c.event == CodeState.PRINTED,
            journal.c.code_id.between(code_id - LONGEST_RUN + 1, code_id),
            journal.c.code_id + journal.c.run > code_id,
        )
        .order_by(journal.c.id.desc())
        .limit(1)
    )


def _all_printed_at(connection: Connection, job_id: int, numbers: frozenset[int]) -> dict[int, datetime]:
    """Read the journal of the job once: quicker than a question for each of many labels."""
    codes = connection.execute(select(code.c.id, code.c.ordinal).where(code.c.job_id == job_id))
    ids = {code_id: number for code_id, number in codes if number in numbers}
    ordered = sorted(ids)
    moves = connection.execute(
        select(journal.c.code_id, journal.c.run, journal.c.at)
        .where(journal.c.job_id == job_id, journal.c.event == CodeState.PRINTED)
        .order_by(journal.c.id)
    )
    return {
        ids[code_id]: at
        for first, run, at in moves
        for code_id in ordered[bisect_left(ordered, first) : bisect_left(ordered, first + run)]
    }
