"""What QA puts on record stays as it was written, on both databases."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import insert, text, update

from desktop.errors import InputError
from desktop.products.aql import AqlPlan
from desktop.products.job import JobState
from desktop.products.quality import BatchStatus, GradeRecord, Occasion, SamplingPlan, Verdict
from desktop.storage import audit, due_samples, jobs, obstacles, quality, sampling
from desktop.storage.journal import open_journal
from desktop.storage.quality_tables import batch_event, grade_picture, grade_record, sample_event
from desktop.storage.store import Store
from desktop.texts import say
from tests.refusals import refusal_of
from tests.storage.grades import a_grade
from tests.storage.stock import stocked


@pytest.fixture
def job_id(store: Store) -> int:
    """A job of ten labels, eight of them printed, that is done."""
    number = stocked(store, 20, 10)
    printed(store, number, 8)
    return number


def printed(store: Store, job_id: int, count: int, state: JobState = JobState.DONE) -> None:
    with open_journal(store, job_id, "lead", "tcp://192.0.2.7") as journal:
        labels = journal.next_codes(count)
        journal.record(sent=labels, printed=labels)
        journal.change_state(state)


def keep(store: Store, *records: GradeRecord, png: bytes = b"") -> list[GradeRecord]:
    with store.change("Li", "quality.grade", "test") as change:
        kept = [quality.insert(change, one, png) for one in records]
        change.new = {
            "grades": [{"id": one.id, "sha256": quality.digest_of(change.connection, one.id)} for one in kept]
        }
    return kept


def due(store: Store, job_id: int) -> list[tuple[str, int]]:
    with store.read() as connection:
        found = due_samples.of_jobs(connection, (jobs.get(connection, job_id),))
    return [(one.occasion.value, one.number) for one in found]


def hindered(store: Store, job_id: int) -> list[str]:
    with store.read() as connection:
        batch_id = jobs.get(connection, job_id).batch_id
        return [one.kind.value for one in obstacles.of_batch(connection, batch_id)]


def test_a_record_comes_back_as_it_was_kept(store: Store, job_id: int) -> None:
    fault = say("Job {job}: {count} samples failed", job=job_id, count=2)
    (kept,) = keep(
        store,
        a_grade(2.5, job_id=job_id, faults=(fault,), not_measurable=(fault,), details='{"a":1}'),
        png=b"png",
    )
    with store.read() as connection:
        found = quality.get(connection, kept.id)
        assert found == kept
        assert str(found.faults[0]) == str(fault)
        assert quality.picture_of(connection, kept.id) == b"png"
        assert quality.of_jobs(connection, (job_id,)) == (kept,)


def test_a_record_without_a_picture_has_none(store: Store) -> None:
    (kept,) = keep(store, a_grade())
    with store.read() as connection:
        assert quality.picture_of(connection, kept.id) == b""
        refusal_of(lambda: quality.picture_of(connection, kept.id + 1), InputError)


def test_the_default_plan_asks_for_the_first_and_the_last_label(store: Store, job_id: int) -> None:
    assert due(store, job_id) == [("start", 1), ("end", 8)]


def test_the_newest_plan_of_a_job_counts_and_that_of_all_jobs_where_it_has_none(
    store: Store, job_id: int
) -> None:
    with store.change("Li", "quality.plan", "all") as change:
        sampling.set_plan(change, None, SamplingPlan(start=0, every=3, end=0))
    assert due(store, job_id) == [("every", 3), ("every", 6)]
    with store.change("Li", "quality.plan", "job") as change:
        sampling.set_plan(change, job_id, AqlPlan())
        sampling.set_plan(change, job_id, SamplingPlan(start=2, every=None, end=0))
    assert due(store, job_id) == [("start", 1), ("start", 2)]


def test_labels_behind_a_change_of_the_roll_are_due_once_they_are_printed(store: Store) -> None:
    job_id = stocked(store, 20, 10)
    printed(store, job_id, 4, JobState.PAUSED)
    for _ in range(2):
        with store.change("Li", "quality.roll", "job") as change:
            sampling.roll_changed(change, job_id, 4, "")
    assert due(store, job_id) == [("start", 1)]
    printed(store, job_id, 1, JobState.PAUSED)
    assert due(store, job_id) == [("start", 1), ("roll change", 5)]


@pytest.mark.parametrize(("grade", "left"), [(3.0, False), (0.0, False), (None, True)])
def test_a_sample_stays_due_until_it_was_measured(
    store: Store, job_id: int, grade: float | None, left: bool
) -> None:
    keep(store, a_grade(grade, job_id=job_id, number=8, occasion=Occasion.END))
    assert (("end", 8) in due(store, job_id)) is left


def test_a_waived_sample_is_not_due_any_more_and_is_told_of(store: Store, job_id: int) -> None:
    with store.change("Li", "quality.waive", f"job {job_id}") as change:
        sampling.waive(change, job_id, Occasion.END, 8, "the roll is gone")
        change.new = {"number": 8}
    assert due(store, job_id) == [("start", 1)]
    with store.read() as connection:
        (told,) = sampling.waived(connection, (job_id,))
    assert (told.number, told.by, told.reason) == (8, "Li", "the roll is gone")


def test_a_due_sample_is_told_with_its_printer_line_and_time(store: Store, job_id: int) -> None:
    with store.read() as connection:
        one = due_samples.of_plant(connection)[0]
        assert one.printer == jobs.get(connection, job_id).printer
    assert (one.lot, one.line) == ("L02707", "")
    assert one.since == store.clock.now()


def test_a_batch_without_a_decision_is_under_test(store: Store, job_id: int) -> None:
    with store.read() as connection:
        batch_id = jobs.get(connection, job_id).batch_id
        assert quality.status_of(connection, batch_id) is BatchStatus.UNDER_TEST
    for status in (BatchStatus.HELD, BatchStatus.RELEASED):
        with store.change("Li", "batch.hold", "batch") as change:
            quality.set_status(change, batch_id, status, say("Held: {reason}", reason="x"))
    with store.read() as connection:
        assert quality.status_of(connection, batch_id) is BatchStatus.RELEASED
        assert [one.status for one in quality.events_of(connection, batch_id)] == [
            BatchStatus.HELD,
            BatchStatus.RELEASED,
        ]
        assert quality.last_events(connection)[batch_id].status is BatchStatus.RELEASED


def test_nothing_hinders_a_batch_whose_samples_all_passed(store: Store, job_id: int) -> None:
    assert hindered(store, job_id) == ["samples due", "nothing graded"]
    keep(
        store,
        a_grade(job_id=job_id, number=1, occasion=Occasion.START),
        a_grade(job_id=job_id, number=8, occasion=Occasion.END),
    )
    assert hindered(store, job_id) == []


def test_an_open_job_and_a_batch_without_labels_hinder(store: Store) -> None:
    job_id = stocked(store, 20, 10)
    assert hindered(store, job_id) == ["job open", "nothing graded"]


def test_a_failed_sample_hinders_until_a_repeat_of_it_passed(store: Store, job_id: int) -> None:
    first, _ = keep(
        store,
        a_grade(1.0, job_id=job_id, number=1, occasion=Occasion.START),
        a_grade(job_id=job_id, number=8, occasion=Occasion.END),
    )
    assert hindered(store, job_id) == ["failed"]
    keep(store, a_grade(4.0, job_id=job_id, number=1, occasion=Occasion.START))
    assert hindered(store, job_id) == ["failed"], "a second measurement that is no repeat settles nothing"
    again = replace(first, id=0, repeat_of=first.id, reason="cleaned")
    (second,) = keep(store, again)
    assert hindered(store, job_id) == ["failed", "failed"]
    keep(store, a_grade(2.0, job_id=job_id, number=1, occasion=Occasion.START, repeat_of=second.id))
    assert hindered(store, job_id) == []


def test_what_was_not_measurable_hinders_until_the_same_sample_was_measured(
    store: Store, job_id: int
) -> None:
    keep(
        store,
        a_grade(None, job_id=job_id, number=1, occasion=Occasion.START, calibrated=False),
        a_grade(job_id=job_id, number=8, occasion=Occasion.END),
    )
    assert hindered(store, job_id) == ["samples due", "not measurable"]
    keep(store, a_grade(3.0, job_id=job_id, number=1, occasion=Occasion.START, symbology="EAN-13"))
    assert hindered(store, job_id) == ["not measurable"], "another symbol of the label says nothing of it"
    keep(store, a_grade(3.0, job_id=job_id, number=1, occasion=Occasion.START))
    assert hindered(store, job_id) == []


def test_unknown_codes_hinder(store: Store) -> None:
    job_id = stocked(store, 20, 10)
    with open_journal(store, job_id, "lead", "tcp://192.0.2.7") as journal:
        labels = journal.next_codes(2)
        journal.record(sent=labels, printed=labels[:1], unknown=labels[1:])
        journal.change_state(JobState.ABORTED)
    keep(store, a_grade(job_id=job_id, number=1, occasion=Occasion.START))
    assert hindered(store, job_id) == ["unknown codes"]


def test_as_many_failures_as_an_aql_plan_rejects_at_cannot_be_repeated_away(
    store: Store, job_id: int
) -> None:
    with store.change("Li", "quality.plan", "job") as change:
        sampling.set_plan(change, job_id, AqlPlan(aql=6.5))
    numbers = [number for _, number in due(store, job_id)]
    assert len(numbers) == 2, "8 labels are code letter A: 2 labels, none may fail"
    failed, _ = keep(
        store,
        a_grade(0.0, job_id=job_id, number=numbers[0], occasion=Occasion.AQL),
        a_grade(3.0, job_id=job_id, number=numbers[1], occasion=Occasion.AQL),
    )
    keep(store, a_grade(3.0, job_id=job_id, number=numbers[0], occasion=Occasion.AQL, repeat_of=failed.id))
    assert hindered(store, job_id) == ["not acceptable"]


@pytest.mark.parametrize(
    "tampering",
    [
        update(grade_record).values(grade=4.0, verdict=Verdict.PASSED.value),
        update(grade_picture).values(png=b"better"),
        update(batch_event).values(status=BatchStatus.RELEASED.value),
        update(sample_event).values(number=2),
        text("DELETE FROM batch_event"),
        text("DELETE FROM sample_event"),
    ],
)
def test_the_check_of_the_trail_finds_what_was_changed_by_hand(
    store: Store, job_id: int, tampering: object
) -> None:
    keep(store, a_grade(1.0, job_id=job_id), png=b"png")
    with store.change("Li", "batch.hold", "batch 1") as change:
        batch_id = jobs.get(change.connection, job_id).batch_id
        quality.set_status(change, batch_id, BatchStatus.HELD, say("Held: {reason}", reason="x"))
    with store.change("Li", "quality.waive", f"job {job_id}") as change:
        sampling.waive(change, job_id, Occasion.END, 8, "gone")
        change.new = {"number": 8}
    with store.read() as connection:
        assert audit.verify(connection).sound
    with store.connect() as connection, store.writing(connection):
        connection.execute(tampering)  # type: ignore[call-overload]
    with store.read() as connection:
        assert not audit.verify(connection).sound


def test_a_grade_that_no_record_tells_of_is_found(store: Store) -> None:
    with store.connect() as connection, store.writing(connection):
        values = {name: getattr(a_grade(), name) for name in GradeRecord.__slots__ if name != "id"}
        connection.execute(insert(grade_record).values({**values, "faults": "", "not_measurable": ""}))
    with store.read() as connection:
        assert "No record tells of the grade" in str(audit.verify(connection).why)


def test_who_releases_waits_for_a_grade_of_the_same_batch(store: Store, job_id: int) -> None:
    with store.read() as connection:
        batch_id = jobs.get(connection, job_id).batch_id
    seen: list[int] = []
    done = threading.Event()

    def look() -> None:
        with store.change("QA", "batch.release", f"batch {batch_id}") as change:
            quality.lock(change, batch_id)
            seen.append(len(quality.of_jobs(change.connection, (job_id,))))
        done.set()

    other = threading.Thread(target=look)
    with store.change("Li", "test", "grade") as change:
        quality.lock(change, batch_id)
        other.start()
        assert not done.wait(0.2)
        quality.insert(change, a_grade(0.0, job_id=job_id))
    other.join()
    assert seen == [1]
