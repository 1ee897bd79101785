"""A database of the first released schema comes up with everything it held.

``data/0001.sqlite`` was written by the program of revision 0001: two products (one with GTIN and shelf
life), forty codes, job 1 that printed two of three labels and was closed, job 2 that is ready.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from desktop.codes.gtin import Gtin
from desktop.errors import Refused
from desktop.products.details import NO_DETAILS
from desktop.signing import PublicKey
from desktop.storage import (
    audit,
    batches,
    codes,
    jobs,
    product_versions,
    products,
    schema,
    signing_keys,
    trace,
)
from desktop.storage.store import Store
from desktop.storage.tables import REVISION, REVISION_TABLE, journal
from tests.fakes import FakeClock
from tests.postgres import PostgresServer
from tests.refusals import refusal_of
from tests.storage.stock import product

KEPT = Path(__file__).parent / "data" / "0001.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of revision 0001 with the rows of the kept file, on either database."""
    if request.param == "sqlite":
        shutil.copy(KEPT, tmp_path / "plant.sqlite")
        yield f"sqlite:///{(tmp_path / 'plant.sqlite').as_posix()}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        copy_into_postgresql(url)
        yield url


def copy_into_postgresql(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        schema.bring_up(connection, FakeClock(), "copy", wanted="0001")
        connection.execute(text("DELETE FROM audit_head"))
        with closing(sqlite3.connect(KEPT)) as kept:
            kept.row_factory = sqlite3.Row
            # Alphabetical order would put rows before those that they refer to.
            for table in (
                *("product", "pack_level", "batch", "design_revision", "job", "job_mark", "code_file"),
                *("code", "code_count", "journal", "audit", "audit_head"),
            ):
                rows = [dict(row) for row in kept.execute(f"SELECT * FROM {table}")]
                if table == "batch":
                    rows = [row | {"specimen": bool(row["specimen"])} for row in rows]
                if rows:
                    names = ", ".join(rows[0])
                    values = ", ".join(f":{name}" for name in rows[0])
                    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), rows)
                if rows and "id" in rows[0] and table != "audit_head":
                    connection.execute(
                        text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
                    )
    engine.dispose()


@pytest.fixture
def upgraded(old_url: str) -> Iterator[Store]:
    store = Store.open(old_url, FakeClock())
    yield store
    store.close()


def test_a_database_of_the_first_schema_is_upgraded_when_it_is_opened(upgraded: Store) -> None:
    with upgraded.read() as connection:
        assert schema.found_revision(connection) == REVISION


def test_each_product_of_the_first_schema_becomes_its_version_1(upgraded: Store) -> None:
    with upgraded.read() as connection:
        for row in products.list_all(connection):
            (version,) = product_versions.of_product(connection, row.id)
            assert (version.number, version.product, version.details) == (1, row.product, NO_DETAILS)
            assert (version.effective_from, version.created_at, version.created_by) == (None, None, "")


def test_what_a_product_of_the_first_schema_had_is_all_there(upgraded: Store) -> None:
    with upgraded.read() as connection:
        found = {row.product.type_no: row.product for row in products.list_all(connection)}
    assert set(found) == {"8021762001", "9000001001"}
    assert found["8021762001"].level(1).gtin == Gtin("6932833600109")
    assert found["8021762001"].shelf_life_months == 48
    assert [level.prefix for level in found["9000001001"].levels] == ["8300001", "8300002"]


def test_each_job_of_the_first_schema_has_version_1_frozen_in_it(upgraded: Store) -> None:
    with upgraded.read() as connection:
        for job in jobs.list_all(connection):
            version = product_versions.of_job(connection, job)
            assert (version.product_id, version.number) == (job.product_id, 1)
            assert job.product_version_id == version.id
        first = product_versions.newest(connection, 1)
        assert product_versions.jobs_of(connection, first.id) == (1, 2)


def test_codes_journal_and_audit_trail_are_sound_after_the_upgrade(upgraded: Store) -> None:
    with upgraded.read() as connection:
        assert audit.verify(connection).sound
        counts = codes.job_counts(connection, 1)
        assert (counts.printed, counts.issued) == (2, 2)
        assert batches.find(connection, 1, "L02707") is not None


def test_codes_of_the_first_schema_move_on_in_runs(upgraded: Store) -> None:
    with upgraded.read() as connection:
        held = [item.value for item in codes.of_job(connection, 2)]
    with upgraded.change("lead", "job.close", "job 2") as change:
        assert codes.release(change, 2) == len(held) > 1
    with upgraded.read() as connection:
        lengths = select(journal.c.run).order_by(journal.c.id)
        assert [*connection.scalars(lengths)][-2:] == [1, len(held)]
        for value in held:
            story = trace.history(connection, value)
            assert story is not None
            assert [entry.event.value for entry in story.events][-2:] == ["allocated", "available"]
        assert audit.verify(connection).sound


def test_an_upgraded_database_takes_new_products_and_versions(upgraded: Store) -> None:
    with upgraded.change("engineer", "product.add", "") as change:
        new = products.insert(change.connection, product("7000001001", "8400001", "8400002"), change=change)
        first = product_versions.newest(change.connection, new)
        product_versions.insert(
            change.connection, new, first.master, effective_from=date(2026, 4, 1), change=change
        )
    with upgraded.read() as connection:
        newest = product_versions.newest(connection, new)
    assert (newest.number, newest.effective_from, newest.created_by) == (2, date(2026, 4, 1), "engineer")


def test_an_upgraded_database_takes_the_key_of_a_station(upgraded: Store) -> None:
    key = PublicKey(bytes(32))
    with upgraded.read() as connection:
        assert signing_keys.find(connection, key) is None
    with upgraded.change("engineer", signing_keys.REGISTERED, key.fingerprint) as change:
        made = signing_keys.register(change, key, "line-1", "/data")
    with upgraded.read() as connection:
        assert signing_keys.find(connection, key) == made
        assert audit.verify(connection).sound


def test_an_upgraded_database_keeps_prefixes_and_gtins_apart(upgraded: Store) -> None:
    with upgraded.change("engineer", "product.add", "") as change:
        said = refusal_of(
            lambda: products.insert(change.connection, product("7000001001", "8400001", "8300001")), Refused
        )
    assert said == "Prefix 8300001 belongs to 板蓝根颗粒, level 1, already."


def test_before_the_upgrade_the_database_file_is_copied_beside_it(tmp_path: Path) -> None:
    shutil.copy(KEPT, tmp_path / "plant.sqlite")
    Store.open(f"sqlite:///{(tmp_path / 'plant.sqlite').as_posix()}", FakeClock()).close()
    (copy,) = tmp_path.glob("plant.sqlite.backup-0001-*")
    with closing(sqlite3.connect(copy)) as before:
        assert before.execute(f"SELECT version_num FROM {REVISION_TABLE}").fetchone() == ("0001",)
        assert before.execute("SELECT count(*) FROM code").fetchone() == (40,)


def test_before_the_upgrade_the_tables_are_copied_into_a_schema_of_their_own(
    postgres_server: PostgresServer,
) -> None:
    with postgres_server.database() as url:
        copy_into_postgresql(url)
        store = Store.open(url, FakeClock())
        with store.read() as connection:
            copied = connection.execute(text('SELECT count(*) FROM "backup_0001_20260302t080000z".code'))
            assert copied.scalar() == 40
        store.close()
