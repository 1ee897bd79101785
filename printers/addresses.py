"""Addresses of devices: what family speaks at the other end, and what moves the bytes there."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from desktop.devices import DeviceKind
from desktop.errors import InputError
from desktop.texts import say
from printers.serial_port import SerialAddress, SerialTransport
from printers.tcp import CONNECT_TIMEOUT_S, TcpTransport
from printers.transport import Transport
from printers.usb_printers import serial_number_of

ZEBRA: Final = "zebra"
ZIPHER: Final = "zipher"
LEIBINGER: Final = "leibinger"
NGPCL: Final = "ngpcl"
WSI: Final = "wsi"
QUEUE: Final = "queue"

_PORTS: Final[dict[str, int | None]] = {ZIPHER: None, LEIBINGER: 3000, NGPCL: 21000, WSI: 3100}
"""Families of coders and the TCP port that is theirs; None: it is set at the device."""

_LONGEST_QUEUE_NAME: Final = 127
"""CUPS takes no longer name (lpadmin(8))."""


@dataclass(frozen=True, slots=True)
class DeviceAddress:
    """A device's address, taken apart.

    Attributes:
        family: what it speaks: ``zebra``, ``zipher``, ``leibinger``, ``ngpcl``, ``wsi``, or ``queue``.
        scheme: what moves the bytes: ``tcp``, ``usb``, ``serial``, ``demo`` or ``queue``.
        place: host, serial number, port's address, or queue.
        port: of TCP; None where none was given and the family has none of its own.
    """

    family: str
    scheme: str
    place: str
    port: int | None = None

    @property
    def kind(self) -> DeviceKind:
        """What it stands for."""
        if self.family == QUEUE:
            return DeviceKind.QUEUE
        return DeviceKind.LABEL_PRINTER if self.family == ZEBRA else DeviceKind.CODER

    def __str__(self) -> str:
        """Its one spelling: hosts in small letters, with the port of the family where that has one."""
        if self.scheme == "serial":
            return self.place if self.family == ZEBRA else f"{self.family}+{self.place}"
        if self.scheme == "demo":
            return f"demo://{self.family}"
        if self.scheme in {"usb", QUEUE}:
            return f"{self.scheme}://{quote(self.place, safe='')}"
        host = f"[{self.place}]" if ":" in self.place else self.place
        port = "" if self.port is None else f":{self.port}"
        return f"{'tcp' if self.family == ZEBRA else self.family}://{host}{port}"

    @classmethod
    def parse(cls, address: str) -> "DeviceAddress":
        """Take an address apart.

        ``tcp://HOST:PORT``, ``usb://SERIAL`` and ``serial://PORT?baud=N`` are Zebra printers;
        ``zipher://HOST:PORT``, ``leibinger://HOST``, ``ngpcl://HOST``, ``wsi://HOST`` are coders, and
        ``zipher+serial://PORT?baud=N`` and so on the same on serial lines; ``queue://NAME`` is a print queue
        of this computer; ``demo://zebra``, ``demo://zipher`` and so on are emulated inside the program.

        Raises:
            InputError: the address is none.
        """
        family, plus, rest = address.partition("+")
        if plus and family in _PORTS and rest.startswith("serial://"):
            return cls(family, "serial", str(SerialAddress.parse(rest)))
        scheme = address.partition("://")[0]
        if scheme == "usb":
            return cls(ZEBRA, "usb", serial_number_of(address))
        if scheme == "serial":
            return cls(ZEBRA, "serial", str(SerialAddress.parse(address)))
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            raise not_an_address(address) from None
        if not parts.netloc or port == 0 or not _is_plain(address, parts):
            raise not_an_address(address)
        if scheme == "queue" and port is None:
            return cls(QUEUE, "queue", _queue(address, parts.netloc))
        if scheme == "demo" and port is None and parts.netloc in {ZEBRA, *_PORTS}:
            return cls(parts.netloc, "demo", "")
        if scheme == "tcp" and parts.hostname:
            return cls(ZEBRA, "tcp", parts.hostname, port)
        if scheme in _PORTS and parts.hostname and (port or _PORTS[scheme]):
            return cls(scheme, "tcp", parts.hostname, port or _PORTS[scheme])
        raise not_an_address(address)


def _is_plain(address: str, parts: SplitResult) -> bool:
    """Tell whether an address has only a host or a name, and only what may stand in one."""
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    # urlsplit drops line ends and tabs without a word; a name of a host has no blank, that of a queue may.
    return not more and address.isprintable() and (parts.scheme == QUEUE or " " not in parts.netloc)


def _queue(address: str, name: str) -> str:
    name = unquote(name)
    # What a shell, lpr or the spooler could take for something else than a name is none.
    # Queues of Windows have spaces inside their names (ZDesigner ZT411-203dpi ZPL).
    if not name.isprintable() or set(name) & set("/\\#\"'<>|;") or name != name.strip().lstrip("-"):
        raise not_an_address(address)
    if len(name) > _LONGEST_QUEUE_NAME:
        raise not_an_address(address)
    return name


def coder_transport(address: DeviceAddress, timeout_s: float = CONNECT_TIMEOUT_S) -> Transport:
    """Connect to a coder, however it is connected.

    Raises:
        DeviceError: it cannot be reached.
    """
    if address.scheme == "serial":
        return SerialTransport.connect(SerialAddress.parse(address.place))
    assert address.port is not None
    return TcpTransport.connect(address.place, address.port, timeout_s)


def not_an_address(address: str) -> InputError:
    """Say that ``address`` is none, and what one looks like."""
    return InputError(
        say(
            "{found} is no address of a device that can be used. Label printers: tcp://HOST:PORT, such as"
            " tcp://192.0.2.7:9100, usb://SERIAL, serial://PORT?baud=9600. Coders: zipher://HOST:PORT,"
            " leibinger://HOST, ngpcl://HOST, wsi://HOST. Print queues: queue://NAME. Emulated: demo://zebra.",
            found=repr(address[:80]),
        )
    )
