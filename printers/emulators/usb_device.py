"""The device's end of an emulated USB cable: interfaces, buffers, and what can be wrong with them."""

import errno
import threading
import time
from dataclasses import dataclass
from typing import Final

from usb.core import USBError, USBTimeoutError

_OUT_BUFFER: Final = 65_536
NO_CODE: Final = -1
"""In the place of libusb's own number of an error."""


@dataclass(slots=True)
class UsbFaults:
    """The faults of one emulated USB printer; set an attribute to make it so."""

    access_denied: bool = False
    busy: bool = False
    """Another program holds the interface."""
    unconfigured: bool = False
    bite: int | None = None
    """The most bytes that it takes of one write."""
    split_replies: bool = False
    """Answers come byte by byte."""
    empty_packets: bool = False
    """A read that finds nothing is answered with an empty packet at once."""
    stall: bool = False
    """Transfers are refused until the halt is cleared."""
    slow: float = 0.0
    """Seconds that each transfer takes."""
    deaf: bool = False
    """Nothing is taken."""
    unplug_after_bytes: int | None = None
    """Bytes taken until the cable is pulled."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface with one of its alternate settings. Endpoints are bulk endpoints, by address."""

    number: int
    alternate: int
    kind: int
    protocol: int
    endpoints: tuple[int, ...]


COMPOSITE: Final = (
    Interface(0, 0, 3, 0, (0x81,)),
    Interface(1, 0, 7, 1, (0x02,)),
    Interface(1, 1, 7, 2, (0x83, 0x02)),
)
"""A keyboard first, then a printer whose second alternate setting is the one that answers."""
PLAIN: Final = (Interface(0, 0, 7, 2, (0x01, 0x82)),)


class EmulatedUsbPrinter:
    """The device's end of a USB cable. Any thread may use it.

    Attributes:
        faults: what is wrong with it.
        log: what the computer did to it, in a word each.
        kernel_driver: whether the computer's own driver holds it.
    """

    def __init__(
        self,
        *,
        model: str = "ZT411",
        serial_number: str = "EMULATED",
        interfaces: tuple[Interface, ...] = PLAIN,
        device_id: bytes = b"MFG:Zebra;MDL:ZT411;CMD:ZPL;",
        kernel_driver: bool = True,
    ) -> None:
        self.strings = ("", "Zebra Technologies", model, serial_number)
        self.interfaces = interfaces
        self.device_id = device_id
        self.port_status = 0x18
        self.faults = UsbFaults()
        self.kernel_driver = kernel_driver
        self.log: list[str] = []
        self.plugged = True
        self._changed = threading.Condition()
        self._times_plugged_in = 1
        self._taken = bytearray()
        self._answers = bytearray()

    def take(self, timeout_s: float) -> bytes:
        """Return what the computer wrote since the last call, waiting for the first byte."""
        return self.take_of(timeout_s)[1]

    def take_of(self, timeout_s: float) -> tuple[int, bytes]:
        """Take as ``take`` does; the number tells since which plugging in it was written."""
        with self._changed:
            self._changed.wait_for(lambda: self._taken or not self.plugged, timeout_s)
            data = bytes(self._taken)
            self._taken.clear()
            self._changed.notify_all()
            return self._times_plugged_in, data

    def answer(self, data: bytes) -> None:
        """Lay an answer ready for the computer."""
        with self._changed:
            self._answers += data
            self._changed.notify_all()

    def drop(self) -> None:
        """Pull the cable."""
        with self._changed:
            self.plugged = False
            self._changed.notify_all()

    def plug_in(self) -> None:
        """Put the cable in again; what stood in the buffers is gone."""
        with self._changed:
            self.plugged = True
            self._times_plugged_in += 1
            self._taken.clear()
            self._answers.clear()

    def transfer(self, timeout_s: float) -> None:
        """Begin a transfer; raises what the faults will have."""
        time.sleep(min(self.faults.slow, timeout_s))
        self.check_plugged()
        if self.faults.stall:
            raise USBError("Pipe error", NO_CODE, errno.EPIPE)

    def check_plugged(self) -> None:
        """Raise what libusb raises where nothing is plugged in any more."""
        if not self.plugged:
            raise USBError("No such device (it may have been disconnected)", NO_CODE, errno.ENODEV)

    def write(self, data: bytes, timeout_s: float) -> int:
        """Take what there is room for; returns how much that was."""
        with self._changed:
            room = self._changed.wait_for(
                lambda: not self.plugged or (not self.faults.deaf and _OUT_BUFFER - len(self._taken)),
                timeout_s,
            )
            self.check_plugged()
            if not room:
                raise USBTimeoutError("Operation timed out", NO_CODE, errno.ETIMEDOUT)
            data = data[: min(int(room), self.faults.bite or _OUT_BUFFER)]
            left = self.faults.unplug_after_bytes
            self._taken += data if left is None else data[:left]
            self._changed.notify_all()
        if left is not None:
            self.faults.unplug_after_bytes = None if len(data) > left else left - len(data)
            if len(data) > left:
                self.drop()
                self.check_plugged()
        return len(data)

    def read(self, size: int, timeout_s: float) -> bytes:
        """Give what lies ready, waiting for the first byte."""
        with self._changed:
            if not self.faults.empty_packets:
                self._changed.wait_for(lambda: self._answers or not self.plugged, timeout_s)
            self.check_plugged()
            if not self._answers and not self.faults.empty_packets:
                raise USBTimeoutError("Operation timed out", NO_CODE, errno.ETIMEDOUT)
            size = 1 if self.faults.split_replies else size
            data = bytes(self._answers[:size])
            del self._answers[:size]
        return data

    def forget(self) -> None:
        """Throw away what stands in the buffers (SOFT_RESET)."""
        with self._changed:
            self._taken.clear()
            self._answers.clear()
