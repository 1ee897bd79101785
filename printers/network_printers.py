"""Printers that were heard of in the network, by whatever way, and what is the same printer."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.devices import FoundPrinter, Way

RAW_PORT: Final = 9100
"""Where a label printer takes its bytes, unless it says another port."""
MOST_PRINTERS: Final = 500
"""More answers than any plant has printers are noise, and are not listed."""
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """What was heard of a printer.

    Attributes:
        host: its IP address.
        model: its own words, cleaned (see ``cleaned``); may be empty.
        port: for raw bytes; None if it did not say.
    """

    host: str
    model: str
    port: int | None = None


def cleaned(said: bytes) -> str:
    r"""Return text from the network as one short line of printable characters; up to a zero byte.

    >>> cleaned(b"ZT411\x1b[2J \n ZPL\0\0rest")
    'ZT411[2J ZPL'
    """
    text = said.partition(b"\0")[0].decode("utf-8", errors="replace")
    line = " ".join(text.split())
    return "".join(character for character in line if character.isprintable())[:_LONGEST_NAME].strip()


def joined(heard: Iterable[NetworkPrinter]) -> list[FoundPrinter]:
    """Make one row of all that was heard of one host; the first that tells a model or a port is believed."""
    by_host: dict[str, NetworkPrinter] = {}
    for one in heard:
        known = by_host.get(one.host, one)
        by_host[one.host] = NetworkPrinter(one.host, known.model or one.model, known.port or one.port)
    printers = sorted(by_host.values(), key=lambda one: _order(one.host))[:MOST_PRINTERS]
    return [_row(one) for one in printers]


def _row(printer: NetworkPrinter) -> FoundPrinter:
    host = f"[{printer.host}]" if ":" in printer.host else printer.host
    address = f"tcp://{host}:{printer.port or RAW_PORT}"
    return FoundPrinter(address, printer.model, way=Way.NETWORK)


def _order(host: str) -> tuple[int, int]:
    address = ipaddress.ip_address(host)
    return address.version, int(address)
