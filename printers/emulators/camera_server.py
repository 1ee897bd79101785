"""A camera behind an emulated device: it shows each print to whoever is connected."""

import contextlib
import socket
from collections.abc import Callable
from typing import Generic, TypeVar

from desktop.devices import Picture
from printers.camera import GREETING, frame
from printers.emulators.server import Server, received
from printers.emulators.watchers import Watched, Watcher

Print = TypeVar("Print")

_BITE = 4096


class CameraServer(Generic[Print]):
    """Serves pictures in the protocol of ``printers.camera`` from the moment it is made until ``close``.

    Attributes:
        host, port: where it listens.
    """

    def __init__(
        self, host: str, port: int, device: Watched[Print], seen: Callable[[Print], Picture | None]
    ) -> None:
        """Listen.

        Args:
            host: address to listen on.
            port: 0 takes a free one.
            device: whose prints it sees.
            seen: draws a print; None where the camera sees none, such as of a fragment that stays inside.

        Raises:
            DeviceError: the port is taken.
        """
        self._device = device
        self._seen = seen
        self._server = Server(host, port, self._serve)
        self.host = host
        self.port = self._server.port

    @property
    def address(self) -> str:
        """The camera's address as a URL."""
        return f"tcp://{self.host}:{self.port}"

    def drop_connections(self) -> None:
        """Reset all connections."""
        self._server.drop_connections()

    def close(self) -> None:
        """Show no more. May be called twice."""
        self._server.close()

    def _serve(self, connection: socket.socket) -> None:
        def show(made: Print) -> None:
            picture = self._seen(made)
            if picture is not None:
                with contextlib.suppress(OSError):  # whoever is gone sees no more; reading ends then too
                    connection.sendall(frame(picture))

        watcher = Watcher(self._device, show)
        try:
            connection.sendall(GREETING)
            while received(connection, _BITE):
                pass
        finally:
            watcher.finish()
