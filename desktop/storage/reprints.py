"""Reprints: second labels with the code of one that was destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy import insert as insert_into

from desktop.products.code_pool import CodeState
from desktop.storage import moves
from desktop.storage.codes import StoredCode
from desktop.storage.pack_places import refuse_packed
from desktop.storage.seals import hold_journal
from desktop.storage.store import Change
from desktop.storage.tables import code, reprint
from desktop.texts import Text, say

PRINTED: Final = "printed"
"""Outcome: the printer itself said that the label is printed."""
UNKNOWN: Final = "unknown"
"""Outcome: nobody knows whether there is such a label."""


@dataclass(frozen=True, slots=True)
class ReprintRow:
    """One reprint. ``outcome`` is empty from before its bytes leave until the printer has answered."""

    id: int
    job_id: int
    code: str
    label: int
    """Number of the label in its job."""
    number: int
    """Which reprint of the code, from 1."""
    reason: str
    at: datetime
    actor: str
    device: str
    outcome: str


def begin(change: Change, target: StoredCode, reason: str, device: str, most: int) -> ReprintRow:
    """Note that a code is about to be printed once more; its fate is unknown from here to the answer.

    Args:
        change: what this belongs to.
        target: a printed or verified code of a job.
        reason: why, in the person's words.
        device: address of the printer.
        most: how many reprints of a code there may be, for the journal's sentence.

    Raises:
        Refused: its pack lies in a tray or in another pack, or holds packs.
    """
    assert target.job_id is not None
    assert target.ordinal is not None
    connection = change.connection
    hold_journal(connection, target.job_id)
    refuse_packed(connection, target.id, target.value)
    number = count_of(connection, target.id) + 1
    connection.execute(
        insert_into(reprint).values(
            job_id=target.job_id,
            code_id=target.id,
            number=number,
            reason=reason,
            at=change.at,
            actor=change.actor,
            device=device,
            outcome="",
        )
    )
    told = say("Reprint {number} of {most}: {reason}", number=number, most=most, reason=reason)
    _move(change, target, target.state, CodeState.UNKNOWN, told)
    begun = _all().where(reprint.c.code_id == target.id, reprint.c.number == number)
    return _row(connection.execute(begun).one())


def end(change: Change, target: StoredCode, number: int, outcome: str, told: Text) -> None:
    """Note how a reprint ended: its code is printed, or spoiled if nobody knows.

    Args:
        change: what this belongs to.
        target: the code, as it was given to ``begin``.
        number: which reprint of it.
        outcome: ``PRINTED`` or ``UNKNOWN``.
        told: for the code's journal.
    """
    assert target.job_id is not None
    hold_journal(change.connection, target.job_id)
    change.connection.execute(
        update(reprint)
        .where(reprint.c.code_id == target.id, reprint.c.number == number, reprint.c.outcome == "")
        .values(outcome=outcome)
    )
    state = CodeState.PRINTED if outcome == PRINTED else CodeState.SPOILED
    _move(change, target, CodeState.UNKNOWN, state, told)


def spoil_unanswered(change: Change, job_id: int) -> Sequence[str]:
    """Spoil the codes of reprints that the program did not live to see the end of, and return them.

    The order of printing says nothing of such a label, so the last good label cannot settle it. Whoever
    calls this holds the claim on the job.
    """
    connection = change.connection
    given_up = unanswered(connection, job_id)
    told = say("The program ended during a reprint: every label with this code must be destroyed.")
    for row in given_up:
        moves.move(
            change,
            job_id,
            CodeState.UNKNOWN,
            CodeState.SPOILED,
            first=row.label,
            last=row.label,
            reason=told,
        )
        connection.execute(update(reprint).where(reprint.c.id == row.id).values(outcome=UNKNOWN))
    return [row.code for row in given_up]


def unanswered(connection: Connection, job_id: int) -> tuple[ReprintRow, ...]:
    """Return the reprints of a job that the program did not live to see the end of, the oldest first."""
    return tuple(row for row in of_job(connection, job_id) if not row.outcome)


def count_of(connection: Connection, code_id: int) -> int:
    """Return how many reprints of a code there are."""
    return len(connection.execute(select(reprint.c.id).where(reprint.c.code_id == code_id)).all())


def of_job(connection: Connection, job_id: int) -> tuple[ReprintRow, ...]:
    """Return the reprints of a job, the oldest first."""
    rows = connection.execute(_all().where(reprint.c.job_id == job_id).order_by(reprint.c.id))
    return tuple(_row(row) for row in rows)


def _all() -> Select[*tuple[Any, ...]]:
    columns = [column for column in reprint.c if column is not reprint.c.code_id]
    return select(*columns, code.c.value.label("code"), code.c.ordinal.label("label")).join_from(
        reprint, code, reprint.c.code_id == code.c.id
    )


def _row(row: Row[*tuple[Any, ...]]) -> ReprintRow:
    return ReprintRow(**row._mapping)  # noqa: SLF001 (public, the underscore keeps it off column names)


def _move(change: Change, target: StoredCode, source: CodeState, state: CodeState, told: Text) -> None:
    assert target.job_id is not None
    assert target.ordinal is not None
    moves.move(change, target.job_id, source, state, first=target.ordinal, last=target.ordinal, reason=told)
