"""How many codes were used of late, and whether all of them differ."""

from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import Cancelled
from desktop.storage import uniqueness, usage
from desktop.storage.journal import open_journal
from desktop.storage.store import Store
from desktop.storage.usage import Use
from desktop.texts import say
from tests.fakes import BEGINNING, FakeClock
from tests.storage.stock import add_codes, add_job, add_product, code_values, product, stocked


def print_some(store: Store, job_id: int, count: int) -> None:
    with open_journal(store, job_id, "lead", "demo://zebra") as journal:
        codes = journal.next_codes(count)
        journal.record(sent=codes, printed=codes)


def test_only_what_left_for_a_printer_since_then_counts(store: Store, clock: FakeClock) -> None:
    job_id = stocked(store, 50, 30)
    print_some(store, job_id, 7)
    clock.advance(3600)
    print_some(store, job_id, 5)
    clock.advance(3600)
    print_some(store, job_id, 3)
    with store.read() as connection:
        for hours, expected in (
            (0, Use(15, BEGINNING)),
            (0.5, Use(8, BEGINNING + timedelta(hours=1))),
            (1, Use(8, BEGINNING + timedelta(hours=1))),
            (2, Use(3, BEGINNING + timedelta(hours=2))),
        ):
            found = usage.used_since(connection, BEGINNING + timedelta(hours=hours))
            assert found == {(1, 1): expected}
        assert usage.used_since(connection, BEGINNING + timedelta(hours=3)) == {}


def test_use_is_told_apart_by_product(store: Store) -> None:
    first = stocked(store, 10, 5)
    other = add_product(store, product("8033333001", "8033333", "8133333"))
    add_codes(store, other, code_values(10, prefix="8033333"), "other.txt")
    second = add_job(store, other, 4, lot="L2")
    print_some(store, first, 2)
    print_some(store, second, 3)
    with store.read() as connection:
        found = usage.used_since(connection, BEGINNING)
    assert {key: use.count for key, use in found.items()} == {(1, 1): 2, (other, 1): 3}


def test_without_a_journal_nothing_was_used(store: Store) -> None:
    with store.read() as connection:
        assert usage.used_since(connection, BEGINNING) == {}


def walked(store: Store, told: list[float] | None = None) -> uniqueness.Uniqueness:
    with store.read() as connection:
        return uniqueness.walk(connection, lambda done: told.append(done) if told is not None else None)


def test_the_digest_is_that_of_all_codes_in_the_order_of_their_digits(store: Store) -> None:
    add_product(store)
    add_codes(store, 1, code_values(5, first=7), "late.txt")
    add_codes(store, 1, code_values(3), "early.txt")
    listed = "".join(f"{value}\n" for value in [*code_values(3), *code_values(5, first=7)])
    told: list[float] = []
    assert walked(store, told) == uniqueness.Uniqueness(8, 0, sha256(listed.encode()).hexdigest())
    assert told == [1.0]


def test_an_empty_pool_has_no_repeats(store: Store) -> None:
    assert walked(store) == uniqueness.Uniqueness(0, 0, sha256().hexdigest())


def test_a_walk_ends_where_it_is_told_to(store: Store) -> None:
    stocked(store, 10, 1)

    def stop(_: float) -> None:
        raise Cancelled(say("x"))

    with store.read() as connection, pytest.raises(Cancelled):
        uniqueness.walk(connection, stop)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 9))
def test_however_the_walk_is_cut_its_result_is_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    with store.read() as connection:
        empty = uniqueness.walk(connection, lambda _: None).count == 0
    if empty:
        stocked(store, 25, 3)
    whole = walked(store)
    monkeypatch.setattr(uniqueness, "_ROWS_AT_A_TIME", size)
    assert walked(store) == whole
