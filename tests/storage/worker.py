"""Another program that works on the same store. Tests start it, talk to it by lines, and kill it."""

import random
import sys
from collections.abc import Iterator

from desktop.errors import Refused
from desktop.storage import codes, products
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import open_journal
from desktop.storage.store import Change, Store
from tests.fakes import FakeClock
from tests.storage import stock


def allocate(store: Store) -> None:
    """Order small jobs until the pool is empty."""
    while True:
        try:
            stock.add_job(store, 1, random.randint(1, 9))
        except Refused:
            with store.read() as connection:
                left = codes.available(connection, 1, 1)
            if left < 9:
                return


def change_for_ever(store: Store) -> None:
    number = 0
    while True:
        number += 1
        with store.change("worker", "product.add", str(number)) as change:
            _add(change, number)
        tell("done")


def hang_in_a_change(store: Store) -> None:
    with store.change("worker", "product.add", "1") as change:
        _add(change, 1)
        tell("inside")
        sys.stdin.readline()


def hang_in_an_allocation(store: Store) -> None:
    with store.change("worker", "job.more", "job 1") as change:
        codes.allocate(change, 1, 1, 3, 1)
        tell("inside")
        sys.stdin.readline()


def run_a_job(store: Store) -> None:
    with open_journal(store, 1, "worker", "tcp://192.0.2.7:9100") as journal:
        sent = journal.next_codes(2)
        journal.record(sent=sent, printed=sent[:1])
        tell("sent")
        sys.stdin.readline()


def hold_a_claim(store: Store) -> None:
    with claim(store, Claimed.job(1)):
        tell("held")
        sys.stdin.readline()


def import_and_hang(store: Store) -> None:
    def chunks() -> Iterator[list[str]]:
        yield stock.code_values(50)
        tell("inside")
        sys.stdin.readline()

    codes.import_file(store, "worker", codes.NewFile("hanging.txt", "hanging.txt", 1, 1), chunks())


def _add(change: Change, number: int) -> None:
    made = stock.product(f"8{number:06d}001", f"8{number:06d}", f"7{number:06d}")
    change.new = {"id": products.insert(change.connection, made)}


def tell(line: str) -> None:
    print(line, flush=True)


TASKS = {
    task.__name__: task
    for task in (
        *(allocate, change_for_ever, hang_in_a_change, hang_in_an_allocation),
        *(run_a_job, hold_a_claim, import_and_hang),
    )
}

if __name__ == "__main__":
    opened = Store.open(sys.argv[2], FakeClock(), patience_s=60)
    TASKS[sys.argv[1]](opened)
    opened.close()
