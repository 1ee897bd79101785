"""What the tests of every room need: no screen, no traces on the machine, and both databases."""

import os

# Before anything imports PySide6, which reads it once. Set hard: a test must never open a window.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QStandardPaths

from tests.postgres import PostgresError, PostgresServer


def pytest_configure() -> None:
    """Keep Qt's own files (settings, caches) out of the account's folders; never judge by time."""
    QStandardPaths.setTestModeEnabled(True)
    settings.register_profile("packmark", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("packmark")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test, and each program it starts, a home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run, started by the first test that needs it."""
    try:
        server = PostgresServer()
    except PostgresError as trouble:
        pytest.fail(str(trouble), pytrace=False)
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'packmark.sqlite').as_posix()}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url
