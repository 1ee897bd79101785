"""Bytes over USB, with deadlines: the transport of a printer that is plugged into this computer."""

import contextlib
import errno
import time
from array import array
from collections.abc import Callable
from typing import Any, Final, Self

from desktop.errors import DeviceError
from desktop.texts import Text, say
from printers.closing import Closing
from printers.received import READ_SIZE, Received
from printers.transport import WRITE_TIMEOUT_S, closed, not_taken
from printers.usb_printers import (
    Channel,
    PortStatus,
    UsbPrinter,
    channel_of,
    configure,
    named,
    parse_device_id,
    printer_devices,
    release,
    release_interface,
    usb_address,
    why_not_opened,
)

REQUEST_TIMEOUT_S: Final = 2.0
_BITE: Final = 16_384
"""Bytes offered at a time: the deadline is looked at between two."""
_DEVICE_ID_SIZE: Final = 1024
_FORGETTING_S: Final = 0.5
"""A printer that goes on answering for longer answers to somebody."""
_PAUSE_S: Final = 0.005
"""Between two looks at a printer that answers with empty packets, as many do that have nothing to say."""


class UsbTransport(Closing):
    """A USB printer's interface, claimed for this program. Implements ``Transport``. One thread at a time.

    The printer is neither reset nor configured anew, so that what it holds is not lost by connecting.
    A kernel driver that holds it is taken off, and put on again by ``close``.
    """

    def __init__(self, device: Any, channel: Channel, address: str) -> None:
        """Take the interface ``channel`` of an opened pyusb device; raises its errors."""
        import usb.core  # noqa: PLC0415 (see printer_devices)
        import usb.util  # noqa: PLC0415

        self._usb = usb.core
        self._device: Any = device
        self._channel = channel
        self._address = address
        self._received = Received(address, self._receive)
        self._took_driver_off = self._take_driver_off()
        try:
            usb.util.claim_interface(device, channel.interface)
            if channel.alternates > 1:
                device.set_interface_altsetting(channel.interface, channel.alternate)
            self._forget_earlier_answers()
        except BaseException:
            self.close()
            raise

    @classmethod
    def connect(cls, serial_number: str, backend: Any = None) -> Self:
        """Connect to the printer with this serial number.

        Args:
            serial_number: as the printer tells it by USB.
            backend: a ``usb.backend.IBackend``; None for libusb.

        Raises:
            DeviceError: it is not plugged in, not the only one of that number, not ours to use, in use, or
                cannot answer.
        """
        found = [(device, named(device)) for device in printer_devices(backend)]
        wanted = [device for device, printer in found if printer.serial_number == serial_number]
        for device, _ in found:
            if len(wanted) != 1 or device is not wanted[0]:
                release(device)
        if not wanted:
            raise DeviceError(
                say(
                    "No USB printer with the serial number {serial} is found. Check its power and cable.",
                    serial=serial_number,
                ),
                [printer.trouble or _plugged_in(printer) for _, printer in found],
            )
        if len(wanted) > 1:
            raise DeviceError(
                say(
                    "{count} USB printers tell the same serial number {serial}. Unplug all but the one that"
                    " is meant.",
                    count=len(wanted),
                    serial=serial_number,
                )
            )
        return cls._open(wanted[0], serial_number)

    @classmethod
    def _open(cls, device: Any, serial_number: str) -> Self:
        import usb.core  # noqa: PLC0415

        address = usb_address(serial_number)
        try:
            configure(device)
            channel = channel_of(device)
            if channel is not None:
                return cls(device, channel, address)
        except (usb.core.USBError, NotImplementedError) as error:
            release(device)
            raise DeviceError(why_not_opened(error, address)) from error
        release(device)
        raise DeviceError(
            say(
                "{address} takes labels but cannot answer by USB, so no label could be confirmed. Connect it"
                " by network.",
                address=address,
            )
        )

    @property
    def address(self) -> str:
        """The address as a URL."""
        return self._address

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """Hand all of ``data`` to the printer.

        Raises:
            DeviceError: not all bytes were taken within ``timeout_s``, or the printer is gone. The
                connection is closed then, because nobody knows how much the printer has got.
        """
        deadline = time.monotonic() + timeout_s
        taken = 0
        while taken < len(data):
            device, bite = self._opened(), data[taken : taken + _BITE]
            try:
                # It may take fewer bytes than it is offered.
                taken += device.write(self._channel.out_endpoint, bite, _milliseconds(deadline))
            except self._usb.USBTimeoutError as error:
                self.close()
                raise not_taken(self._address, taken, len(data), timeout_s) from error
            except self._usb.USBError as error:
                raise self._failed(error, self._channel.out_endpoint) from error
            if taken < len(data) and time.monotonic() >= deadline:
                self.close()
                raise not_taken(self._address, taken, len(data), timeout_s)

    def read_some(self, timeout_s: float) -> bytes:
        """Return what has come, waiting up to ``timeout_s`` for the first byte; empty if none came.

        Raises:
            DeviceError: the printer is gone and everything it had sent is read.
        """
        return self._received.some(timeout_s)

    def read_until(self, mark: bytes, timeout_s: float, limit: int = READ_SIZE) -> bytes:
        """Return the bytes up to and with ``mark``; empty if it did not come in time.

        What came without the mark stays for the next read.

        Raises:
            DeviceError: the printer is gone, or ``limit`` bytes came without a mark.
        """
        return self._received.until(mark, timeout_s, limit)

    def read_exactly(self, count: int, timeout_s: float) -> bytes:
        """Return ``count`` bytes; empty if they did not come in time (what came stays for the next read).

        Raises:
            DeviceError: the printer is gone.
        """
        return self._received.exactly(count, timeout_s)

    def device_id(self) -> dict[str, str]:
        """Ask for the IEEE 1284 device ID, such as ``MFG``, ``MDL``, ``CMD``. DeviceError if it fails."""
        channel = self._channel
        place = channel.interface << 8 | channel.alternate
        return parse_device_id(
            self._request(0xA1, 0, channel.configuration, place, bytearray(_DEVICE_ID_SIZE))
        )

    def port_status(self) -> PortStatus:
        """Ask how the printer is, by USB's own means. DeviceError if it fails."""
        answer = self._request(0xA1, 1, 0, self._channel.interface, bytearray(1))
        if not answer:
            raise DeviceError(say("{address} told an empty port status.", address=self._address))
        return PortStatus.of_byte(answer[0])

    def soft_reset(self) -> None:
        """Have the printer throw away what stands in its buffers. DeviceError if it fails.

        What it has already begun to print or has stored is its own affair; this is not ``cancel``.
        """
        self._request(0x21, 2, 0, self._channel.interface, bytearray())

    def close(self) -> None:
        """Give the printer free. May be called twice."""
        device, self._device = self._device, None
        if device is None:
            return
        if self._took_driver_off:
            # An unplugged printer has no interface left to put a driver on.
            with contextlib.suppress(self._usb.USBError, NotImplementedError):
                release_interface(device, self._channel)
                device.attach_kernel_driver(self._channel.interface)
        release(device)

    def _receive(self, deadline: float) -> bytes:
        while True:
            device = self._opened()
            try:
                data = bytes(device.read(self._channel.in_endpoint, READ_SIZE, _milliseconds(deadline)))
            except self._usb.USBTimeoutError:
                return b""
            except self._usb.USBError as error:
                raise self._failed(error, self._channel.in_endpoint) from error
            if data or time.monotonic() >= deadline:
                return data
            time.sleep(_PAUSE_S)

    def _forget_earlier_answers(self) -> None:
        """Read away what was meant for an earlier program: it would be taken for answers to this one.

        A TCP connection begins with silence by itself; a printer on USB keeps what nobody fetched.
        """
        end = time.monotonic() + _FORGETTING_S
        while self._receive(time.monotonic() + _PAUSE_S) and time.monotonic() < end:
            pass

    def _request(self, kind: int, request: int, value: int, index: int, data: bytearray) -> bytes:
        """Put a class request; returns what came, if it asks for something."""
        buffer = array("B", data)
        # pyusb's own ctrl_transfer claims the interface in the low byte of the index, which in GET_DEVICE_ID
        # is the alternate setting: it would claim a stranger's interface.
        context = self._opened()._ctx  # noqa: SLF001
        transfer: Callable[..., int] = context.backend.ctrl_transfer
        try:
            count = transfer(
                context.handle, kind, request, value, index, buffer, round(REQUEST_TIMEOUT_S * 1000)
            )
        except self._usb.USBError as error:
            if error.errno == errno.ENODEV:
                raise self._failed(error, 0) from error
            raise DeviceError(
                say(
                    "{address} did not take a request by USB: {reason}.",
                    address=self._address,
                    reason=error.strerror or str(error),
                )
            ) from error
        return buffer[:count].tobytes()

    def _take_driver_off(self) -> bool:
        """Take the kernel's driver off the interface; tell whether there was one."""
        try:
            if not self._device.is_kernel_driver_active(self._channel.interface):
                return False
            self._device.detach_kernel_driver(self._channel.interface)
        except NotImplementedError:
            return False  # Windows and macOS have nothing to be taken off
        return True

    def _opened(self) -> Any:
        if self._device is None:
            raise closed(self._address)
        return self._device

    def _failed(self, error: OSError, endpoint: int) -> DeviceError:
        """Say what broke the connection, and close it."""
        if error.errno == errno.EPIPE:
            # Else it would still refuse after the next connect.
            with contextlib.suppress(self._usb.USBError):
                self._device.clear_halt(endpoint)
            text = say(
                "{address} stopped the USB transfer. Look at its display, then connect again.",
                address=self._address,
            )
        elif error.errno in {errno.ENODEV, errno.ESHUTDOWN}:
            text = say(
                "{address} was unplugged or switched off. Check its power and cable, then connect again.",
                address=self._address,
            )
        else:
            text = say(
                "{address}: the USB connection failed ({reason}). Check its cable, then connect again.",
                address=self._address,
                reason=error.strerror or str(error),
            )
        self.close()
        return DeviceError(text)


def _plugged_in(printer: UsbPrinter) -> Text:
    return say("Plugged in is {model}, {address}.", model=printer.model, address=printer.address)


def _milliseconds(deadline: float) -> int:
    """The time left, at least 1: 0 would be for ever."""
    return max(1, round((deadline - time.monotonic()) * 1000))
