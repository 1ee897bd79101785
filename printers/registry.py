"""Opens devices by their addresses, and keeps the demonstration's emulated printer."""

import secrets
import threading
from typing import Any, Final
from urllib.parse import urlsplit

from desktop.errors import InputError
from desktop.ports import Camera, FoundPrinter, Printer
from desktop.texts import say
from printers.camera import TcpCamera
from printers.emulators.zebra import ZebraEmulator
from printers.serial_port import SerialAddress, SerialTransport
from printers.tcp import CONNECT_TIMEOUT_S, TcpTransport
from printers.transport import Transport
from printers.usb import UsbTransport
from printers.usb_printers import serial_number_of, usb_printers
from printers.zebra.printer import ZebraPrinter

DEMO: Final = "demo://zebra"
ZEBRA_PORT: Final = 9100
_USB: Final = "usb://"
_SERIAL: Final = "serial://"


class DeviceRegistry:
    """Implements ``desktop.ports.Devices``. Any thread may call it.

    ``tcp://host:port`` is a Zebra printer, or a camera, on the network; ``usb://SERIAL`` and
    ``serial://PORT?baud=N`` are Zebra printers on this computer. ``demo://zebra`` is an emulated printer
    with its camera inside this program, started when it is first asked for and shared by all who ask for
    it until ``close``.

    Args:
        connect_timeout_s: how long a device on the network may take to answer.
        usb: a ``usb.backend.IBackend``; None for libusb.
    """

    def __init__(self, connect_timeout_s: float = CONNECT_TIMEOUT_S, usb: Any = None) -> None:
        self._timeout_s = connect_timeout_s
        self._usb = usb
        self._lock = threading.Lock()
        self._demo: ZebraEmulator | None = None

    def printer(self, address: str) -> Printer:
        """Connect to the printer at ``address``.

        Raises:
            InputError: the address is none.
            DeviceError: it cannot be reached.
        """
        if address == DEMO:
            address = self._emulator().address
        return ZebraPrinter(self._transport(address))

    def camera(self, address: str) -> Camera:
        """Connect to the camera at ``address``.

        Raises:
            InputError: the address is none.
            DeviceError: it cannot be reached, or is no camera.
        """
        if address == DEMO:
            address = self._emulator().camera_address
        return TcpCamera.connect(*_host_and_port(address, None), self._timeout_s)

    def found(self) -> tuple[FoundPrinter, ...]:
        """Return the printers on USB.

        Raises:
            DeviceError: this computer cannot look for them; the sentence says what it lacks.
        """
        return tuple(FoundPrinter(one.address, one.model, one.trouble) for one in usb_printers(self._usb))

    def check_address(self, address: str) -> None:
        """Say whether ``address`` names a printer, without connecting. InputError if it does not."""
        if address.startswith(_USB):
            serial_number_of(address)
        elif address.startswith(_SERIAL):
            SerialAddress.parse(address)
        elif address != DEMO:
            _host_and_port(address, ZEBRA_PORT)

    def close(self) -> None:
        """Stop the emulated printer, if there is one. May be called twice."""
        with self._lock:
            emulator, self._demo = self._demo, None
        if emulator is not None:
            emulator.close()

    def _transport(self, address: str) -> Transport:
        if address.startswith(_USB):
            return UsbTransport.connect(serial_number_of(address), self._usb)
        if address.startswith(_SERIAL):
            return SerialTransport.connect(SerialAddress.parse(address))
        return TcpTransport.connect(*_host_and_port(address, ZEBRA_PORT), self._timeout_s)

    def _emulator(self) -> ZebraEmulator:
        with self._lock:
            if self._demo is None:
                # Each is a device of its own: its odometer must not be taken for another's.
                self._demo = ZebraEmulator(unique_id=f"DEMO-{secrets.token_hex(4).upper()}")
            return self._demo


def _host_and_port(address: str, default_port: int | None) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        port = parts.port or default_port
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    except ValueError:
        parts, port, plain = None, None, False
    if parts is None or parts.scheme != "tcp" or not parts.hostname or port is None or not plain:
        raise InputError(
            say(
                "{found} is no address of a device that can be used. Give tcp://HOST:PORT, such as"
                " tcp://192.0.2.7:9100, usb://SERIAL, serial://PORT?baud=9600, or demo://zebra for the"
                " emulated printer.",
                found=repr(address[:80]),
            )
        )
    return parts.hostname, port
