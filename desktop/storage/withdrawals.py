"""Codes that leave the pool for something else than a job: kept for a purpose, or returned unused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import InputError, Refused
from desktop.products.code_pool import CodeState
from desktop.storage import codes, moves
from desktop.storage.moves import Pick
from desktop.storage.store import Change
from desktop.storage.tables import withdrawal
from desktop.texts import Text, say


class Kind(StrEnum):
    """Why codes were taken out of the pool."""

    RESERVATION = "reservation"
    """Kept for a named purpose; released, they are unused again."""
    RETURN = "return"
    """Given back to the platform; never used here again."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Codes of one product and level that were taken out of the pool in one go."""

    id: int
    kind: Kind
    product_id: int
    level: int
    count: int
    purpose: str
    """What for, or why, in the words of who did it."""
    at: datetime
    actor: str
    file_name: str
    """The file that the codes were written to, or empty."""
    file_sha256: str
    released: bool
    """Its codes are back in the pool."""

    @property
    def holder(self) -> int:
        """Who holds its codes, as ``code.job_id`` says it."""
        return -self.id


def reserve(change: Change, pick: Pick, purpose: str) -> Withdrawal:
    """Keep codes for a purpose.

    Raises:
        Refused: the pool has too few.
    """
    made = _insert(change, Kind.RESERVATION, pick, purpose)
    found = moves.take(
        change, pick, made.holder, CodeState.ALLOCATED, say("reserved for {purpose}", purpose=purpose)
    )
    _require_enough(pick, found)
    return made


def give_to_platform(change: Change, pick: Pick, reason: str) -> Withdrawal:
    """Take unused codes out of the pool for ever, to be returned to the platform.

    Raises:
        Refused: the pool has too few.
    """
    made = _insert(change, Kind.RETURN, pick, reason)
    why = say("returned to the platform")
    if reason:
        why = say("returned to the platform: {reason}", reason=reason)
    _require_enough(pick, moves.take(change, pick, made.holder, CodeState.RETURNED, why))
    return made


def release(change: Change, withdrawal_id: int) -> int:
    """Give the codes of a reservation back to the pool and return how many.

    Raises:
        InputError: there is no such reservation.
        Refused: it is released already, or its codes were written to a file and may be on paper.
    """
    found = get(change.connection, withdrawal_id, Kind.RESERVATION)
    if found.released:
        raise Refused(say("Reservation {id} is released already.", id=withdrawal_id))
    if found.file_sha256:
        raise Refused(
            say(
                "The codes of reservation {id} were written to {file} and may be printed: "
                "they cannot go back to the pool.",
                id=withdrawal_id,
                file=found.file_name,
            )
        )
    freed = moves.give_back(change, found.holder, found.product_id, found.level)
    _set(change, withdrawal_id, released=True)
    return freed


def note_file(change: Change, withdrawal_id: int, name: str, sha256: str) -> None:
    """Note the file that the codes of a withdrawal were written to."""
    _set(change, withdrawal_id, file_name=name, file_sha256=sha256)


def get(connection: Connection, withdrawal_id: int, kind: Kind) -> Withdrawal:
    """Return one withdrawal.

    Raises:
        InputError: there is none of that kind.
    """
    row = connection.execute(
        _all().where(withdrawal.c.id == withdrawal_id, withdrawal.c.kind == kind.value)
    ).one_or_none()
    if row is None:
        raise InputError(
            say("There is no reservation number {id}.", id=withdrawal_id)
            if kind is Kind.RESERVATION
            else say("There is no return number {id}.", id=withdrawal_id)
        )
    return _withdrawal(row)


def list_all(connection: Connection, kind: Kind) -> tuple[Withdrawal, ...]:
    """Return all withdrawals of a kind, the newest first."""
    rows = connection.execute(_all().where(withdrawal.c.kind == kind.value).order_by(withdrawal.c.id.desc()))
    return tuple(_withdrawal(row) for row in rows)


def ends(connection: Connection, found: Withdrawal) -> tuple[str, str]:
    """Return the first and the last code of a withdrawal; empty once it is released."""
    states = (CodeState.ALLOCATED, CodeState.RETURNED)
    pair = codes.first_and_last(connection, found.holder, states)
    return ("", "") if pair is None else (pair[0].value, pair[1].value)


def _insert(change: Change, kind: Kind, pick: Pick, purpose: str) -> Withdrawal:
    key = change.connection.execute(
        insert_into(withdrawal).values(
            kind=kind.value,
            product_id=pick.product_id,
            level=pick.level,
            count=pick.count,
            purpose=purpose,
            at=change.at,
            actor=change.actor,
            file_name="",
            file_sha256="",
            released=False,
            sealed_through=0,
        )
    ).inserted_primary_key
    assert key is not None
    return get(change.connection, key[0], kind)


def _require_enough(pick: Pick, found: int | None) -> None:
    if found is None:
        return
    raise Refused(_too_few(pick, found))


def _too_few(pick: Pick, found: int) -> Text:
    return say(
        "{count} codes of level {level} are wanted; the pool has {found}.",
        count=pick.count,
        level=pick.level,
        found=found,
    )


def _set(change: Change, withdrawal_id: int, **values: object) -> None:
    change.connection.execute(update(withdrawal).where(withdrawal.c.id == withdrawal_id).values(**values))


def _all() -> Select[*tuple[Any, ...]]:
    return select(withdrawal)


def _withdrawal(row: Row[*tuple[Any, ...]]) -> Withdrawal:
    number, kind, *rest, _sealed_through = row
    return Withdrawal(number, Kind(kind), *rest)
