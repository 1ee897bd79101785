"""What the stops of a job left unknown is told stop by stop, so that a person can settle each."""

from desktop.operations import jobs
from desktop.operations.plant import Plant
from desktop.operations.stops import Left, open_stops
from desktop.products.job import JobState
from desktop.storage import codes, reprints
from desktop.storage.journal import open_journal
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order


def _stopped(plant: Plant, printed: int, *lost: int) -> int:
    """Return a job whose first labels are printed, and of which each stop then lost so many."""
    job_id = jobs.create_job(plant, an_order(plant, "demo://zebra", 12))[0].job.id
    with open_journal(plant.store, job_id, "lead", "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
        if printed:
            good = journal.next_codes(printed)
            journal.record(sent=good)
            journal.record(printed=good)
        for number in lost:
            left = journal.next_codes(number)
            journal.record(sent=left)
            journal.record(unknown=left)
        journal.change_state(JobState.STOPPED)
    return job_id


def _ranges(plant: Plant, job_id: int) -> list[tuple[int, int, int]]:
    return [(stop.first, stop.last, stop.before) for stop in open_stops(plant, job_id)]


def test_a_job_without_a_fault_has_nothing_to_settle(plant: Plant, printer: ZebraEmulator) -> None:
    job_id = jobs.create_job(plant, an_order(plant, printer.address, 3))[0].job.id
    jobs.open_job(plant, job_id).run()
    assert open_stops(plant, job_id) == ()


def test_each_stop_is_told_with_the_last_label_before_it(plant: Plant) -> None:
    job_id = _stopped(plant, 4, 3, 2)
    assert _ranges(plant, job_id) == [(5, 7, 4), (8, 9, 4)]
    first, second = open_stops(plant, job_id)
    assert (*first.codes, *second.codes) == jobs.unknown_codes(plant, job_id)
    with plant.store.read() as connection:
        label = codes.of_label(connection, job_id, 4)
    assert label is not None
    assert first.before_code == label.value
    assert first.left is Left.TO_A_PERSON


def test_a_stop_before_which_nothing_came_out_has_no_label_before_it(plant: Plant) -> None:
    (stop,) = open_stops(plant, _stopped(plant, 0, 3))
    assert (stop.before, stop.before_code) == (0, "")


def test_the_label_before_a_stop_settles_the_first_of_two(plant: Plant) -> None:
    job_id = _stopped(plant, 4, 3, 2)
    jobs.settle(plant, job_id, open_stops(plant, job_id)[0].before_code)
    assert _ranges(plant, job_id) == [(8, 9, 4)]


def test_a_settled_stop_gives_the_next_one_its_last_good_label(plant: Plant) -> None:
    job_id = _stopped(plant, 4, 3, 2)
    jobs.settle(plant, job_id, open_stops(plant, job_id)[0].codes[1])
    assert _ranges(plant, job_id) == [(8, 9, 6)]


def test_labels_in_flight_are_one_more_stop_that_a_resume_can_settle(plant: Plant) -> None:
    job_id = _stopped(plant, 4, 3)
    with open_journal(plant.store, job_id, "lead", "demo://zebra") as journal:
        for _ in range(2):
            journal.record(sent=journal.next_codes(1))
    assert _ranges(plant, job_id) == [(5, 7, 4), (8, 9, 4)]
    assert [stop.left for stop in open_stops(plant, job_id)] == [Left.TO_A_PERSON, Left.TO_A_RESUME]


def test_labels_in_flight_of_a_job_that_was_given_up_are_left_to_a_person(plant: Plant) -> None:
    job_id = _stopped(plant, 4)
    with open_journal(plant.store, job_id, "lead", "demo://zebra") as journal:
        journal.record(sent=journal.next_codes(2))
    jobs.abort_job(plant, job_id, "wrong lot")
    assert [stop.left for stop in open_stops(plant, job_id)] == [Left.TO_A_PERSON]


def test_a_reprint_without_an_answer_is_no_stop_of_the_run_and_comes_last(plant: Plant) -> None:
    job_id = _stopped(plant, 4, 2)
    with plant.store.change("lead", "reprint", f"job {job_id}") as change:
        target = codes.of_label(change.connection, job_id, 4)
        assert target is not None
        reprints.begin(change, target, "torn", "demo://zebra", 3)
    assert _ranges(plant, job_id) == [(5, 6, 4), (4, 4, 0)]
    run, reprint = open_stops(plant, job_id)
    assert (run.before_code, reprint.left) == (target.value, Left.TO_NOBODY)
    jobs.settle(plant, job_id, run.before_code)
    assert open_stops(plant, job_id) == ()


def test_a_lone_reprint_without_an_answer_is_given_up_without_a_scan(plant: Plant) -> None:
    job_id = _stopped(plant, 4)
    with plant.store.change("lead", "reprint", f"job {job_id}") as change:
        target = codes.of_label(change.connection, job_id, 2)
        assert target is not None
        reprints.begin(change, target, "torn", "demo://zebra", 3)
    row, _ = jobs.settle(plant, job_id, None)
    assert (row.counts.spoiled, row.counts.unknown) == (1, 0)
