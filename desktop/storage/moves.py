"""Moves codes from state to state: many at once, legally, with a journal row for each run of them.

Codes come and go in runs, whose ids have no gap: the whole of a large job is a few updates and as few rows
of the journal. Labels that are being printed move through ``desktop.storage.journal``; here is what people
decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    and_,
    bindparam,
    func,
    select,
    union_all,
    update,
)
from sqlalchemy import insert as insert_into

from desktop.errors import Refused, StorageError
from desktop.products.code_pool import MOVES, CodeState
from desktop.storage import counts
from desktop.storage.seals import hold_journal
from desktop.storage.store import Change
from desktop.storage.tables import AVAILABLE_LITERAL, LONGEST_RUN, POOL, code, code_file, job, journal
from desktop.texts import Text, say, to_json

_IN_RUN = code.c.id.between(bindparam("first"), bindparam("last"))
_TAKE = (
    update(code)
    .where(_IN_RUN, code.c.state == AVAILABLE_LITERAL)
    .values(state=bindparam("target"), job_id=bindparam("holder"), ordinal=code.c.id + bindparam("shift"))
)
_HELD = and_(_IN_RUN, code.c.job_id == bindparam("holder"), code.c.state == bindparam("source"))
_MOVE = update(code).where(_HELD).values(state=bindparam("target"))
_GIVE_BACK = update(code).where(_HELD).values(state=bindparam("target"), job_id=None, ordinal=None)


@dataclass(frozen=True, slots=True)
class Pick:
    """Which codes of the pool to take: the first ``count``, of one imported file if ``file_id`` says so."""

    product_id: int
    level: int
    count: int
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """Codes whose ids have no gap, ``LONGEST_RUN`` at most."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def allocate(change: Change, product_id: int, level: int, count: int, job_id: int) -> None:
    """Give ``count`` codes to a job, in the order of their import: file by file, digits rising.

    A job may get more codes later; their ordinals go on from its last.

    Raises:
        Refused: the pool has too few.
    """
    taken = take(change, Pick(product_id, level, count), job_id, CodeState.ALLOCATED)
    if taken is not None:
        raise Refused(
            say(
                "The job needs {count} codes of level {level}; the pool has {found}. "
                "Import more codes, or order fewer labels.",
                count=count,
                level=level,
                found=taken,
            )
        )


def take(
    change: Change, pick: Pick, holder: int, target: CodeState, reason: Text | None = None
) -> int | None:
    """Give codes of the pool to ``holder`` (as ``code.job_id``), in the state ``target``.

    Returns:
        None, or how many there are if these are too few; then nothing was changed.
    """
    connection = change.connection
    if not counts.take_from_pool(connection, pick.product_id, pick.level, pick.count):
        return counts.available(connection, pick.product_id, pick.level)
    behind = _last_ordinal(connection, holder)
    runs = _unused_runs(connection, pick)
    shifts = []
    for run in runs:
        shifts.append({"first": run.first, "last": run.last, "shift": behind + 1 - run.first})
        behind += run.count
    taken = _update(connection, _TAKE, shifts, holder=holder, target=target)
    _require_equal(taken, pick.count, holder)
    _note(change, holder, runs, target, reason)
    every_state = dict.fromkeys(CodeState, 0)
    numbers = {**every_state, target: pick.count}
    counts.add(connection, holder, pick.product_id, pick.level, numbers)
    return None


def files_with_available(connection: Connection, product_id: int, level: int) -> tuple[int, ...]:
    """Return the imported files that have unused codes of a product and level, the oldest first."""
    unused = _in_order().where(code.c.file_id.between(code_file.c.id, code_file.c.id)).limit(1)
    return tuple(
        connection.scalars(
            select(code_file.c.id)
            .where(
                code_file.c.product_id == product_id,
                code_file.c.level == level,
                code_file.c.complete,
                unused.scalar_subquery().is_not(None),
            )
            .order_by(code_file.c.id)
        )
    )


def available_of_file(connection: Connection, file_id: int) -> int:
    """Count the unused codes of one imported file."""
    unused = select(func.count()).where(code.c.file_id == file_id, code.c.state == AVAILABLE_LITERAL)
    return connection.scalar(unused) or 0


def _last_ordinal(connection: Connection, holder: int) -> int:
    """Return the ordinal of a holder's last code, 0 if it has none."""
    # State by state: each is one look at the end of the index, not a walk along all codes of a large job.
    lasts = [
        select(func.max(code.c.ordinal)).where(code.c.job_id == holder, code.c.state == state)
        for state in CodeState
    ]
    return max(last or 0 for last in connection.scalars(union_all(*lasts)))


def _unused_runs(connection: Connection, pick: Pick) -> list[_Run]:
    """Return the codes to take: file by file, ids rising. They are fewer than wanted if there are too few."""
    runs: list[_Run] = []
    missing = pick.count
    for file_id in files_with_available(connection, pick.product_id, pick.level):
        if pick.file_id in {None, file_id} and missing:
            unused = _in_order().where(code.c.file_id.between(file_id, file_id)).limit(missing)
            found = _runs(connection, unused)
            missing -= sum(run.count for run in found)
            runs += found
    return runs


def _in_order() -> Select[int]:
    """Select the ids of unused codes, to be narrowed to one file by "between", not by "=".

    Only the index of unused codes is then in the wanted order, so PostgreSQL cannot choose another and walk
    through millions of used ones.
    """
    return select(code.c.id).where(code.c.state == AVAILABLE_LITERAL).order_by(code.c.file_id, code.c.id)


def _runs(connection: Connection, ids: Select[int]) -> list[_Run]:
    """Return the runs of what ``ids`` selects, ids rising."""
    chosen = ids.subquery()
    # Within a run, id and number grow alike; a gap makes the difference larger for all that follow.
    gaps = (chosen.c.id - func.row_number().over(order_by=chosen.c.id)).label("gaps")
    numbered = select(chosen.c.id, gaps).subquery()
    first = func.min(numbered.c.id)
    whole = connection.execute(
        select(first, func.max(numbered.c.id)).group_by(numbered.c.gaps).order_by(first)
    ).all()
    return [
        _Run(start, min(start + LONGEST_RUN - 1, last))
        for first_id, last in whole
        for start in range(first_id, last + 1, LONGEST_RUN)
    ]


def release(change: Change, job_id: int) -> int:
    """Give the codes of a job that were never sent back to the pool, and return how many."""
    owner = change.connection.execute(select(job.c.product_id, job.c.level).where(job.c.id == job_id)).one()
    return give_back(change, job_id, owner.product_id, owner.level)


def give_back(change: Change, holder: int, product_id: int, level: int) -> int:
    """Give the allocated codes of a job or a withdrawal back to the pool, and return how many."""
    connection = change.connection
    hold_journal(connection, holder)
    unused = and_(code.c.job_id == holder, code.c.state == CodeState.ALLOCATED)
    freed = _move_runs(change, _GIVE_BACK, unused, holder, CodeState.ALLOCATED, CodeState.AVAILABLE, None)
    if freed:
        counts.shift_in_job(connection, holder, {CodeState.ALLOCATED: -freed})
        counts.add(connection, POOL, product_id, level, {CodeState.AVAILABLE: freed})
    return freed


def move(
    change: Change,
    job_id: int,
    source: CodeState,
    target: CodeState,
    *,
    first: int = 1,
    last: int | None = None,
    reason: Text | None = None,
) -> int:
    """Move all codes of a job that are in ``source`` to ``target`` and return how many.

    Args:
        change: what this belongs to.
        job_id: whose codes.
        source: the state they are in.
        target: the state they get; not AVAILABLE, see ``release``.
        first: ordinal of the first code that may move.
        last: ordinal of the last; None: to the end.
        reason: why, for each code's journal.
    """
    if (source, target) not in MOVES or CodeState.AVAILABLE in {source, target}:
        raise ValueError(f"no code moves from {source} to {target} like this")
    hold_journal(change.connection, job_id)
    chosen = and_(code.c.job_id == job_id, code.c.state == source, code.c.ordinal >= first)
    if last is not None:
        chosen = and_(chosen, code.c.ordinal <= last)
    moved = _move_runs(change, _MOVE, chosen, job_id, source, target, reason)
    counts.shift_in_job(change.connection, job_id, {source: -moved, target: moved})
    return moved


def _move_runs(
    change: Change,
    statement: Update,
    chosen: ColumnElement[bool],
    holder: int,
    source: CodeState,
    target: CodeState,
    reason: Text | None,
) -> int:
    """Move the chosen codes of a holder by ``statement``, with their journal, and return how many."""
    runs = _runs(change.connection, select(code.c.id).where(chosen))
    places = [{"first": run.first, "last": run.last, "source": source} for run in runs]
    moved = _update(change.connection, statement, places, holder=holder, target=target)
    _require_equal(moved, sum(run.count for run in runs), holder)
    _note(change, holder, runs, target, reason)
    return moved


def _update(
    connection: Connection, statement: Update, places: Sequence[Mapping[str, object]], **common: object
) -> int:
    return connection.execute(statement, [{**place, **common} for place in places]).rowcount if places else 0


def _note(change: Change, holder: int, runs: Sequence[_Run], event: CodeState, reason: Text | None) -> None:
    change.touches_journal(holder)
    if runs:
        change.connection.execute(
            insert_into(journal),
            [
                {
                    "job_id": holder,
                    "code_id": run.first,
                    "run": run.count,
                    "event": event,
                    "at": change.at,
                    "actor": change.actor,
                    "device": "",
                    "detail": "" if reason is None else to_json(reason),
                }
                for run in runs
            ],
        )


def _require_equal(moved: int, expected: int, job_id: int) -> None:
    if moved != expected:
        raise StorageError(
            say(
                "Job {job}: {expected} codes were to move, {moved} could. Nothing was changed: "
                "close other windows that work on this job, then repeat.",
                job=job_id,
                expected=expected,
                moved=moved,
            )
        )
