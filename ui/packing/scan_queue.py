"""The scans of one station, taken in their order by one worker away from the window.

Nothing is lost on the way: what the database does not take stays first in the queue, unconfirmed, and is
tried again until it is taken.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.errors import PackmarkError, StorageError
from desktop.operations.pack_answers import Scanned, StationState
from desktop.operations.packing import PackStation
from ui.packing.station_worker import Asked, Opening, Scan, StationWorker
from ui.workplace import Workplace

_AGAIN_MS: Final = 2000
"""Between two attempts while the database cannot be reached."""


class ScanQueue(QObject):
    """A packing station behind a queue.

    Signals:
        answered: (Scanned) what became of a scan; in the order of scanning.
        stood: (StationState) how the station stands, when the queue is empty.
        held: (StorageError) the database cannot be reached; what waits is neither lost nor confirmed.
        released: it can be reached again.
        failed: (PackmarkError) the station cannot be opened.
    """

    answered = Signal(object)
    stood = Signal(object)
    held = Signal(object)
    released = Signal()
    failed = Signal(object)

    def __init__(self, work: Workplace, opening: Opening) -> None:
        super().__init__()
        self._work = work
        self._background = work.background
        self._worker = StationWorker(
            work.plant, opening, lambda call: self._background.tell(self, call), self._tell
        )
        self._running = False
        self._trouble: StorageError | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    @property
    def waiting(self) -> int:
        """How many scans are not answered yet."""
        return self._worker.waiting

    def scan(self, text: str, at: float | None = None) -> None:
        """Queue a scan; ``at`` as of ``PackStation.scan``."""
        self._put(Scan(text, at))

    def ask(
        self,
        wish: Callable[[PackStation], Scanned | None],
        refused: Callable[[PackmarkError], None],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        """Queue something else behind the scans; ``refused`` or ``done`` is called on the window's thread."""
        self._put(Asked(wish, refused, done))

    def look(self) -> None:
        """Ask how the station stands; what waits is taken first."""
        if self._running or self._worker.closed:
            return
        self._running = True
        self._timer.stop()
        self._background.run(self._worker.work, receiver=self, done=self._rest, failed=self._fail)

    def close(self) -> None:
        """Take no more, finish what waits, and give the station back."""
        self._timer.stop()
        self._worker.closed = True
        if not self._running:
            self._worker.close()

    def _put(self, one: Scan | Asked) -> None:
        self._worker.put(one)
        if self._trouble is None:
            self.look()
        else:
            self.held.emit(self._trouble)

    def _tell(self, answer: Scanned) -> None:
        self._release()
        self.answered.emit(answer)

    def _release(self) -> None:
        if self._trouble is not None:
            self._trouble = None
            self.released.emit()

    def _rest(self, state: StationState) -> None:
        self._running = False
        self._release()
        self.stood.emit(state)
        if self._worker.waiting:
            self.look()

    def _fail(self, error: PackmarkError) -> None:
        self._running = False
        if isinstance(error, StorageError):
            self._trouble = error
            self._timer.start()
            self.held.emit(error)
        else:
            self.failed.emit(error)
