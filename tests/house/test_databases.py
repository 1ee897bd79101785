"""The databases that the tests lend to other rooms."""

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import postgres
from tests.postgres import PostgresError, PostgresServer


def test_every_test_gets_an_empty_database(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE seen (id INTEGER)"))
    engine.dispose()


def test_no_test_sees_what_another_one_wrote(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE seen (id INTEGER)"))
    engine.dispose()


def test_a_connection_left_open_does_not_keep_a_database_alive(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        engine = create_engine(url)
        connection = engine.connect()
        connection.execute(text("SELECT 1"))
    connection.invalidate()
    connection.close()
    engine.dispose()


def test_a_machine_without_postgresql_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "PROGRAM_FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PostgresError, match="apt-get install postgresql"):
        postgres.find_programs()


def test_the_newest_of_several_postgresqls_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for version in ("9", "15", "14"):
        programs = tmp_path / version / "bin"
        programs.mkdir(parents=True)
        for name in ("initdb", "initdb.exe"):
            (programs / name).touch(mode=0o755)
    monkeypatch.setattr(postgres, "PROGRAM_FOLDERS", ((str(tmp_path), "*/bin"),))
    assert postgres.find_programs() == tmp_path / "15" / "bin"


def test_the_programs_that_tests_start_write_into_the_test_folder(tmp_path: Path) -> None:
    assert Path(os.environ["XDG_DATA_HOME"]).is_relative_to(tmp_path)
