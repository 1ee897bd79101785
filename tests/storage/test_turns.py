"""Writers of one program take turns at an SQLite file."""

import threading
import time
from pathlib import Path

import pytest

from desktop.app import SystemClock
from desktop.errors import StorageError
from desktop.storage.store import Store
from desktop.storage.turns import Turns


def test_writers_get_their_turn_in_the_order_of_their_coming() -> None:
    turns = Turns("plant.db", patience_s=10)
    order: list[int] = []

    def write(number: int) -> None:
        with turns.turn():
            order.append(number)

    with turns.turn():
        threads = []
        for number in range(8):
            thread = threading.Thread(target=write, args=(number,))
            thread.start()
            while len(turns) <= number:
                time.sleep(0.001)
            threads.append(thread)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_locked() -> None:
    turns = Turns("plant.db", patience_s=0.01)
    with turns.turn(), pytest.raises(StorageError, match=r"plant\.db is locked"), turns.turn():
        pass


def test_a_writer_that_gave_up_leaves_the_queue() -> None:
    turns = Turns("plant.db", patience_s=0.01)
    with turns.turn(), pytest.raises(StorageError), turns.turn():
        pass
    with turns.turn():
        assert len(turns) == 0


def test_a_write_that_fails_passes_its_turn_on(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{(tmp_path / 'plant.db').as_posix()}", SystemClock(), patience_s=1)
    with pytest.raises(ZeroDivisionError), store.change("Li", "try", "nothing"):
        raise ZeroDivisionError
    with store.change("Li", "try", "something"):
        pass
    store.close()
