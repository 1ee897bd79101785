"""Serial numbers the plant made itself: what was issued for an item is remembered for ever.

An item is what the serials must be unique for: a GTIN of 14 digits, or a company prefix for SSCCs. The
unique constraint, not the asking before, is what keeps two lines from issuing the same serial.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from desktop.errors import InputError, Refused
from desktop.storage.serial_tables import serial, serial_issue
from desktop.storage.store import Change
from desktop.texts import say

CHUNK = 10_000
"""Rows of one statement."""
_ASKED_AT_ONCE = 500
"""Values in one question: every SQLite takes 999 parameters."""

_ISSUES = select(
    serial_issue.c.id,
    serial_issue.c.item,
    serial_issue.c.market,
    serial_issue.c.count,
    serial_issue.c.issued_at,
    serial_issue.c.issued_by,
)


@dataclass(frozen=True, slots=True)
class SerialIssue:
    """One time that serials were issued."""

    id: int
    item: str
    market: str
    count: int
    issued_at: datetime
    issued_by: str


class StoredHistory:
    """The serials of one item that were ever issued; implements ``desktop.codes.serials.SerialHistory``."""

    def __init__(self, connection: Connection, item: str) -> None:
        self._connection = connection
        self._item = item

    def known(self, values: Collection[str]) -> set[str]:
        """Return those of ``values`` that were issued before."""
        found: set[str] = set()
        remaining = iter(values)
        while asked := list(islice(remaining, _ASKED_AT_ONCE)):
            found.update(
                self._connection.scalars(
                    select(serial.c.value).where(serial.c.item == self._item, serial.c.value.in_(asked))
                )
            )
        return found

    def count(self) -> int:
        """Return how many were issued so far."""
        issued = self._connection.scalar(
            select(func.sum(serial_issue.c.count)).where(serial_issue.c.item == self._item)
        )
        return int(issued or 0)


def issue(change: Change, item: str, market: str, values: Iterable[str]) -> SerialIssue:
    """Remember serials as issued.

    Raises:
        Refused: one of them was issued before, by another line at this very moment.
    """
    made = change.connection.execute(
        insert(serial_issue)
        .values(item=item, market=market, count=0, issued_at=change.at, issued_by=change.actor)
        .returning(serial_issue.c.id)
    ).scalar_one()
    count = 0
    remaining = iter(values)
    try:
        while chunk := list(islice(remaining, CHUNK)):
            change.connection.execute(
                insert(serial), [{"issue_id": made, "item": item, "value": value} for value in chunk]
            )
            count += len(chunk)
    except IntegrityError as error:
        raise Refused(
            say("Another line issued one of these serials for {item} just now. Try again.", item=item)
        ) from error
    change.connection.execute(update(serial_issue).where(serial_issue.c.id == made).values(count=count))
    return SerialIssue(made, item, market, count, change.at, change.actor)


def get(connection: Connection, issue_id: int) -> SerialIssue:
    """Return one issue. InputError if there is none."""
    row = connection.execute(_ISSUES.where(serial_issue.c.id == issue_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no issue of serials number {id}.", id=issue_id))
    return SerialIssue(*row)


def list_all(connection: Connection) -> tuple[SerialIssue, ...]:
    """Return all issues, newest first."""
    return tuple(SerialIssue(*row) for row in connection.execute(_ISSUES.order_by(serial_issue.c.id.desc())))


def values_of(connection: Connection, issue_id: int) -> Iterator[str]:
    """Return the serials of an issue in the order in which they were made."""
    yield from connection.scalars(
        select(serial.c.value).where(serial.c.issue_id == issue_id).order_by(serial.c.id)
    )
