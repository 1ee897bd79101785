"""Bytes over a serial line (RS-232, or USB adapters for it), with deadlines."""

import errno
import time
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlsplit

from desktop.errors import DeviceError, InputError
from desktop.texts import Text, say
from printers.closing import Closing
from printers.received import READ_SIZE, Received
from printers.transport import WRITE_TIMEOUT_S, closed, not_taken

DEFAULT_BAUD: Final = 9600
BAUDS: Final = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
FLOWS: Final = ("none", "rtscts", "xonxoff")
_BITE: Final = 256
"""Bytes handed to the system at a time: the deadline is looked at between two."""


@dataclass(frozen=True, slots=True)
class SerialAddress:
    """A serial port and how it is spoken to; always 8 data bits, no parity, 1 stop bit."""

    port: str
    baud: int = DEFAULT_BAUD
    flow: str = "none"
    """How the device says that it is full: ``none``, ``rtscts`` (wires), ``xonxoff`` (bytes 11h and 13h)."""

    @classmethod
    def parse(cls, address: str) -> "SerialAddress":
        """Read ``serial:///dev/ttyS0?baud=9600`` or ``serial://COM3?baud=19200&flow=rtscts``.

        Raises:
            InputError: the address is none of a serial port.

        >>> SerialAddress.parse("serial:///dev/ttyUSB0?baud=115200")
        SerialAddress(port='/dev/ttyUSB0', baud=115200, flow='none')
        >>> SerialAddress.parse("serial://COM3").port
        'COM3'
        """
        try:
            parts = urlsplit(address)
            settings = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        except ValueError:
            raise _no_address(address) from None
        port = parts.netloc or parts.path
        baud, flow = settings.pop("baud", str(DEFAULT_BAUD)), settings.pop("flow", FLOWS[0])
        usable = port and not (parts.netloc and parts.path) and not parts.fragment and not settings
        if parts.scheme != "serial" or not usable or flow not in FLOWS or baud not in map(str, BAUDS):
            raise _no_address(address)
        return cls(port, int(baud), flow)

    def __str__(self) -> str:
        flow = "" if self.flow == FLOWS[0] else f"&flow={self.flow}"
        return f"serial://{self.port}?baud={self.baud}{flow}"


class SerialTransport(Closing):
    """An opened serial port. Implements ``Transport``. One thread at a time.

    A serial line does not tell whether a device is at its other end: silence is all that one hears.
    """

    def __init__(self, port: Any, address: str) -> None:
        self._port: Any = port
        self._address = address
        self._received = Received(address, self._receive)

    @classmethod
    def connect(cls, address: SerialAddress) -> Self:
        """Open the port, for this program alone.

        Raises:
            DeviceError: there is no such port, it is not ours to use, or another program has it.
        """
        import serial  # noqa: PLC0415 (start-up stays fast, and most devices are on the network)

        try:
            port = serial.Serial(
                address.port,
                address.baud,
                timeout=0,
                rtscts=address.flow == "rtscts",
                xonxoff=address.flow == "xonxoff",
                exclusive=True,
            )
        except (OSError, ValueError) as error:
            raise DeviceError(_why_not_opened(error, address)) from error
        return cls(port, str(address))

    @property
    def address(self) -> str:
        """The address as a URL."""
        return self._address

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """Hand all of ``data`` to the system, which sends it as fast as the line goes.

        Raises:
            DeviceError: not all bytes were taken within ``timeout_s``, or the port is gone. The
                connection is closed then, because nobody knows how much the device has got.
        """
        import serial  # noqa: PLC0415

        deadline = time.monotonic() + timeout_s
        for taken in range(0, len(data), _BITE):
            port = self._opened()
            try:
                # Never 0: that would mean not to wait, and pyserial then spins while the line is full.
                port.write_timeout = max(0.001, deadline - time.monotonic())
                port.write(data[taken : taken + _BITE])
            except serial.SerialTimeoutException as error:
                self.close()
                raise not_taken(self._address, taken, len(data), timeout_s) from error
            except OSError as error:
                raise self._lost() from error

    def read_some(self, timeout_s: float) -> bytes:
        """Return what has come, waiting up to ``timeout_s`` for the first byte; empty if none came.

        Raises:
            DeviceError: the port is gone and everything that had come is read.
        """
        return self._received.some(timeout_s)

    def read_until(self, mark: bytes, timeout_s: float, limit: int = READ_SIZE) -> bytes:
        """Return the bytes up to and with ``mark``; empty if it did not come in time.

        What came without the mark stays for the next read.

        Raises:
            DeviceError: the port is gone, or ``limit`` bytes came without a mark.
        """
        return self._received.until(mark, timeout_s, limit)

    def read_exactly(self, count: int, timeout_s: float) -> bytes:
        """Return ``count`` bytes; empty if they did not come in time (what came stays for the next read).

        Raises:
            DeviceError: the port is gone.
        """
        return self._received.exactly(count, timeout_s)

    def close(self) -> None:
        """Give the port free. May be called twice."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _receive(self, deadline: float) -> bytes:
        port = self._opened()
        try:
            port.timeout = max(0.0, deadline - time.monotonic())
            first: bytes = port.read(1)
            if not first:
                return b""
            port.timeout = 0
            return first + bytes(port.read(READ_SIZE - 1))
        except OSError as error:
            raise self._lost() from error

    def _opened(self) -> Any:
        if self._port is None:
            raise closed(self._address)
        return self._port

    def _lost(self) -> DeviceError:
        self.close()
        return DeviceError(
            say(
                "{address}: the serial port is gone. Plug its adapter in again, then connect again.",
                address=self._address,
            )
        )


def _no_address(address: str) -> InputError:
    return InputError(
        say(
            "{found} is no address of a serial port. Give serial:///dev/ttyS0?baud=9600 or"
            " serial://COM3?baud=9600; baud is one of {bauds}, flow (if given) one of {flows}.",
            found=repr(address[:80]),
            bauds=", ".join(map(str, BAUDS)),
            flows=", ".join(FLOWS),
        )
    )


def _why_not_opened(error: Exception, address: SerialAddress) -> Text:
    number = getattr(error, "errno", None)
    if number in {errno.ENOENT, errno.ENXIO, errno.ENODEV}:
        return say(
            "There is no serial port {port}. Check the name, and that its adapter is plugged in.",
            port=address.port,
        )
    if number in {errno.EACCES, errno.EPERM}:
        return say(
            "This user may not use the serial port {port}, or another program holds it. On Linux, add the"
            " user to the port's group (dialout or uucp) and log in again.",
            port=address.port,
        )
    if number in {errno.EBUSY, errno.EAGAIN}:
        return say("Another program holds the serial port {port}. Close it.", port=address.port)
    return say(
        "The serial port {port} cannot be opened: {reason}.",
        port=address.port,
        reason=getattr(error, "strerror", None) or str(error),
    )
