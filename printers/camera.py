"""A camera behind the printer that sends a picture of each label over TCP.

A frame is a header of four unsigned 32-bit numbers in network order (ordinal, width, height, count of
bytes that follow) and the picture: rows of ``(width + 7) // 8`` bytes, 1 = black. The first frame of a
connection is all zeros: from then on the camera misses no label. Frames are hostile until measured.
"""

import struct
import time
from typing import Final, Self

from desktop.devices import Picture
from desktop.errors import DeviceError
from desktop.texts import say
from printers.tcp import CONNECT_TIMEOUT_S, TcpTransport

HEADER: Final = struct.Struct("!4I")
GREETING: Final = HEADER.pack(0, 0, 0, 0)
SIDE_LIMIT: Final = 32_000
"""Dots: longest label of a Zebra printer (ZPL II guide, ^LL)."""
PICTURE_LIMIT: Final = 32 * 1024 * 1024
"""Bytes of one picture: more than the widest label of 1 m has at 24 dots/mm."""


def frame(picture: Picture) -> bytes:
    """Write a picture as a camera sends it."""
    return HEADER.pack(picture.ordinal, picture.width, picture.height, len(picture.rows)) + picture.rows


class TcpCamera:
    """Implements ``desktop.devices.Camera``. One thread at a time."""

    def __init__(self, transport: TcpTransport, timeout_s: float = CONNECT_TIMEOUT_S) -> None:
        self._transport = transport
        self._header: tuple[int, int, int, int] | None = None
        if transport.read_exactly(HEADER.size, timeout_s) != GREETING:
            transport.close()
            raise DeviceError(
                say("{address} does not greet as a camera: check the address.", address=transport.address)
            )

    @classmethod
    def connect(cls, host: str, port: int, timeout_s: float = CONNECT_TIMEOUT_S) -> Self:
        """Connect to the camera; it shows the labels that are printed from now on.

        Raises:
            DeviceError: it cannot be reached, or is no camera.
        """
        return cls(TcpTransport.connect(host, port, timeout_s), timeout_s)

    def next_picture(self, timeout_s: float) -> Picture | None:
        """Return the picture of the next label, or None if it did not come in time.

        Raises:
            DeviceError: the camera is gone, or sends what can be no picture of a label.
        """
        deadline = time.monotonic() + timeout_s
        if self._header is None:
            header = self._transport.read_exactly(HEADER.size, timeout_s)
            if not header:
                return None
            self._header = self._measured(HEADER.unpack(header))
        ordinal, width, height, size = self._header
        rows = self._transport.read_exactly(size, max(0.0, deadline - time.monotonic()))
        if not rows:
            return None
        self._header = None
        return Picture(ordinal, width, height, rows)

    def close(self) -> None:
        """Give the camera free. May be called twice."""
        self._transport.close()

    def _measured(self, header: tuple[int, ...]) -> tuple[int, int, int, int]:
        ordinal, width, height, size = header
        if (
            not (0 < width <= SIDE_LIMIT and 0 < height <= SIDE_LIMIT)
            or size != (width + 7) // 8 * height
            or size > PICTURE_LIMIT
        ):
            self.close()
            raise DeviceError(
                say(
                    "{address} sent a picture of {width} by {height} dots in {size} bytes: that is no label.",
                    address=self._transport.address,
                    width=width,
                    height=height,
                    size=size,
                )
            )
        return ordinal, width, height, size
