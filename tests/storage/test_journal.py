"""The journal of a running job: guarded moves, one runner, and everything there after a crash."""

from collections.abc import Iterator

import pytest

from desktop.errors import InputError, Refused, StorageError
from desktop.ports import JobJournal, Tally
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.products.job import JobCode, JobState
from desktop.storage import audit, codes, jobs, trace
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import StoredJournal, open_journal
from desktop.storage.store import Store
from desktop.texts import from_json, say
from tests.fakes import FakeClock
from tests.refusals import refusal_of
from tests.storage.stock import code_values, stocked

PRINTER = "tcp://192.0.2.7:9100"


@pytest.fixture
def journal(store: Store) -> Iterator[StoredJournal]:
    """The journal of job 1, which has 8 of 10 codes."""
    with open_journal(store, stocked(store, 10, 8), "lead", PRINTER) as opened:
        yield opened


def test_it_is_what_the_runner_asks_for(journal: StoredJournal) -> None:
    asked_for: JobJournal = journal
    assert (asked_for.job.id, asked_for.job.state, asked_for.job.count) == (1, JobState.READY, 8)


def test_codes_come_in_the_order_of_printing_until_they_are_sent(journal: StoredJournal) -> None:
    first = journal.next_codes(3)
    assert [code.value for code in first] == code_values(3)
    assert [code.ordinal for code in first] == [1, 2, 3]
    assert journal.next_codes(3) == first
    journal.record(sent=first[:2])
    assert [code.ordinal for code in journal.next_codes(3)] == [3, 4, 5]
    assert journal.in_flight() == first[:2]
    assert len(journal.next_codes(100)) == 6


def test_one_call_may_move_different_codes_and_one_code_several_times(journal: StoredJournal) -> None:
    one, two, three = journal.next_codes(3)
    journal.record(sent=[one, two])
    journal.record(sent=[three], printed=[one, two], verified=[one], spoiled=[two])
    assert journal.tally() == Tally(allocated=5, sent=1, verified=1, spoiled=1)


def test_a_tally_and_the_counts_agree_with_the_rows(store: Store, journal: StoredJournal) -> None:
    sent = journal.next_codes(4)
    journal.record(sent=sent)
    journal.record(printed=sent[:2], unknown=sent[2:])
    assert journal.tally() == Tally(allocated=4, printed=2, unknown=2)
    with store.read() as connection:
        states = [code.state for code in codes.of_job(connection, 1)]
        assert codes.job_counts(connection, 1) == CodeCounts(allocated=4, printed=2, unknown=2)
    assert states == [CodeState.PRINTED] * 2 + [CodeState.UNKNOWN] * 2 + [CodeState.ALLOCATED] * 4


def test_a_code_that_was_sent_is_not_sent_again(journal: StoredJournal) -> None:
    [code] = journal.next_codes(1)
    journal.record(sent=[code])
    journal.record(unknown=[code])
    said = refusal_of(lambda: journal.record(sent=[code]), StorageError)
    assert said == (
        f"Job 1: code {code.value} (label 1) is unknown and cannot become sent. "
        "Nothing was changed: stop the job and look at this label."
    )


def test_a_move_that_cannot_be_takes_the_whole_call_back(store: Store, journal: StoredJournal) -> None:
    one, two = journal.next_codes(2)
    journal.record(sent=[one])
    refusal_of(lambda: journal.record(printed=[one, two]), StorageError)
    assert journal.in_flight() == (one,)
    assert journal.tally() == Tally(allocated=7, sent=1)
    with store.read() as connection:
        history = trace.history(connection, one.value)
    assert history is not None
    assert [entry.event for entry in history.events] == [CodeState.ALLOCATED, CodeState.SENT]


@pytest.mark.parametrize(
    "moved", ["printed", "verified", "unknown", "spoiled"], ids=lambda name: f"allocated to {name}"
)
def test_a_code_that_was_never_sent_can_only_be_sent(journal: StoredJournal, moved: str) -> None:
    refusal_of(lambda: journal.record(**{moved: journal.next_codes(1)}), StorageError)  # type: ignore[arg-type]
    assert journal.tally() == Tally(allocated=8)


def test_a_code_of_another_job_is_not_moved(store: Store, journal: StoredJournal) -> None:
    with store.read() as connection:
        free = codes.by_value(connection, code_values(10)[9])
    assert free is not None
    stranger = JobCode(free.id, free.value, 9)
    said = refusal_of(lambda: journal.record(sent=[stranger]), StorageError)
    assert "is available and cannot become sent" in said


def test_the_same_code_twice_in_one_call_is_refused(journal: StoredJournal) -> None:
    [code] = journal.next_codes(1)
    refusal_of(lambda: journal.record(sent=[code, code]), StorageError)
    assert journal.tally() == Tally(allocated=8)


def test_nothing_to_record_is_no_transaction(store: Store, journal: StoredJournal) -> None:
    with store.change("x", "x", "x"):
        journal.record()


def test_each_move_says_when_who_where_and_why(
    store: Store, clock: FakeClock, journal: StoredJournal
) -> None:
    [code] = journal.next_codes(1)
    clock.advance(2.5)
    journal.record(sent=[code])
    clock.advance(1)
    journal.record(unknown=[code], reason=say("The printer is silent."))
    with store.read() as connection:
        history = trace.history(connection, code.value)
    assert history is not None
    assert history.file.name == "codes.txt"
    assert [(entry.event, entry.actor, entry.device) for entry in history.events] == [
        (CodeState.ALLOCATED, "lead", ""),
        (CodeState.SENT, "lead", PRINTER),
        (CodeState.UNKNOWN, "lead", PRINTER),
    ]
    assert (history.events[2].at - history.events[0].at).total_seconds() == 3.5
    assert history.events[2].reason == say("The printer is silent.")


def test_what_was_noted_is_there_after_a_restart(store: Store, journal: StoredJournal) -> None:
    assert journal.mark("odometer") is None
    journal.note("odometer", 4711)
    journal.note("odometer", 4712)
    [code] = journal.next_codes(1)
    journal.record(sent=[code])
    journal.close()
    with open_journal(store, 1, "lead", PRINTER) as again:
        assert again.mark("odometer") == 4712
        assert again.in_flight() == (code,)
    with store.read() as connection:
        assert jobs.marks(connection, 1) == {"odometer": 4712}


def test_a_change_of_state_is_audited_and_seals_the_journal(store: Store, journal: StoredJournal) -> None:
    journal.change_state(JobState.RUNNING)
    sent = journal.next_codes(2)
    journal.record(sent=sent, printed=sent)
    journal.change_state(JobState.STOPPED, say("Label {n} is gone.", n=3))
    with store.read() as connection:
        job = jobs.get(connection, 1)
        record = audit.newest(connection, 1)[0]
        assert audit.verify(connection).sound
    assert job.state is JobState.STOPPED
    assert str(from_json(job.reason)) == "Label 3 is gone."
    assert (record.action, record.subject, record.old) == ("job.stopped", "job 1", '{"state":"running"}')
    assert record.reason == "Label 3 is gone."
    assert '"rows":4' in record.new


def test_a_job_has_one_runner(store: Store, journal: StoredJournal) -> None:
    said = refusal_of(lambda: open_journal(store, 1, "other", PRINTER), Refused)
    assert said == "Job 1 is being run or settled by another window or program. Stop it there first."
    journal.close()
    open_journal(store, 1, "other", PRINTER).close()


def test_nobody_settles_a_job_that_runs(store: Store, journal: StoredJournal) -> None:
    def settle() -> None:
        with claim(store, Claimed.job(1)):
            pass

    refusal_of(settle, Refused)
    journal.close()
    settle()


def test_nobody_runs_a_job_that_is_being_settled(store: Store) -> None:
    job_id = stocked(store, 3, 3)
    with claim(store, Claimed.job(job_id)):
        refusal_of(lambda: open_journal(store, job_id, "lead", PRINTER), Refused)
    open_journal(store, job_id, "lead", PRINTER).close()


def test_different_jobs_run_at_the_same_time(store: Store, journal: StoredJournal) -> None:
    with claim(store, Claimed.job(2)):
        journal.record(sent=journal.next_codes(1))


def test_a_closed_job_does_not_run(store: Store) -> None:
    job_id = stocked(store, 3, 3)
    with store.change("lead", "job.close", f"job {job_id}") as change:
        codes.release(change, job_id)
        jobs.set_state(change, job_id, JobState.CLOSED)
    said = refusal_of(lambda: open_journal(store, job_id, "lead", PRINTER), Refused)
    assert said == f"Job {job_id} is closed: nothing more is printed for it."
    with claim(store, Claimed.job(job_id)):
        pass


def test_there_must_be_such_a_job(store: Store) -> None:
    assert refusal_of(lambda: open_journal(store, 7, "x", PRINTER), InputError) == "There is no job number 7."


def test_a_journal_may_be_closed_twice(journal: StoredJournal) -> None:
    journal.close()
    journal.close()
