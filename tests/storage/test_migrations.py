"""A database comes from any older schema to the present one, and never loses anything on the way."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from desktop.errors import StorageError
from desktop.storage import (  # noqa: F401 (tables join the metadata)
    kept_files,
    pack_tables,
    plant_tables,
    products,
    quality_tables,
    schema,
    serial_tables,
)
from desktop.storage.store import Store
from desktop.storage.tables import REVISION, REVISION_TABLE, metadata
from tests.fakes import FakeClock
from tests.postgres import PostgresServer
from tests.refusals import refusal_of
from tests.storage.stock import add_product

NEXT = '''"""A later schema."""

from alembic import op
from sqlalchemy import Column, Integer

revision = "9999"
down_revision = "{revision}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("product", Column("colour", Integer))
'''


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store of its own: what is done to its schema cannot be taken back."""
    opened = Store.open(database_url, FakeClock())
    yield opened
    opened.close()


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The steps of a later program, which knows one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_later.py").write_text(NEXT.format(revision=REVISION), encoding="utf-8")
    return folder


def upgrade(store: Store, migrations: Path) -> None:
    with store.connect() as connection, store.writing(connection):
        schema.bring_up(connection, store.clock, store.place, wanted="9999", migrations=migrations)


def test_the_migrations_lead_to_the_tables_of_the_program(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": REVISION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []


def test_partial_indexes_are_the_same_in_both(tmp_path: Path) -> None:
    # Alembic does not compare their conditions, and PostgreSQL words them anew.
    store = Store.open(f"sqlite:///{(tmp_path / 'packmark.sqlite').as_posix()}", FakeClock())
    with store.read() as connection:
        migrated = set(connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'index'")))
    with closing(sqlite3.connect(":memory:")) as plain:
        for table in metadata.sorted_tables:
            plain.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
            for index in table.indexes:
                plain.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        declared = {row[0] for row in plain.execute("SELECT sql FROM sqlite_master WHERE type = 'index'")}
    store.close()
    assert migrated == declared


def test_the_program_asks_for_the_newest_revision() -> None:
    assert ScriptDirectory(schema.MIGRATIONS).get_heads() == [REVISION]


def test_opening_what_is_up_to_date_does_not_load_the_migrations(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'packmark.sqlite').as_posix()}"
    Store.open(url, FakeClock()).close()
    script = (
        "import sys; from desktop.storage.store import Store; from tests.fakes import FakeClock; "
        f"Store.open({url!r}, FakeClock()).close(); sys.exit('alembic' in sys.modules)"
    )
    root = Path(schema.__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0


def test_an_upgrade_keeps_what_was_there(store: Store, later: Path) -> None:
    product_id = add_product(store)
    upgrade(store, later)
    with store.read() as connection:
        assert products.get(connection, product_id).product.name == "蒙脱石散"
        assert connection.execute(text("SELECT colour FROM product")).scalar() is None


def test_kept_files_and_their_counts_outlive_the_copying_of_their_table(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        schema.bring_up(connection, FakeClock(), "old", wanted="0014")
        if connection.dialect.name == "postgresql":
            # What is around a file does not matter here; SQLite, opened like this, does not ask either.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(
                "INSERT INTO work_order (id, number, product_id, product_version_id, line_id, units, plan, "
                "state, created_at, created_by, confirmed_by, sealed_through) "
                "VALUES (1, 'WO-1', 1, 1, 1, 30, '{}', 'running', 1, 'lead', '', 0)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO kept_file (id, order_id, kind, name, profile, sha256, counts, version, "
                "through_event, at, by, content) "
                "VALUES (7, 1, 'relation', 'r.xml', '', :sha, '{}', '1', 3, 5, 'lead', :content)"
            ),
            {"sha": sha256(b"bytes").hexdigest(), "content": zlib.compress(b"bytes")},
        )
        connection.execute(
            text(
                'INSERT INTO platform_count (id, file_id, "all", largest, smallest, at, by) '
                "VALUES (2, 7, 30, 1, 20, 9, 'lead')"
            )
        )
    engine.dispose()
    upgraded = Store.open(database_url, FakeClock())
    with upgraded.read() as connection:
        assert kept_files.content(connection, 7) == b"bytes"
        assert kept_files.get(connection, 7).order_id == 1
        assert [one.counts.all for one in kept_files.platform_counts(connection, 7)] == [30]
    upgraded.close()


def test_an_upgrade_first_copies_the_database_beside_it(tmp_path: Path, later: Path) -> None:
    path = tmp_path / "packmark.sqlite"
    store = Store.open(f"sqlite:///{path.as_posix()}", FakeClock())
    product_id = add_product(store)
    upgrade(store, later)
    store.close()
    copy = tmp_path / f"packmark.sqlite.backup-{REVISION}-20260302T080000Z"
    before = Store.open(f"sqlite:///{copy.as_posix()}", FakeClock())
    with before.read() as connection:
        assert products.get(connection, product_id).product.name == "蒙脱石散"
    before.close()


def test_without_a_copy_there_is_no_upgrade(tmp_path: Path, later: Path) -> None:
    store = Store.open(f"sqlite:///{(tmp_path / 'packmark.sqlite').as_posix()}", FakeClock())
    in_the_way = tmp_path / f"packmark.sqlite.backup-{REVISION}-20260302T080000Z" / "file"
    in_the_way.parent.mkdir()
    in_the_way.touch()
    assert "cannot be copied to" in refusal_of(lambda: upgrade(store, later), StorageError)
    with store.read() as connection:
        assert schema.found_revision(connection) == REVISION
    store.close()


def test_an_upgrade_first_copies_the_tables_into_a_schema_of_their_own(
    postgres_server: PostgresServer, later: Path
) -> None:
    with postgres_server.database() as url:
        store = Store.open(url, FakeClock())
        add_product(store)
        upgrade(store, later)
        copied = f"backup_{REVISION}_20260302t080000z"
        with store.read() as connection:
            name = connection.execute(text(f'SELECT name FROM "{copied}".product')).scalar()
            revision = connection.execute(
                text(f'SELECT version_num FROM "{copied}".{REVISION_TABLE}')
            ).scalar()
        store.close()
    assert (name, revision) == ("蒙脱石散", REVISION)


def test_an_upgrade_that_fails_changes_nothing(store: Store, later: Path) -> None:
    step = later / "versions" / "9999_later.py"
    step.write_text(step.read_text(encoding="utf-8") + "    raise RuntimeError\n", encoding="utf-8")
    with pytest.raises(RuntimeError):
        upgrade(store, later)
    with store.read() as connection:
        assert schema.found_revision(connection) == REVISION
        columns = {column["name"] for column in inspect(connection).get_columns("product")}
    assert "colour" not in columns


def test_a_newer_database_is_refused_and_left_alone(store: Store, later: Path, database_url: str) -> None:
    upgrade(store, later)
    said = refusal_of(lambda: Store.open(database_url, FakeClock()), StorageError)
    assert f"has schema revision 9999; this program knows revisions up to {REVISION}" in said
    with store.read() as connection:
        assert schema.found_revision(connection) == "9999"


def test_two_programs_may_make_one_database_at_once(database_url: str) -> None:
    troubles: list[BaseException] = []

    def make() -> None:
        try:
            Store.open(database_url, FakeClock(), patience_s=20).close()
        except BaseException as trouble:
            troubles.append(trouble)
            raise

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
