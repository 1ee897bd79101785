"""Writers of one program take turns at an SQLite file, in the order of their coming."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from desktop.errors import StorageError
from desktop.storage.faults import busy


class Turns:
    """A queue before the one write lock of an SQLite file.

    SQLite itself has none: who finds the file locked sleeps up to 100 ms and looks again, and may find that
    another came just before it, over and over. Ten lines that write down each label made single ones of them
    wait for a third of a second. Other programs at the same file still meet at SQLite's own lock.

    Args:
        place: the database as a person knows it.
        patience_s: how long a writer waits for its turn.
    """

    def __init__(self, place: str, patience_s: float) -> None:
        self._place = place
        self._patience_s = patience_s
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn. Must not be asked for by who holds it.

        Raises:
            StorageError: it did not come in time.
        """
        self._wait()
        try:
            yield
        finally:
            with self._lock:
                self._pass_on()

    def _wait(self) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            called = Event()
            self._waiting.append(called)
        if called.wait(self._patience_s):
            return
        with self._lock:
            if called.is_set():  # it came in the very moment of giving up
                self._pass_on()
            else:
                self._waiting.remove(called)
        raise StorageError(busy(self._place))

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._is_taken = False
