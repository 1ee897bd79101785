"""One client of an emulated coder: what it sends, and what goes back to it as the faults will have it."""

import socket
import threading
import time
from collections.abc import Iterable
from typing import Final

from printers.emulators.coder_faults import CoderFaults
from printers.emulators.server import received

NOISE: Final = b"\xfe#?\x81 no coder speaks so \x07\r\n"
_BITE: Final = 65_536


class Wire:
    """Reads on one thread; any thread may send. Raises ``OSError`` once the client is gone."""

    def __init__(self, connection: socket.socket, faults: CoderFaults) -> None:
        self._connection = connection
        self._faults = faults
        self._sending = threading.Lock()
        self._cut = False

    def read(self) -> bytes:
        """Return the next bytes, empty when the connection is over."""
        if self._cut:
            return b""
        data = received(self._connection, _BITE)
        left = self._faults.drop_connection_after_bytes
        if left is None:
            return data
        self._cut = len(data) > left
        self._faults.drop_connection_after_bytes = None if self._cut else left - len(data)
        return data[:left]

    def answer(self, answers: Iterable[bytes]) -> None:
        """Send the answers to what came in one piece, each as soon as it is there if they are not merged."""
        faults = self._faults
        for answer in [b"".join(answers)] if faults.merged_replies else answers:
            if answer and faults.slow:
                time.sleep(faults.slow)
            if answer and not faults.silent:
                self.send(NOISE if faults.garbage else answer)

    def send(self, data: bytes) -> None:
        """Send bytes; those of two threads never mix."""
        pieces = [data[at : at + 1] for at in range(len(data))] if self._faults.split_replies else [data]
        with self._sending:
            for piece in pieces:
                self._connection.sendall(piece)
