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
import struct
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Final, Self

from desktop.errors import DeviceError
from desktop.texts import say
from printers.emulators.zipher_machine import DEFAULT_JOBS, ZipherFaults, ZipherMachine

HOST: Final = "127.0.0.1"

_BITE: Final = 65_536
_LINE_LIMIT: Final = 1024 * 1024
_NOISE: Final = b"\xfe#?\x81 no coder speaks so \x07\r"
_RESET: Final = struct.pack("ii", 1, 0)
"""Linger for no time: closing then resets the connection instead of ending it politely."""
_SEND_TIMEOUT_S: Final = 10.0
_ACCEPT_TIMEOUT_S: Final = 0.5


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
        try:
            self._listener = socket.create_server((host, port))
        except OSError as error:
            raise DeviceError(
                say(
                    "The emulated printer cannot listen on {host}:{port}: {reason}.",
                    host=host,
                    port=port,
                    reason=error.strerror or str(error),
                )
            ) from error
        self._listener.settimeout(_ACCEPT_TIMEOUT_S)
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self.machine = ZipherMachine(jobs, self._notify)
        self._closing = threading.Event()
        self._lock = threading.RLock()
        self._connections: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._accept, name="emulated coder", daemon=True)
        self._thread.start()

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
        with self._lock:
            for connection in list(self._connections):
                self._drop(connection)

    def close(self) -> None:
        """Switch the coder off. May be called twice."""
        self._closing.set()
        self.drop_connections()
        with contextlib.suppress(OSError):  # wakes who waits in accept; some systems refuse it
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return  # the listener was closed
            connection.settimeout(_SEND_TIMEOUT_S)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        pending = b""
        while not self._closing.is_set() and len(pending) < _LINE_LIMIT:
            try:
                data = connection.recv(_BITE)
            except TimeoutError:
                continue
            except OSError:
                break
            if not data or self.faults.strikes("drop_connection_after_bytes", len(data)):
                break
            *lines, pending = (pending + data).split(b"\r")
            if not all(self._obey(connection, line) for line in lines if line):
                break
        self._drop(connection)

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
        with self._lock:
            for connection in list(self._connections):
                self._send(connection, f"{notice}\r".encode())

    def _send(self, connection: socket.socket, data: bytes) -> None:
        pieces = [data[at : at + 1] for at in range(len(data))] if self.faults.split_replies else [data]
        with self._lock, contextlib.suppress(OSError):  # a client that is gone gets no more
            for piece in pieces:
                connection.sendall(piece)

    def _drop(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)
        with contextlib.suppress(OSError):  # already closed, by us or by the other side
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()
