"""Works the queue of one packing station, on one thread at a time."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from desktop.errors import PackmarkError, StorageError
from desktop.operations.label_supply import LabelsOnDemand
from desktop.operations.pack_answers import Outcome, Scanned, StationState
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant, Report
from desktop.texts import say

Tell = Callable[[Callable[[], None]], None]
"""Has something called on the window's thread, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a station is opened; see ``PackStation``."""

    order_id: int
    station_id: int
    labels: LabelsOnDemand | None = None
    in_line: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """A text from the scanner. ``at``: as of ``PackStation.scan``."""

    text: str
    at: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Something else that a person asks of the station.

    Attributes:
        wish: does it; None as its answer: it tells nothing.
        refused: is told why it was not done.
        done: is told that it was done.
    """

    wish: Callable[[PackStation], Scanned | None]
    refused: Callable[[PackmarkError], None]
    done: Callable[[], None]


class StationWorker:
    """The station, and what is still to be done there. ``put`` may be called by any thread.

    Attributes:
        closed: nothing more comes; the station is given back when the queue is empty.
    """

    def __init__(
        self, plant: Plant, opening: Opening, tell: Tell, answered: Callable[[Scanned], None]
    ) -> None:
        self.closed = False
        self._plant = plant
        self._opening = opening
        self._tell = tell
        self._answered = answered
        self._queue: deque[Scan | Asked] = deque()
        self._at_work = threading.Lock()
        self._station: PackStation | None = None
        self._lying: frozenset[str] = frozenset()
        self._uncertain = False

    @property
    def waiting(self) -> int:
        """How many scans and wishes are not answered yet."""
        return len(self._queue)

    def put(self, one: Scan | Asked) -> None:
        """Put something behind what waits."""
        self._queue.append(one)

    def close(self) -> None:
        """Give the station back. May be called twice, but not while it works."""
        station, self._station = self._station, None
        if station is not None:
            station.close()

    def work(self, _report: Report) -> StationState:
        """Work until the queue is empty, and return how the station stands then.

        Raises:
            StorageError: the database does not take the first scan; it stays the first.
            InputError: the station cannot be opened.
        """
        with self._at_work:
            try:
                station = self._opened()
                while self._queue:
                    self._take(station, self._queue[0])
                return self._state(station)
            finally:
                if self.closed:
                    self.close()

    def _opened(self) -> PackStation:
        if self._station is None:
            how = self._opening
            self._station = PackStation(
                self._plant, how.order_id, how.station_id, how.labels, in_line=how.in_line
            )
            self._state(self._station)
        return self._station

    def _state(self, station: PackStation) -> StationState:
        state = station.state()
        self._lying = frozenset(one.code for one in state.tray if one.code)
        return state

    def _take(self, station: PackStation, one: Scan | Asked) -> None:
        if isinstance(one, Asked):
            self._queue.popleft()
            self._grant(station, one)
            return
        try:
            answer = self._scanned(station, one)
        except StorageError:
            self._uncertain = True
            raise
        except PackmarkError:
            self._queue.popleft()
            raise
        self._queue.popleft()
        self._tell_answer(answer)

    def _grant(self, station: PackStation, asked: Asked) -> None:
        try:
            answer = asked.wish(station)
        except PackmarkError as error:
            trouble = error
            self._tell(lambda: asked.refused(trouble))
            if isinstance(error, StorageError):
                raise
            return
        if answer is not None:
            self._tell_answer(answer)
        self._tell(asked.done)

    def _scanned(self, station: PackStation, scan: Scan) -> Scanned:
        if not self._uncertain:
            return station.scan(scan.text, scan.at)
        # The connection was lost at this very scan: it may stand on record although no answer came.
        before, state = self._lying, self._state(station)
        self._uncertain = False
        now = self._lying
        code = "".join(one for one in scan.text if one.isdigit())
        if len(before) == state.room and not now:
            sentence = say("{code} was closed before the connection was lost.", code=code)
            return Scanned(Outcome.PACKED, sentence, state.tray, code, parent=code)
        new = next((one for one in now - before if one in scan.text), "")
        if new and state.slip is not None:
            return Scanned(Outcome.SLIP, state.slip.sentence, state.tray, new, slip=state.slip)
        if new:
            outcome = Outcome.FULL if state.lying == state.room else Outcome.COLLECTED
            return Scanned(outcome, state.sentence, state.tray, new)
        # Without its time, or it would count as read twice.
        return station.scan(scan.text)

    def _tell_answer(self, answer: Scanned) -> None:
        self._lying = frozenset(one.code for one in answer.tray if one.code)
        self._tell(lambda: self._answered(answer))
