"""Printers on USB: finding them, choosing the interface that answers, and saying why one cannot be used.

Sources: USB Printer Class 1.1 (interface class 7, protocols 1 and 2) and the errors of libusb 1.0.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

from desktop.errors import DeviceError, InputError
from desktop.texts import Text, say

PRINTER_CLASS: Final = 7
_USABLE_PROTOCOLS: Final = (2, 1)
"""Bidirectional, then the one that need not answer; 3 (IEEE 1284.4) and 4 (IPP) wrap their bytes."""
_SCHEME: Final = "usb://"


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """A printer that is plugged in.

    ``serial_number`` is empty where it has none or does not tell; ``trouble`` says why it cannot be
    opened, None if nothing is known against it.
    """

    model: str
    serial_number: str
    trouble: Text | None = None

    @property
    def address(self) -> str:
        """The address by which it is opened, such as ``usb://99J204501234``; empty if it has none."""
        return usb_address(self.serial_number) if self.serial_number else ""


@dataclass(frozen=True, slots=True)
class Channel:
    """The interface of a printer that is used, with its endpoints' addresses."""

    interface: int
    alternate: int
    alternates: int
    """How many alternate settings the interface has."""
    configuration: int
    """Index of the configuration, from 0."""
    out_endpoint: int
    in_endpoint: int


@dataclass(frozen=True, slots=True)
class PortStatus:
    """What a printer says of itself by USB's own means (GET_PORT_STATUS), whatever its language."""

    paper_empty: bool
    selected: bool
    error: bool

    @classmethod
    def of_byte(cls, value: int) -> "PortStatus":
        """Read the byte: bit 3 not error, bit 4 selected, bit 5 paper empty (Printer Class 1.1, 4.2.2).

        >>> PortStatus.of_byte(0x18)
        PortStatus(paper_empty=False, selected=True, error=False)
        """
        return cls(bool(value & 0x20), bool(value & 0x10), not value & 0x08)


def parse_device_id(data: bytes) -> dict[str, str]:
    r"""Read an IEEE 1284 device ID: two bytes of length, then ``KEY:value;``; other things are left out.

    >>> parse_device_id(b"\x00\x15MFG:Zebra;MDL:ZT411")
    {'MFG': 'Zebra', 'MDL': 'ZT411'}
    """
    length = int.from_bytes(data[:2], "big")
    pairs = (entry.partition(":") for entry in data[2:length].decode("latin-1").split(";"))
    return {key.strip().upper(): value.strip() for key, colon, value in pairs if colon and key.strip()}


def usb_address(serial_number: str) -> str:
    """Return the address of the printer with this serial number.

    >>> usb_address("99J 01")
    'usb://99J%2001'
    """
    return _SCHEME + quote(serial_number, safe="")


def serial_number_of(address: str) -> str:
    """Read ``usb://SERIAL``. The case of letters counts.

    Raises:
        InputError: the address is none of a USB printer.

    >>> serial_number_of("usb://99J%2001")
    '99J 01'
    """
    serial_number = unquote(address.removeprefix(_SCHEME)).strip()
    if not address.startswith(_SCHEME) or not serial_number or "/" in address.removeprefix(_SCHEME):
        raise InputError(
            say(
                "{found} is no address of a USB printer. Give usb:// and its serial number, such as"
                " usb://99J204501234.",
                found=repr(address[:80]),
            )
        )
    return serial_number


def usb_printers(backend: Any = None) -> list[UsbPrinter]:
    """Return the printers that are plugged in, in the order of the bus.

    Args:
        backend: a ``usb.backend.IBackend``; None for libusb.

    Raises:
        DeviceError: this computer has no libusb.
    """
    found = []
    for device in printer_devices(backend):
        try:
            found.append(named(device))
        finally:
            release(device)
    return found


def printer_devices(backend: Any = None) -> Iterator[Any]:
    """Yield the pyusb devices that have a printer's interface. Opens none of them."""
    import usb.core  # noqa: PLC0415 (start-up stays fast, and most printers are on the network)

    try:
        yield from usb.core.find(find_all=True, custom_match=_is_printer, backend=backend)
    except usb.core.NoBackendError as error:
        raise DeviceError(
            say(
                "USB printers need the library libusb 1.0, which this computer does not have. Install it"
                " (Linux: package libusb-1.0-0; Windows: libusb-1.0.dll)."
            )
        ) from error
    except usb.core.USBError as error:
        raise DeviceError(
            say("The USB devices cannot be listed: {reason}.", reason=error.strerror or str(error))
        ) from error


def named(device: Any) -> UsbPrinter:
    """Ask a device for its model and serial number; what goes wrong is its ``trouble``."""
    import usb.core  # noqa: PLC0415

    numbers = f"{device.idVendor:04x}:{device.idProduct:04x}"
    try:
        configure(device, change=False)
        model, serial_number = _clean(device.product) or numbers, _clean(device.serial_number)
        return UsbPrinter(model, serial_number, None if serial_number else _nameless(model))
    except (usb.core.USBError, NotImplementedError) as error:
        return UsbPrinter(numbers, "", why_not_opened(error, numbers))
    except (ValueError, IndexError):  # pyusb's words for strings that are missing or malformed
        return UsbPrinter(numbers, "", _nameless(numbers))


def configure(device: Any, *, change: bool = True) -> None:
    """Open a device. One that is configured is left as it is: to configure it again would reset it."""
    import usb.core  # noqa: PLC0415

    try:
        device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno is not None:
            raise
        # Only pyusb's own "Configuration not set" carries no number.
        if change:
            device.set_configuration()


def release(device: Any) -> None:
    """Give free what pyusb holds of a device."""
    import usb.util  # noqa: PLC0415

    usb.util.dispose_resources(device)


def release_interface(device: Any, channel: Channel) -> None:
    """Give an interface free and keep the device open."""
    import usb.util  # noqa: PLC0415

    usb.util.release_interface(device, channel.interface)


def channel_of(device: Any) -> Channel | None:
    """Choose the interface through which the printer can be told and answers; None if none does both."""
    configuration = device.get_active_configuration()
    interfaces = list(configuration)
    for protocol in _USABLE_PROTOCOLS:
        for interface in interfaces:
            if interface.bInterfaceClass != PRINTER_CLASS or interface.bInterfaceProtocol != protocol:
                continue
            out_endpoint, in_endpoint = _bulk_endpoints(interface)
            if out_endpoint is None or in_endpoint is None:
                continue
            number = interface.bInterfaceNumber
            return Channel(
                interface=number,
                alternate=interface.bAlternateSetting,
                alternates=sum(other.bInterfaceNumber == number for other in interfaces),
                configuration=configuration.index,
                out_endpoint=out_endpoint,
                in_endpoint=in_endpoint,
            )
    return None


def why_not_opened(error: Exception, printer: str) -> Text:
    """Say in a sentence why the system does not give ``printer`` to us."""
    number = getattr(error, "errno", None)
    if number in {errno.EACCES, errno.EPERM}:
        return say(
            "This user may not use the USB printer {printer}. On Linux, copy resources/udev/70-packmark.rules"
            " of this program to /etc/udev/rules.d, run udevadm control --reload, plug the printer in again.",
            printer=printer,
        )
    if number == errno.EBUSY:
        return say(
            "The USB printer {printer} is in use by another program or by the system's print queue."
            " Close that program or remove the queue, then try again.",
            printer=printer,
        )
    if number == errno.ENODEV:
        return say("The USB printer {printer} was unplugged.", printer=printer)
    if isinstance(error, NotImplementedError):
        return say(
            "The driver of the USB printer {printer} lets no program talk to it directly. On Windows that"
            " takes the WinUSB driver, with which it is no printer of Windows any more.",
            printer=printer,
        )
    return say(
        "The USB printer {printer} cannot be opened: {reason}.",
        printer=printer,
        reason=getattr(error, "strerror", None) or str(error),
    )


def _nameless(model: str) -> Text:
    return say("The USB printer {model} does not tell its serial number.", model=model)


def _is_printer(device: Any) -> bool:
    import usb.core  # noqa: PLC0415

    try:
        return any(
            interface.bInterfaceClass == PRINTER_CLASS
            for configuration in device
            for interface in configuration
        )
    except (usb.core.USBError, NotImplementedError):
        return False  # a device whose descriptors cannot be read is nothing that we could use


def _bulk_endpoints(interface: Any) -> tuple[int | None, int | None]:
    """Return the addresses of the bulk endpoints, out and in."""
    found: dict[int, int] = {}
    for endpoint in interface:
        if endpoint.bmAttributes & 0x03 == 0x02:  # bulk
            found.setdefault(endpoint.bEndpointAddress & 0x80, endpoint.bEndpointAddress)
    return found.get(0x00), found.get(0x80)


def _clean(text: str | None) -> str:
    """What a device says of itself, without what nobody can read."""
    return "".join(character for character in text or "" if character.isprintable()).strip()
