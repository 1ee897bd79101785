"""Opening a store, changing it, and what it says when that cannot be done."""

import sqlite3
import threading
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from desktop.errors import InputError, Refused, StorageError
from desktop.products.batch import Batch
from desktop.storage import audit, batches, products
from desktop.storage.store import Store
from desktop.storage.tables import product
from tests.fakes import FakeClock
from tests.postgres import PostgresServer
from tests.refusals import refusal_of
from tests.storage import stock
from tests.storage.stock import add_codes, add_product, code_values


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def opened(url: str, patience_s: float = 0.05) -> Store:
    return Store.open(url, FakeClock(), patience_s=patience_s)


def test_a_new_database_is_made_and_keeps_what_is_written(database_url: str) -> None:
    first = opened(database_url)
    product_id = add_product(first)
    first.close()
    second = opened(database_url)
    with second.read() as connection:
        assert products.get(connection, product_id).product.name == "蒙脱石散"
    second.close()


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    opened(sqlite_url(tmp_path / "plant" / "data" / "packmark.sqlite")).close()
    assert (tmp_path / "plant" / "data" / "packmark.sqlite").exists()


def test_a_database_that_the_server_does_not_have_is_made(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        missing = url + "_new"
        opened(missing).close()
        store = opened(missing)
        with store.read() as connection:
            assert audit.head(connection).count == 0
        store.close()


def test_sqlite_is_as_durable_as_it_can_be(tmp_path: Path) -> None:
    store = opened(sqlite_url(tmp_path / "a.sqlite"))
    with store.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    store.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_change_and_its_record_are_kept_together(store: Store) -> None:
    with store.change("anna", "product.rename", "product 1", reason="typo") as change:
        change.old = {"name": "a"}
        change.new = {"name": "b"}
    with store.read() as connection:
        [record] = audit.newest(connection)
    assert (record.number, record.actor, record.action, record.subject) == (
        1,
        "anna",
        "product.rename",
        "product 1",
    )
    assert (record.old, record.new, record.reason) == ('{"name":"a"}', '{"name":"b"}', "typo")


def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.change("anna", "a", "b") as change:
            products.insert(change.connection, stock.product())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.read() as connection:
        assert products.list_all(connection) == ()
        assert audit.newest(connection) == ()
        assert audit.head(connection).count == 0


def test_a_change_that_contradicts_the_tables_leaves_nothing(store: Store) -> None:
    def contradict() -> None:
        with store.change("anna", "a", "b") as change:
            products.insert(change.connection, stock.product())
            change.connection.execute(text("INSERT INTO job_mark (job_id, name, value) VALUES (77, 'x', 1)"))

    assert "Somebody else recorded the same thing" in refusal_of(contradict, Refused)
    with store.read() as connection:
        assert products.list_all(connection) == ()


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StorageError), store.read() as connection:
        connection.execute(text("DELETE FROM product"))
    add_product(store)


def test_reading_shows_one_state_while_others_write(store: Store) -> None:
    with store.read() as connection:
        assert products.list_all(connection) == ()
        add_product(store)
        assert products.list_all(connection) == ()
    with store.read() as connection:
        assert len(products.list_all(connection)) == 1


def test_a_wrong_statement_stays_a_bug(store: Store) -> None:
    with pytest.raises((OperationalError, ProgrammingError)), store.read() as connection:
        connection.execute(text("SELECT nonsense FROM nowhere"))


def test_many_threads_change_one_store(store: Store) -> None:
    def write(name: str) -> None:
        for number in range(10):
            with store.change(name, "note", str(number)):
                pass

    threads = [threading.Thread(target=write, args=(name,)) for name in ("anna", "bert", "carl")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert (verdict.sound, verdict.records) == (True, 30)


@pytest.mark.parametrize(
    "address", ["", "nonsense", "mysql://host/x", "postgresql+psycopg://host", "sqlite:"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    said = refusal_of(lambda: opened(address), InputError)
    assert "postgresql+psycopg://" in said or "sqlite:///packmark.sqlite" in said


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Sir or Madam, " * 500)
    said = refusal_of(lambda: opened(sqlite_url(path)), StorageError)
    assert said == f"{path} is not a database: choose another file, or restore a backup."
    assert path.read_bytes() == b"Dear Sir or Madam, " * 500


def test_a_database_of_another_program_is_refused_and_left_alone(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    said = refusal_of(lambda: opened(database_url), StorageError)
    assert "is a database of another program (it holds the table invoices)" in said
    assert inspect(engine).get_table_names() == ["invoices"]
    engine.dispose()


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "packmark.sqlite"
    store = opened(sqlite_url(path))
    product_id = add_product(store)
    add_codes(store, product_id, code_values(5000))
    store.close()
    content = bytearray(path.read_bytes())
    for start in range(2 * 4096, len(content), 4096):
        content[start : start + 200] = b"\xff" * 200
    path.write_bytes(content)

    def use() -> None:
        damaged = opened(sqlite_url(path))
        try:
            with damaged.change("x", "x", "x") as change:
                change.connection.execute(select(product)).all()
                audit.verify(change.connection)
        finally:
            damaged.close()

    assert "is damaged" in refusal_of(use, StorageError)


def test_a_locked_database_is_told_after_some_patience(tmp_path: Path) -> None:
    path = tmp_path / "packmark.sqlite"
    store = opened(sqlite_url(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = refusal_of(lambda: add_product(store), StorageError)
    assert "is locked by another program or window" in said
    add_product(store)
    store.close()


def test_a_lock_on_the_server_is_told_after_some_patience(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        patient, other = opened(url), opened(url, patience_s=10)
        with other.change("other", "x", "x") as change:
            change.connection.execute(text("LOCK TABLE product"))
            said = refusal_of(lambda: add_product(patient), StorageError)
        assert "is locked by another program or window" in said
        patient.close()
        other.close()


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    store = opened(sqlite_url(tmp_path / "packmark.sqlite"))
    product_id = add_product(store)

    def import_too_much() -> None:
        with store.change("x", "fill", "disk") as change:
            pages = change.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            change.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
            for number in range(1000):
                batches.insert(
                    change.connection,
                    product_id,
                    Batch(f"{number:020d}", date(2026, 1, 1), date(2027, 1, 1)),
                )

    said = refusal_of(import_too_much, StorageError)
    assert "is full. Nothing was changed" in said
    with store.read() as connection:
        assert batches.list_all(connection) == ()
        assert audit.verify(connection).records == 1
    store.close()


def test_a_database_that_can_only_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "packmark.sqlite"
    opened(sqlite_url(path)).close()
    # What the permission of a file does to others, but not to the administrator who may run this test.
    store = opened(f"sqlite:///file:{path.as_posix()}?mode=ro&uri=true")
    assert "can only be read" in refusal_of(lambda: add_product(store), StorageError)
    store.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal_of(lambda: opened(sqlite_url(tmp_path / "file" / "a.sqlite")), StorageError)
    assert "cannot be created" in said


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal_of(lambda: opened(sqlite_url(tmp_path)), StorageError)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    url = "postgresql+psycopg://anna:s3cret@127.0.0.1:9/plant"
    said = refusal_of(lambda: opened(url), StorageError)
    assert "postgresql+psycopg://anna:***@127.0.0.1:9/plant" in said
    assert "s3cret" not in said


def test_a_wrong_password_is_told_and_not_repeated(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        right = url.split(":")[2].split("@")[0]
        said = refusal_of(lambda: opened(url.replace(right, "wr0ng-one")), StorageError)
    assert "the password is wrong or missing" in said
    assert "wr0ng-one" not in said


def test_a_server_that_goes_away_is_told_and_the_next_change_works(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        store = opened(url)

        def lose_the_connection() -> None:
            with store.change("x", "x", "x") as change:
                own = change.connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
                other = opened(url)
                with other.change("y", "y", "y") as killing:
                    killing.connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
                other.close()
                products.list_all(change.connection)

        assert "cannot be used" in refusal_of(lose_the_connection, StorageError)
        with store.change("x", "x", "x"):
            pass
        with store.read() as connection:
            assert audit.verify(connection).records == 2
        store.close()


def test_more_lines_than_any_plant_has_never_wait_for_a_connection(store: Store) -> None:
    with ExitStack() as lines:
        for _ in range(40):
            lines.enter_context(store.read())
        with store.change("x", "x", "x"):
            pass


def test_a_database_without_chinese_is_refused(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        store = opened(url)
        connection = store.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"))
        connection.close()
        store.close()
        said = refusal_of(lambda: opened(url.rpartition("/")[0] + "/latin"), StorageError)
    assert "stores text as LATIN1" in said
