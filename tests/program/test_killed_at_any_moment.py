"""kill -9 of the real program at random moments: no code is printed twice, none is lost.

The printer is the shipped emulator in a process of its own; like a real printer it lives on when the
program dies, and its paper is the truth that the database is compared with.
"""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations import audit, batches, codes, jobs, products, sample_plant
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.storage import codes as stored_codes
from tests.program.ports import free_ports

LABELS_A_KILL = 30
"""So many that each kill still finds something to print."""
PRINT_MS = 4
CODE_DIGITS = 20


@dataclass(frozen=True)
class Bench:
    """A plant with one ordered job, and a printer that outlives the program."""

    url: str
    folder: Path
    paper: Path
    job_id: int
    labels: int

    def printed_on_paper(self) -> list[str]:
        """Return the codes on the paper, in the order of printing."""
        if not self.paper.exists():
            return []
        lines = self.paper.read_text(encoding="utf-8").splitlines(keepends=True)
        # A line without its end is being written at this very moment.
        told = [line.rstrip("\n").split("\t")[2] for line in lines if line.endswith("\n")]
        return [data[-CODE_DIGITS:] for data in told]  # the code is also the end of an element string


@pytest.fixture
def bench(tmp_path: Path, kills: int) -> Iterator[Bench]:
    with bench_for(tmp_path, "drug_code_b", LABELS_A_KILL * (kills + 1)) as made:
        yield made


@contextmanager
def bench_for(tmp_path: Path, label: str, labels: int) -> Iterator[Bench]:
    port, camera_port = free_ports(2)
    url = f"sqlite:///{tmp_path / 'plant.db'}"
    paper = tmp_path / "paper.txt"
    with open_plant(url, tmp_path) as plant:
        sample_plant.load(plant)
        product = products.find_product(plant, sample_plant.GTIN)
        batch = next(row for row in batches.list_batches(plant) if row.product_id == product.id)
        order = jobs.JobOrder(
            product.id,
            batch.id,
            1,
            labels,
            label,
            f"tcp://127.0.0.1:{port}",
            f"tcp://127.0.0.1:{camera_port}",
        )
        row, _ = jobs.create_job(plant, order)
    with printer_process(port, camera_port, paper):
        yield Bench(url, tmp_path, paper, row.job.id, labels)


@contextmanager
def printer_process(port: int, camera_port: int, paper: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "desktop", "emulate", "zebra", "--port", str(port)]
    command += ["--camera-port", str(camera_port), "--paper", str(paper), "--print-ms", str(PRINT_MS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "the emulator tells when it serves"
        try:
            yield
        finally:
            process.terminate()


def start_program(bench: Bench) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "desktop", "--db", bench.url, "--json"]
    command += ["job", "resume", str(bench.job_id)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def kill_after_a_random_while(bench: Bench, chance: random.Random) -> None:
    """Kill the program, three times of four after it has begun to print."""
    before = len(bench.printed_on_paper())
    process = start_program(bench)
    if chance.random() < 0.75:
        while process.poll() is None and len(bench.printed_on_paper()) == before:
            time.sleep(0.002)
        time.sleep(chance.uniform(0.0, 0.08))
    else:
        time.sleep(chance.uniform(0.0, 1.2))
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_job_killed_at_random_moments_prints_no_code_twice_and_loses_none(
    bench: Bench, kills: int, random_seed: int
) -> None:
    chance = random.Random(random_seed)
    for _ in range(kills):
        kill_after_a_random_while(bench, chance)
        the_database_tells_the_truth_about_the_paper(bench)
    run_to_the_end(bench)
    the_database_tells_the_truth_about_the_paper(bench)
    with open_plant(bench.url, bench.folder) as plant:
        row = jobs.job(plant, bench.job_id)
        assert row.job.state is JobState.DONE
        assert row.counts.allocated == 0
        # What a kill can leave open is what was in flight, a window of at most five.
        assert row.counts.unknown <= 5 * kills
        assert row.counts.spoiled == 0
        assert audit.verify_audit(plant).sound


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_data_matrix_job_killed_in_the_middle_is_resumed_and_read_back(tmp_path: Path) -> None:
    with bench_for(tmp_path, "gs1_carton", 60) as bench:
        process = start_program(bench)
        while process.poll() is None and len(bench.printed_on_paper()) < 20:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        the_database_tells_the_truth_about_the_paper(bench)
        run_to_the_end(bench)
        the_database_tells_the_truth_about_the_paper(bench)
        with open_plant(bench.url, bench.folder) as plant:
            counts = jobs.job(plant, bench.job_id).counts
            assert counts.verified + counts.printed + counts.unknown == 60
            # Of those that were printed before the kill, the last few were not seen by the camera any more.
            assert counts.printed <= 8
            assert counts.unknown <= 5
            assert audit.verify_audit(plant).sound


def run_to_the_end(bench: Bench) -> None:
    process = start_program(bench)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert json.loads(out)["state"] == "done"


def the_database_tells_the_truth_about_the_paper(bench: Bench) -> None:
    on_paper = bench.printed_on_paper()
    assert len(on_paper) == len(set(on_paper)), "a code was printed twice"
    with open_plant(bench.url, bench.folder) as plant:
        pool = next(level for level in codes.pool_levels(plant) if level.level == 1)
        assert pool.counts.issued == 10_000
        with plant.store.read() as connection:
            state = {code.value: code.state for code in stored_codes.of_job(connection, bench.job_id)}
    assert len(state) == bench.labels
    called_printed = {
        value for value, found in state.items() if found in {CodeState.PRINTED, CodeState.VERIFIED}
    }
    open_ones = {value for value, found in state.items() if found in {CodeState.UNKNOWN, CodeState.SENT}}
    assert called_printed <= set(on_paper), "a code is called printed that is on no label"
    assert set(on_paper) <= called_printed | open_ones, "a printed label is not accounted for"
