"""A Videojet coder with Zipher text on a real TCP port of this computer.

::

    with ZipherEmulator() as coder:
        ...                                  # connect to tcp://127.0.0.1:{coder.port}, fill its buffer
        coder.faults.fault_after_prints = 3
        coder.trigger(5)                     # five products pass
        coder.physical                       # the field values that were printed
"""

import contextlib
import socket
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Final, Self

from printers.emulators.server import HOST, Server, received
from printers.emulators.zipher_machine import DEFAULT_JOBS, ZipherFaults, ZipherMachine

_BITE: Final = 65_536
_LINE_LIMIT: Final = 1024 * 1024
_NOISE: Final = b"\xfe#?\x81 no coder speaks so \x07\r"


class ZipherEmulator:
    """An emulated coder.

    Attributes:
        port: where it listens.
        machine: the coder behind the port.
    """

    def __init__(
        self, port: int = 0, *, host: str = HOST, jobs: Mapping[str, Sequence[str]] = DEFAULT_JOBS
    ) -> None:
        """Switch the coder on.

        Args:
            port: where to listen; 0 takes a free one.
            host: address to listen on.
            jobs: the jobs that it holds and their fields.

        Raises:
            DeviceError: the port is taken.
        """
        self.machine = ZipherMachine(jobs, self._notify)
        self.host = host
        self._sending = threading.RLock()
        self._server = Server(host, port, self._serve)
        self.port = self._server.port

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def address(self) -> str:
        """The coder's address as a URL."""
        return f"tcp://{self.host}:{self.port}"

    @property
    def faults(self) -> ZipherFaults:
        """What is wrong with the coder; set an attribute to make it so."""
        return self.machine.faults

    @property
    def physical(self) -> list[dict[str, str]]:
        """The field values that were printed, in that order."""
        return list(self.machine.physical)

    def trigger(self, times: int = 1) -> None:
        """Let ``times`` products pass the sensor."""
        self.machine.trigger(times)

    def power_cycle(self) -> None:
        """Switch off and on: connections, selected job and buffer are lost."""
        self.machine.power_cycle()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Reset all connections, as a pulled cable would sooner or later."""
        self._server.drop_connections()

    def close(self) -> None:
        """Switch the coder off. May be called twice."""
        self._server.close()

    def _serve(self, connection: socket.socket) -> None:
        pending = b""
        while len(pending) < _LINE_LIMIT and (data := received(connection, _BITE)):
            if self.faults.strikes("drop_connection_after_bytes", len(data)):
                return
            *lines, pending = (pending + data).split(b"\r")
            if not all(self._obey(connection, line) for line in lines if line):
                return

    def _obey(self, connection: socket.socket, line: bytes) -> bool:
        """Carry out one command; tell whether the connection lives on."""
        reply = self.machine.answer(line.decode("utf-8", "replace"))
        taken = line.startswith(b"SID|") and reply == "ACK"
        if taken and self.faults.strikes("drop_connection_after_records"):
            return False
        if self.faults.garbage:
            self._send(connection, _NOISE)
        elif not self.faults.silent:
            around = "STS|3|\rQLO|2|\r" if self.faults.chatty else ""
            self._send(connection, f"{around}{reply}\r{around}".encode())
        return True

    def _notify(self, notice: str) -> None:
        for connection in self._server.connections:
            self._send(connection, f"{notice}\r".encode())

    def _send(self, connection: socket.socket, data: bytes) -> None:
        pieces = [data[at : at + 1] for at in range(len(data))] if self.faults.split_replies else [data]
        with self._sending, contextlib.suppress(OSError):  # a client that is gone gets no more
            for piece in pieces:
                connection.sendall(piece)
