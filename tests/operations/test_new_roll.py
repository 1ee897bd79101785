"""A job that ran out of labels goes on with a new roll, and the first label of it is a sample."""

from desktop.operations import jobs, sampling
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.products.quality import Occasion
from desktop.storage import codes
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order


def stopped(plant: Plant, printer: ZebraEmulator) -> int:
    """A job of twelve labels that ran out of them behind the second; what was on its way is settled."""
    job_id = jobs.create_job(plant, an_order(plant, printer.address, 12))[0].job.id
    printer.faults.media_out_after = 2
    assert jobs.open_job(plant, job_id).run() is JobState.STOPPED
    with plant.store.read() as connection:
        second = codes.of_label(connection, job_id, 2)
    assert second is not None
    jobs.settle(plant, job_id, second.value)
    printer.faults.media_out_after = None
    printer.faults.media_out = False
    printer.power_cycle()
    return job_id


def due(plant: Plant, job_id: int) -> list[tuple[Occasion, int]]:
    return [(one.occasion, one.number) for one in sampling.due(plant, job_id)]


def test_the_first_label_of_a_new_roll_is_due(plant: Plant, printer: ZebraEmulator) -> None:
    job_id = stopped(plant, printer)
    assert due(plant, job_id) == [(Occasion.START, 1)]
    with plant.store.read() as connection:
        lost = codes.job_counts(connection, job_id).void
    assert jobs.open_job(plant, job_id).run() is JobState.DONE
    assert lost > 0
    assert due(plant, job_id) == [
        (Occasion.START, 1),
        (Occasion.ROLL_CHANGE, 3 + lost),
        (Occasion.END, 12),
    ]
