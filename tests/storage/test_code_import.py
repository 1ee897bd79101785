"""Imports of codes: short transactions, and yet all or nothing, whatever ends them."""

import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from desktop.errors import Cancelled, Refused, StorageError
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.storage import audit, code_files, code_import, codes
from desktop.storage.code_import import NewFile
from desktop.storage.journal import open_journal
from desktop.storage.store import Store
from desktop.storage.tables import code, code_file
from desktop.texts import say
from tests.fakes import FakeClock
from tests.refusals import refusal_of
from tests.storage.stock import add_codes, add_job, add_product, code_values, stocked
from tests.storage.test_first_schema import KEPT
from tests.storage.test_other_programs import hear, program


def rows(store: Store) -> tuple[int, int]:
    """Codes and files that are in the tables, seen by nobody or not."""
    with store.read() as connection:
        return (
            connection.scalar(select(func.count()).select_from(code)) or 0,
            connection.scalar(select(func.count()).select_from(code_file)) or 0,
        )


def sound(store: Store) -> bool:
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why
    return True


def import_all(store: Store, chunks: Iterator[list[str]], name: str = "codes.txt") -> int:
    return codes.import_file(store, "engineer", NewFile(name, name, 1, 1), chunks)


def test_an_import_is_recorded_with_the_digest_of_its_codes(store: Store) -> None:
    add_product(store)
    about = {"product": "8021762001"}
    codes.import_file(store, "engineer", NewFile("a", "a", 1, 1), [code_values(3)], about)
    with store.read() as connection:
        newest = audit.newest(connection)[0]
    assert (newest.action, newest.subject, newest.actor) == ("codes.import", "a", "engineer")
    assert '"count":3' in newest.new
    assert '"product":"8021762001"' in newest.new
    assert "sealed_codes" in newest.new
    assert sound(store)


def test_nobody_sees_the_codes_of_an_import_that_is_not_done(store: Store) -> None:
    add_product(store)
    add_codes(store, 1, code_values(5, first=900), "before.txt")
    values = code_values(20)

    def chunks() -> Iterator[list[str]]:
        yield values
        with store.read() as connection:
            assert codes.by_value(connection, values[0]) is None
            assert [found.value for found in codes.starting_with(connection, "8")] == code_values(5, 900)
            assert codes.available(connection, 1, 1) == 5
            assert codes.level_counts(connection)[0].counts == CodeCounts(available=5)
            assert [file.name for file in code_files.list_all(connection)] == ["before.txt"]
            assert code_files.by_sha256(connection, "codes.txt") is None
            assert code_import.known_among(connection, values) == []
        assert rows(store) == (25, 2)
        refusal_of(lambda: add_job(store, 1, 6), Refused)
        add_job(store, 1, 5)
        assert sound(store)

    assert import_all(store, chunks()) == 20
    with store.read() as connection:
        assert codes.available(connection, 1, 1) == 20
    assert sound(store)


def test_a_job_prints_on_while_codes_are_imported(store: Store) -> None:
    job_id = stocked(store, 40, 20)

    def chunks() -> Iterator[list[str]]:
        with open_journal(store, job_id, "lead", "demo://zebra") as journal:
            for start in range(100, 200, 10):
                yield code_values(10, first=start)
                journal.record(sent=journal.next_codes(1))

    assert import_all(store, chunks(), "more.txt") == 100
    with store.read() as connection:
        assert codes.job_counts(connection, job_id) == CodeCounts(allocated=10, unknown=10)


@pytest.mark.parametrize("trouble", [Cancelled(say("x")), KeyboardInterrupt(), ZeroDivisionError()])
def test_an_import_that_ends_in_the_middle_leaves_nothing(store: Store, trouble: BaseException) -> None:
    add_product(store)
    before = rows(store)

    def chunks() -> Iterator[list[str]]:
        yield code_values(30)
        yield code_values(30, first=30)
        raise trouble

    with pytest.raises(type(trouble)):
        import_all(store, chunks())
    assert rows(store) == before
    with store.read() as connection:
        assert codes.level_counts(connection) == ()
    assert import_all(store, iter([code_values(60)])) == 60


def test_codes_that_are_known_from_a_later_chunk_refuse_all_of_it(store: Store) -> None:
    add_product(store)
    add_codes(store, 1, code_values(3, first=50), "first.txt")
    said = refusal_of(
        lambda: import_all(store, iter([code_values(20), code_values(5, first=51)]), "second.txt"), Refused
    )
    assert said.splitlines() == [
        "At least 2 codes of this file are known already or stand in it twice. Nothing was imported.",
        f"Code {code_values(1, 51)[0]} was imported with file first.txt.",
        f"Code {code_values(1, 52)[0]} was imported with file first.txt.",
    ]
    assert rows(store) == (3, 1)


def test_the_very_same_file_is_refused_whoever_imported_it(store: Store) -> None:
    add_product(store)
    add_codes(store, 1, code_values(3), "first.txt")
    again = NewFile("renamed.txt", "first.txt", 1, 1)
    said = refusal_of(lambda: codes.import_file(store, "anna", again, [code_values(3)]), Refused)
    assert said == (
        "renamed.txt: this very file was imported on 2026-03-02 08:00 UTC by engineer (as first.txt). "
        "Nothing was imported again."
    )


def test_a_file_is_not_imported_twice_at_the_same_time(store: Store) -> None:
    add_product(store)

    def chunks() -> Iterator[list[str]]:
        yield code_values(3)
        said = refusal_of(lambda: import_all(store, iter([code_values(3)])), Refused)
        assert said == "codes.txt is being imported by another window or program right now."

    assert import_all(store, chunks()) == 3


def test_codes_of_another_import_that_runs_are_refused_and_that_import_goes_on(store: Store) -> None:
    add_product(store)

    def chunks() -> Iterator[list[str]]:
        yield code_values(3)
        said = refusal_of(lambda: import_all(store, iter([code_values(2, first=2)]), "other.txt"), Refused)
        assert said.splitlines()[1:] == [
            f"Code {code_values(1, 2)[0]} is being imported with file codes.txt right now."
        ]
        yield code_values(3, first=3)

    assert import_all(store, chunks()) == 6
    assert rows(store) == (6, 1)


def test_two_imports_at_once_both_come_in(store: Store) -> None:
    add_product(store)

    def chunks() -> Iterator[list[str]]:
        yield code_values(10)
        assert import_all(store, iter([code_values(10, first=500)]), "other.txt") == 10
        yield code_values(10, first=10)

    assert import_all(store, chunks()) == 20
    with store.read() as connection:
        assert codes.available(connection, 1, 1) == 30
    job_id = add_job(store, 1, 30)
    with store.read() as connection:
        given = [found.value for found in codes.of_job(connection, job_id)]
    assert given == [*code_values(20), *code_values(10, first=500)]
    assert sound(store)


def test_an_import_that_was_killed_leaves_nothing_that_anybody_sees_and_is_swept_by_the_next(
    store: Store, store_url: str
) -> None:
    add_product(store)
    with program("import_and_hang", store_url) as other:
        assert hear(other) == "inside"
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    assert rows(store) == (50, 1)
    with store.read() as connection:
        assert codes.level_counts(connection) == ()
        assert codes.by_value(connection, code_values(1)[0]) is None
    assert sound(store)
    for _ in range(200):
        code_import.remove_unfinished(store)
        if rows(store) == (0, 0):
            break
        threading.Event().wait(0.02)  # the server needs a moment to see that its client is gone
    assert import_all(store, iter([code_values(50)]), "hanging.txt") == 50
    assert sound(store)


def test_the_codes_of_an_import_that_is_alive_are_not_swept(store: Store, store_url: str) -> None:
    add_product(store)
    with program("import_and_hang", store_url) as other:
        assert hear(other) == "inside"
        code_import.remove_unfinished(store)
        assert rows(store) == (50, 1)
        other.communicate("\n")
        assert other.returncode == 0
    with store.read() as connection:
        assert codes.available(connection, 1, 1) == 50


class _Room(NamedTuple):
    free: int


def test_an_import_that_the_disk_has_no_room_for_is_refused_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(f"sqlite:///{(tmp_path / 'a.db').as_posix()}", FakeClock())
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Room(100_000_000))
    said = refusal_of(lambda: code_import.require_room(store, 4_000_000, "codes.txt"), Refused)
    assert said == (
        "codes.txt: its 4000000 codes need about 640 MB on the disk of the database, which has 100 MB free. "
        "Free space, then repeat."
    )
    code_import.require_room(store, 600_000, "codes.txt")
    store.close()


def test_a_disk_that_is_full_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(f"sqlite:///{(tmp_path / 'a.db').as_posix()}", FakeClock())
    add_product(store)
    before = rows(store)
    insert_chunk = code_import._insert_chunk

    def with_little_room(connection: object, *rest: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 120")  # type: ignore[attr-defined]
        insert_chunk(connection, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(code_import, "_insert_chunk", with_little_room)
    chunks = (code_values(1000, first=start) for start in range(0, 100_000, 1000))
    assert "is full. Nothing was changed" in refusal_of(lambda: import_all(store, chunks), StorageError)
    assert rows(store) == before
    assert sound(store)
    store.close()


def test_an_import_that_another_program_locks_out_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = Store.open(f"sqlite:///{path.as_posix()}", FakeClock(), patience_s=0.05)
    add_product(store)
    before = rows(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:

        def chunks() -> Iterator[list[str]]:
            yield code_values(10)
            other.execute("BEGIN IMMEDIATE")
            yield code_values(10, first=10)

        said = refusal_of(lambda: import_all(store, chunks()), StorageError)
        assert "is locked by another program or window" in said
        with store.read() as connection:
            assert codes.level_counts(connection) == ()
    # Locked out, it could not take its rows out either: the next one does.
    assert import_all(store, iter([code_values(20)])) == 20
    assert rows(store) == (before[0] + 20, before[1] + 1)
    store.close()


def test_eight_programs_that_allocate_at_once_never_get_the_same_code(store: Store, store_url: str) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(240))
    add_codes(store, product_id, code_values(240, first=1000), "second.txt")
    with ExitStack() as stack:
        others = [stack.enter_context(program("allocate", store_url)) for _ in range(8)]
        assert [other.wait(90) for other in others] == [0] * 8
    with store.read() as connection:
        held = connection.execute(select(code.c.value, code.c.job_id, code.c.ordinal)).all()
        left = codes.available(connection, product_id, 1)
        given = [(row.job_id, row.ordinal) for row in held if row.job_id is not None]
    assert len({row.value for row in held}) == len(held) == 480
    assert len(given) == len(set(given)) == 480 - left
    assert left < 9
    assert sound(store)


def test_codes_of_the_first_schema_are_given_in_their_order_after_the_upgrade(tmp_path: Path) -> None:
    shutil.copy(KEPT, tmp_path / "plant.sqlite")
    store = Store.open(f"sqlite:///{(tmp_path / 'plant.sqlite').as_posix()}", FakeClock())
    with store.read() as connection:
        free = codes.available(connection, 1, 1)
        statement = select(code.c.value).where(code.c.state == CodeState.AVAILABLE, code.c.level == 1)
        waiting = list(connection.scalars(statement.where(code.c.product_id == 1).order_by(code.c.id)))
    assert len(waiting) == free
    job_id = add_job(store, 1, free, lot="L99")
    with store.read() as connection:
        assert [found.value for found in codes.of_job(connection, job_id)] == waiting
        assert {file.format for file in code_files.list_all(connection)} == {""}
    assert sound(store)
    store.close()
