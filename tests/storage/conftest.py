"""An open store on each database."""

from collections.abc import Iterator

import pytest

from desktop.storage.store import Store
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(database_url: str, clock: FakeClock) -> Iterator[Store]:
    """A new store: the test runs once on SQLite and once on PostgreSQL."""
    opened = Store.open(database_url, clock, patience_s=10)
    yield opened
    opened.close()
