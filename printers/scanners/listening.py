"""A scanner that calls us: it is set to the address of this computer and connects by itself."""

import contextlib
import select
import socket
import time
from typing import Final, Self

from desktop.devices import Scan
from desktop.errors import DeviceError
from desktop.texts import say
from printers.closing import Closing
from printers.received import READ_SIZE
from printers.scanners.stream import END_WITHIN_S, Readings

_CALLERS: Final = 4


class ListeningScanner(Closing):
    """Implements ``desktop.devices.Scanner`` for one scanner that connects to us. One thread at a time.

    The newest connection is the scanner: one that lost its power comes back while the old connection still
    seems to be there. A scanner that is not connected is silent, like one that nobody uses.
    """

    def __init__(self, listener: socket.socket, address: str) -> None:
        self._listener: socket.socket | None = listener
        self._caller: socket.socket | None = None
        self._address = address
        self._readings = Readings(address)

    @classmethod
    def listen(cls, host: str, port: int) -> Self:
        """Wait for the scanner on an address of this computer; port 0 takes a free one.

        Raises:
            DeviceError: the address is not ours, or the port is taken.
        """
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            listener = socket.create_server((host, port), family=family, backlog=_CALLERS)
        except OSError as error:
            raise DeviceError(
                say(
                    "Nothing can wait for a scanner at {host}:{port}: {reason}. Give an address of this "
                    "computer and a port that no other program uses.",
                    host=host,
                    port=port,
                    reason=error.strerror or str(error),
                )
            ) from error
        listener.setblocking(False)
        place = f"[{host}]" if ":" in host else host
        return cls(listener, f"scan+listen://{place}:{listener.getsockname()[1]}")

    @property
    def address(self) -> str:
        """Where it waits, as a URL."""
        return self._address

    @property
    def connected(self) -> bool:
        """Whether a scanner is there now, as far as is known."""
        return self._caller is not None

    def next(self, timeout_s: float) -> Scan | None:
        """Return the next reading, or None if none came in time.

        Raises:
            DeviceError: it does not end its readings, or this was closed.
        """
        deadline = time.monotonic() + timeout_s
        while (scan := self._readings.take()) is None:
            left = deadline - time.monotonic()
            if not self._hear(max(0.0, min(left, END_WITHIN_S))) and left <= 0:
                return None
        return scan

    def close(self) -> None:
        """Wait no more, and send the scanner away. May be called twice."""
        self._drop()
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def _hear(self, wait_s: float) -> bool:
        """Wait for a caller or for bytes; tell whether either came."""
        if self._listener is None:
            raise DeviceError(
                say("The connection to {address} is closed. Connect again.", address=self._address)
            )
        ready, _, _ = select.select([one for one in (self._listener, self._caller) if one], [], [], wait_s)
        if self._caller in ready:  # first: what the old connection still brings was read before
            self._receive()
        if self._listener in ready:
            self._accept(self._listener)
        return bool(ready)

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):  # it hung up before it was answered
            caller, _ = listener.accept()
            self._drop()
            caller.setblocking(False)
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._caller = caller

    def _receive(self) -> None:
        assert self._caller is not None
        try:
            data = self._caller.recv(READ_SIZE)
        except BlockingIOError:
            return
        except OSError:  # reset: the same as a polite end, it may call again
            data = b""
        if data:
            self._readings.hear(data)
        else:
            self._drop()

    def _drop(self) -> None:
        caller, self._caller = self._caller, None
        self._readings.forget()
        if caller is not None:
            caller.close()
