"""Listens to a scanner that is no keyboard, and brings its readings to the window's thread.

One thread of the background reads; each reading is a call of its own in the order of reading. A scanner that
is lost is connected to again until the window stops listening.
"""

from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.devices import Scan, Scanner
from desktop.errors import DeviceError, Refused
from desktop.operations.plant import Plant, Report
from desktop.operations.scanners import open_scanner
from desktop.texts import Text, say
from ui.background import Task
from ui.wording import Mark
from ui.workplace import Workplace

_LISTEN_S: Final = 0.2
"""How long one question for a reading waits: the longest that ``stop`` takes to be heard."""
_PAUSES_S: Final = (0.3, 1.0, 2.0, 5.0)
"""Waits before each further attempt to connect; the last goes on."""


class ScannerFeed(QObject):
    """The readings of one scanner, while it is started.

    Signals:
        scanned: (text, seconds of ``time.monotonic`` when its end came) one reading. Identifiers before it
            are left out; ``read`` has them.
        read: (Scan) the same reading, whole.
        told: (Text, Mark) connected, lost, trying again, or why not.
    """

    scanned = Signal(str, float)
    read = Signal(object)
    told = Signal(object, object)

    def __init__(self, work: Workplace, address: str) -> None:
        super().__init__()
        self._work = work
        self._address = address
        self._task: Task | None = None

    @property
    def address(self) -> str:
        """Where the scanner is."""
        return self._address

    def start(self) -> None:
        """Begin to listen; nothing happens if that has begun."""
        if self._task is not None:
            return
        told = _Told(self._work, self)
        plant, address = self._work.plant, self._address
        self._task = self._work.background.run(
            lambda report: _listen(plant, address, told, report),
            receiver=self,
            done=lambda _nothing: None,
            failed=lambda error: self.told.emit(error.text, Mark.STOPPED),
            lasting=True,
        )

    def stop(self) -> None:
        """Listen no more. What was read before still comes."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def hear(self, scan: Scan) -> None:
        """Hand a reading on."""
        self.read.emit(scan)
        self.scanned.emit(scan.text, scan.at)


class _Told:
    """What the thread tells the feed, and what it told last: a state is told once."""

    def __init__(self, work: Workplace, feed: ScannerFeed) -> None:
        self._background = work.background
        self._feed = feed
        self._last: object = None

    def scan(self, scan: Scan) -> None:
        feed = self._feed
        self._background.tell(feed, lambda: feed.hear(scan))

    def state(self, text: Text, mark: Mark) -> None:
        feed = self._feed
        if self._last != (text, mark):
            self._last = (text, mark)
            self._background.tell(feed, lambda: feed.told.emit(text, mark))


def _listen(plant: Plant, address: str, told: _Told, report: Report) -> None:
    """Read until the report says that nobody listens any more.

    Raises:
        InputError: the address is none of a scanner.
    """
    attempt = 0
    while report(0.0):
        try:
            with open_scanner(plant, address) as scanner:
                attempt = 0
                _read(scanner, address, told, report)
                return
        except Refused as trouble:
            # The first time in silence: the window before may be about to leave the scanner.
            if attempt:
                told.state(trouble.text, Mark.STOPPED)
        except DeviceError as trouble:
            told.state(say("{trouble} Trying again …", trouble=trouble.text), Mark.STOPPED)
        _wait(plant, _PAUSES_S[min(attempt, len(_PAUSES_S) - 1)], report)
        attempt += 1


def _read(scanner: Scanner, address: str, told: _Told, report: Report) -> None:
    while report(0.0):
        if scanner.connected:
            told.state(say("The scanner {address} is connected.", address=address), Mark.DONE)
        else:
            waiting = say("Waiting for the scanner to call at {address} …", address=address)
            told.state(waiting, Mark.ATTENTION)
        scan = scanner.next(_LISTEN_S)
        if scan is not None:
            told.scan(scan)
    while (scan := scanner.next(0.0)) is not None:
        told.scan(scan)


def _wait(plant: Plant, seconds: float, report: Report) -> None:
    end = plant.clock.monotonic() + seconds
    while plant.clock.monotonic() < end and report(0.0):
        plant.clock.sleep(_LISTEN_S / 2)
