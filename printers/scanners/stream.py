"""A scanner whose readings come over a transport: a TCP connection that we open, or a serial line."""

import time
from collections import deque
from typing import Final

from desktop.devices import Scan
from desktop.errors import DeviceError
from desktop.texts import say
from printers.closing import Closing
from printers.scanners.readings import LONGEST, cut, scan_of
from printers.transport import Transport

END_WITHIN_S: Final = 1.0
"""A reading of 7 089 characters takes 7.4 s at 9600 baud, but never a pause of a second within it."""


class Readings:
    """Collects what came from one scanner. ``take`` hands readings out in order."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._waiting: deque[Scan] = deque()
        self._rest = b""
        self._heard_at = 0.0

    def hear(self, data: bytes) -> None:
        """Add bytes that have just come.

        Raises:
            DeviceError: far more came than a symbol holds, and no end of a reading.
        """
        now = time.monotonic()
        whole, self._rest = cut(self._rest + data)
        self._heard_at = now
        self._waiting.extend(scan_of(one, now) for one in whole)
        if len(self._rest) > LONGEST:
            raise self._no_end()

    def take(self) -> Scan | None:
        """Return the next reading; None if there is none.

        Raises:
            DeviceError: bytes came a while ago, and the end of their reading never did. They are dropped.
        """
        if self._waiting:
            return self._waiting.popleft()
        if self._rest and time.monotonic() - self._heard_at > END_WITHIN_S:
            raise self._no_end()
        return None

    def forget(self) -> None:
        """Drop the beginning of a reading whose rest will never come."""
        self._rest = b""

    def _no_end(self) -> DeviceError:
        beginning, self._rest = self._rest[:40], b""
        return DeviceError(
            say(
                "The scanner {address} sent {found} without an end. Set it to send CR or LF behind every "
                "reading (its manual calls it suffix or terminator), then scan again.",
                address=self._address,
                found=repr(beginning.decode("utf-8", errors="replace")),
            )
        )


class StreamScanner(Closing):
    """Implements ``desktop.devices.Scanner`` over any transport. One thread at a time."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._readings = Readings(transport.address)

    @property
    def connected(self) -> bool:
        """Whether it is there: as long as ``next`` raises nothing."""
        return True

    def next(self, timeout_s: float) -> Scan | None:
        """Return the next reading, or None if none came in time.

        Raises:
            DeviceError: the scanner is gone, or does not end its readings.
        """
        deadline = time.monotonic() + timeout_s
        while (scan := self._readings.take()) is None:
            left = deadline - time.monotonic()
            data = self._transport.read_some(max(0.0, min(left, END_WITHIN_S)))
            if data:
                self._readings.hear(data)
            elif left <= 0:
                return None
        return scan

    def close(self) -> None:
        """Give the scanner free. May be called twice."""
        self._transport.close()
