"""Bytes over TCP, with deadlines: nothing here waits for ever, and nothing fails without a sentence."""

import errno
import socket
import time
from typing import Final, Self

from desktop.errors import DeviceError
from desktop.texts import Text, say
from printers.closing import Closing
from printers.received import READ_SIZE, Received
from printers.transport import WRITE_TIMEOUT_S, closed, not_taken

CONNECT_TIMEOUT_S: Final = 5.0

_UNREACHABLE: Final = frozenset(
    {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EADDRNOTAVAIL}
)
_KEEPALIVE: Final = (("TCP_KEEPIDLE", 5), ("TCP_KEEPINTVL", 2), ("TCP_KEEPCNT", 3))
"""A line PC must learn within some ten seconds that a cable was pulled, not after the usual two hours."""


class TcpTransport(Closing):
    """A TCP connection with its own read buffer. One thread at a time.

    ``TCP_NODELAY`` is needed because without it a label that follows a question waits some 40 ms for
    the acknowledgement of the question.
    """

    def __init__(self, connection: socket.socket, address: str) -> None:
        self._socket: socket.socket | None = connection
        self._address = address
        self._received = Received(address, self._receive)

    @classmethod
    def connect(cls, host: str, port: int, timeout_s: float = CONNECT_TIMEOUT_S) -> Self:
        """Connect to ``host:port``.

        Raises:
            DeviceError: unknown host, refused, unreachable, or no answer within ``timeout_s``.
        """
        address = f"tcp://{f'[{host}]' if ':' in host else host}:{port}"
        try:
            connection = socket.create_connection((host, port), timeout_s)
        except OSError as error:
            raise DeviceError(_why_not_connected(error, address, timeout_s)) from error
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _KEEPALIVE:
            if hasattr(socket, name):  # not every system lets a program tune them
                connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        return cls(connection, address)

    @property
    def address(self) -> str:
        """The address as a URL."""
        return self._address

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """Hand all of ``data`` to the network.

        Raises:
            DeviceError: not all bytes were taken within ``timeout_s``, or the connection is gone. The
                connection is closed then, because nobody knows how much the device has got.
        """
        deadline = time.monotonic() + timeout_s
        rest = memoryview(data)
        while rest:
            connection = self._connection(deadline)
            try:
                rest = rest[connection.send(rest) :]
            except OSError as error:
                if not _ran_out(error):
                    raise self._lost() from error
                self.close()
                raise not_taken(self._address, len(data) - len(rest), len(data), timeout_s) from error

    def read_some(self, timeout_s: float) -> bytes:
        """Return what has come, waiting up to ``timeout_s`` for the first byte; empty if none came.

        Raises:
            DeviceError: the device closed the connection and everything it had sent is read.
        """
        return self._received.some(timeout_s)

    def read_until(self, mark: bytes, timeout_s: float, limit: int = READ_SIZE) -> bytes:
        """Return the bytes up to and with ``mark``; empty if it did not come in time.

        What came without the mark stays for the next read.

        Raises:
            DeviceError: the connection is gone, or ``limit`` bytes came without a mark.
        """
        return self._received.until(mark, timeout_s, limit)

    def read_exactly(self, count: int, timeout_s: float) -> bytes:
        """Return ``count`` bytes; empty if they did not come in time (what came stays for the next read).

        Raises:
            DeviceError: the connection is gone.
        """
        return self._received.exactly(count, timeout_s)

    def close(self) -> None:
        """Close the connection. May be called twice."""
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()

    def _receive(self, deadline: float) -> bytes:
        try:
            data = self._connection(deadline).recv(READ_SIZE)
        except OSError as error:
            if _ran_out(error):
                return b""
            raise self._lost() from error
        if not data:
            raise self._lost()
        return data

    def _connection(self, deadline: float) -> socket.socket:
        if self._socket is None:
            raise closed(self._address)
        self._socket.settimeout(max(0.0, deadline - time.monotonic()))
        return self._socket

    def _lost(self) -> DeviceError:
        self.close()
        return DeviceError(
            say(
                "{address} closed the connection. Check its power and cable, then connect again.",
                address=self._address,
            )
        )


def _ran_out(error: OSError) -> bool:
    """Tell our own deadline from a connection that the system gave up (which is a TimeoutError too)."""
    return isinstance(error, (BlockingIOError, TimeoutError)) and error.errno != errno.ETIMEDOUT


def _why_not_connected(error: OSError, address: str, timeout_s: float) -> Text:
    if isinstance(error, TimeoutError):
        return say(
            "{address} did not answer within {seconds} s. Check its power, its cable and the address.",
            address=address,
            seconds=f"{timeout_s:g}",
        )
    if isinstance(error, ConnectionRefusedError):
        return say(
            "{address} refused the connection: nothing listens on that port, or another computer holds the"
            " printer.",
            address=address,
        )
    if isinstance(error, socket.gaierror):
        return say("{address}: no device of that name is known in the network.", address=address)
    if error.errno in _UNREACHABLE:
        return say("{address} cannot be reached: the network has no way to it.", address=address)
    return say(
        "{address} cannot be connected: {reason}.", address=address, reason=error.strerror or str(error)
    )
