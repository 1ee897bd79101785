"""Ten lines at 20 codes a second: ``python -m tests.benchmarks.ten_lines [MINUTES]``.

Four label printers and six coders are emulated in a process of their own; this one is Packmark without
its windows, one thread a job, on SQLite with WAL and synchronous=FULL. The bars: nothing runs dry, under
60 % of one core, under 400 MB.
"""

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desktop.app import open_plant
from desktop.operations import batches, codes, jobs, products, sample_plant
from desktop.operations.plant import Plant
from desktop.products.job import CoderOrder, JobState
from desktop.storage.tables import journal
from printers.leibinger.coder import FIELD
from tests.benchmarks.code_import import peak_megabytes, write_sample
from tests.benchmarks.ten_devices import IDLE_S, PER_S

_SHARED = (("LOT", "{lot}"), ("EXP", "{expiry:%y%m%d}"))
ORDERS = {
    "zebra": None,
    "zipher": CoderOrder("PACKMARK", (("CODE", "{code}"), *_SHARED)),
    "leibinger": CoderOrder("PACKMARK", ((FIELD, "{code}"),)),
    "wsi": CoderOrder("PACKMARK", (("CODE", "{code}"), *_SHARED)),
}


@dataclass(slots=True)
class Line:
    """One line: its device, its job, and how that ended."""

    family: str
    address: str
    job_id: int
    state: JobState | None = None
    seconds: float = 0.0


class Devices:
    """The process of the emulated devices."""

    def __init__(self, process: subprocess.Popen[str], found: Sequence[tuple[str, str]]) -> None:
        self._process = process
        self.found = found

    def report(self) -> Sequence[dict[str, Any]]:
        """End them and return what they have seen."""
        said, _ = self._process.communicate()
        return list(json.loads(said))


@contextmanager
def ten_devices(count: int) -> Iterator[Devices]:
    """Start ten emulated devices; the products of each end after ``count`` prints."""
    process = subprocess.Popen(
        (sys.executable, "-m", "tests.benchmarks.ten_devices", str(count)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Devices(process, json.loads(process.stdout.readline()))
    finally:
        process.kill()
        process.communicate()


def ten_jobs(plant: Plant, folder: Path, found: Sequence[tuple[str, str]], count: int) -> list[Line]:
    """Fill the pool and order a job of ``count`` codes for each device."""
    sample_plant.load(plant)
    path = folder / "codes.txt"
    write_sample(path, len(found) * count)
    codes.import_codes(plant, path)
    product = products.find_product(plant, sample_plant.GTIN)
    batch = batches.list_batches(plant)[0]
    lines = []
    for family, address in found:
        order = jobs.JobOrder(product.id, batch.id, 1, count, "drug_code_b", address, coder=ORDERS[family])
        row, _ = jobs.create_job(plant, order)
        lines.append(Line(family, address, row.job.id))
    return lines


def run_job(plant: Plant, line: Line) -> None:
    """Run the job of a line, as the windows do on one of their threads."""
    running = jobs.open_job(plant, line.job_id)
    began = time.monotonic()
    line.state = running.run()
    line.seconds = time.monotonic() - began


class Bystander:
    """A process that has no part in it: when it is late, the machine or its disk stood still for all.

    It sleeps and, twenty times a second, has a few kilobytes written to the disk.
    """

    _WATCH = (
        "import os, sys, time\n"
        "file = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)\n"
        "seconds, least = float(sys.argv[2]), float(sys.argv[3])\n"
        "woke, wrote, begun = [], [], time.monotonic()\n"
        "turn, end = 0, begun + seconds\n"
        "while (now := time.monotonic()) < end:\n"
        "    time.sleep(0.005)\n"
        "    woke.append(time.monotonic() - now - 0.005)\n"
        "    turn += 1\n"
        "    if turn % 10 == 0:\n"
        "        now = time.monotonic()\n"
        "        os.pwrite(file, bytes(4096), turn % 1000 * 4096)\n"
        "        os.fsync(file)\n"
        "        wrote.append((time.monotonic() - now, round(now - begun, 1)))\n"
        "print(sum(one > least for one in woke), max(woke))\n"
        "slow = [one for one in wrote if one[0] > 0.1]\n"
        "print(len(slow), max(wrote)[0], [at for _, at in slow])\n"
    )

    def __init__(self, seconds: float, folder: Path) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-c", self._WATCH, str(folder / "bystander"), str(seconds), str(IDLE_S)),
            stdout=subprocess.PIPE,
            text=True,
        )

    def told(self) -> str:
        """Wait for its end and say what it saw."""
        woke, wrote = self._process.communicate()[0].splitlines()
        late, latest = woke.split()
        slow, slowest, moments = wrote.split(maxsplit=2)
        return (
            f"a bystander woke late {late} times, at most {1000 * float(latest):.0f} ms, and waited for the "
            f"disk over 100 ms {slow} times, at most {1000 * float(slowest):.0f} ms, after {moments} s"
        )


def cpu_seconds() -> float:
    """Return the processor time of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def transactions(plant: Plant, lines: Sequence[Line]) -> int:
    """Return how many transactions moved codes: each dates its moves anew."""
    moments = select(journal.c.job_id, journal.c.at).distinct()
    ours = moments.where(journal.c.job_id.in_([line.job_id for line in lines])).subquery()
    with plant.store.read() as connection:
        return connection.scalar(select(func.count()).select_from(ours)) or 0


def print_lines(lines: Sequence[Line], reports: Sequence[dict[str, Any]]) -> None:
    """Print a row for each line."""
    for line, seen in zip(lines, reports, strict=True):
        moments = f", after {seen['dry_after_s']} s" if seen.get("dry_after_s") else ""
        print(
            f"{line.family:10} {seen['printed']:6} printed {seen['printed'] / line.seconds:6.2f} codes/s  "
            f"ran dry {seen['dry']} times, longest {seen['longest_ms']:.0f} ms{moments}  {line.state}"
        )


def main() -> None:
    """Run ten lines for some minutes and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=10.0)
    options = parser.parse_args()
    count = round(options.minutes * 60 * PER_S)
    with tempfile.TemporaryDirectory() as name, ten_devices(count) as devices:
        folder = Path(name)
        with open_plant(f"sqlite:///{(folder / 'plant.db').as_posix()}", folder) as plant:
            lines = ten_jobs(plant, folder, devices.found, count)
            threads = [threading.Thread(target=run_job, args=(plant, line)) for line in lines]
            gc.freeze()  # as the windows do when they are made
            bystander = Bystander(options.minutes * 60, folder)
            began, used = time.monotonic(), cpu_seconds()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            seconds, used = time.monotonic() - began, cpu_seconds() - used
            print_lines(lines, devices.report())
            print(
                f"{len(lines)} lines, {seconds:.0f} s: {100 * used / seconds:.0f} % of one core, "
                f"peak memory {peak_megabytes():.0f} MB, "
                f"{transactions(plant, lines) / seconds:.0f} transactions/s, load {os.getloadavg()[0]:.1f}; "
                f"{bystander.told()}"
            )


if __name__ == "__main__":
    main()
