"""Jobs with everything real but the machine: the database, the Zebra driver on TCP, dots read back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.devices import Picture
from desktop.jobs.label_outlet import WINDOWS, LabelOutlet
from desktop.jobs.runner import JobRunner
from desktop.jobs.verify import LabelVerifier
from desktop.operations import batches, jobs, products, sample_plant
from desktop.operations.jobs import JobOrder, JobRow
from desktop.operations.plant import Plant
from desktop.operations.running import plan_of
from desktop.products.job import JobState
from desktop.reading.reader import SymbolReader
from desktop.storage.journal import StoredJournal, open_journal
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator


class Floor:
    """A plant with the sample product, and an emulated printer with its camera."""

    def __init__(self, plant: Plant, machine: ZebraEmulator, reader: SymbolReader) -> None:
        self.plant = plant
        self.machine = machine
        self.reader = reader
        self.pictures: list[int] = []
        self.at_picture: dict[int, Callable[[], None]] = {}
        sample_plant.load(plant)

    def order(self, count: int, *, camera: bool = True) -> int:
        product = products.find_product(self.plant, sample_plant.GTIN)
        row, _ = jobs.create_job(
            self.plant,
            JobOrder(
                product.id,
                batches.list_batches(self.plant)[0].id,
                1,
                count,
                "drug_code_b",
                self.machine.address,
                self.machine.camera_address if camera else None,
            ),
        )
        return row.job.id

    @contextmanager
    def runner(
        self, job_id: int, *, answer_timeout_s: float = 1.0
    ) -> Iterator[tuple[JobRunner, StoredJournal]]:
        """Open the devices of a job."""
        with ExitStack() as opened:
            journal = opened.enter_context(
                open_journal(self.plant.store, job_id, "李雷", self.machine.address)
            )
            printer = self.plant.devices.printer(journal.job.printer)
            opened.callback(printer.close)
            camera = None
            if journal.job.camera is not None:
                camera = self.plant.devices.camera(journal.job.camera)
                opened.callback(camera.close)
            plan = plan_of(self.plant, journal.job, Resolution(12))
            yield (
                JobRunner(
                    journal,
                    LabelOutlet(journal, printer, plan, self.plant.clock, answer_timeout_s=answer_timeout_s),
                    camera,
                    LabelVerifier(self.reader),
                    self.plant.clock,
                    on_picture=self._look,
                ),
                journal,
            )

    def _look(self, picture: Picture, code: str) -> None:
        self.pictures.append(picture.ordinal)
        self.at_picture.get(picture.ordinal, lambda: None)()

    def run(self, job_id: int) -> JobRow:
        with self.runner(job_id) as (runner, _):
            runner.run()
        return jobs.job(self.plant, job_id)

    def on_paper(self) -> list[str]:
        """What really came out, read from the dots."""
        return [
            symbol.text
            for label in self.machine.physical
            if label.complete
            for symbol in self.reader.read(label.picture.width, label.picture.height, label.picture.rows)
        ]


@contextmanager
def floor_at(url: str, folder: Path) -> Iterator[Floor]:
    with open_plant(url, folder) as plant, ZebraEmulator() as machine, SymbolReader() as reader:
        yield Floor(plant, machine, reader)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with floor_at(f"sqlite:///{(tmp_path / 'p.db').as_posix()}", tmp_path) as floor:
        yield floor


def test_two_hundred_labels_are_printed_read_back_and_accounted_for(
    database_url: str, tmp_path: Path
) -> None:
    with floor_at(database_url, tmp_path) as floor:
        job_id = floor.order(200)
        with floor.runner(job_id) as (runner, journal):
            assert runner.run() is JobState.DONE
            progress = runner.progress()
            assert journal.tally().verified == 200
        assert (progress.printed, progress.verified, progress.in_flight) == (200, 200, 0)
        assert floor.pictures == list(range(1, 201))
        paper = floor.on_paper()
        assert len(paper) == len(set(paper)) == 200
        assert paper[-1] == progress.last_code
        assert floor.machine.complaints == []


def test_a_paused_job_resumes_with_the_next_code(floor: Floor) -> None:
    job_id = floor.order(30)
    with floor.runner(job_id) as (runner, _):
        floor.at_picture[10] = runner.pause
        assert runner.run() is JobState.PAUSED
    row = floor.run(job_id)
    assert row.job.state is JobState.DONE
    assert (row.counts.verified, row.counts.unknown) == (30, 0)


def test_a_job_whose_media_run_out_resumes_with_a_new_roll(floor: Floor) -> None:
    floor.machine.faults.media_out_after = 12
    job_id = floor.order(30)
    row = floor.run(job_id)
    assert row.job.state is JobState.STOPPED
    assert str(row.reason).startswith("The printer has run out of labels.")
    assert row.counts.verified == 12
    floor.machine.faults.media_out = False
    row = floor.run(job_id)
    assert row.job.state is JobState.DONE
    assert row.counts.unknown <= WINDOWS[-1]
    paper = floor.on_paper()
    assert len(paper) == len(set(paper)) == row.counts.verified


def test_a_label_that_is_printed_wrong_stops_the_job_and_is_spoiled(floor: Floor) -> None:
    floor.machine.faults.wrong_print_after = 7
    row = floor.run(floor.order(30))
    assert row.job.state is JobState.STOPPED
    assert str(row.reason).startswith("Label 8 must say")
    assert (row.counts.spoiled, row.counts.unknown) == (1, 0)


@pytest.mark.parametrize(
    "fault",
    [
        "drop-connection-after-labels=7",
        "drop-connection-after-bytes=9000",
        "silent",
        "no-proofs",
        "garbage",
    ],
)
def test_a_job_outlives_every_fault_of_the_connection(floor: Floor, fault: str) -> None:
    job_id = floor.order(24)
    with floor.runner(job_id, answer_timeout_s=0.5) as (runner, journal):
        floor.machine.faults.switch(fault)
        assert runner.run() is JobState.STOPPED
        assert journal.in_flight() == ()
    for state in ("silent", "no_proofs", "garbage"):
        setattr(floor.machine.faults, state, False)
    row = floor.run(job_id)
    assert row.job.state is JobState.DONE
    counts, paper = row.counts, floor.on_paper()
    assert counts.printed + counts.verified + counts.unknown == 24
    assert len(paper) == len(set(paper)) >= counts.printed + counts.verified


def test_split_answers_and_a_slow_reader_change_nothing(floor: Floor) -> None:
    floor.machine.faults.split_replies = True
    floor.machine.faults.slow_reader = 0.0005
    row = floor.run(floor.order(20))
    assert (row.job.state, row.counts.verified) == (JobState.DONE, 20)


def test_a_printer_that_lost_its_power_gets_the_format_again(floor: Floor) -> None:
    job_id = floor.order(24)
    with floor.runner(job_id) as (runner, _):
        floor.at_picture[8] = floor.machine.power_cycle
        assert runner.run() is JobState.STOPPED
    row = floor.run(job_id)
    assert row.job.state is JobState.DONE
    paper = floor.on_paper()
    assert len(paper) == len(set(paper))
    assert row.counts.printed + row.counts.verified + row.counts.unknown == 24
