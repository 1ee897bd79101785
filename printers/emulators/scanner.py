"""A scanner that is not there: it waits on TCP, or calls, and reads what an emulated printer prints.

::

    with ZebraEmulator() as printer, ScannerEmulator() as scanner:
        scanner.watch(printer.machine)   # or scanner.scan("80217629000000001003")
        scanner.faults.doubled = True
        ...                              # listen to scanner.address

It reads what the printed symbols say, not what anybody meant to print.
"""

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from printers.closing import Closing
from printers.emulators.caller import Caller
from printers.emulators.fault_words import switch
from printers.emulators.server import HOST, Server, received
from printers.emulators.watchers import Watched, Watcher
from printers.emulators.zebra_machine import PhysicalLabel

GS: Final = "\x1d"
_NOISE: Final = b"\xfe\x81#?~\r"
_BITE: Final = 4096


@dataclass(slots=True, eq=False)
class ScannerFaults:
    """What can go wrong with a scanner; states stay until they are set to False again."""

    silent: bool = False
    """It reads nothing."""
    doubled: bool = False
    """Each symbol is read twice."""
    missing_gs: bool = False
    """Separators are left out."""
    garbage: bool = False
    """Noise comes in place of each reading."""
    caps: bool = False
    """Capital and small letters are exchanged."""
    no_end: bool = False
    """No line end follows a reading."""
    wrong_end: bool = False
    """A tab follows each reading, as typing scanners often send."""
    unread_after: int | None = None
    """Readings until one symbol cannot be read."""
    cut_after: int | None = None
    """Readings until the connection is lost in the middle of one."""

    def switch(self, specification: str) -> None:
        """Switch a fault on by words, such as ``unread-after=10`` or ``silent``. InputError if none."""
        switch(self, specification)

    def misses(self) -> bool:
        """Count a reading down; tell whether this one is missed."""
        left, self.unread_after = self.unread_after, _counted_down(self.unread_after)
        return self.silent or left == 0

    def cuts(self) -> bool:
        """Count a reading down; tell whether the connection is lost in the middle of this one."""
        left, self.cut_after = self.cut_after, _counted_down(self.cut_after)
        return left == 0


def _counted_down(left: int | None) -> int | None:
    return left - 1 if left else None


class ScannerEmulator(Closing):
    """An emulated scanner that waits on a TCP port of this computer, or calls one. Any thread may call it.

    Attributes:
        faults: what is wrong with it; set an attribute to make it so.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = HOST,
        identifier: str = "",
        end: str = "\r",
        calls: bool = False,
    ) -> None:
        """Switch the scanner on.

        Args:
            port: 0 takes a free one; of one that calls, where its host waits.
            host: address to listen on, or to call.
            identifier: symbology identifier before each reading, such as ``]C1``.
            end: what it sends behind each reading.
            calls: whether it calls its host, which waits for it, rather than waiting itself.

        Raises:
            DeviceError: the port is taken.
        """
        self.faults = ScannerFaults()
        self._identifier = identifier
        self._end = end
        self._connected = threading.Condition()
        self._clients: list[socket.socket] = []
        self._watchers: list[Watcher[PhysicalLabel]] = []
        self._calls = calls
        line = Caller if calls else Server
        self._server: Caller | Server = line(host, port, self._serve)
        self.host, self.port = host, self._server.port

    @property
    def address(self) -> str:
        """The URL by which its host takes its readings."""
        return f"scan+{'listen' if self._calls else 'tcp'}://{self.host}:{self.port}"

    def scan(self, text: str) -> None:
        """Read a symbol that says ``text``, and send it to whoever is connected."""
        if self.faults.misses():
            return
        data = self._sent(text)
        cut = self.faults.cuts()
        if cut:
            data = data[: len(data) // 2]
        with self._connected:
            clients = list(self._clients)
        for client in clients:
            with contextlib.suppress(OSError):  # whoever is gone hears no more
                client.sendall(data)
                if cut:
                    self._forget(client)
                    client.shutdown(socket.SHUT_RDWR)

    def watch(
        self,
        printer: Watched[PhysicalLabel],
        read: Callable[[PhysicalLabel], str | None] | None = None,
    ) -> None:
        """Read each label from now on as it comes out.

        Args:
            printer: whose labels pass the scanner.
            read: what it reads of one, None if nothing; by default the first symbol of a whole label.
        """
        look = read or first_symbol

        def seen(label: PhysicalLabel) -> None:
            text = look(label)
            if text is not None:
                self.scan(text)

        self._watchers.append(Watcher(printer, seen))

    def wait_connected(self, timeout_s: float = 10.0) -> bool:
        """Wait until somebody listens to it; tell whether anybody does."""
        with self._connected:
            return self._connected.wait_for(lambda: bool(self._clients), timeout_s)

    def drop_connections(self) -> None:
        """Reset all connections, as a pulled cable would sooner or later."""
        self._server.drop_connections()

    def close(self) -> None:
        """Switch the scanner off. May be called twice."""
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            watcher.finish()
        self._server.close()

    def _sent(self, text: str) -> bytes:
        faults = self.faults
        if faults.garbage:
            return _NOISE
        if faults.missing_gs:
            text = text.replace(GS, "")
        if faults.caps:
            text = text.swapcase()
        end = "" if faults.no_end else "\t" if faults.wrong_end else self._end
        return f"{self._identifier}{text}{end}".encode() * (2 if faults.doubled else 1)

    def _serve(self, connection: socket.socket) -> None:
        with self._connected:
            self._clients.append(connection)
            self._connected.notify_all()
        try:
            while received(connection, _BITE):
                pass  # whatever a host asks a scanner of this kind, it does not answer
        finally:
            self._forget(connection)

    def _forget(self, connection: socket.socket) -> None:
        with self._connected:
            if connection in self._clients:
                self._clients.remove(connection)


def first_symbol(label: PhysicalLabel) -> str | None:
    """Return what the first symbol of a label says; None where it has none, or is a fragment."""
    return next(iter(label.field_data), None) if label.complete else None
