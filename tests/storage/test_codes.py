"""The pool: imports that are all or nothing, exact allocation, counts that agree with the rows."""

import pytest

from desktop.errors import Refused
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.storage import code_files, codes
from desktop.storage.store import Store
from desktop.texts import say
from tests.refusals import refusal_of
from tests.storage.stock import PREFIX, add_codes, add_job, add_product, code_values, product, stocked


def test_imported_codes_are_available(store: Store) -> None:
    product_id = add_product(store)
    values = code_values(25)
    file_id = add_codes(store, product_id, values)
    with store.read() as connection:
        assert codes.level_counts(connection) == (codes.LevelCounts(product_id, 1, CodeCounts(available=25)),)
        assert codes.available(connection, product_id, 1) == 25
        found = codes.by_value(connection, values[3])
        file = code_files.get(connection, file_id)
    assert found is not None
    assert (found.state, found.job_id, found.file_id) == (CodeState.AVAILABLE, None, file_id)
    assert (file.count, file.imported_by) == (25, "engineer")


def test_a_code_that_was_never_imported_is_not_found(store: Store) -> None:
    with store.read() as connection:
        assert codes.by_value(connection, "8" * 20) is None


def test_the_same_bytes_are_recognised(store: Store) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(3), "codes.txt")
    with store.read() as connection:
        known = code_files.by_sha256(connection, "codes.txt")
        assert known is not None
        assert known.name == "codes.txt"
        assert code_files.by_sha256(connection, "others.txt") is None
        assert [file.name for file in code_files.list_all(connection)] == ["codes.txt"]


def test_a_known_code_refuses_the_whole_file_and_is_named(store: Store) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(10), "first.txt")
    mixed = [*code_values(20, first=100), *code_values(2, first=4)]
    said = refusal_of(lambda: add_codes(store, product_id, mixed, "second.txt"), Refused)
    assert said.splitlines() == [
        "At least 2 codes of this file are known already or stand in it twice. Nothing was imported.",
        f"Code {mixed[-2]} was imported with file first.txt.",
        f"Code {mixed[-1]} was imported with file first.txt.",
    ]
    with store.read() as connection:
        assert codes.available(connection, product_id, 1) == 10
        assert len(code_files.list_all(connection)) == 1


@pytest.mark.parametrize("places", [(8, 12), (2, 15)], ids=["within a chunk", "across chunks"])
def test_a_code_that_stands_in_a_file_twice_is_named(store: Store, places: tuple[int, int]) -> None:
    product_id = add_product(store)
    values = code_values(20)
    values[places[1]] = values[places[0]]
    said = refusal_of(lambda: add_codes(store, product_id, values), Refused)
    assert said.splitlines()[1:] == [f"Code {values[places[0]]} stands in this file twice."]


def test_an_empty_file_has_no_codes(store: Store) -> None:
    product_id = add_product(store)
    file_id = add_codes(store, product_id, [])
    with store.read() as connection:
        assert code_files.get(connection, file_id).count == 0
        assert codes.level_counts(connection) == ()


def test_codes_are_found_by_their_first_digits_in_order(store: Store) -> None:
    product_id = add_product(store)
    values = code_values(120)
    add_codes(store, product_id, values[::-1])
    with store.read() as connection:
        found = codes.starting_with(connection, f"{PREFIX}00000001")
        assert [code.value for code in found] == values[10:20]
        assert len(codes.starting_with(connection, PREFIX, limit=7)) == 7
        assert codes.starting_with(connection, "9") == ()


def test_a_job_gets_codes_in_the_order_of_import(store: Store) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(5, first=50), "older.txt")
    add_codes(store, product_id, code_values(5), "newer.txt")
    job_id = add_job(store, product_id, 7)
    with store.read() as connection:
        given = list(codes.of_job(connection, job_id))
    assert [code.value for code in given] == [*code_values(5, first=50), *code_values(2)]
    assert [code.ordinal for code in given] == list(range(1, 8))


def test_more_codes_for_a_job_come_behind_its_last(store: Store) -> None:
    job_id = stocked(store, 10, 4)
    with store.change("lead", "job.more", f"job {job_id}") as change:
        codes.allocate(change, 1, 1, 3, job_id)
    with store.read() as connection:
        assert [code.ordinal for code in codes.of_job(connection, job_id)] == list(range(1, 8))
        assert codes.job_counts(connection, job_id) == CodeCounts(allocated=7)


def test_a_job_that_needs_more_than_there_is_gets_nothing(store: Store) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(9))
    said = refusal_of(lambda: add_job(store, product_id, 10), Refused)
    assert said == (
        "The job needs 10 codes of level 1; the pool has 9. Import more codes, or order fewer labels."
    )
    with store.read() as connection:
        assert codes.available(connection, product_id, 1) == 9


def test_codes_of_another_product_or_level_are_not_given(store: Store) -> None:
    other = add_product(store, product("8033333001", "8033333", "8133333"))
    add_codes(store, other, code_values(10, prefix="8033333"), "other.txt")
    mine = add_product(store)
    refusal_of(lambda: add_job(store, mine, 1), Refused)


def test_unused_codes_go_back_to_the_pool_and_are_given_again(store: Store) -> None:
    job_id = stocked(store, 6, 4)
    with store.change("lead", "job.close", f"job {job_id}") as change:
        assert codes.release(change, job_id) == 4
    with store.read() as connection:
        assert codes.available(connection, 1, 1) == 6
        assert list(codes.of_job(connection, job_id)) == []
        assert codes.job_counts(connection, job_id) == CodeCounts()
    second = add_job(store, 1, 6)
    with store.read() as connection:
        assert [code.value for code in codes.of_job(connection, second)] == code_values(6)
        assert codes.all_job_counts(connection) == {job_id: CodeCounts(), second: CodeCounts(allocated=6)}


def test_settling_calls_printed_what_lies_before_the_last_good_label(store: Store) -> None:
    job_id = stocked(store, 10, 8)
    with store.change("x", "x", "x") as change:
        codes.move(change, job_id, CodeState.ALLOCATED, CodeState.SENT, last=6)
        codes.move(change, job_id, CodeState.SENT, CodeState.PRINTED, last=2)
        codes.move(change, job_id, CodeState.SENT, CodeState.UNKNOWN, last=4)
        assert codes.settle(change, job_id, 3, say("Settled.")) == (1, 3)
    with store.read() as connection:
        states = [code.state for code in codes.of_job(connection, job_id)]
        assert codes.job_counts(connection, job_id) == CodeCounts(allocated=2, printed=3, void=3)
    assert states == [CodeState.PRINTED] * 3 + [CodeState.VOID] * 3 + [CodeState.ALLOCATED] * 2


def test_the_first_and_last_label_are_found(store: Store) -> None:
    job_id = stocked(store, 10, 8)
    with store.change("x", "x", "x") as change:
        codes.move(change, job_id, CodeState.ALLOCATED, CodeState.SENT, first=2, last=6)
        codes.move(change, job_id, CodeState.SENT, CodeState.PRINTED, first=3, last=5)
    with store.read() as connection:
        ends = codes.first_and_last(connection, job_id, [CodeState.PRINTED, CodeState.VERIFIED])
        assert ends is not None
        assert [code.ordinal for code in ends] == [3, 5]
        assert codes.first_and_last(connection, job_id, [CodeState.VOID]) is None
        sent = codes.of_job(connection, job_id, [CodeState.SENT])
        assert [code.ordinal for code in sent] == [2, 6]


def test_in_flight_counts_as_unknown(store: Store) -> None:
    job_id = stocked(store, 10, 8)
    with store.change("x", "x", "x") as change:
        codes.move(change, job_id, CodeState.ALLOCATED, CodeState.SENT, last=2)
    with store.read() as connection:
        assert codes.job_counts(connection, job_id) == CodeCounts(allocated=6, unknown=2)
        [row] = codes.level_counts(connection)
    assert row.counts == CodeCounts(available=2, allocated=6, unknown=2)
    assert row.counts.issued == 10


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (CodeState.UNKNOWN, CodeState.ALLOCATED),
        (CodeState.PRINTED, CodeState.SENT),
        (CodeState.ALLOCATED, CodeState.AVAILABLE),
        (CodeState.VOID, CodeState.PRINTED),
    ],
)
def test_no_move_leads_back(store: Store, source: CodeState, target: CodeState) -> None:
    job_id = stocked(store, 5, 5)
    with store.change("x", "x", "x") as change, pytest.raises(ValueError, match="no code moves"):
        codes.move(change, job_id, source, target)
