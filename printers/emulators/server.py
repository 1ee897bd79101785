"""The TCP side of an emulated device: it listens, serves each client on a thread, and resets connections."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from desktop.errors import DeviceError
from desktop.texts import say

HOST: Final = "127.0.0.1"

_SEND_TIMEOUT_S: Final = 10.0
_ACCEPT_TIMEOUT_S: Final = 0.5
_RESET: Final = struct.pack("ii", 1, 0)
"""Linger for no time: closing then resets the connection instead of ending it politely."""


class Server:
    """Serves clients from the moment it is made until ``close``.

    Attributes:
        port: where it listens.
    """

    def __init__(self, host: str, port: int, serve: Callable[[socket.socket], None]) -> None:
        """Listen.

        Args:
            host: address to listen on.
            port: 0 takes a free one.
            serve: called on a thread of its own for each client; the connection is reset when it returns,
                or when it raises ``OSError`` because the client is gone.

        Raises:
            DeviceError: the port is taken.
        """
        self._serve = serve
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._closing = threading.Event()
        self._deaf_until = 0.0
        with contextlib.ExitStack() as opened:
            self._listener = opened.enter_context(listening(host, port))
            self._opened = opened.pop_all()
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name="emulated device", daemon=True)
        self._thread.start()

    @property
    def connections(self) -> list[socket.socket]:
        """The clients that are connected now."""
        with self._lock:
            return list(self._connections)

    def drop_connections(self) -> None:
        """Reset all connections, as a pulled cable would sooner or later."""
        for connection in self.connections:
            reset(connection)

    def pull_cable(self, seconds: float) -> None:
        """Reset all connections, and for so many seconds each new one at once."""
        self._deaf_until = time.monotonic() + seconds
        self.drop_connections()

    def close(self) -> None:
        """Serve nobody any more. May be called twice."""
        if not self._closing.is_set():
            self._closing.set()
            self._opened.close()
            self._thread.join()
            self.drop_connections()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return  # the listener was closed
            if time.monotonic() < self._deaf_until:
                reset(connection)
                continue
            connection.settimeout(_SEND_TIMEOUT_S)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection: socket.socket) -> None:
        try:
            self._serve(connection)
        except OSError:
            pass  # the client is gone, or was dropped
        finally:
            with self._lock:
                self._connections.discard(connection)
            reset(connection)


def received(connection: socket.socket, most: int) -> bytes:
    """Wait for the next bytes of a client, ``most`` of them; empty when it has ended the connection."""
    while True:
        try:
            return connection.recv(most)
        except TimeoutError:
            continue


def reset(connection: socket.socket) -> None:
    """Reset a connection. May be called twice."""
    with contextlib.suppress(OSError):  # already closed, by us or by the other side
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def cannot_listen(host: str, port: int, error: OSError) -> DeviceError:
    """Say why an emulated device cannot have a port."""
    return DeviceError(
        say(
            "The emulated printer cannot listen on {host}:{port}: {reason}.",
            host=host,
            port=port,
            reason=error.strerror or str(error),
        )
    )


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on a port while the block runs.

    Raises:
        DeviceError: the port is taken.
    """
    try:
        listener = socket.create_server((host, port))
    except OSError as error:
        raise cannot_listen(host, port, error) from error
    with listener:
        listener.settimeout(_ACCEPT_TIMEOUT_S)
        yield listener
        with contextlib.suppress(OSError):  # wakes who waits in accept; some systems refuse it
            listener.shutdown(socket.SHUT_RDWR)
