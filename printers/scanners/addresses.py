"""Addresses of scanners. They are no addresses of printers, so that neither is ever taken for the other."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from desktop.errors import InputError
from desktop.texts import say
from printers.serial_port import SerialAddress

TCP: Final = "scan+tcp"
LISTEN: Final = "scan+listen"
SERIAL: Final = "scan+serial"
DEMO: Final = "demo"
DEMO_ADDRESS: Final = "demo://scanner"


@dataclass(frozen=True, slots=True)
class ScannerAddress:
    """A scanner's address, taken apart.

    Attributes:
        scheme: who calls whom: we the scanner, it us, a serial line, or the one inside the program.
        host, port: of TCP.
        line: of a serial line.
    """

    scheme: str
    host: str = ""
    port: int = 0
    line: SerialAddress | None = None

    def __str__(self) -> str:
        """Its one spelling."""
        if self.line is not None:
            return f"scan+{self.line}"
        if self.scheme == DEMO:
            return DEMO_ADDRESS
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @classmethod
    def parse(cls, address: str) -> "ScannerAddress":
        """Take an address apart.

        ``scan+tcp://HOST:PORT`` is a scanner that waits for us, ``scan+listen://HOST:PORT`` one that calls
        this computer at its address HOST, ``scan+serial://PORT?baud=N`` one on a serial line, and
        ``demo://scanner`` an emulated one that reads the labels of ``demo://zebra``.

        Raises:
            InputError: the address is none of a scanner.

        >>> str(ScannerAddress.parse("scan+tcp://Reader-2:2001/"))
        'scan+tcp://reader-2:2001'
        >>> ScannerAddress.parse("scan+serial://COM4?baud=115200").line.baud
        115200
        """
        if address.rstrip("/") == DEMO_ADDRESS:
            return cls(DEMO)
        scheme, _, rest = address.partition("://")
        if scheme == SERIAL:
            return cls(SERIAL, line=SerialAddress.parse(f"serial://{rest}"))
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            raise _not_a_scanner(address) from None
        more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        plain = address.isprintable() and " " not in address and not more
        if parts.scheme not in {TCP, LISTEN} or not plain or not parts.hostname or not port:
            raise _not_a_scanner(address)
        return cls(parts.scheme, parts.hostname, port)


def _not_a_scanner(address: str) -> InputError:
    return InputError(
        say(
            "{found} is no address of a scanner. Expected scan+tcp://HOST:PORT for one that waits to be "
            "called, scan+listen://HOST:PORT for one that calls this computer, "
            "scan+serial://PORT?baud=9600, or demo://scanner. A scanner that types like a "
            "keyboard needs no address.",
            found=repr(address[:80]),
        )
    )
