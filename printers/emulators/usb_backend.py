"""USB printers that are not there: a backend for pyusb, in which emulated printers are plugged.

::

    printer = EmulatedUsbPrinter(serial_number="99J204501234")
    transport = UsbTransport.connect("99J204501234", UsbBackend(printer))
    printer.faults.unplug_after_bytes = 1000

What is behind it takes the bytes with ``take`` and answers with ``answer``.
"""

import errno
from array import array
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import usb.backend
from usb.core import USBError

from printers.emulators.usb_device import NO_CODE, EmulatedUsbPrinter, Interface


class UsbBackend(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """Implements pyusb's backend over emulated printers; devices and handles are the printers themselves."""

    def __init__(self, *printers: EmulatedUsbPrinter) -> None:
        self.printers = printers

    def enumerate_devices(self) -> Iterator[EmulatedUsbPrinter]:
        """Yield what is plugged in."""
        return (printer for printer in self.printers if printer.plugged)

    def get_device_descriptor(self, dev: EmulatedUsbPrinter) -> SimpleNamespace:
        """Describe a device: one configuration, strings 1 to 3."""
        return SimpleNamespace(
            **dict.fromkeys(("bDeviceClass", "bDeviceSubClass", "bDeviceProtocol"), 0),
            **dict.fromkeys(("port_number", "port_numbers", "speed")),
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x200,
            bMaxPacketSize0=64,
            idVendor=0x0A5F,
            idProduct=0x0166,
            bcdDevice=0x100,
            iManufacturer=1,
            iProduct=2,
            iSerialNumber=3 if dev.strings[3] else 0,
            bNumConfigurations=1,
            bus=1,
            address=self.printers.index(dev) + 1,
        )

    def get_configuration_descriptor(self, dev: EmulatedUsbPrinter, config: int) -> SimpleNamespace:
        """Describe the configuration."""
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=len({interface.number for interface in dev.interfaces}),
            bConfigurationValue=config + 1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=0,
            extra_descriptors=[],
        )

    def get_interface_descriptor(
        self, dev: EmulatedUsbPrinter, intf: int, alt: int, _config: int
    ) -> SimpleNamespace:
        """Describe an interface; IndexError if there is no such alternate setting."""
        found = _interface(dev, intf, alt)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=found.number,
            bAlternateSetting=found.alternate,
            bNumEndpoints=len(found.endpoints),
            bInterfaceClass=found.kind,
            bInterfaceSubClass=1,
            bInterfaceProtocol=found.protocol,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(
        self, dev: EmulatedUsbPrinter, ep: int, intf: int, alt: int, _config: int
    ) -> SimpleNamespace:
        """Describe a bulk endpoint."""
        return SimpleNamespace(
            **dict.fromkeys(("bInterval", "bRefresh", "bSynchAddress"), 0),
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=_interface(dev, intf, alt).endpoints[ep],
            bmAttributes=2,
            wMaxPacketSize=512,
            extra_descriptors=[],
        )

    def open_device(self, dev: EmulatedUsbPrinter) -> EmulatedUsbPrinter:
        """Open a device, unless access is denied."""
        dev.check_plugged()
        if dev.faults.access_denied:
            raise USBError("Access denied (insufficient permissions)", NO_CODE, errno.EACCES)
        dev.log.append("open")
        return dev

    def close_device(self, dev_handle: EmulatedUsbPrinter) -> None:
        """Close it."""
        dev_handle.log.append("close")

    def get_configuration(self, dev_handle: EmulatedUsbPrinter) -> int:
        """Return the active configuration, 0 if there is none."""
        dev_handle.check_plugged()
        return 0 if dev_handle.faults.unconfigured else 1

    def set_configuration(self, dev_handle: EmulatedUsbPrinter, _value: int) -> None:
        """Configure it, which resets a real printer."""
        dev_handle.log.append("set_configuration")
        dev_handle.faults.unconfigured = False

    def reset_device(self, dev_handle: EmulatedUsbPrinter) -> None:
        """Reset it."""
        dev_handle.log.append("reset")

    def set_interface_altsetting(self, dev_handle: EmulatedUsbPrinter, intf: int, altsetting: int) -> None:
        """Choose an alternate setting."""
        dev_handle.log.append(f"alternate {intf} {altsetting}")

    def claim_interface(self, dev_handle: EmulatedUsbPrinter, intf: int) -> None:
        """Claim an interface, unless somebody else has it."""
        if dev_handle.faults.busy or dev_handle.kernel_driver:
            raise USBError("Resource busy", NO_CODE, errno.EBUSY)
        dev_handle.log.append(f"claim {intf}")

    def release_interface(self, dev_handle: EmulatedUsbPrinter, intf: int) -> None:
        """Give it free."""
        dev_handle.log.append(f"release {intf}")

    def is_kernel_driver_active(self, dev_handle: EmulatedUsbPrinter, _intf: int) -> bool:
        """Tell whether the system's driver has it."""
        return dev_handle.kernel_driver

    def detach_kernel_driver(self, dev_handle: EmulatedUsbPrinter, intf: int) -> None:
        """Take the system's driver off."""
        dev_handle.log.append(f"detach {intf}")
        dev_handle.kernel_driver = False

    def attach_kernel_driver(self, dev_handle: EmulatedUsbPrinter, intf: int) -> None:
        """Put it on again."""
        dev_handle.check_plugged()
        dev_handle.log.append(f"attach {intf}")
        dev_handle.kernel_driver = True

    def clear_halt(self, dev_handle: EmulatedUsbPrinter, ep: int) -> None:
        """End a stall."""
        dev_handle.log.append(f"clear_halt {ep:#04x}")
        dev_handle.faults.stall = False

    def bulk_write(
        self, dev_handle: EmulatedUsbPrinter, _ep: int, _intf: int, data: "array[int]", timeout: int
    ) -> int:
        """Hand bytes to the printer; it may take fewer."""
        dev_handle.transfer(timeout / 1000)
        return dev_handle.write(data.tobytes(), timeout / 1000)

    def bulk_read(
        self, dev_handle: EmulatedUsbPrinter, _ep: int, _intf: int, buff: "array[int]", timeout: int
    ) -> int:
        """Fetch bytes from the printer."""
        dev_handle.transfer(timeout / 1000)
        return _fill(buff, dev_handle.read(len(buff), timeout / 1000))

    def ctrl_transfer(
        self,
        dev_handle: EmulatedUsbPrinter,
        kind: int,
        request: int,
        value: int,
        index: int,
        data: "array[int]",
        _timeout: int,
    ) -> int:
        """Answer the requests for strings and those of the printer class; others stall."""
        dev_handle.transfer(0.0)
        match kind, request:
            case 0x80, 6 if value >> 8 == 3:
                return _fill(data, _string_descriptor(dev_handle.strings, value & 0xFF))
            case 0xA1, 0:
                dev_handle.log.append(f"GET_DEVICE_ID {value} {index:#06x}")
                length = len(dev_handle.device_id) + 2
                return _fill(data, length.to_bytes(2, "big") + dev_handle.device_id)
            case 0xA1, 1:
                return _fill(data, bytes([dev_handle.port_status]))
            case 0x21, 2:
                dev_handle.log.append(f"SOFT_RESET {index}")
                dev_handle.forget()
                return 0
        raise USBError("Pipe error", NO_CODE, errno.EPIPE)


def _interface(printer: EmulatedUsbPrinter, place: int, alternate: int) -> Interface:
    numbers = sorted({interface.number for interface in printer.interfaces})
    return [interface for interface in printer.interfaces if interface.number == numbers[place]][alternate]


def _string_descriptor(strings: Sequence[str], place: int) -> bytes:
    text = strings[place].encode("utf-16-le") if place else b"\x09\x04"
    return bytes([len(text) + 2, 3]) + text


def _fill(buffer: Any, data: bytes) -> int:
    """Put ``data`` into the buffer of a transfer, which may be shorter."""
    data = data[: len(buffer)]
    buffer[: len(data)] = array("B", data)
    return len(data)
