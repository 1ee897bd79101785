"""Moves codes from state to state: many at once, legally, with a journal row for each.

Labels that are being printed move through ``desktop.storage.journal``; here is what people decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import Refused, StorageError
from desktop.products.code_pool import MOVES, CodeState
from desktop.storage import counts
from desktop.storage.columns import State
from desktop.storage.store import Change
from desktop.storage.tables import AVAILABLE_LITERAL, POOL, code, code_file, job, journal
from desktop.texts import Text, say, to_json

_JOURNAL_COLUMNS = ("job_id", "code_id", "event", "at", "actor", "device", "detail")


@dataclass(frozen=True, slots=True)
class Pick:
    """Which codes of the pool to take: the first ``count``, of one imported file if ``file_id`` says so."""

    product_id: int
    level: int
    count: int
    file_id: int | None = None


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
    behind = connection.scalar(select(func.max(code.c.ordinal)).where(code.c.job_id == holder)) or 0
    given = 0
    for file_id in files_with_available(connection, pick.product_id, pick.level):
        if pick.file_id in {None, file_id} and given < pick.count:
            given += _take_of_file(connection, file_id, pick.count - given, holder, target, behind + given)
    _require_equal(given, pick.count, holder)
    given_now = and_(code.c.job_id == holder, code.c.state == target, code.c.ordinal > behind)
    _journal_all(change, holder, given_now, target, reason)
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


def _take_of_file(
    connection: Connection, file_id: int, most: int, holder: int, target: CodeState, behind: int
) -> int:
    given = 0
    for first, last in _runs(_unused_ids(connection, file_id, most)):
        given += connection.execute(
            update(code)
            .where(code.c.id.between(first, last), code.c.state == AVAILABLE_LITERAL)
            .values(state=target, job_id=holder, ordinal=code.c.id + (behind + given - first + 1))
        ).rowcount
    return given


def _unused_ids(connection: Connection, file_id: int, most: int) -> Sequence[int]:
    return connection.scalars(_in_order().where(code.c.file_id.between(file_id, file_id)).limit(most)).all()


def _in_order() -> Select[int]:
    """Select the ids of unused codes, to be narrowed to one file by "between", not by "=".

    Only the index of unused codes is then in the wanted order, so PostgreSQL cannot choose another and walk
    through millions of used ones.
    """
    return select(code.c.id).where(code.c.state == AVAILABLE_LITERAL).order_by(code.c.file_id, code.c.id)


def _runs(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of ids without a gap.

    Codes come and go in runs, so these are few: the whole of a large job is one or two updates.
    """
    start = 0
    for place in range(1, len(ids) + 1):
        if place == len(ids) or ids[place] != ids[place - 1] + 1:
            yield ids[start], ids[place - 1]
            start = place


def release(change: Change, job_id: int) -> int:
    """Give the codes of a job that were never sent back to the pool, and return how many."""
    owner = change.connection.execute(select(job.c.product_id, job.c.level).where(job.c.id == job_id)).one()
    return give_back(change, job_id, owner.product_id, owner.level)


def give_back(change: Change, holder: int, product_id: int, level: int) -> int:
    """Give the allocated codes of a job or a withdrawal back to the pool, and return how many."""
    connection = change.connection
    unused = and_(code.c.job_id == holder, code.c.state == CodeState.ALLOCATED)
    written = _journal_all(change, holder, unused, CodeState.AVAILABLE, None)
    freed = connection.execute(
        update(code).where(unused).values(state=CodeState.AVAILABLE, job_id=None, ordinal=None)
    ).rowcount
    _require_equal(freed, written, holder)
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
    chosen = and_(code.c.job_id == job_id, code.c.state == source, code.c.ordinal >= first)
    if last is not None:
        chosen = and_(chosen, code.c.ordinal <= last)
    written = _journal_all(change, job_id, chosen, target, reason)
    moved = change.connection.execute(update(code).where(chosen).values(state=target)).rowcount
    _require_equal(moved, written, job_id)
    counts.shift_in_job(change.connection, job_id, {source: -moved, target: moved})
    return moved


def settle(change: Change, job_id: int, last_good_ordinal: int, reason: Text) -> tuple[int, int]:
    """Settle a job's unknown codes by the last good label on the line.

    Labels leave the printer in the order of sending: what was sent up to that label is printed, what was
    sent behind it is void. What was in flight when a runner died is unknown too: whoever settles holds
    the claim on the job (``claims.claim_job``), so no runner waits for it any more.

    Returns:
        How many are now printed, and how many void.
    """
    move(change, job_id, CodeState.SENT, CodeState.UNKNOWN, reason=reason)
    printed = move(
        change, job_id, CodeState.UNKNOWN, CodeState.PRINTED, last=last_good_ordinal, reason=reason
    )
    void = move(change, job_id, CodeState.UNKNOWN, CodeState.VOID, first=last_good_ordinal + 1, reason=reason)
    return printed, void


def _journal_all(
    change: Change, job_id: int, chosen: ColumnElement[bool], event: CodeState, reason: Text | None
) -> int:
    detail = "" if reason is None else to_json(reason)
    rows = (
        select(
            literal(job_id),
            code.c.id,
            literal(event, State),
            literal(change.at, journal.c.at.type),
            literal(change.actor),
            literal(""),
            literal(detail),
        )
        .where(chosen)
        .order_by(code.c.ordinal)
    )
    change.touches_journal(job_id)
    written = insert_into(journal).from_select(_JOURNAL_COLUMNS, rows)
    return change.connection.execute(written.execution_options(preserve_rowcount=True)).rowcount


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
