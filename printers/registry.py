"""Opens devices by their addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from desktop.coders import Coder
from desktop.devices import (
    AS_SET,
    Camera,
    DeviceKind,
    FoundPrinter,
    Printer,
    PrinterSettings,
    Scanner,
    Sink,
    Way,
)
from desktop.errors import InputError
from desktop.texts import Text, say
from printers.addresses import (
    LEIBINGER,
    NGPCL,
    WSI,
    ZEBRA,
    ZIPHER,
    DeviceAddress,
    coder_transport,
    not_an_address,
)
from printers.camera import TcpCamera
from printers.demonstration import AttendedNgpclCoder, Demonstration
from printers.discovery import Surroundings, discover
from printers.leibinger.coder import LeibingerCoder
from printers.markem.coder import NgpclCoder
from printers.queues import QueueSink, system_spooler
from printers.scanners import addresses as scanner_addresses
from printers.scanners.addresses import ScannerAddress
from printers.scanners.listening import ListeningScanner
from printers.scanners.stream import StreamScanner
from printers.serial_port import SerialAddress, SerialTransport
from printers.tcp import CONNECT_TIMEOUT_S, TcpTransport
from printers.transport import Transport
from printers.usb import UsbTransport
from printers.videojet.wsi import WsiCoder
from printers.videojet.zipher import ZipherCoder
from printers.zebra.ports import ZebraPorts
from printers.zebra.printer import ZebraPrinter
from printers.zebra.zpl import ZplLanguage

_CODERS: Final[Mapping[str, Callable[[Transport, Sequence[str]], Coder]]] = MappingProxyType(
    {
        ZIPHER: lambda transport, _: ZipherCoder(transport),
        LEIBINGER: lambda transport, _: LeibingerCoder(transport),
        NGPCL: NgpclCoder,
        WSI: WsiCoder,
    }
)


class DeviceRegistry:
    """Implements ``desktop.devices.Devices``. Any thread may call it.

    ``tcp://host:port`` is a Zebra printer, or a camera, on the network; ``usb://SERIAL`` and
    ``serial://PORT?baud=N`` are Zebra printers on this computer. ``demo://zebra``, ``demo://zipher`` and so
    on are emulated devices with their cameras inside this program, see ``Demonstration``.

    Args:
        connect_timeout_s: how long a device on the network may take to answer.
        usb: a ``usb.backend.IBackend``; None for libusb.
        zebra_ports: where Zebra printers listen on the network if an address does not say.
    """

    def __init__(
        self,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        usb: Any = None,
        zebra_ports: ZebraPorts = ZebraPorts(),  # noqa: B008 (frozen)
    ) -> None:
        self._timeout_s = connect_timeout_s
        self._usb = usb
        self._zebra_ports = zebra_ports
        self._demo = Demonstration()

    def printer(self, address: str, settings: PrinterSettings = AS_SET) -> Printer:
        """Connect to the label printer at ``address``.

        Raises:
            InputError: the address is none of a label printer.
            DeviceError: it cannot be reached.
        """
        parsed = self._of_kind(address, DeviceKind.LABEL_PRINTER)
        if parsed.scheme == "tcp":
            transport, aside = self._zebra_ports.connect(parsed.place, parsed.port, self._timeout_s)
            return ZebraPrinter(transport, settings=settings, aside=aside)
        return ZebraPrinter(self._zebra_transport(parsed), settings=settings)

    def coder(self, address: str, record_fields: Sequence[str] = ()) -> Coder:
        """Connect to the coder at ``address``.

        Raises:
            InputError: the address is none of a coder.
            DeviceError: it cannot be reached.
        """
        parsed = self._of_kind(address, DeviceKind.CODER)
        if parsed.scheme != "demo":
            return _CODERS[parsed.family](coder_transport(parsed, self._timeout_s), record_fields)
        device = self._demo.coder(parsed.family)
        transport = coder_transport(DeviceAddress.parse(device.address), self._timeout_s)
        if parsed.family == NGPCL:
            return AttendedNgpclCoder(transport, record_fields, device)
        return _CODERS[parsed.family](transport, record_fields)

    def sink(self, address: str) -> Sink:
        """Open a way for bytes to a label printer or a queue; see ``Devices.sink``."""
        parsed = DeviceAddress.parse(address)
        if parsed.kind is DeviceKind.QUEUE:
            return QueueSink.connect(parsed.place, system_spooler())
        return self._zebra_transport(self._of_kind(address, DeviceKind.LABEL_PRINTER))

    def stream(self, address: str, settings: PrinterSettings = AS_SET) -> ZplLanguage:
        """Begin a stream of labels; see ``Devices.stream``. Behind a queue stands a Zebra printer too."""
        if self.kind(address) is not DeviceKind.QUEUE:
            self._of_kind(address, DeviceKind.LABEL_PRINTER)
        return ZplLanguage(settings)

    def camera(self, address: str) -> Camera:
        """Connect to the camera at ``address``.

        Raises:
            InputError: the address is none.
            DeviceError: it cannot be reached, or is no camera.
        """
        parsed = DeviceAddress.parse(address)
        if parsed.scheme == "demo":
            parsed = DeviceAddress.parse(self._demo.camera_address(parsed.family))
        else:
            parsed = self._of_kind(address, DeviceKind.LABEL_PRINTER)
        if parsed.scheme != "tcp" or parsed.port is None:
            raise not_an_address(address)
        return TcpCamera.connect(parsed.place, parsed.port, self._timeout_s)

    def scanner(self, address: str) -> Scanner:
        """Connect to the scanner at ``address``, or wait for it; see ``ScannerAddress.parse``.

        Raises:
            InputError: the address is none of a scanner.
            DeviceError: it cannot be reached.
        """
        parsed = ScannerAddress.parse(address)
        if parsed.scheme == scanner_addresses.DEMO:
            emulated = self._demo.scanner()
            scanner = self.scanner(emulated.address)
            # What it reads before it has taken the connection nobody hears.
            emulated.wait_connected(self._timeout_s)
            return scanner
        if parsed.line is not None:
            return StreamScanner(SerialTransport.connect(parsed.line))
        if parsed.scheme == scanner_addresses.LISTEN:
            return ListeningScanner.listen(parsed.host, parsed.port)
        return StreamScanner(TcpTransport.connect(parsed.host, parsed.port, self._timeout_s))

    def found(self, ways: Sequence[Way] = tuple(Way), seconds: float = 2.0) -> tuple[FoundPrinter, ...]:
        """Look for printers; see ``Devices.found``."""
        return discover(ways, seconds, Surroundings(usb=self._usb))

    def spelled(self, address: str) -> str:
        """Return the one spelling of an address. InputError if it is none."""
        return str(DeviceAddress.parse(address))

    def scanner_spelled(self, address: str) -> str:
        """Return the one spelling of the address of a scanner. InputError if it is none."""
        return str(ScannerAddress.parse(address))

    def device(self, address: str) -> str:
        """Return what stands for the device itself; see ``Devices.device``."""
        parsed = DeviceAddress.parse(address)
        if (parsed.family, parsed.scheme) == (ZEBRA, "tcp") and self._zebra_ports.owns(parsed.port):
            return str(replace(parsed, port=None))
        return str(parsed)

    def kind(self, address: str) -> DeviceKind:
        """Return what ``address`` stands for, without connecting. InputError if for nothing."""
        return DeviceAddress.parse(address).kind

    def close(self) -> None:
        """Stop the emulated devices, if there are any. May be called twice."""
        self._demo.close()

    def _of_kind(self, address: str, kind: DeviceKind) -> DeviceAddress:
        parsed = DeviceAddress.parse(address)
        if parsed.kind is not kind:
            raise InputError(
                say(
                    "{address} is the address of a {found}, and a {expected} is needed here.",
                    address=address,
                    found=_KINDS[parsed.kind],
                    expected=_KINDS[kind],
                )
            )
        return parsed

    def _zebra_transport(self, address: DeviceAddress) -> Transport:
        if address.scheme == "demo":
            address = DeviceAddress.parse(self._demo.zebra().address)
        if address.scheme == "usb":
            return UsbTransport.connect(address.place, self._usb)
        if address.scheme == "serial":
            return SerialTransport.connect(SerialAddress.parse(address.place))
        return TcpTransport.connect(address.place, address.port or self._zebra_ports.usual, self._timeout_s)


_KINDS: Final[Mapping[DeviceKind, Text]] = MappingProxyType(
    {
        DeviceKind.LABEL_PRINTER: say("label printer"),
        DeviceKind.CODER: say("coder"),
        DeviceKind.QUEUE: say("print queue"),
    }
)
