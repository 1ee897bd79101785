"""A client of an emulated Zebra printer: the way back to it, with the faults that a connection can have."""

import socket
import threading
import time
from enum import Enum, auto
from typing import Final

from printers.emulators.faults import Faults
from printers.emulators.server import reset

_BITE: Final = 65_536
_SMALL_BITE: Final = 256
_SEND_TIMEOUT_S: Final = 10.0
_NOISE: Final = b"\xfe#?\x81 no printer speaks so \x07\n"


class Port(Enum):
    """What a port is for."""

    LABELS = auto()
    EXCLUSIVE = auto()
    """For one client at a time."""
    STATUS = auto()
    """For questions, in every fault."""


class Connection:
    """One client. Any thread may answer it.

    Attributes:
        port: at which it came in.
    """

    def __init__(self, accepted: socket.socket, faults: Faults, port: Port) -> None:
        self.port = port
        self._socket = accepted
        self._faults = faults
        self._sending = threading.RLock()
        self._kept_back = b""
        accepted.settimeout(_SEND_TIMEOUT_S)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(self) -> bytes:
        """Return the next bytes, empty when the connection is over."""
        faults = self._faults
        while True:
            slow = faults.slow_reader
            if slow:
                time.sleep(slow)
            try:
                data = self._socket.recv(_SMALL_BITE if slow else _BITE)
            except TimeoutError:
                continue
            except OSError:
                return b""
            if faults.strikes("power_cycle_after_bytes", len(data)):
                faults.power_cycle = True
                return b""
            if faults.strikes("drop_connection_after_bytes", len(data)):
                self.drop()
                return b""
            return data

    def answer(self, data: bytes) -> None:
        """Send an answer, as the faults will have it."""
        if self._faults.silent:
            return
        if self._faults.garbage:
            data = _NOISE
        with self._sending:  # answers of two threads never mix
            if self._faults.merge_replies:
                self._keep_back(data)
                return
            for piece in (bytes([byte]) for byte in data) if self._faults.split_replies else (data,):
                self.send(piece)

    def send(self, data: bytes) -> None:
        """Send bytes; a client that is gone or does not read gets no more."""
        try:
            with self._sending:
                self._socket.sendall(data)
        except OSError:
            self.drop()

    def drop(self) -> None:
        """Reset the connection. May be called twice."""
        reset(self._socket)

    def _keep_back(self, data: bytes) -> None:
        if not self._kept_back:
            later = threading.Timer(self._faults.merge_replies, self._send_kept_back)
            later.daemon = True
            later.start()
        self._kept_back += data

    def _send_kept_back(self) -> None:
        with self._sending:
            kept, self._kept_back = self._kept_back, b""
            self.send(kept)
