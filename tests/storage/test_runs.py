"""Codes that move together share a row of the journal, and each keeps a life of its own."""

import random
from contextlib import suppress

import pytest
from sqlalchemy import select, text

from desktop.errors import Refused, StorageError
from desktop.products.code_pool import CodeState
from desktop.storage import audit, codes, moves, trace, withdrawals
from desktop.storage.journal import open_journal
from desktop.storage.moves import Pick
from desktop.storage.store import Store
from desktop.storage.tables import code, journal
from desktop.texts import say
from tests.refusals import refusal_of
from tests.storage.stock import add_codes, add_job, code_values, stocked

ALL = code_values(20)


def life(store: Store, value: str) -> list[str]:
    """What a code became, move by move."""
    with store.read() as connection:
        story = trace.history(connection, value)
    assert story is not None
    return [entry.event.value for entry in story.events]


def rows(store: Store) -> list[tuple[int, int, int, CodeState]]:
    """The journal: holder, first code, length of the run, event."""
    columns = (journal.c.job_id, journal.c.code_id, journal.c.run, journal.c.event)
    with store.read() as connection:
        return [(*row,) for row in connection.execute(select(*columns).order_by(journal.c.id))]


def release(store: Store, job_id: int) -> int:
    with store.change("lead", "job.close", f"job {job_id}") as change:
        return codes.release(change, job_id)


def withdraw(store: Store, count: int) -> int:
    with store.change("lead", "codes.return", "pool") as change:
        return withdrawals.give_to_platform(change, Pick(1, 1, count), "").id


def print_labels(store: Store, job_id: int, count: int) -> None:
    with open_journal(store, job_id, "lead", "demo://zebra") as opened:
        sent = opened.next_codes(count)
        opened.record(sent=sent, printed=sent)


def send_the_middle(store: Store, job_id: int) -> None:
    """Send the codes 4, 5 and 6 of a job."""
    with open_journal(store, job_id, "lead", "demo://zebra") as opened:
        opened.record(sent=opened.next_codes(6)[3:])


def assert_sound(store: Store) -> None:
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why


def test_codes_that_are_taken_together_share_a_row(store: Store) -> None:
    stocked(store, 20, 12)
    assert rows(store) == [(1, 1, 12, CodeState.ALLOCATED)]
    assert_sound(store)


def test_a_row_is_in_the_life_of_its_codes_and_of_no_other(store: Store) -> None:
    stocked(store, 20, 3)
    withdraw(store, 5)
    add_job(store, 1, 4, lot="L2")
    for values, expected in (
        (ALL[:3], ["allocated"]),
        (ALL[3:8], ["returned"]),
        (ALL[8:12], ["allocated"]),
        (ALL[12:], []),
    ):
        assert [life(store, value) for value in values] == [expected] * len(values)


def test_the_life_of_a_code_has_its_own_moves_and_those_of_its_run_in_their_order(store: Store) -> None:
    job_id = stocked(store, 20, 6)
    print_labels(store, job_id, 2)
    assert release(store, job_id) == 4
    add_job(store, 1, 10, lot="L2")
    assert life(store, ALL[1]) == ["allocated", "sent", "printed"]
    assert life(store, ALL[2]) == ["allocated", "available", "allocated"]
    assert life(store, ALL[5]) == ["allocated", "available", "allocated"]
    assert life(store, ALL[6]) == ["allocated"]
    assert_sound(store)


def test_a_run_that_was_printed_in_its_middle_is_released_as_two(store: Store) -> None:
    job_id = stocked(store, 20, 9)
    send_the_middle(store, job_id)
    assert release(store, job_id) == 6
    assert rows(store)[-2:] == [(1, 1, 3, CodeState.AVAILABLE), (1, 7, 3, CodeState.AVAILABLE)]
    freed, sent = ["allocated", "available"], ["allocated", "sent"]
    assert [life(store, value) for value in ALL[:10]] == [*[freed] * 3, *[sent] * 3, *[freed] * 3, []]
    assert_sound(store)


def test_a_part_of_a_released_run_is_returned(store: Store) -> None:
    job_id = stocked(store, 20, 8)
    release(store, job_id)
    number = withdraw(store, 3)
    assert rows(store)[-1] == (-number, 1, 3, CodeState.RETURNED)
    assert life(store, ALL[2]) == ["allocated", "available", "returned"]
    assert life(store, ALL[3]) == ["allocated", "available"]
    assert_sound(store)


def test_codes_with_a_gap_between_them_are_two_runs_numbered_on(store: Store) -> None:
    job_id = stocked(store, 20, 9)
    send_the_middle(store, job_id)
    release(store, job_id)
    second = add_job(store, 1, 8, lot="L2")
    assert rows(store)[-2:] == [(second, 1, 3, CodeState.ALLOCATED), (second, 7, 5, CodeState.ALLOCATED)]
    with store.read() as connection:
        given = [(item.ordinal, item.id) for item in codes.of_job(connection, second)]
    assert given == list(zip(range(1, 9), [1, 2, 3, 7, 8, 9, 10, 11], strict=True))


def test_a_job_that_gets_more_codes_is_numbered_on(store: Store) -> None:
    job_id = stocked(store, 20, 5)
    print_labels(store, job_id, 5)
    with store.change("lead", "job.more", "job") as change:
        codes.allocate(change, 1, 1, 3, job_id)
    with store.read() as connection:
        assert [item.ordinal for item in codes.of_job(connection, job_id)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_settling_a_stretch_of_labels_writes_a_row_for_each_fate(store: Store) -> None:
    job_id = stocked(store, 20, 6)
    with open_journal(store, job_id, "lead", "demo://zebra") as opened:
        opened.record(sent=opened.next_codes(5))
    with store.change("qa", "job.settle", "job 1") as change:
        codes.settle(change, job_id, 3, say("Settled."))
    assert rows(store)[-3:] == [
        (1, 1, 5, CodeState.UNKNOWN),
        (1, 1, 3, CodeState.PRINTED),
        (1, 4, 2, CodeState.VOID),
    ]
    assert_sound(store)


def test_a_long_run_is_cut_into_rows_that_a_search_for_a_code_reaches(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "LONGEST_RUN", 5)
    monkeypatch.setattr(trace, "LONGEST_RUN", 5)
    stocked(store, 20, 12)
    assert [row[1:3] for row in rows(store)] == [(1, 5), (6, 5), (11, 2)]
    assert [life(store, value) for value in ALL] == [["allocated"]] * 12 + [[]] * 8
    assert_sound(store)


@pytest.mark.parametrize(
    "damage",
    ["run = run - 1", "run = run + 1", "run = 1", "run = 0", "run = -run", "code_id = code_id + 1"],
)
def test_a_damaged_run_is_named_by_the_record_that_sealed_it(store: Store, damage: str) -> None:
    stocked(store, 20, 12)
    with store.change("x", "x", "x") as change:
        change.connection.execute(text(f"UPDATE journal SET {damage}"))
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert (verdict.sound, verdict.first_bad) == (False, 3)
    assert "The journal of job 1 is not the one that record 3 sealed" in str(verdict.why)


@pytest.mark.parametrize(
    ("code_id", "state", "said"),
    [
        (1, 4, "is printed, but the last that its journal says is allocated."),
        (7, 4, "is printed, but the last that its journal says is allocated."),
        (12, 1, "is available, but the last that its journal says is allocated."),
        (13, 2, "is allocated, but the last that its journal says is available."),
    ],
    ids=["first of the run", "in the run", "last of the run", "behind the run"],
)
def test_each_code_of_a_run_must_be_what_the_journal_says(
    store: Store, code_id: int, state: int, said: str
) -> None:
    stocked(store, 20, 12)
    with store.change("x", "x", "x") as change:
        change.connection.execute(
            text("UPDATE code SET state = :state WHERE id = :id"), {"state": state, "id": code_id}
        )
    with store.read() as connection:
        why = str(audit.verify(connection).why)
    assert why == f"Code {ALL[code_id - 1]} {said}"


def test_a_code_that_left_its_run_meanwhile_stops_the_whole_move(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = stocked(store, 20, 6)
    looked_up = moves._runs

    def and_one_is_sent(connection: object, ids: object) -> list[object]:
        found = looked_up(connection, ids)  # type: ignore[arg-type]
        connection.execute(text("UPDATE code SET state = 3 WHERE id = 4"))  # type: ignore[attr-defined]
        return list(found)

    monkeypatch.setattr(moves, "_runs", and_one_is_sent)
    assert refusal_of(lambda: release(store, job_id), StorageError) == (
        "Job 1: 6 codes were to move, 5 could. Nothing was changed: "
        "close other windows that work on this job, then repeat."
    )
    assert len(rows(store)) == 1
    assert_sound(store)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_runs_each_code_keeps_its_own_life(
    store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(moves, "LONGEST_RUN", 4)
    stocked(store, 20, 5)
    add_codes(store, 1, code_values(10, first=20), "second.txt")
    expected: dict[str, list[str]] = {value: [] for value in code_values(30)}
    states = dict.fromkeys(expected, CodeState.AVAILABLE)
    chance = random.Random(seed)
    jobs = [1]
    for _ in range(25):
        note_changes(store, states, expected)
        with suppress(Refused):
            do_something(store, chance, jobs)
    note_changes(store, states, expected)
    assert {value: life(store, value) for value in expected} == expected
    assert_sound(store)


def do_something(store: Store, chance: random.Random, jobs: list[int]) -> None:
    """Do what moves each code by one state at most."""
    job_id, count = chance.choice(jobs), chance.randint(1, 6)
    match chance.choice(["order", "order", "release", "send", "withdraw"]):
        case "order":
            jobs.append(add_job(store, 1, count))
        case "release":
            release(store, job_id)
        case "send":
            with open_journal(store, job_id, "lead", "demo://zebra") as opened:
                opened.record(sent=chance.sample(opened.next_codes(6), k=len(opened.next_codes(2))))
        case _:
            withdraw(store, chance.randint(1, 2))


def note_changes(store: Store, states: dict[str, CodeState], lives: dict[str, list[str]]) -> None:
    """Add to each life what its code became since it was looked at."""
    with store.read() as connection:
        for value, state in connection.execute(select(code.c.value, code.c.state)):
            if state is not states[value]:
                lives[value].append(state.value)
                states[value] = state
