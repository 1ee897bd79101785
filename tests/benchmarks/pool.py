"""Measure the pool: ``python -m tests.benchmarks.pool [--codes N] [--pool N] [--db URL | --db postgresql]``.

The bars: a platform file of 4 000 000 codes (in no order) imported in 60 s and 500 MB; the same file refused
in 5 s; a search by code or prefix among 10 000 000 codes in 5 ms; 100 000 codes allocated in 1 s. Besides:
how long a printing job waits at most while an import runs, what a preview, a proof and a cancelled import
take.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from desktop.app import open_plant
from desktop.errors import Refused
from desktop.operations import codes, pool
from desktop.operations.plant import Cancelled, Plant
from desktop.storage import codes as stored
from desktop.storage import products
from desktop.storage.journal import open_journal
from tests.benchmarks.code_import import peak_megabytes
from tests.benchmarks.storage import make_job, make_product
from tests.postgres import PostgresServer

PREFIX = "8021762"


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=int, default=4_000_000)
    parser.add_argument("--pool", type=int, default=10_000_000, help="codes in the pool when it is searched")
    parser.add_argument(
        "--db",
        default="sqlite",
        help="a database that may be filled, or where to make a new one: sqlite (the default), postgresql",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database(options.db, Path(name)) as url:
        folder = Path(name)
        with open_plant(url, folder) as plant:
            measure_all(plant, folder, options.codes, options.pool)


@contextmanager
def database(wanted: str, folder: Path) -> Iterator[str]:
    """Lend the URL of the database to be filled."""
    if wanted == "sqlite":
        yield f"sqlite:///{(folder / 'plant.db').as_posix()}"
    elif wanted == "postgresql":
        server = PostgresServer(durable=True)
        try:
            with server.database() as url:
                yield url
        finally:
            server.stop()
    else:
        yield wanted


def measure_all(plant: Plant, folder: Path, count: int, wanted: int) -> None:
    """Measure everything on one plant."""
    product_id = make_product(plant.store)
    path = folder / "codes.txt"
    write_file(path, 0, count)
    codes.import_codes(plant, write_file(folder / "few.txt", 99, 2000))
    job_id = make_job(plant.store, product_id, 1500)
    with printing(plant, job_id) as waits:
        took("import", count, lambda: codes.import_codes(plant, path))
    peak = peak_megabytes()
    print(f"highest memory                {peak or 0:10.0f} MB")
    print(
        f"a printing job meanwhile      {statistics.median(waits) * 1000:10.1f} ms a label, "
        f"{max(waits) * 1000:.0f} ms at most, {len(waits)} labels"
    )
    took("the same file is refused", count, lambda: refused(plant, path))
    other = write_file(folder / "other.txt", 1, count)
    took("preview of another", count, lambda: codes.preview_codes(plant, other))
    took("import cancelled at half", count, lambda: cancelled(plant, other))
    took("import of another", count, lambda: codes.import_codes(plant, other))
    number = 2
    while issued(plant) < wanted:
        codes.import_codes(
            plant, write_file(folder / f"more{number}.txt", number, min(count, wanted - issued(plant)))
        )
        number += 1
    print(f"codes in the pool             {issued(plant):10,}")
    measure_search(plant, count)
    ordered = min(100_000, issued(plant) // 10)
    measure_allocation(plant, product_id, ordered)
    took(f"reserve {ordered}", ordered, lambda: pool.allocate(plant, product_id, {1: ordered}, "bench"))
    took(
        f"return {ordered}",
        ordered,
        lambda: pool.return_codes(plant, folder / "back.txt", product_id=product_id, level=1, count=ordered),
    )
    took("rates and alarms", 1, lambda: pool.outlook(plant))
    took("proof of uniqueness", issued(plant), lambda: pool.uniqueness_proof(plant))
    print(f"highest memory                {peak_megabytes() or 0:10.0f} MB")


def write_file(path: Path, seed: int, count: int) -> Path:
    """Write a platform file of codes in no order; files of different seeds have different codes."""
    generator = np.random.default_rng(seed)
    serials = generator.permutation(count) + seed * 10_000_000
    secrets = generator.integers(0, 10_000, count)
    with path.open("w", encoding="ascii", newline="") as file:
        file.write(f"##{PREFIX[1:]}#{PREFIX}001#1###{PREFIX[0]}\r\n")
        for start in range(0, count, 100_000):
            pairs = zip(
                serials[start : start + 100_000].tolist(),
                secrets[start : start + 100_000].tolist(),
                strict=True,
            )
            file.writelines(f"{PREFIX}{serial:09d}{secret:04d}\r\n" for serial, secret in pairs)
    return path


@contextmanager
def printing(plant: Plant, job_id: int) -> Iterator[list[float]]:
    """Record labels of a job every 50 ms, as a line does, and note how long each record took."""
    waits: list[float] = []
    done = threading.Event()

    def run() -> None:
        with open_journal(plant.store, job_id, "bench", "demo://zebra") as journal:
            for code in journal.next_codes(1500):
                begun = time.perf_counter()
                journal.record(sent=[code], printed=[code])
                waits.append(time.perf_counter() - begun)
                if done.wait(0.05):
                    return

    thread = threading.Thread(target=run)
    thread.start()
    yield waits
    done.set()
    thread.join()


def refused(plant: Plant, path: Path) -> None:
    """Import what must be refused."""
    try:
        codes.import_codes(plant, path)
    except Refused:
        return
    raise AssertionError(f"{path.name} was taken")


def cancelled(plant: Plant, path: Path) -> None:
    """Begin an import and cancel it in the middle."""
    try:
        codes.import_codes(plant, path, lambda fraction: fraction < 0.6)
    except Cancelled:
        return
    raise AssertionError(f"{path.name} was taken")


def issued(plant: Plant) -> int:
    """Return how many codes the pool has."""
    return sum(row.counts.issued for row in codes.pool_levels(plant))


def measure_search(plant: Plant, count: int) -> None:
    """Measure single searches as a window does them: by whole codes, and by beginnings of any length."""
    generator = random.Random(1)
    with plant.store.read() as connection:
        chosen = [
            stored.starting_with(connection, f"{PREFIX}{generator.randrange(count):09d}", 1)[0].value
            for _ in range(300)
        ]
    for name, texts in (
        ("search by code", chosen),
        ("search by prefix", [code[: generator.randrange(1, 20)] for code in chosen]),
        ("search without success", [f"{code[:-4]}xxxx".replace("x", "9") for code in chosen]),
    ):
        times = []
        for text in texts:
            begun = time.perf_counter()
            codes.search_codes(plant, text)
            times.append(time.perf_counter() - begun)
        print(
            f"{name:30}{statistics.median(times) * 1000:10.2f} ms   "
            f"worst of {len(times)}: {max(times) * 1000:.2f} ms"
        )


def measure_allocation(plant: Plant, product_id: int, count: int) -> None:
    """Measure several allocations: one alone may meet the server's own work."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        allocate(plant, product_id, count)
        times.append(time.perf_counter() - begun)
    print(
        f"{f'allocate {count}':30}{statistics.median(times):10.2f} s    "
        f"best and worst of {len(times)}: {min(times):.2f} s, {max(times):.2f} s",
        flush=True,
    )


def allocate(plant: Plant, product_id: int, count: int) -> None:
    """Give a job more codes, and do nothing else."""
    with plant.store.read() as connection:
        product = products.get(connection, product_id).product
    with plant.store.change("bench", "job.more", product.name) as change:
        stored.allocate(change, product_id, 1, count, 1)


def took(name: str, count: int, work: Callable[[], object]) -> None:
    """Do some work and print how long it took."""
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    print(f"{name:30}{seconds:10.2f} s    {count / seconds:12,.0f} /s", flush=True)


if __name__ == "__main__":
    main()
