"""Jobs are ordered, run, settled and closed; what a rule forbids is refused and changes nothing."""

from dataclasses import replace

import pytest

from desktop.errors import DeviceError, InputError, Refused
from desktop.operations import codes, jobs
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.storage import codes as stored
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order
from tests.refusals import refusal_of


def available(plant: Plant, level: int = 1) -> int:
    return next(row.counts.available for row in codes.pool_levels(plant) if row.level == level)


def test_a_job_takes_its_codes_from_the_pool_and_gives_back_what_it_did_not_send(plant: Plant) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "tcp://127.0.0.1:9", 40))
    assert (row.counts.allocated, available(plant)) == (40, 9_960)
    closed, _ = jobs.close_job(plant, row.job.id)
    assert closed.job.state is JobState.CLOSED
    assert available(plant) == 10_000


def test_more_labels_than_codes_are_refused_and_nothing_is_allocated(plant: Plant) -> None:
    with pytest.raises(Refused, match="101"):
        jobs.create_job(plant, an_order(plant, "demo://zebra", 101, level=3))
    assert available(plant, 3) == 100
    assert jobs.list_jobs(plant) == ()


@pytest.mark.parametrize("count", [0, -5])
def test_a_job_without_labels_is_refused(plant: Plant, count: int) -> None:
    with pytest.raises(InputError, match="at least one label"):
        jobs.create_job(plant, an_order(plant, "demo://zebra", count))


def test_a_level_the_product_does_not_have_is_refused(plant: Plant) -> None:
    with pytest.raises(InputError, match="no pack level 4"):
        jobs.create_job(plant, an_order(plant, "demo://zebra", level=4))


def test_an_address_that_names_no_printer_is_refused_when_it_is_typed(plant: Plant) -> None:
    with pytest.raises(InputError, match="tcp://HOST:PORT"):
        jobs.create_job(plant, an_order(plant, "printer in the corner"))


def test_a_printer_that_is_gone_is_told_and_the_job_stays_as_it_was(plant: Plant) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "tcp://127.0.0.1:1"))
    with pytest.raises(DeviceError, match="127\\.0\\.0\\.1"):
        jobs.open_job(plant, row.job.id)
    again = jobs.job(plant, row.job.id)
    assert (again.job.state, again.counts.allocated) == (JobState.READY, 5)


def test_a_job_runs_to_its_end_on_the_printer(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address))
    assert jobs.open_job(plant, row.job.id).run() is JobState.DONE
    assert jobs.job(plant, row.job.id).counts.printed == len(printer.physical) == 5
    with pytest.raises(Refused, match="nothing left to print"):
        jobs.open_job(plant, row.job.id)


def test_a_job_is_not_continued_on_a_printer_of_another_resolution(
    plant: Plant, printer: ZebraEmulator
) -> None:
    printer.faults.media_out_after = 2
    row, _ = jobs.create_job(plant, an_order(plant, printer.address))
    assert jobs.open_job(plant, row.job.id).run() is JobState.STOPPED
    printer.close()
    with (
        ZebraEmulator(port=printer.port, dots_per_mm=8) as replaced,
        pytest.raises(Refused, match="begun at 12 dots/mm, but this printer has 8 dots/mm"),
    ):
        jobs.open_job(plant, row.job.id)
    assert not replaced.physical


def test_a_job_that_was_opened_and_is_not_run_can_be_given_free(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 1))
    opened = jobs.open_job(plant, row.job.id)
    opened.close()
    opened.close()
    assert jobs.open_job(plant, row.job.id).run() is JobState.DONE


def test_what_is_unknown_after_a_fault_is_settled_by_the_last_good_label(
    plant: Plant, printer: ZebraEmulator
) -> None:
    printer.faults.drop_connection_after_labels = 3
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 12))
    assert jobs.open_job(plant, row.job.id).run() is JobState.STOPPED
    stopped = jobs.job(plant, row.job.id)
    assert stopped.counts.unknown > 0
    with pytest.raises(Refused, match="unknown codes"):
        jobs.close_job(plant, row.job.id)
    on_paper = [label.field_data[0] for label in printer.physical]
    settled, _ = jobs.settle(plant, row.job.id, on_paper[-1])
    assert settled.counts.unknown == 0
    assert settled.counts.printed == len(on_paper)
    assert settled.counts.void == stopped.counts.unknown - (len(on_paper) - stopped.counts.printed)


def test_a_label_of_a_later_run_settles_nothing_of_an_earlier_stop(
    plant: Plant, printer: ZebraEmulator
) -> None:
    printer.faults.drop_connection_after_labels = 3
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 12))
    jobs.open_job(plant, row.job.id).run()
    unknown = jobs.unknown_codes(plant, row.job.id)
    assert jobs.open_job(plant, row.job.id).run() is JobState.DONE
    with pytest.raises(Refused, match="does not tell what became of labels"):
        jobs.settle(plant, row.job.id, _codes_of(plant, row.job.id)[-1])
    assert jobs.unknown_codes(plant, row.job.id) == unknown
    settled, _ = jobs.settle(plant, row.job.id, unknown[0])
    assert settled.counts.unknown == 0
    assert settled.counts.void == len(unknown) - 1


def test_that_no_label_came_out_settles_only_what_no_label_came_before(
    plant: Plant, printer: ZebraEmulator
) -> None:
    printer.faults.drop_connection_after_labels = 3
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 12))
    jobs.open_job(plant, row.job.id).run()
    assert jobs.job(plant, row.job.id).counts.printed
    with pytest.raises(Refused, match="does not tell what became of labels"):
        jobs.settle(plant, row.job.id, None)


def test_a_label_that_was_cut_off_before_the_last_good_one_is_void(
    plant: Plant, printer: ZebraEmulator
) -> None:
    printer.faults.drop_connection_after_labels = 3
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 12))
    jobs.open_job(plant, row.job.id).run()
    unknown = jobs.unknown_codes(plant, row.job.id)
    before = jobs.job(plant, row.job.id).counts.printed
    with pytest.raises(Refused, match="is not one of those before label"):
        jobs.settle(plant, row.job.id, unknown[1], unknown[2:3])
    settled, _ = jobs.settle(plant, row.job.id, unknown[1], unknown[:1])
    assert (settled.counts.printed, settled.counts.void) == (before + 1, len(unknown) - 1)


def test_a_code_that_never_left_settles_nothing(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 12))
    printer.faults.drop_connection_after_labels = 3
    jobs.open_job(plant, row.job.id).run()
    never_sent = _codes_of(plant, row.job.id)[-1]
    with pytest.raises(Refused, match="never left for the printer"):
        jobs.settle(plant, row.job.id, never_sent)


def test_two_programs_never_run_one_job_at_once(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address))
    running = jobs.open_job(plant, row.job.id)
    with pytest.raises(Refused):
        jobs.open_job(plant, row.job.id)
    assert running.run() is JobState.DONE


def test_a_batch_of_another_product_is_refused(plant: Plant) -> None:
    with pytest.raises(InputError):
        jobs.create_job(plant, replace(an_order(plant, "demo://zebra"), batch_id=99))


def _codes_of(plant: Plant, job_id: int) -> list[str]:
    with plant.store.read() as connection:
        return [code.value for code in stored.of_job(connection, job_id)]


def test_two_jobs_never_print_on_one_printer_at_the_same_time(plant: Plant, printer: ZebraEmulator) -> None:
    first, _ = jobs.create_job(plant, an_order(plant, printer.address, 1))
    second, _ = jobs.create_job(plant, an_order(plant, printer.address, 1))
    opened = jobs.open_job(plant, first.job.id)
    told = refusal_of(lambda: jobs.open_job(plant, second.job.id), Refused)
    assert told == (
        f"The printer {printer.address} is printing another job right now. Wait until that one is done, or "
        "stop it, or choose another printer."
    )
    assert opened.run() is JobState.DONE
    assert jobs.open_job(plant, second.job.id).run() is JobState.DONE
