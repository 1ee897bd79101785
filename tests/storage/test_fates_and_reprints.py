"""What became of a job's last codes, and codes that are printed once more: the same on both databases."""

import itertools

import pytest

from desktop.products.code_pool import CodeState
from desktop.storage import audit, codes, fates, reprints
from desktop.storage.codes import StoredCode
from desktop.storage.journal import open_journal
from desktop.storage.reprints import PRINTED, UNKNOWN
from desktop.storage.store import Store
from desktop.texts import say
from tests.fakes import FakeClock
from tests.storage.stock import code_values, stocked

PRINTER = "tcp://192.0.2.7:9100"


def printed(store: Store, clock: FakeClock, count: int) -> int:
    """A job whose labels are printed and read back, one a second."""
    job_id = stocked(store, count, count)
    with open_journal(store, job_id, "lead", PRINTER) as journal:
        for label in journal.next_codes(count):
            clock.advance(1)
            journal.record(sent=[label], printed=[label], verified=[label])
    return job_id


def stored(store: Store, value: str) -> StoredCode:
    with store.read() as connection:
        found = codes.by_value(connection, value)
    assert found is not None
    return found


def begin(store: Store, value: str) -> reprints.ReprintRow:
    with store.change("lead", "reprint", "label") as change:
        return reprints.begin(change, stored(store, value), "torn", PRINTER, 3)


def assert_sound(store: Store) -> None:
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why


def test_the_last_labels_are_listed_by_number_with_the_moment_of_their_last_move(
    store: Store, clock: FakeClock
) -> None:
    job_id = printed(store, clock, 6)
    with store.read() as connection:
        last = fates.last_in(connection, job_id, (CodeState.PRINTED, CodeState.VERIFIED), 3)
    assert [fate.number for fate in last] == [4, 5, 6]
    gaps = [(later.since - earlier.since).total_seconds() for earlier, later in itertools.pairwise(last)]
    assert gaps == [1, 1]


def test_codes_that_moved_together_share_their_moment(store: Store, clock: FakeClock) -> None:
    job_id = printed(store, clock, 4)
    clock.advance(60)
    with store.change("lead", "spoil", "job") as change:
        codes.move(change, job_id, CodeState.VERIFIED, CodeState.SPOILED, first=2, reason=say("torn"))
    with store.read() as connection:
        spoiled = fates.last_in(connection, job_id, (CodeState.SPOILED,), 10)
        none = fates.last_in(connection, job_id, (CodeState.VOID,), 10)
    assert [fate.number for fate in spoiled] == [2, 3, 4]
    assert {fate.since for fate in spoiled} == {clock.now()}
    assert none == ()


@pytest.mark.parametrize(("outcome", "state"), [(PRINTED, CodeState.PRINTED), (UNKNOWN, CodeState.SPOILED)])
def test_a_code_is_unknown_until_the_printer_has_answered_for_its_reprint(
    store: Store, clock: FakeClock, outcome: str, state: CodeState
) -> None:
    job_id = printed(store, clock, 2)
    value = code_values(2)[1]
    before = stored(store, value)
    row = begin(store, value)
    assert (row.code, row.label, row.number, row.outcome) == (value, 2, 1, "")
    assert stored(store, value).state is CodeState.UNKNOWN
    with store.change("lead", "reprint", "label") as change:
        reprints.end(change, before, row.number, outcome, say("answered"))
    assert stored(store, value).state is state
    with store.read() as connection:
        assert [each.outcome for each in reprints.of_job(connection, job_id)] == [outcome]
        assert codes.job_counts(connection, job_id).issued == 2
    assert_sound(store)


def test_open_reprints_are_given_up_and_others_stay_as_they_are(store: Store, clock: FakeClock) -> None:
    job_id = printed(store, clock, 3)
    first, second, third = code_values(3)
    before = stored(store, first)
    row = begin(store, first)
    with store.change("lead", "reprint", "label") as change:
        reprints.end(change, before, row.number, PRINTED, say("answered"))
    begin(store, second)
    with store.change("lead", "settle", "job") as change:
        assert list(reprints.spoil_unanswered(change, job_id)) == [second]
    with store.change("lead", "settle", "job") as change:
        assert list(reprints.spoil_unanswered(change, job_id)) == []
    assert [stored(store, value).state for value in (first, second, third)] == [
        CodeState.PRINTED,
        CodeState.SPOILED,
        CodeState.VERIFIED,
    ]
    with store.read() as connection:
        assert [reprints.count_of(connection, stored(store, value).id) for value in (first, third)] == [1, 0]
    assert_sound(store)
