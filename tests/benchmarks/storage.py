"""Measure the store: import, allocation, search, the journal of a running job, verification.

Run from the checkout::

    python -m tests.benchmarks.storage [--codes N] [--shuffled] [--db URL]

The bars: 100 000 codes/s imported, 4 000 000 codes within 60 s and 500 MB, 100 000 codes allocated in
1 s, a search in 5 ms, 1 500 journal transactions/s on SQLite, opening a store in 60 ms.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from desktop.products.batch import Batch
from desktop.products.job import JobState
from desktop.products.product import PackLevel, Product
from desktop.storage import audit, batches, codes, designs, jobs, products
from desktop.storage.journal import open_journal
from desktop.storage.store import Store

PREFIX = "8021762"
CHUNK = 10_000
RUN = 3000

_Result = TypeVar("_Result")


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--codes", type=int, default=1_000_000)
    parser.add_argument(
        "--shuffled", action="store_true", help="codes in random order, as a platform may issue them"
    )
    parser.add_argument("--db", help="a database that may be filled; default: a new SQLite file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.db or f"sqlite:///{(Path(folder) / 'store.sqlite').as_posix()}"
        measure_all(url, options.codes, options.shuffled)


def measure_all(url: str, count: int, shuffled: bool) -> None:
    """Measure everything on one database."""
    Store.open(url, SystemClock()).close()
    seconds, store = timed(lambda: Store.open(url, SystemClock()))
    print(f"open a store              {seconds * 1000:10.1f} ms")
    product_id = make_product(store)
    seconds, _ = timed(lambda: import_codes(store, product_id, count, shuffled))
    print(f"import                    {count / seconds:10.0f} codes/s   {count} in {seconds:.1f} s")
    print(f"largest memory so far     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:10.0f} MB")
    ordered = min(100_000, count)
    seconds, job_id = timed(lambda: make_job(store, product_id, ordered))
    print(f"allocate {ordered:<10}       {seconds:10.2f} s")
    measure_questions(store, count)
    measure_journal(store, job_id)
    seconds, verdict = timed(lambda: verify(store))
    print(f"verify the trail          {seconds:10.2f} s   sound: {verdict}")
    store.close()


def measure_questions(store: Store, count: int) -> None:
    """Measure what a person waits for while typing."""
    chosen = [code_of(number) for number in random.Random(1).sample(range(count), min(1000, count))]
    with store.read() as connection:
        seconds, _ = timed(lambda: [codes.by_value(connection, value) for value in chosen])
        print(f"find a code               {seconds / len(chosen) * 1000:10.3f} ms")
        seconds, _ = timed(lambda: [codes.starting_with(connection, value[:13], 20) for value in chosen])
        print(f"find 20 codes by prefix   {seconds / len(chosen) * 1000:10.3f} ms")
        seconds, _ = timed(lambda: codes.level_counts(connection))
        print(f"count the pool            {seconds * 1000:10.3f} ms")


def measure_journal(store: Store, job_id: int) -> None:
    """Measure the transaction that each label costs: one sent, one printed, one verified."""
    with open_journal(store, job_id, "bench", "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
        waiting = journal.next_codes(RUN)
        begun = time.perf_counter()
        for number, code in enumerate(waiting):
            journal.record(
                sent=[code],
                printed=waiting[max(number - 1, 0) : number],
                verified=waiting[max(number - 2, 0) : number - 1] if number > 1 else (),
            )
        seconds = time.perf_counter() - begun
        print(f"journal transactions      {len(waiting) / seconds:10.0f} /s")
        seconds, _ = timed(lambda: journal.change_state(JobState.STOPPED))
        print(f"seal the journal          {seconds * 1000:10.1f} ms")


def timed(work: Callable[[], _Result]) -> tuple[float, _Result]:
    """Return how many seconds some work took, and its result."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def code_of(number: int) -> str:
    """Return a code with a serial number and last digits that look random."""
    return f"{PREFIX}{number:09d}{number * 7919 % 10000:04d}"


def make_product(store: Store) -> int:
    """Store a product with the prefix of the codes."""
    levels = (PackLevel(1, PREFIX, 1), PackLevel(2, "8121762", 10))
    product = Product(
        PREFIX, f"{PREFIX}001", "蒙脱石散", "国药准字Z00000000", "散剂", "3g", "10袋/盒", "盒", levels
    )
    with store.change("bench", "products.import", product.type_no) as change:
        return products.insert(change.connection, product)


def import_codes(store: Store, product_id: int, count: int, shuffled: bool) -> None:
    """Import ``count`` codes, as an operation does."""
    file = codes.NewFile("bench", "0" * 64, product_id, 1)
    codes.import_file(store, "bench", file, chunks_of(count, shuffled))


def chunks_of(count: int, shuffled: bool) -> Iterator[list[str]]:
    """Yield codes without ever holding all of them."""
    # A step that shares no factor with the count visits each number once, in an order without locality.
    step = next(step for step in range(int(count * 0.618), count * 2) if not shuffled or coprime(step, count))
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        yield [code_of(number * step % count if shuffled else number) for number in numbers]


def coprime(one: int, other: int) -> bool:
    """Tell whether two numbers share no factor."""
    while other:
        one, other = other, one % other
    return one == 1


def make_job(store: Store, product_id: int, count: int) -> int:
    """Store a job and give it its codes."""
    with store.change("bench", "job.create", "") as change:
        batch_id = batches.insert(
            change.connection, product_id, Batch("L1", date(2026, 1, 1), date(2028, 12, 31))
        )
        design = designs.freeze(change, "bench", "{}")
        job = jobs.insert(
            change,
            product_id=product_id,
            batch_id=batch_id,
            design_revision_id=design.id,
            level=1,
            count=count,
            printer="demo://zebra",
        )
        codes.allocate(change, product_id, 1, count, job.id)
        return job.id


def verify(store: Store) -> bool:
    """Compute the audit trail anew."""
    with store.read() as connection:
        return audit.verify(connection).sound


if __name__ == "__main__":
    main()
