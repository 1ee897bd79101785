"""An open, empty store on each database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table, create_engine, text

from desktop.storage import plant_tables, quality_tables, serial_tables  # noqa: F401 (they join the metadata)
from desktop.storage.audit import GENESIS
from desktop.storage.store import Store
from desktop.storage.tables import metadata
from tests.fakes import FakeClock
from tests.postgres import PostgresServer


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def server_store_url(postgres_server: PostgresServer) -> Iterator[str]:
    """One PostgreSQL store for the whole run: making one a test takes longer than most tests."""
    with postgres_server.database() as url:
        Store.open(url, FakeClock()).close()
        yield url


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store, to be copied."""
    path = tmp_path_factory.mktemp("new") / "packmark.sqlite"
    Store.open(f"sqlite:///{path.as_posix()}", FakeClock()).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path, new_file: Path) -> Iterator[str]:
    """Where ``store`` is."""
    if request.param == "sqlite":
        shutil.copy(new_file, tmp_path / "packmark.sqlite")
        yield f"sqlite:///{(tmp_path / 'packmark.sqlite').as_posix()}"
        return
    url: str = request.getfixturevalue("server_store_url")
    yield url
    empty(url)


@pytest.fixture
def store(store_url: str, clock: FakeClock) -> Iterator[Store]:
    """An empty store: the test runs once on SQLite and once on PostgreSQL."""
    opened = Store.open(store_url, clock, patience_s=10)
    yield opened
    opened.close()


def empty(url: str) -> None:
    """Bring a PostgreSQL store to its beginning. Much faster than TRUNCATE, as there is little in it."""
    engine = create_engine(url)
    tables = [table for table in reversed(metadata.sorted_tables) if table.name != "audit_head"]
    statements = [f"DELETE FROM {table.name}" for table in tables]
    statements += [f"ALTER SEQUENCE {table.name}_id_seq RESTART" for table in tables if numbered(table)]
    statements.append(f"UPDATE audit_head SET count = 0, hash = '{GENESIS}'")
    with engine.begin() as connection:
        connection.execute(text("; ".join(statements)))
    engine.dispose()


def numbered(table: Table) -> bool:
    """Tell whether the database numbers the rows of ``table``."""
    return "id" in table.c and table.name != "audit_head"
