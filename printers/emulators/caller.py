"""The TCP side of an emulated device that calls its host by itself, again and again while it is on."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Final

from printers.emulators.server import reset

_CALL_AGAIN_S: Final = 0.2
_CONNECT_TIMEOUT_S: Final = 2.0
_SEND_TIMEOUT_S: Final = 10.0


class Caller:
    """Calls from the moment it is made until ``close``; a host that is not there is called again."""

    def __init__(self, host: str, port: int, serve: Callable[[socket.socket], None]) -> None:
        """Begin to call.

        Args:
            host: whom to call.
            port: where the host waits.
            serve: called with each connection; it is reset when ``serve`` returns or raises ``OSError``.
        """
        self.port = port
        self._host = host
        self._serve = serve
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="emulated device calls", daemon=True)
        self._thread.start()

    def drop_connections(self) -> None:
        """Reset the connection, if there is one."""
        with self._lock:
            connection = self._connection
        if connection is not None:
            reset(connection)

    def close(self) -> None:
        """Call nobody any more. May be called twice."""
        self._closing.set()
        self.drop_connections()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(
                OSError
            ):  # nobody waits there now, or the host hung up: it is called again
                self._call()
            self._closing.wait(_CALL_AGAIN_S)

    def _call(self) -> None:
        connection = socket.create_connection((self._host, self.port), _CONNECT_TIMEOUT_S)
        try:
            connection.settimeout(_SEND_TIMEOUT_S)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connection = connection
            if not self._closing.is_set():  # else whoever closes this may not have seen the connection
                self._serve(connection)
        finally:
            with self._lock:
                self._connection = None
            reset(connection)
