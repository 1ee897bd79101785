"""Finding Zebra printers by their own means: a question to UDP port 4201, which all of them answer.

The question is sent three times, because UDP loses packets; each printer answers each. What answers is
not trusted: the printer's address is the one that the answer came from, not what the answer says.

Places in the answer, as dissected in public (offsets of bytes): 0 ``:,.`` and a version, 12 name of the
product, 84 name in the network. The serial number and the addresses between them are not needed.
"""

import contextlib
import ipaddress
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.errors import DeviceError
from desktop.texts import say
from printers.network_printers import MOST_PRINTERS, NetworkPrinter, cleaned

DISCOVERY_PORT: Final = 4201
QUESTION: Final = b".,:\x01\x00\x00"
ANSWER_HEAD: Final = b":,."
PRODUCT, NAME = slice(12, 32), slice(84, 109)

_TIMES: Final = 3
_MOST_BYTES: Final = 2048

Target = tuple[str, int]
"""Address and UDP port that the question is sent to."""


@dataclass(frozen=True, slots=True)
class ZebraAnswer:
    """What a printer answered. ``name``: in the network, often made of its serial number."""

    product: str
    name: str


def parse_answer(data: bytes) -> ZebraAnswer | None:
    """Read an answer; None if it is none."""
    if not data.startswith(ANSWER_HEAD) or len(data) < PRODUCT.stop:
        return None
    return ZebraAnswer(cleaned(data[PRODUCT]), cleaned(data[NAME]))


def ask_network(seconds: float, targets: Sequence[Target] | None = None) -> list[NetworkPrinter]:
    """Ask for so many seconds who is there.

    Args:
        seconds: how long to listen.
        targets: whom to ask; None: everybody in the networks of this computer.

    Raises:
        DeviceError: the question could not be sent to anybody.
    """
    deadline = time.monotonic() + seconds
    heard: dict[str, NetworkPrinter] = {}
    try:
        asked = broadcast_targets() if targets is None else targets
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            for time_left in range(_TIMES, 0, -1):
                _send(asking, asked)
                until = deadline - seconds * (time_left - 1) / _TIMES
                _listen(asking, until, heard)
    except OSError as error:
        raise DeviceError(
            say(
                "The network cannot be searched for Zebra printers: {reason}. Check that this computer is"
                " connected.",
                reason=error.strerror or str(error),
            )
        ) from error
    return list(heard.values())


def broadcast_targets() -> tuple[Target, ...]:
    """Return the broadcast address of each IPv4 network that this computer is in.

    The one for "everybody" would leave through one network only.
    """
    import ifaddr  # noqa: PLC0415 (start-up stays fast)

    networks = [
        ipaddress.IPv4Network(f"{address.ip}/{address.network_prefix}", strict=False)
        for adapter in ifaddr.get_adapters()
        for address in adapter.ips
        if address.is_IPv4
    ]
    everybody = [
        str(network.broadcast_address)
        for network in networks
        if not network.is_loopback and network.prefixlen < 31  # two hosts alone have no broadcast
    ]
    return tuple((host, DISCOVERY_PORT) for host in dict.fromkeys([*everybody, "255.255.255.255"]))


def _send(asking: socket.socket, targets: Sequence[Target]) -> None:
    """Send the question; one network that takes nothing (a cable is out) does not spoil the others."""
    troubles = []
    for target in targets:
        try:
            asking.sendto(QUESTION, target)
        except OSError as error:
            troubles.append(error)
    if troubles and len(troubles) == len(targets):
        raise troubles[0]


def _listen(asking: socket.socket, until: float, heard: dict[str, NetworkPrinter]) -> None:
    while (left := until - time.monotonic()) > 0 and len(heard) < MOST_PRINTERS:
        asking.settimeout(left)
        # A host that has no such port may say so on the next receive: it is no printer.
        with contextlib.suppress(TimeoutError, ConnectionError):
            data, sender = asking.recvfrom(_MOST_BYTES)
            answer = parse_answer(data)
            if answer is not None:
                words = dict.fromkeys(word for word in (answer.product, answer.name) if word)
                heard[sender[0]] = NetworkPrinter(sender[0], ", ".join(words))
