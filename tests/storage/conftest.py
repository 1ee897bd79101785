"""An open, empty store on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

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


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where ``store`` is."""
    if request.param == "sqlite":
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
    """Bring a PostgreSQL store to its beginning."""
    engine = create_engine(url)
    tables = ", ".join(table.name for table in metadata.sorted_tables if table.name != "audit_head")
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        connection.execute(text("UPDATE audit_head SET count = 0, hash = :hash"), {"hash": GENESIS})
    engine.dispose()
