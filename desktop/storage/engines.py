"""How the two databases are connected to: durable, consistent, and never waiting without an end."""

import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from desktop.errors import InputError, StorageError
from desktop.texts import say

WRITES = "packmark_writes"
"""Execution option of a connection: its next transaction will write."""

READ_ONLY = "packmark_read_only"
"""Execution option of a connection: its next transaction shall not be able to write."""

_WAIT_S: Final = 0.02

_CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer a new connection."""

_CONNECTIONS: Final[Mapping[str, int | bool]] = MappingProxyType(
    {"pool_size": 32, "max_overflow": -1, "pool_use_lifo": True}
)
"""A running job keeps two connections, and ten lines with their windows shall never wait for one: so many are
kept when nobody needs them, and there is no limit. The one used last is used next, as its cache is warm."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is. ``name`` is for people and holds no password."""

    url: URL
    name: str

    @classmethod
    def parse(cls, url: str) -> "Place":
        """Read ``sqlite:///path`` or ``postgresql+psycopg://user:password@host/name``.

        Raises:
            InputError: it is neither.
        """
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError) as trouble:
            raise _no_address() from trouble
        if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
            if parsed.database in {None, "", ":memory:"}:
                raise InputError(
                    say("A database in memory keeps nothing: name a file, such as sqlite:///packmark.sqlite.")
                )
            database = str(parsed.database)
            if not database.startswith("file:"):
                database = str(Path(database).absolute())
            return cls(parsed.set(drivername="sqlite", database=database), database)
        if parsed.drivername in {"postgresql", "postgresql+psycopg"} and parsed.database:
            parsed = parsed.set(drivername="postgresql+psycopg")
            return cls(parsed, parsed.render_as_string(hide_password=True))
        raise _no_address()

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a file of this computer."""
        return self.url.drivername == "sqlite"

    @property
    def file(self) -> Path:
        """The file of an SQLite database: one path, by whatever name it was given."""
        return Path(str(self.url.database).removeprefix("file:")).resolve()


def connect_to(place: Place, patience_s: float) -> Engine:
    """Make the engine for a database; the folder of an SQLite file is created.

    Args:
        place: where the database is.
        patience_s: how long a statement waits for another's lock before it gives up.

    Raises:
        InputError: PostgreSQL is asked for and its driver is not installed.
        StorageError: the folder cannot be created.
    """
    return _sqlite(place, patience_s) if place.is_sqlite else _postgresql(place, patience_s)


def create_database(place: Place) -> None:
    """Make the PostgreSQL database of ``place`` if the server has none of that name.

    Raises:
        DBAPIError: the server cannot be reached, refuses the user, or the user may not make databases.
    """
    server = create_engine(
        place.url.set(database="postgres"),
        isolation_level="AUTOCOMMIT",
        connect_args={"connect_timeout": _CONNECT_SECONDS},
    )
    try:
        with server.connect() as connection:
            known = connection.execute(
                text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": place.url.database}
            ).scalar()
            if not known:
                quoted = server.dialect.identifier_preparer.quote_identifier(str(place.url.database))
                connection.exec_driver_sql(f"CREATE DATABASE {quoted} ENCODING 'UTF8' TEMPLATE template0")
    finally:
        server.dispose()


def is_missing_database(place: Place, trouble: DBAPIError) -> bool:
    """Tell whether connecting failed because the server has no such database."""
    # psycopg gives no code for a failed connection, and the server may speak any language; the name in
    # quotes is in its sentence in all of them, and creating looks again before it creates.
    return not place.is_sqlite and f'"{place.url.database}"' in str(trouble.orig)


def _no_address() -> InputError:
    # The address is not repeated: it may hold a password.
    return InputError(
        say(
            "No database address: expected sqlite:///path/to/file or "
            "postgresql+psycopg://user:password@host/database."
        )
    )


def _sqlite(place: Place, patience_s: float) -> Engine:
    try:
        place.file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise StorageError(
            say(
                "The folder of the database {place} cannot be created: {detail}.",
                place=place.name,
                detail=trouble.strerror or str(trouble),
            )
        ) from trouble
    engine = create_engine(
        place.url,
        **_CONNECTIONS,
        connect_args={"timeout": patience_s, "check_same_thread": False},
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, patience_s))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(patience_s: float, raw: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by _begin_sqlite, not by the driver, which begins them too late.
    raw.isolation_level = None
    _write_ahead(raw, patience_s)
    for pragma in (
        "synchronous = FULL",
        "fullfsync = ON",  # macOS only: without it a power cut can lose what was committed
        "foreign_keys = ON",
        "cache_size = -65536",  # 64 MiB: the index of a million codes, for imports in any order
    ):
        raw.execute(f"PRAGMA {pragma}").close()


def _write_ahead(raw: sqlite3.Connection, patience_s: float) -> None:
    """Put a database into write-ahead mode, which it keeps, while others may be doing the same.

    SQLite does not wait for its time limit where two programs change the mode of a new file at once: one of
    them is told at once that the file is locked.
    """
    until = time.monotonic() + patience_s
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as trouble:
            if trouble.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_WAIT_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    read_only = bool(options.get(READ_ONLY))
    if connection.info.get(READ_ONLY, False) is not read_only:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
        connection.info[READ_ONLY] = read_only
    # IMMEDIATE takes the write lock before anything is read, so that what was read is still true when
    # it is written.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")


def _postgresql(place: Place, patience_s: float) -> Engine:
    try:
        engine = create_engine(
            place.url,
            pool_pre_ping=True,
            **_CONNECTIONS,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "packmark"},
        )
    except ModuleNotFoundError as trouble:
        raise InputError(
            say("PostgreSQL needs a driver that is not installed: pip install 'packmark[postgresql]'.")
        ) from trouble

    def prepare(raw: Any, _record: object) -> None:
        with raw.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(patience_s * 1000)}")
            cursor.execute("SET synchronous_commit = on")
        raw.commit()

    event.listen(engine, "connect", prepare)
    return engine
