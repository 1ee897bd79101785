"""What has come from a device and is not read yet; the same for TCP, USB and serial lines."""

import time
from collections.abc import Callable
from typing import Final

from desktop.errors import DeviceError
from desktop.texts import say

READ_SIZE: Final = 65536
BUFFER_LIMIT: Final = 64 * 1024 * 1024


class Received:
    """A read buffer over whatever receives.

    It is needed because answers come as the line likes: three of them in one piece, or one in three.
    """

    def __init__(self, address: str, receive: Callable[[float], bytes]) -> None:
        """Buffer what ``receive`` brings.

        Args:
            address: the device's address for people.
            receive: waits until the moment it is given (of ``time.monotonic``) for the first byte and
                returns what came, empty if nothing did. It raises ``DeviceError`` if nothing ever will.
        """
        self._address = address
        self._receive = receive
        self._buffer = bytearray()

    def some(self, timeout_s: float) -> bytes:
        """Return what has come, waiting up to ``timeout_s`` for the first byte; empty if none came."""
        if not self._buffer:
            self._fill(time.monotonic() + timeout_s)
        return self._take(len(self._buffer))

    def until(self, mark: bytes, timeout_s: float, limit: int = READ_SIZE) -> bytes:
        """Return the bytes up to and with ``mark``; empty if it did not come in time.

        What came without the mark stays for the next read.

        Raises:
            DeviceError: the connection is gone, or ``limit`` bytes came without a mark.
        """
        deadline = time.monotonic() + timeout_s
        searched = 0
        while (found := self._buffer.find(mark, searched)) < 0:
            if len(self._buffer) > limit:
                raise DeviceError(
                    say(
                        "{address} sent {count} bytes without {mark}: it speaks another protocol.",
                        address=self._address,
                        count=len(self._buffer),
                        mark=repr(mark),
                    )
                )
            searched = max(0, len(self._buffer) - len(mark) + 1)
            if not self._fill(deadline):
                return b""
        return self._take(found + len(mark))

    def exactly(self, count: int, timeout_s: float) -> bytes:
        """Return ``count`` bytes; empty if they did not come in time (what came stays for the next read).

        Raises:
            DeviceError: the connection is gone.
        """
        deadline = time.monotonic() + timeout_s
        while len(self._buffer) < count:
            if not self._fill(deadline):
                return b""
        return self._take(count)

    def _take(self, count: int) -> bytes:
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        return data

    def _fill(self, deadline: float) -> bool:
        """Receive once into the buffer, waiting until ``deadline``; tell whether anything came."""
        if len(self._buffer) >= BUFFER_LIMIT:
            raise DeviceError(
                say(
                    "{address} sends far more than was asked for: this is no printer.",
                    address=self._address,
                )
            )
        data = self._receive(deadline)
        self._buffer += data
        return bool(data)
