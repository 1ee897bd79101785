"""Measure the job loop: journal on disk, labels over TCP, each confirmed; and records to a coder.

Run from the checkout::

    python -m tests.benchmarks.job_loop [--labels N] [--window W] [--profile]

The emulated device is a process of its own and prints as fast as it can; the database is SQLite with
WAL and synchronous=FULL. The bar: 1 000 labels/s without read-back.
"""

import argparse
import cProfile
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop.app import open_plant
from desktop.devices import Camera
from desktop.jobs.label_outlet import LabelOutlet
from desktop.jobs.runner import JobRunner
from desktop.jobs.verify import LabelVerifier
from desktop.operations import batches, jobs, products, sample_plant
from desktop.operations.jobs import JobOrder
from desktop.operations.plant import Plant
from desktop.operations.running import plan_of
from desktop.ports import JobJournal
from desktop.products.job import CoderOrder, JobCode, JobState
from desktop.reading.reader import SymbolReader
from desktop.storage.journal import open_journal
from desktop.texts import Text
from desktop.units import Resolution

CODER = "family='zipher', port=0, camera_port=0, products_per_s=20_000"
CODER_ORDER = CoderOrder("PACKMARK", (("CODE", "{code}"), ("LOT", "{lot}"), ("EXP", "{expiry:%y%m%d}")))


def main() -> None:
    """Run the measurements and print them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--labels", type=int, default=3000)
    parser.add_argument("--window", type=int, default=4)
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    options = parser.parse_args()
    for camera in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), options.labels, options.window, camera=camera, profile=options.profile)
    with tempfile.TemporaryDirectory() as folder:
        measure_coder(Path(folder), options.labels)


def measure_coder(folder: Path, records: int) -> None:
    """Run one job on a coder with numbered records and print how fast it was."""
    with coder() as address, open_plant(f"sqlite:///{(folder / 'p.db').as_posix()}", folder) as plant:
        sample_plant.load(plant)
        running = jobs.open_job(plant, order(plant, records, address, None, CODER_ORDER))
        began = time.perf_counter()
        state = running.run()
        seconds = time.perf_counter() - began
        assert state is JobState.DONE, running.progress()
        print(f"a coder: {records / seconds:7.0f} records/s ({running.progress().printed} printed)")


def measure(folder: Path, labels: int, window: int, *, camera: bool, profile: bool) -> None:
    """Run one job and print how fast it was."""
    with ExitStack() as opened:
        printer_address, camera_address = opened.enter_context(emulator())
        plant = opened.enter_context(open_plant(f"sqlite:///{(folder / 'p.db').as_posix()}", folder))
        sample_plant.load(plant)
        job_id = order(plant, labels, printer_address, camera_address if camera else None)
        journal = opened.enter_context(open_journal(plant.store, job_id, "benchmark", printer_address))
        printer = plant.devices.printer(printer_address)
        opened.callback(printer.close)
        eye: Camera | None = None
        if camera:
            eye = plant.devices.camera(camera_address)
            opened.callback(eye.close)
        reader = opened.enter_context(SymbolReader())
        counted = CountingJournal(journal)
        runner = JobRunner(
            counted,
            LabelOutlet(
                counted, printer, plan_of(plant, journal.job, Resolution(12)), plant.clock, window=window
            ),
            eye,
            LabelVerifier(reader),
            plant.clock,
        )
        profiler = cProfile.Profile()
        began = time.perf_counter()
        state = profiler.runcall(runner.run) if profile else runner.run()
        seconds = time.perf_counter() - began
        assert state is JobState.DONE, runner.progress()
        done = journal.tally()
        print(
            f"{'with' if camera else 'without'} read-back: {labels / seconds:7.0f} labels/s, "
            f"{counted.transactions / labels:.2f} transactions a label "
            f"({done.printed + done.verified} printed, {done.verified} verified, window {window})"
        )
        if profile:
            pstats.Stats(profiler).sort_stats("tottime").print_stats(18)


@contextmanager
def emulator() -> Iterator[tuple[str, str]]:
    """Start an emulated printer as a process; yield its address and its camera's."""
    process = subprocess.Popen(
        (sys.executable, "-m", "desktop", "emulate", "zebra", "--port", "0", "--camera-port", "0"),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        _, printer, _, camera = process.stdout.readline().split()
        yield printer, camera
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def coder() -> Iterator[str]:
    """Start an emulated coder as a process, with a product for each record at once."""
    program = f"import sys; from printers.emulate import run_coder; sys.exit(run_coder({CODER}))"
    with subprocess.Popen((sys.executable, "-c", program), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[1]
        finally:
            process.terminate()


def order(plant: Plant, labels: int, printer: str, camera: str | None, told: CoderOrder | None = None) -> int:
    """Order labels of the sample product."""
    product = products.find_product(plant, sample_plant.GTIN)
    batch = batches.list_batches(plant)[0]
    wanted = JobOrder(product.id, batch.id, 1, labels, "drug_code_b", printer, camera, told)
    row, _ = jobs.create_job(plant, wanted)
    return row.job.id


class CountingJournal:
    """A journal that counts its transactions."""

    def __init__(self, journal: JobJournal) -> None:
        self._journal = journal
        self.transactions = 0
        self.job = journal.job
        self.next_codes = journal.next_codes
        self.in_flight = journal.in_flight
        self.mark = journal.mark
        self.note = journal.note
        self.change_state = journal.change_state
        self.tally = journal.tally

    def record(
        self,
        *,
        sent: Sequence[JobCode] = (),
        printed: Sequence[JobCode] = (),
        verified: Sequence[JobCode] = (),
        unknown: Sequence[JobCode] = (),
        spoiled: Sequence[JobCode] = (),
        taken_back: Sequence[JobCode] = (),
        reason: Text | None = None,
    ) -> None:
        """Move codes on, and count."""
        self.transactions += 1
        self._journal.record(
            sent=sent,
            printed=printed,
            verified=verified,
            unknown=unknown,
            spoiled=spoiled,
            taken_back=taken_back,
            reason=reason,
        )


if __name__ == "__main__":
    main()
