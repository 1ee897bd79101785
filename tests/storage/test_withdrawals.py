"""Codes that leave the pool without a job: kept, released, returned, each with its trace."""

import pytest

from desktop.errors import InputError, Refused
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.storage import audit, codes, moves, thresholds, trace, withdrawals
from desktop.storage.moves import Pick
from desktop.storage.store import Store
from desktop.storage.withdrawals import Kind, Withdrawal
from tests.refusals import refusal_of
from tests.storage.stock import add_codes, add_job, add_product, code_values


@pytest.fixture
def product_id(store: Store) -> int:
    """A product with twenty codes in two files."""
    made = add_product(store)
    add_codes(store, made, code_values(12), "first.txt")
    add_codes(store, made, code_values(8, first=500), "second.txt")
    return made


def reserve(store: Store, pick: Pick, purpose: str = "lot L1") -> Withdrawal:
    with store.change("lead", "codes.allocate", purpose) as change:
        return withdrawals.reserve(change, pick, purpose)


def give_to_platform(store: Store, pick: Pick, reason: str = "") -> Withdrawal:
    with store.change("lead", "codes.return", reason) as change:
        return withdrawals.give_to_platform(change, pick, reason)


def release(store: Store, number: int) -> int:
    with store.change("lead", "codes.release", str(number)) as change:
        return withdrawals.release(change, number)


def counts(store: Store) -> CodeCounts:
    with store.read() as connection:
        verdict = audit.verify(connection)
        assert verdict.sound, verdict.why
        [row] = codes.level_counts(connection)
    return row.counts


def test_what_is_reserved_is_not_given_to_a_job(store: Store, product_id: int) -> None:
    made = reserve(store, Pick(product_id, 1, 5))
    assert (made.kind, made.count, made.purpose, made.actor) == (Kind.RESERVATION, 5, "lot L1", "lead")
    assert counts(store) == CodeCounts(available=15, allocated=5)
    with store.read() as connection:
        assert withdrawals.ends(connection, made) == (code_values(1)[0], code_values(1, 4)[0])
        found = codes.by_value(connection, code_values(1)[0])
        assert codes.all_job_counts(connection) == {}
    assert found is not None
    assert (found.state, found.job_id, found.withdrawal_id) == (CodeState.ALLOCATED, None, made.id)
    job_id = add_job(store, product_id, 15)
    with store.read() as connection:
        given = [code.value for code in codes.of_job(connection, job_id)]
    assert given == [*code_values(7, first=5), *code_values(8, first=500)]
    assert counts(store) == CodeCounts(allocated=20)


def test_what_is_released_is_given_again(store: Store, product_id: int) -> None:
    made = reserve(store, Pick(product_id, 1, 5))
    assert release(store, made.id) == 5
    assert counts(store) == CodeCounts(available=20)
    with store.read() as connection:
        again = withdrawals.get(connection, made.id, Kind.RESERVATION)
        assert again.released
        assert withdrawals.ends(connection, again) == ("", "")
    assert add_job(store, product_id, 20)


def test_a_reservation_is_released_once(store: Store, product_id: int) -> None:
    made = reserve(store, Pick(product_id, 1, 5))
    release(store, made.id)
    said = refusal_of(lambda: release(store, made.id), Refused)
    assert said == f"Reservation {made.id} is released already."


def test_what_was_written_to_a_file_is_not_released(store: Store, product_id: int) -> None:
    with store.change("lead", "codes.allocate", "x") as change:
        made = withdrawals.reserve(change, Pick(product_id, 1, 5), "print house")
        withdrawals.note_file(change, made.id, "house.txt", "0" * 64)
    said = refusal_of(lambda: release(store, made.id), Refused)
    assert said == (
        f"The codes of reservation {made.id} were written to house.txt and may be printed: "
        "they cannot go back to the pool."
    )
    assert counts(store) == CodeCounts(available=15, allocated=5)


def test_what_is_returned_is_never_used_again(store: Store, product_id: int) -> None:
    made = give_to_platform(store, Pick(product_id, 1, 4), "wrong level")
    assert counts(store) == CodeCounts(available=16, returned=4)
    assert counts(store).issued == 20
    with store.read() as connection:
        held = list(codes.of_job(connection, made.holder))
    assert [code.value for code in held] == code_values(4)
    assert {code.state for code in held} == {CodeState.RETURNED}
    refusal_of(lambda: add_job(store, product_id, 17), Refused)
    assert said_of_release(store, made.id) == f"There is no reservation number {made.id}."


def said_of_release(store: Store, number: int) -> str:
    return refusal_of(lambda: release(store, number), InputError)


def test_only_the_codes_of_one_file_are_taken_if_that_is_wanted(store: Store, product_id: int) -> None:
    with store.read() as connection:
        first, second = moves.files_with_available(connection, product_id, 1)
        assert [moves.available_of_file(connection, one) for one in (first, second)] == [12, 8]
    made = give_to_platform(store, Pick(product_id, 1, 8, second))
    with store.read() as connection:
        assert [code.value for code in codes.of_job(connection, made.holder)] == code_values(8, first=500)
        assert moves.files_with_available(connection, product_id, 1) == (first,)


@pytest.mark.parametrize("take", [reserve, give_to_platform])
def test_more_than_there_is_is_refused_and_nothing_is_taken(
    store: Store, product_id: int, take: object
) -> None:
    said = refusal_of(lambda: take(store, Pick(product_id, 1, 21)), Refused)  # type: ignore[operator]
    assert said == "21 codes of level 1 are wanted; the pool has 20."
    assert counts(store) == CodeCounts(available=20)
    with store.read() as connection:
        assert withdrawals.list_all(connection, Kind.RESERVATION) == ()
        assert withdrawals.list_all(connection, Kind.RETURN) == ()


def test_reservations_and_returns_are_listed_apart_newest_first(store: Store, product_id: int) -> None:
    one = reserve(store, Pick(product_id, 1, 1))
    two = give_to_platform(store, Pick(product_id, 1, 1))
    three = reserve(store, Pick(product_id, 1, 1))
    with store.read() as connection:
        kept = withdrawals.list_all(connection, Kind.RESERVATION)
        gone = withdrawals.list_all(connection, Kind.RETURN)
    assert ([row.id for row in kept], [row.id for row in gone]) == ([three.id, one.id], [two.id])


def test_the_life_of_a_code_tells_what_was_done_in_the_pool(store: Store, product_id: int) -> None:
    release(store, reserve(store, Pick(product_id, 1, 2), "lot L7").id)
    give_to_platform(store, Pick(product_id, 1, 1), "not needed")
    with store.read() as connection:
        story = trace.history(connection, code_values(1)[0])
    assert story is not None
    assert [(entry.event.value, entry.job_id, str(entry.reason or "")) for entry in story.events] == [
        ("allocated", None, "reserved for lot L7"),
        ("available", None, ""),
        ("returned", None, "returned to the platform: not needed"),
    ]


def test_the_journal_of_a_withdrawal_is_sealed(store: Store, product_id: int) -> None:
    made = give_to_platform(store, Pick(product_id, 1, 2))
    with store.read() as connection:
        assert f'"job":-{made.id}' in audit.newest(connection)[0].new
        assert audit.verify(connection).sound
    with store.change("x", "x", "x") as change:
        change.connection.exec_driver_sql(f"DELETE FROM journal WHERE job_id = -{made.id}")
    with store.read() as connection:
        assert not audit.verify(connection).sound


def test_thresholds_are_set_changed_and_taken_away(store: Store, product_id: int) -> None:
    for least, expected in ((100, {(product_id, 1): 100}), (50, {(product_id, 1): 50}), (None, {})):
        with store.change("lead", "codes.alarm", "x") as change:
            thresholds.set_least(change, product_id, 1, least)
        with store.read() as connection:
            assert thresholds.all_least(connection) == expected
