"""Brings a database to the schema of this program: makes it, upgrades it, or refuses it.

Alembic runs the steps. It is imported only when there are any, as that costs more than opening a
database that is up to date.

Before an upgrade everything is copied aside: an SQLite database into a file beside it, named
``<file>.backup-<revision>-<time>``; on PostgreSQL the tables into a schema of the same database, named
``backup_<revision>_<time>``. To go back, put the old program and the backup in place again. (A copy
inside PostgreSQL needs no program of the same version on this machine and is taken in the transaction
that upgrades; it is no replacement for the plant's own dumps, as it lies on the same disk.)
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from desktop.errors import StorageError
from desktop.ports import Clock
from desktop.storage.tables import REVISION, REVISION_TABLE
from desktop.texts import say

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"

_UPGRADE_LOCK = 0x5061636B6D61726B
"""Two programs must not make or upgrade one PostgreSQL database at once: "Packmark" as a number."""


def found_revision(connection: Connection) -> str | None:
    """Return the revision of the database, or None where there is no Packmark database yet."""
    if not inspect(connection).has_table(REVISION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {REVISION_TABLE}")).scalar()  # noqa: S608


def bring_up(
    connection: Connection,
    clock: Clock,
    place: str,
    wanted: str = REVISION,
    migrations: Path = MIGRATIONS,
) -> None:
    """Make or upgrade the database in the write transaction of ``connection``.

    Args:
        connection: in a transaction that may write; it is not committed here.
        clock: dates the backup.
        place: the database as a person knows it.
        wanted: the revision to reach.
        migrations: folder of the steps.

    Raises:
        StorageError: it belongs to another program, or to a newer Packmark.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        _require_unicode(connection, place)
    # Looked at again: while this program waited for the lock, another may have done the work.
    found = found_revision(connection)
    if found == wanted:
        return
    if found is None:
        _require_empty(connection, place)
    scripts = _scripts(migrations)
    if found is not None:
        _require_older(scripts, found, wanted, place)
        back_up(connection, found, clock.now())
    _climb(connection, scripts, found, wanted)


def back_up(connection: Connection, revision: str, at: datetime) -> str:
    """Copy the whole database aside and return the name of the copy."""
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    if connection.dialect.name == "postgresql":
        return _copy_tables(connection, f"backup_{revision}_{stamp.lower()}")
    original = connection.engine.url.database
    assert original is not None
    copy = Path(f"{original}.backup-{revision}-{stamp}")
    unfinished = copy.with_name(f"{copy.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        # A connection of its own: one that holds a write lock cannot be copied from.
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as trouble:
        raise StorageError(
            say(
                "The database cannot be copied to {copy} before its upgrade ({detail}). Nothing was changed: "
                "free space, or check the rights on the folder.",
                copy=str(copy),
                detail=str(trouble),
            )
        ) from trouble
    return str(copy)


def _copy_tables(connection: Connection, schema: str) -> str:
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"CREATE SCHEMA {quote(schema)}")
    for table in inspect(connection).get_table_names():
        connection.exec_driver_sql(f"CREATE TABLE {quote(schema)}.{quote(table)} AS TABLE {quote(table)}")
    return schema


def _require_unicode(connection: Connection, place: str) -> None:
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StorageError(
            say(
                "The database {place} stores text as {encoding}, which has no Chinese: "
                "make one with ENCODING 'UTF8' TEMPLATE template0.",
                place=place,
                encoding=encoding,
            )
        )


def _require_empty(connection: Connection, place: str) -> None:
    tables = inspect(connection).get_table_names()
    if tables:
        raise StorageError(
            say(
                "{place} is a database of another program (it holds the table {table}). "
                "Nothing was changed: name an empty one or a new one.",
                place=place,
                table=sorted(tables)[0],
            )
        )


def _require_older(scripts: "ScriptDirectory", found: str, wanted: str, place: str) -> None:
    older = {step.revision for step in scripts.iterate_revisions(wanted, "base")}
    if found not in older:
        raise StorageError(
            say(
                "The database {place} has schema revision {found}; this program knows revisions up to "
                "{wanted}. Nothing was changed: install the newer program.",
                place=place,
                found=found,
                wanted=wanted,
            )
        )


def _scripts(migrations: Path) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (slow to import, rarely needed)

    return ScriptDirectory(migrations)


def _climb(connection: Connection, scripts: "ScriptDirectory", found: str | None, wanted: str) -> None:
    from alembic.migration import MigrationContext  # noqa: PLC0415 (slow to import, rarely needed)
    from alembic.operations import Operations  # noqa: PLC0415

    context = MigrationContext.configure(connection, opts={"version_table": REVISION_TABLE})
    steps = list(scripts.iterate_revisions(wanted, found or "base"))
    with Operations.context(context):
        for step in reversed(steps):
            step.module.upgrade()
            context.stamp(scripts, step.revision)
