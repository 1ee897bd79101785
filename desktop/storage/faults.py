"""What databases complain of, as sentences for the person who can do something about it.

Only troubles of the world are translated: a full disk, a lock, a lost connection. A wrong statement is a
bug of ours and stays what it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from desktop.errors import PackmarkError, Refused, StorageError
from desktop.texts import Text, say

_PRIMARY = 0xFF
"""The lower byte of an SQLite result code is its kind (sqlite.org/rescode.html)."""


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn what goes wrong with the database at ``place`` into a ``StorageError``.

    Args:
        place: the database as a person knows it: a path, or a URL without password.

    Raises:
        StorageError: the database or the disk will not take or give the data.
        Refused: somebody else made the same thing at the same moment.
    """
    try:
        yield
    except DBAPIError as trouble:
        translated = translate(trouble, place)
        if translated is None:
            raise
        raise translated from trouble
    except PoolTimeoutError as trouble:
        raise StorageError(busy(place)) from trouble


def translate(trouble: DBAPIError, place: str) -> PackmarkError | None:
    """Return the trouble as a person is told it, or None if it is a bug of ours."""
    if isinstance(trouble, IntegrityError):
        return Refused(
            say(
                "Somebody else recorded the same thing at the same moment ({detail}). "
                "Look again, then repeat what you did.",
                detail=_first_line(trouble),
            )
        )
    if isinstance(trouble.orig, sqlite3.Error):
        sentence = _of_sqlite(trouble.orig, place)
    else:
        sentence = _of_postgresql(trouble, place)
    return None if sentence is None else StorageError(sentence)


def _of_sqlite(error: sqlite3.Error, place: str) -> Text | None:
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(place)
        case sqlite3.SQLITE_FULL:
            return _full(place)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return _read_only(place)
        case sqlite3.SQLITE_CANTOPEN:
            return say(
                "The database {place} cannot be opened: check that the folder exists and that this "
                "account may write there.",
                place=place,
            )
        case sqlite3.SQLITE_NOTADB:
            return say("{place} is not a database: choose another file, or restore a backup.", place=place)
        case sqlite3.SQLITE_CORRUPT:
            return say(
                "The database {place} is damaged ({detail}). Nothing was changed. "
                "Restore the latest backup, and keep the damaged file for support.",
                place=place,
                detail=str(error),
            )
        case sqlite3.SQLITE_IOERR:
            return say(
                "The disk does not read or write the database {place} ({detail}). "
                "Check the disk and its connection.",
                place=place,
                detail=str(error),
            )
    return None


def _of_postgresql(trouble: DBAPIError, place: str) -> Text | None:
    state = getattr(trouble.orig, "sqlstate", None)
    if state is None:
        if not isinstance(trouble, OperationalError):
            return None
        return _unreachable(trouble, place)
    # Classes and codes: PostgreSQL documentation, appendix A.
    if state in {"55P03", "40P01", "40001"}:
        return busy(place)
    if state == "53100":
        return _full(place)
    if state == "25006":
        return _read_only(place)
    if state == "42501":
        return say(
            "The database {place} forbids this to its user ({detail}). Ask its administrator for the right.",
            place=place,
            detail=_first_line(trouble),
        )
    if state[:2] in {"08", "28", "3D", "53", "57", "58", "XX"}:
        return _unreachable(trouble, place)
    return None


def _unreachable(trouble: DBAPIError, place: str) -> Text:
    detail = _first_line(trouble)
    if "password" in detail:
        return say(
            "The database server refuses the user of {place}: the password is wrong or missing ({detail}).",
            place=place,
            detail=detail,
        )
    return say(
        "The database server of {place} cannot be used ({detail}). "
        "Check that it is running and that the network reaches it.",
        place=place,
        detail=detail,
    )


def _first_line(trouble: DBAPIError) -> str:
    # Drivers repeat host, port and user in their texts, never the password.
    lines = str(trouble.orig).strip().splitlines()
    return lines[0].strip() if lines else type(trouble.orig).__name__


def busy(place: str) -> Text:
    """Return what a person is told when the database stays locked."""
    return say(
        "The database {place} is locked by another program or window. Nothing was changed: "
        "wait until that one is done, then repeat.",
        place=place,
    )


def _full(place: str) -> Text:
    return say(
        "The disk that holds the database {place} is full. Nothing was changed: free space, then repeat.",
        place=place,
    )


def _read_only(place: str) -> Text:
    return say(
        "The database {place} can only be read. Nothing was changed: give this account the right to write "
        "to it.",
        place=place,
    )
